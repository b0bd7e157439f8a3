"""A proposal's decisions are taken up again from where a vehicle is by then."""

from dataclasses import replace

from pannier.core.plan import ActivityKind
from pannier.core.problem import Break, Limits, Trips
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.planning.running_day.kept_steps import kept, steps_again
from tests.core.line_city import HOUR, HUB, bike, dropoff, plan_of, problem

STEPS = (
    Step(ActivityKind.START, HUB),
    Step(ActivityKind.RELOAD, HUB),
    Step(ActivityKind.SWAP, HUB),
    Step(ActivityKind.DELIVERY, 1, 0),
    Step(ActivityKind.END, HUB),
)


def day(**changes):
    usual = {"breaks": (), "limits": Limits(), "trips": Trips((HUB,), max_trips=3)}
    return problem(dropoff("a", 1), vehicles=(bike(**(usual | changes)),))


def kinds(given, rows, passed):
    return [str(step.kind) for step in steps_again(given, given.vehicles[0], rows, passed)]


def test_a_reload_or_swap_that_is_done_by_now_is_not_done_again():
    given = day()
    rows = kept(given, plan_of(given, STEPS, left=()), {"bike": {"reload": 1}})["bike"]
    assert [row.get("number") for row in rows] == [2, 1, None, None]
    assert kinds(given, rows, {"reload": 1, "swap": 0}) == ["start", "reload", "swap", "delivery", "end"]
    assert kinds(given, rows, {"reload": 2, "swap": 0}) == ["start", "swap", "delivery", "end"]
    assert kinds(given, rows, {"reload": 2, "swap": 1}) == ["start", "delivery", "end"]


def test_a_break_that_became_later_is_still_the_same():
    rest = Break(TimeWindow(8 * HOUR, 9 * HOUR), 600)
    given = day(breaks=(rest,))
    steps = (STEPS[0], Step(ActivityKind.BREAK, HUB, rest=0), *STEPS[3:])
    rows = kept(given, plan_of(given, steps, left=()), {})["bike"]
    later = replace(rest, window=TimeWindow(8 * HOUR, 10 * HOUR))
    again = steps_again(given, replace(given.vehicles[0], breaks=(later,)), rows)
    assert [step.rest for step in again] == [None, 0, None, None]
