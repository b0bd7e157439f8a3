"""Days on which little or nothing goes: each gives a plan that passes the checker, with reasons."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import LeftOutCode
from pannier.core.problem import UNREACHABLE, Battery, CostRates, Limits, Matrices, Trips, bounds
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, ISLAND, bike, dropoff, pair, pickup, problem

PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips()}
OUTSIDE = (TimeWindow(0, HOUR), TimeWindow(20 * HOUR, 21 * HOUR))


def plain(*tasks, **changes):
    return problem(*tasks, vehicles=(bike(**(PLAIN | changes)),))


def island_everywhere():
    """Return a day on which no way leads anywhere."""
    given = plain(dropoff("a", 1), pickup("b", 2))
    closed = [[0 if a == b else UNREACHABLE for b in range(6)] for a in range(6)]
    return replace(given, matrices=(Matrices.without_energy("bike", closed, closed),))


NOTHING_GOES = {
    "no fleet": (problem(dropoff("a", 1), *pair("p", 1, 2), vehicles=()), LeftOutCode.NO_VEHICLE),
    "a stop nobody can reach": (plain(dropoff("a", ISLAND)), LeftOutCode.UNREACHABLE),
    "no ways at all": (island_everywhere(), LeftOutCode.UNREACHABLE),
    "a battery smaller than any leg": (
        plain(dropoff("a", 1), pickup("b", 2), battery=Battery(9_999, 9_999)),
        LeftOutCode.BATTERY,
    ),
    "an empty battery": (plain(dropoff("a", 1), battery=Battery(100_000, 0)), LeftOutCode.BATTERY),
    "windows before and after every shift": (
        plain(dropoff("a", 1, windows=OUTSIDE), pickup("b", 1, windows=OUTSIDE)),
        LeftOutCode.SHIFT,
    ),
    "a window before every shift": (plain(dropoff("a", 1, windows=OUTSIDE[:1])), LeftOutCode.WINDOW),
    "a shift of no time": (
        plain(dropoff("a", 1), shift=TimeWindow(0, 0), max_overtime_s=0),
        LeftOutCode.SHIFT,
    ),
    "no room": (plain(dropoff("a", 1), capacity=(0, 0)), LeftOutCode.TOO_LARGE),
    "goods that come too late": (plain(dropoff("a", 1, release_s=bounds.MOST_S)), LeftOutCode.SHIFT),
}


@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(iterations=0), Budget(iterations=20)])
@pytest.mark.parametrize("case", NOTHING_GOES)
def test_a_day_on_which_nothing_goes_has_reasons(case, budget):
    given, code = NOTHING_GOES[case]
    plan = solve(given, budget=budget, seed=1)
    assert plan.routes == ()
    assert check(given, plan) == ()
    assert {entry.code for entry in plan.left_out} == {code}
    assert all(entry.reason.endswith(".") for entry in plan.left_out)


@pytest.mark.parametrize("tasks", [(), (dropoff("a", 1),), (pickup("a", 1),), pair("p", 1, 2)])
@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(iterations=5)])
def test_none_and_one_task_are_planned(tasks, budget):
    plan = solve(plain(*tasks), budget=budget, seed=1)
    assert check(plain(*tasks), plan) == ()
    assert plan.left_out == ()
    assert len(plan.routes) == bool(tasks)


def test_the_largest_numbers_are_planned():
    shift = TimeWindow(0, bounds.MOST_S)
    vehicle = {"shift": shift, "capacity": (bounds.MOST_NUMBER,) * 2, "rates": CostRates.of_cents(per_km=4)}
    windows = (TimeWindow(bounds.MOST_S - 2 * HOUR, bounds.MOST_S),)
    given = plain(dropoff("a", 1, demand=(bounds.MOST_NUMBER,) * 2, windows=windows), **vehicle)
    plan = solve(given, budget=Budget(iterations=20), seed=1)
    assert check(given, plan) == ()
    assert plan.left_out == ()
