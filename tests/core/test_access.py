"""Hours of places for some kinds of vehicle: each kept exactly, and broken by a second."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import Access, Battery, InvalidProblem, Limits, Rule, Station, Trips
from pannier.core.schedule import Step, timeline
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import HOUR, HUB, bike, dropoff, plan_of, problem, with_task

EIGHT = 8 * HOUR
START, END = Step(ActivityKind.START, HUB), Step(ActivityKind.END, HUB)
ORDER = (START, Step(ActivityKind.DELIVERY, 1, 0), END)
# From eight on: 100 s there, 60 s parking, 210 s at the door.
PARKS, GONE = EIGHT + 100, EIGHT + 370


def day(*windows, kinds=("e-cargo_bike",), places=(1,), **changes):
    rider = bike(**({"breaks": (), "battery": None, "limits": Limits(), "trips": Trips()} | changes))
    given = problem(dropoff("a", 1), vehicles=(rider,))
    return replace(given, access=(Access("the old town", places, kinds, windows),))


def broken(given, steps=ORDER):
    return {violation.rule: violation.amount for violation in check(given, plan_of(given, steps, left=()))}


def begins(given):
    return timeline(given, given.vehicles[0], ORDER).clock.starts[1]


def test_parking_and_service_lie_within_the_hours():
    assert broken(day(TimeWindow(PARKS, GONE))) == {}
    assert broken(day(TimeWindow(PARKS, GONE - 1))) == {Rule.ACCESS: 1}


def test_who_comes_too_early_waits_outside_and_parks_when_it_opens():
    given = day(TimeWindow(PARKS + 500, GONE + 500))
    assert begins(given) == PARKS + 560
    assert broken(given) == {}
    assert set(broken(day(TimeWindow(PARKS + 500, GONE + 499)))) == {Rule.ACCESS}


def test_the_checker_does_not_trust_the_scheduler():
    plan = plan_of(day(TimeWindow(0, GONE)), ORDER, left=())
    late = day(TimeWindow(PARKS + 1, GONE + HOUR))
    (found,) = check(late, plan)
    assert (found.rule, found.amount) == (Rule.ACCESS, 1)
    assert "the old town" in found.words


def test_no_window_is_never_and_other_kinds_and_places_are_free():
    assert set(broken(day())) == {Rule.ACCESS}
    assert broken(day(kinds=("van",))) == {}
    assert broken(day(places=(2, HUB))) == {}


def test_the_next_hours_are_taken_where_the_first_are_over():
    given = day(TimeWindow(0, GONE - 1), TimeWindow(9 * HOUR, 10 * HOUR))
    assert begins(given) == 9 * HOUR + 60
    assert broken(given) == {}


def test_hours_meet_the_windows_of_the_task():
    given = with_task(day(TimeWindow(EIGHT, 9 * HOUR)), "a", windows=(TimeWindow(EIGHT + 3000, 10 * HOUR),))
    assert (begins(given), broken(given)) == (EIGHT + 3000, {})
    # An hour later it would be in its window, but not gone in time.
    late = with_task(given, "a", windows=(TimeWindow(9 * HOUR - 209, 10 * HOUR),))
    assert set(broken(late)) == {Rule.ACCESS}
    too_late = with_task(given, "a", windows=(TimeWindow(EIGHT, EIGHT + 100),))
    assert set(broken(too_late)) == {Rule.WINDOW}


def test_two_areas_around_a_place_count_together():
    given = day(TimeWindow(PARKS, GONE))
    night = Access("the night's ban", (1,), ("e-cargo_bike",), (TimeWindow(PARKS + 1, 20 * HOUR),))
    assert set(broken(replace(given, access=(*given.access, night)))) == {Rule.ACCESS}
    assert broken(replace(given, access=(night,))) == {}


def test_no_battery_is_charged_where_there_are_hours():
    stations = (Station("post", 1, "post"),)
    given = replace(day(TimeWindow(0, 20 * HOUR), battery=Battery(130_000, 100_000)), stations=stations)
    steps = (START, Step(ActivityKind.CHARGE, 1, charge_s=5, station=0), *ORDER[1:])
    assert Rule.ACCESS in broken(given, steps)
    assert Rule.ACCESS not in broken(replace(given, access=()), steps)


@pytest.mark.parametrize(
    ("field", "area"),
    [
        ("access[x].kinds", lambda: Access("x", (1,), ())),
        ("access", lambda: Access("", (1,), ("van",))),
        ("access[x].places[0]", lambda: Access("x", (-1,), ("van",))),
        ("access[x].windows", lambda: Access("x", (1,), ("van",), (TimeWindow(5, 9), TimeWindow(9, 12)))),
        ("access[x].places", lambda: replace(day(), access=(Access("x", (9,), ("van",)),))),
    ],
)
def test_what_cannot_be_meant_is_refused(field, area):
    with pytest.raises(InvalidProblem) as refused:
        area()
    assert refused.value.field == field
