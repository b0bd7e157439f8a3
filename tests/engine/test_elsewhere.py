"""Why a stop is where it is: what it would cost elsewhere, in money, minutes and grams, or what forbids it."""

from dataclasses import replace

import pytest

from pannier.core.check import objective
from pannier.core.plan import ActivityKind
from pannier.core.problem import CostRates, Limits, Trips
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.elsewhere import StandingPlan
from tests.core.line_city import HOUR, bike, dropoff, problem
from tests.engine.random_problems import random_problem
from tests.engine.relaxations import steps_of

RATES = CostRates.of_cents(per_km=100)
PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips(), "max_overtime_s": 0}


def rider(name, **changes):
    same = PLAIN | {"service_percent": 100, "parking_s": 0, "door_s": 0, "rates": RATES}
    return bike(**(same | {"id": name, "name": name} | changes))


def route(*tasks):
    """Return the steps of a route to tasks given as number and place."""
    served = [Step(ActivityKind.DELIVERY, place, task) for task, place in tasks]
    return [Step(ActivityKind.START, 0), *served, Step(ActivityKind.END, 0)]


def test_the_two_next_best_are_told_with_what_they_cost_more():
    given = problem(
        dropoff("a", 4), dropoff("b", 3), dropoff("c", 1), vehicles=(rider("x"), rider("y"), rider("z"))
    )
    standing = StandingPlan(given, {0: route((0, 4)), 1: route((1, 3)), 2: route((2, 1))})
    # With y it is 2 km more, with z 6 km more; x then saves its 8 km.
    first, second = standing.elsewhere(0)
    assert (first.vehicle_id, first.extra_millicents) == ("y", -600_000)
    assert (second.vehicle_id, second.extra_millicents) == ("z", -200_000)
    assert first.extra_s == 200 - 800
    assert first.extra_co2e_mg < 0


def test_who_may_not_have_it_is_told_with_the_rule():
    small = rider("small", capacity=(5_000, 1))
    early = rider("early", shift=TimeWindow(8 * HOUR, 8 * HOUR + 700))
    given = problem(
        dropoff("a", 4), dropoff("b", 1, demand=(10, 1)), dropoff("c", 1), vehicles=(rider("x"), small, early)
    )
    standing = StandingPlan(given, {0: route((0, 4)), 1: route((1, 1)), 2: route((2, 1))})
    first, second = standing.elsewhere(0)
    assert first.vehicle_id == "early"
    assert first.forbidden.startswith("It would end the shift of e-cargo bike early")
    assert (second.vehicle_id, second.forbidden) == ("small", "It is too large for e-cargo bike small.")


def test_an_idle_rider_is_one_of_them_and_a_task_left_out_is_nowhere():
    given = problem(dropoff("a", 1), dropoff("b", 2), vehicles=(rider("x"), rider("y", parking_s=1)))
    standing = StandingPlan(given, {0: route((0, 1))})
    (only,) = standing.elsewhere(0)
    assert (only.vehicle_id, only.extra_millicents) == ("y", 0)
    assert standing.elsewhere(1) == ()


@pytest.mark.parametrize("seed", range(1, 61))
def test_what_it_costs_elsewhere_is_what_the_plan_then_costs(seed):
    given = random_problem(seed)
    plan = solve(given, budget=Budget(iterations=30), seed=seed)
    standing = StandingPlan(given, steps_of(given, plan))
    if any(timed.faults for timed in standing.timed.values()):
        return  # Breaks and charges that are not among the steps.
    total = sum(timed.cost.total_millicents for timed in standing.timed.values())
    assert total + objective(given, replace(plan, routes=())).prizes_millicents >= 0
    for number in {step.task for timed in standing.timed.values() for step in timed.steps} - {None}:
        for one in standing.elsewhere(number):
            assert bool(one.forbidden) != (one.start_s is not None)
            assert total + one.extra_millicents >= 0
