"""Goods that lie at every hub: loaded wherever the trip begins, brought to wherever it ends."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import Limits, Rule, Trips
from pannier.core.schedule import Step, timeline
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, HUB, bike, dropoff, pickup, plan_of, problem, with_task

OTHER = 4
STEPS = (
    Step(ActivityKind.START, HUB),
    Step(ActivityKind.DELIVERY, 1, 0),
    Step(ActivityKind.PICKUP, 2, 1),
    Step(ActivityKind.RELOAD, OTHER),
    Step(ActivityKind.DELIVERY, 3, 2),
    Step(ActivityKind.END, HUB),
)


def day(**changes):
    """Return two deliveries and a return that belong to no hub, for a bike that calls at two."""
    trips = Trips((HUB, OTHER), loading_s=600, max_trips=2)
    vehicle = bike(breaks=(), battery=None, limits=Limits(), trips=trips, **changes)
    tasks = dropoff("a", 1, hub=None), pickup("b", 2, hub=None), dropoff("c", 3, hub=None)
    return problem(*tasks, vehicles=(vehicle,))


def rules(given, steps=STEPS):
    return {violation.rule for violation in check(given, plan_of(given, steps, left=()))}


def test_goods_of_no_hub_are_loaded_and_unloaded_at_either():
    plan = plan_of(day(), STEPS, left=())
    assert check(day(), plan) == ()
    assert [activity.load[1] for activity in plan.routes[0].activities] == [1, 0, 1, 1, 0, 0]


@pytest.mark.parametrize(("name", "here", "there"), [("a", HUB, OTHER), ("b", OTHER, HUB), ("c", OTHER, HUB)])
def test_goods_of_one_hub_are_not(name, here, there):
    assert rules(with_task(day(), name, hub=here)) == set()
    assert rules(with_task(day(), name, hub=there)) == {Rule.HUB}


def test_goods_of_no_hub_fill_the_vehicle_from_the_start_of_their_trip():
    assert rules(day(capacity=(10_000, 1))) == set()
    both_first = (STEPS[0], STEPS[1], STEPS[4], STEPS[2], STEPS[5])
    assert rules(day(capacity=(20_000, 2)), both_first) == set()
    assert rules(day(capacity=(20_000, 1)), both_first) == {Rule.CAPACITY}


def test_goods_of_no_hub_are_waited_for():
    given = with_task(day(), "c", release_s=9 * HOUR)
    plan = plan_of(given, STEPS, left=())
    assert check(given, plan) == ()
    assert plan.routes[0].activities[3].start_s == 9 * HOUR
    early = plan_of(day(), STEPS, left=())
    assert {violation.rule for violation in check(given, early)} == {Rule.RELEASE}


def test_the_scheduler_agrees():
    given = day(capacity=(10_000, 1))
    assert timeline(given, given.vehicles[0], STEPS).is_feasible


def test_the_engine_plans_goods_of_no_hub():
    tasks = [dropoff(f"t{number}", 3, hub=None, demand=(25_000, 1)) for number in range(4)]
    given = replace(day(), tasks=(*tasks, pickup("back", 2, hub=None)))
    plan = solve(given, budget=Budget(iterations=50), seed=1)
    assert plan.left_out == ()
    assert check(given, plan) == ()
