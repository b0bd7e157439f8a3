"""Random days, all features mixed: the engine's plans pass the checker, and damaged ones do not."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannier.core.check import check, objective
from pannier.core.plan import Plan, Route, Trip
from pannier.engine import Budget, solve
from tests.engine.days import random_day

FEW = Budget(iterations=60)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_every_plan_of_a_random_day_passes_the_checker(seed):
    problem = random_day(seed)
    plan = solve(problem, budget=FEW, seed=seed)
    assert check(problem, plan) == ()
    assert objective(problem, plan) == plan.cost
    assert all(entry.reason.endswith(".") for entry in plan.left_out)


def _damage(rng: random.Random, plan: Plan) -> Plan | None:
    """Return the plan with one thing wrong that no plan can have, or None where nothing can be damaged so."""
    route = rng.choice(plan.routes)
    activities = list(route.activities)
    served = [position for position, activity in enumerate(activities) if activity.task_id]
    at = rng.choice(served)
    kind = rng.choice(("drop", "double", "early", "late", "load", "reload", "leg", "stranger"))
    if kind == "drop":
        del activities[at]
    elif kind == "double":
        activities.insert(at, activities[at])
    elif kind == "early":
        activities[at] = replace(activities[at], start_s=activities[at].arrival_s - 1)
    elif kind == "late":
        activities[at] = replace(activities[at], departure_s=activities[at].departure_s + 1)
    elif kind == "load":
        activities[at] = replace(activities[at], load=tuple(amount + 1 for amount in activities[at].load))
    elif kind == "leg":
        activities[at] = replace(activities[at], leg_distance_m=activities[at].leg_distance_m + 1)
    elif kind == "stranger":
        activities[at] = replace(activities[at], task_id="stranger")
    elif len(route.trips) > 1:
        merged = Trip((*route.trips[0].activities, *route.trips[1].activities[1:]))
        return _with_trips(plan, route, (merged, *route.trips[2:]))
    else:
        return None
    return _with_trips(plan, route, _regrouped(route, activities))


def _regrouped(route: Route, activities) -> tuple[Trip, ...]:
    trips: list[list] = []
    for activity in activities:
        if activity.kind in ("start", "reload"):
            trips.append([])
        trips[-1].append(activity)
    return tuple(Trip(tuple(trip)) for trip in trips)


def _with_trips(plan: Plan, route: Route, trips: tuple[Trip, ...]) -> Plan:
    damaged = replace(route, trips=trips)
    return replace(plan, routes=tuple(damaged if one is route else one for one in plan.routes))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_a_damaged_plan_is_caught(seed):
    problem = random_day(seed)
    plan = solve(problem, budget=Budget(iterations=10), seed=seed)
    damaged = _damage(random.Random(seed), plan) if plan.routes else None
    if damaged is not None:
        assert check(problem, damaged) != ()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_two_stops_in_the_wrong_order_are_caught(seed):
    problem = random_day(seed)
    plan = solve(problem, budget=Budget(iterations=10), seed=seed)
    for route in plan.routes:
        activities = list(route.activities)
        for at in range(len(activities) - 1):
            first, second = activities[at], activities[at + 1]
            if first.task_id and second.task_id and first.place != second.place:
                swapped = [*activities[:at], second, first, *activities[at + 2 :]]
                assert check(problem, _with_trips(plan, route, _regrouped(route, swapped))) != ()


@pytest.mark.parametrize("seed", [3, 12, 241])
def test_the_same_seed_gives_the_same_plan(seed):
    first = solve(random_day(seed), budget=Budget(iterations=200), seed=seed)
    second = solve(random_day(seed), budget=Budget(iterations=200), seed=seed)
    assert first == second
    assert first.routes
