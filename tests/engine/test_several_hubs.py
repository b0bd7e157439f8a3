"""Several hubs in one plan: goods are loaded where they lie, by whoever calls there; whole trips change vehicles."""

import pytest

from pannier.core.plan import ActivityKind, LeftOutCode
from pannier.core.problem import CostRates, Limits, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, HUB, bike, dropoff, pickup, problem

OTHER = 4
FEW = Budget(iterations=200)
PER_KM = CostRates.of_cents(fixed=0, per_hour=0, per_km=100, per_kwh=0, per_kg_co2e=0, overtime_per_hour=0)


def vehicle(**changes):
    """Return a bike that loads at both hubs unless something else is said, and costs its kilometres alone."""
    given = {"trips": Trips((HUB, OTHER), loading_s=0, max_trips=2), "breaks": (), "battery": None}
    return bike(**(given | {"limits": Limits(), "rates": PER_KM} | changes))


def calls_of(plan):
    """Return what each vehicle does and where, its start and end included."""
    return {
        route.vehicle_id: [(one.kind, one.place) for trip in route.trips for one in trip.activities]
        for route in plan.routes
    }


def test_goods_of_another_hub_are_loaded_there_on_the_way():
    tasks = dropoff("here", 2), dropoff("there", 3, hub=OTHER), pickup("return", 1, hub=OTHER)
    plan = solve(problem(*tasks, vehicles=(vehicle(),)), budget=FEW, seed=1)
    assert plan.left_out == ()
    assert (ActivityKind.RELOAD, OTHER) in calls_of(plan)["bike"]
    assert plan.cost.total_cents == 800


NOBODY_CALLS = [
    (Trips((HUB,), loading_s=0, max_trips=2), LeftOutCode.HUB),
    (Trips((HUB, OTHER), max_trips=1), LeftOutCode.TRIPS),
]


@pytest.mark.parametrize(("trips", "code"), NOBODY_CALLS)
def test_goods_of_a_hub_at_which_nobody_calls_stay_there(trips, code):
    tasks = dropoff("here", 2), dropoff("there", 3, hub=OTHER)
    plan = solve(problem(*tasks, vehicles=(vehicle(trips=trips),)), budget=FEW, seed=1)
    assert [(entry.task_id, entry.code) for entry in plan.left_out] == [("there", code)]


def test_each_hub_s_goods_go_by_the_vehicle_that_starts_there():
    vehicles = vehicle(id="first"), vehicle(id="second", start_place=OTHER, end_place=OTHER)
    tasks = dropoff("a", 1), dropoff("b", 3, hub=OTHER)
    plan = solve(problem(*tasks, vehicles=vehicles), budget=FEW, seed=1)
    assert calls_of(plan)["first"] == [
        (ActivityKind.START, 0),
        (ActivityKind.DELIVERY, 1),
        (ActivityKind.END, 0),
    ]
    assert calls_of(plan)["second"][1:-1] == [(ActivityKind.DELIVERY, 3)]


def test_a_cheaper_vehicle_takes_over_the_full_trips_of_a_dearer_one():
    # Two orders fill a trip, and the plan to begin with gives all three trips to the dear one.
    dear = CostRates.of_cents(fixed=0, per_hour=0, per_km=300, per_kwh=0, per_kg_co2e=0, overtime_per_hour=0)
    three = Trips((HUB,), loading_s=0, max_trips=3)
    both = {"capacity": (20_000, 2), "trips": three, "shift": TimeWindow(8 * HOUR, 12 * HOUR)}
    vehicles = vehicle(id="dear", rates=dear, **both), vehicle(id="cheap", **both)
    tasks = [dropoff(f"{place}-{i}", place) for place in (2, 3, 4) for i in range(2)]
    begun = solve(problem(*tasks, vehicles=vehicles[:1]), budget=FEW, seed=1)
    plan = solve(problem(*tasks, vehicles=vehicles), budget=FEW, seed=1, start=begun)
    assert begun.cost.total_cents == 5400
    assert set(calls_of(plan)) == {"cheap"}
    assert plan.cost.total_cents == 1800
