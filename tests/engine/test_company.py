"""The search keeps together what must go by one vehicle, and apart what must not, at the least cost."""

from dataclasses import replace
from random import Random

import pytest

from pannier.core.plan import LeftOutCode
from pannier.core.problem import CostRates, Limits, Trips
from pannier.engine import Budget, solve
from pannier.engine.fleet import START_SLACK_S
from tests.core.line_city import HUB, bike, dropoff, pair, problem
from tests.engine.brute_force import brute_force
from tests.engine.random_wishes import with_company
from tests.engine.test_brute_force import rank_of, tiny_day

FEW = Budget(iterations=150)


def rider(name, **changes):
    usual = {
        "id": name,
        "breaks": (),
        "battery": None,
        "limits": Limits(),
        "trips": Trips((HUB,), max_trips=1),
        "rates": CostRates.of_cents(fixed=10, per_km=10),
        "capacity": (20_000, 10),
        "skills": frozenset(),
    }
    return bike(**(usual | changes))


def day(*tasks, vehicles=None, **changes):
    return replace(problem(*tasks, vehicles=vehicles or (rider("a"), rider("b"))), **changes)


def riders_of(plan):
    return {task: route.vehicle_id for route in plan.routes for task in route.task_ids}


# Two by two by distance, since each bike takes two of them.
FOUR = tuple(dropoff(name, place) for name, place in (("near", 1), ("near2", 1), ("far", 4), ("far2", 4)))


def test_what_must_go_together_does_although_it_costs_more():
    free = riders_of(solve(day(*FOUR), budget=FEW, seed=1))
    assert free["near"] == free["near2"] != free["far"] == free["far2"]
    tied = day(*FOUR, together=(frozenset({"near", "far"}),))
    plan = solve(tied, budget=FEW, seed=1)
    found = riders_of(plan)
    assert (plan.left_out, found["near"]) == ((), found["far"])


def test_what_must_go_together_may_take_several_trips():
    trips = Trips((HUB,), max_trips=3)
    vehicles = rider("a", trips=trips), rider("b", trips=trips)
    plan = solve(day(*FOUR, vehicles=vehicles, together=(frozenset(t.id for t in FOUR),)), budget=FEW, seed=1)
    assert [len(route.trips) for route in plan.routes] == [2]


def test_what_must_go_apart_does_although_it_costs_more():
    plan = solve(day(*FOUR, apart=(frozenset({"far", "far2"}),)), budget=FEW, seed=1)
    found = riders_of(plan)
    assert (plan.left_out, found["far"] != found["far2"]) == ((), True)


def test_more_to_keep_apart_than_vehicles_leaves_some_out_and_says_why():
    plan = solve(day(*FOUR, apart=(frozenset({"near", "far", "far2"}),)), budget=FEW, seed=1)
    assert [entry.code for entry in plan.left_out] == [LeftOutCode.APART]
    assert "must not go by the same vehicle" in plan.left_out[0].reason


def test_what_cannot_follow_the_others_is_left_out_and_says_why():
    skilled = rider("b", skills=frozenset({"cold"}))
    cold = dropoff("cold", 1, needs=frozenset({"cold"}))
    heavy = dropoff("heavy", 1, only=frozenset({"a"}))
    plan = solve(
        day(cold, heavy, vehicles=(rider("a"), skilled), together=(frozenset({"cold", "heavy"}),)),
        budget=FEW,
        seed=1,
    )
    (left,) = plan.left_out
    assert left.code == LeftOutCode.TOGETHER
    assert "must go by the same vehicle as" in left.reason


def test_a_full_vehicle_leaves_one_of_those_that_go_together_behind():
    three = tuple(dropoff(name, 1) for name in "xyz")
    plan = solve(day(*three, together=(frozenset("xyz"),)), budget=FEW, seed=1)
    (left,) = plan.left_out
    assert left.code == LeftOutCode.CAPACITY
    assert "by which it must go with" in left.reason


def test_a_pair_and_a_delivery_go_together():
    tasks = *pair("p", 1, 3), dropoff("d", 4), dropoff("e", 4)
    plan = solve(day(*tasks, together=(frozenset({"p-up", "d"}),)), budget=FEW, seed=1)
    found = riders_of(plan)
    assert (plan.left_out, found["p-down"]) == ((), found["d"])


def test_a_plan_of_before_is_changed_where_it_breaks_a_new_rule():
    before = solve(day(*FOUR), budget=FEW, seed=1)
    for changes in (
        {"together": (frozenset({"near", "far"}),)},
        {"apart": (frozenset({"near", "near2"}),)},
    ):
        plan = solve(day(*FOUR, **changes), budget=Budget(iterations=40), seed=2, start=before)
        assert plan.left_out == ()


# On each of these days the best plan is another one than without the sets.
ORACLE = (4, 5, 11, 18, 29, 35, 39, 47, 61, 75)


@pytest.mark.parametrize("seed", ORACLE)
def test_the_engine_equals_the_oracle_with_sets(seed):
    given = with_company(Random(seed), tiny_day(seed))
    plan = solve(given, budget=Budget(iterations=300), seed=seed)
    assert rank_of(given, plan) == brute_force(given, keep_slack_s=START_SLACK_S).rank


@pytest.mark.parametrize("threads", [1, 2])
def test_parts_of_a_large_plan_keep_the_sets_too(threads):
    rng = Random(5)
    places = range(1, 5)
    tasks = tuple(dropoff(f"t{n}", rng.choice(places), demand=(1_000, 1)) for n in range(240))
    ids = [task.id for task in tasks]
    rng.shuffle(ids)
    together = tuple(frozenset(ids[first : first + 3]) for first in range(0, 90, 3))
    apart = tuple(frozenset(ids[first : first + 2]) for first in range(100, 200, 2))
    vehicles = tuple(rider(f"v{n}", capacity=(12_000, 100)) for n in range(24))
    given = day(*tasks, vehicles=vehicles, together=together, apart=apart)
    plan = solve(given, budget=Budget(iterations=3_000), seed=1, threads=threads, least_part=40)
    assert plan.left_out == ()
