"""What a running day counts on from: the shift so far, and goods that nobody can deliver any more."""

from dataclasses import replace

from pannier.core.check import check_route
from pannier.core.plan import ActivityKind
from pannier.core.problem import Access, Break, Limits, Rule, Trips, WorkRule
from pannier.core.running import SoFar, Underway, open_problem
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.core.work_time import Doing, Spent
from tests.core.line_city import HOUR, HUB, bike, dropoff, problem

TEN = 10 * HOUR
LAW = WorkRule(name="law", stretch_s=3 * HOUR, ways=((1800,),))
AHEAD = (Step(ActivityKind.DELIVERY, 3, 0), Step(ActivityKind.DELIVERY, 2, 1))


def day(**changes):
    usual = {
        "breaks": (), "battery": None, "limits": Limits(), "shift": TimeWindow(8 * HOUR, 18 * HOUR),
        "max_overtime_s": 0, "trips": Trips((HUB,), max_trips=2),
    }  # fmt: skip
    return problem(dropoff("a", 3), dropoff("b", 2), vehicles=(bike(**(usual | changes)),))


def at(**changes):
    usual = {
        "vehicle": "bike", "place": 4, "at_s": TEN, "ahead": AHEAD, "aboard": {"a": 8 * HOUR, "b": 8 * HOUR},
        "so_far": SoFar(since_s=8 * HOUR),
    }  # fmt: skip
    return Underway(**(usual | changes))


def test_a_stretch_begun_in_the_morning_goes_on_after_the_cut():
    worked = at(spent=(Spent(Doing.STANDING, 2 * HOUR),))
    running = open_problem(day(work_rules=(LAW,)), [worked], now_s=TEN)
    assert running.whole.vehicles[0].work_rules[0].before_s == 2 * HOUR
    tired = replace(running.whole.vehicles[0].work_rules[0], before_s=3 * HOUR)
    vehicle = replace(running.whole.vehicles[0], work_rules=(tired,))
    broken = check_route(replace(running.whole, vehicles=(vehicle,)), running.as_is.routes[0])
    assert [one.rule for one in broken] == [Rule.WORK_TIME]


def test_a_law_broken_before_the_cut_is_let_go_as_far_as_it_was_and_stands_in_the_strict_problem():
    over = at(spent=(Spent(Doing.STANDING, 4 * HOUR),))
    running = open_problem(day(work_rules=(LAW,)), [over], now_s=TEN)
    assert check_route(running.whole, running.as_is.routes[0]) == ()
    broken = check_route(running.strict, running.as_is.routes[0])
    assert {one.rule for one in broken} >= {Rule.WORK_TIME}


def test_a_break_whose_window_has_opened_is_still_owed_on_the_way():
    lunch = Break(TimeWindow(TEN - 1800, TEN + 2 * HOUR), 1800)
    running = open_problem(day(breaks=(lunch,)), [at()], now_s=TEN)
    assert running.whole.vehicles[0].breaks[0].window == TimeWindow(TEN, TEN + 2 * HOUR)


def test_goods_for_a_place_that_is_shut_for_the_rest_of_the_day_come_back():
    shut = Access("the old town", (3,), ("e-cargo_bike",), (TimeWindow(6 * HOUR, TEN),))
    running = open_problem(replace(day(), access=(shut,)), [at(locked=1)], now_s=TEN)
    assert running.brought_back == {"a": "bike"}
    assert [task.id for task in running.whole.tasks] == ["b"]
    assert running.whole.vehicles[0].start_load == (10_000, 1)
    assert running.as_is.planned_task_ids == {"b"}


def test_who_must_not_join_whom_counts_what_is_served():
    apart = replace(day(), apart=(frozenset(("a", "b")),))
    fresh = replace(apart.tasks[1], id="c", hub=HUB)
    with_fresh = replace(apart, tasks=(*apart.tasks, fresh), apart=(frozenset(("a", "c")),))
    running = open_problem(
        with_fresh, [at(ahead=AHEAD[1:], aboard={"b": 0})], now_s=TEN, served={"a": "bike"}
    )
    (left,) = (task for task in running.whole.tasks if task.id == "c")
    assert "bike" not in left.only
    assert left.needs
