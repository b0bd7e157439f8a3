"""Every price of a vehicle decides: who is dearer by it stays at the hub, and drives when it is the same for both."""

from dataclasses import replace

import pytest

from pannier.core.problem import CostRates, Limits, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, EngineFault, solve, solving
from tests.core.line_city import HOUR, bike, dropoff, problem

FEW = Budget(iterations=50)
ONE_CENT_MORE = CostRates.of_cents(fixed=1)
PRICES = (
    {"fixed": 2},
    {"per_hour": 50},
    {"per_km": 1},
    {"per_kwh": 100},
    {"per_kg_co2e": 400},
    {"overtime_per_hour": 50},
)


def rider(name, rates):
    """Return a bike that needs overtime for what lies at the end of the line, 8 km there and back."""
    return bike(
        id=name,
        rates=rates,
        battery=None,
        breaks=(),
        limits=Limits(),
        trips=Trips(loading_s=600),
        shift=TimeWindow(8 * HOUR, 8 * HOUR + 1200),
    )


def driver_of(*vehicles):
    plan = solve(problem(dropoff("far", 4), vehicles=vehicles), budget=FEW, seed=1)
    assert plan.left_out == ()
    return plan.routes[0].vehicle_id


@pytest.mark.parametrize("price", PRICES, ids=lambda price: next(iter(price)))
def test_who_is_dearer_by_one_price_stays_at_the_hub(price):
    free, priced = rider("free", ONE_CENT_MORE), rider("priced", CostRates.of_cents(**price))
    assert driver_of(priced, free) == "free"
    assert driver_of(replace(priced, rates=CostRates()), free) == "priced"


def test_the_load_on_board_is_paid_for_only_while_it_is_on_board():
    # 100 kg more for 4 km cost 4 kJ more; handed over first they cost 1 kJ.
    rates = CostRates.of_cents(per_kwh=3_600_000)
    light = dropoff("light", 4, demand=(0, 1))
    heavy = dropoff("heavy", 1, demand=(50_000, 1))
    plan = solve(problem(light, heavy, vehicles=(rider("only", rates),)), budget=FEW, seed=1)
    assert [route.task_ids for route in plan.routes] == [("heavy", "light")]
    assert plan.routes[0].energy_j == 80_000 + 500


def test_a_search_that_counts_other_costs_than_the_plan_has_is_a_fault(monkeypatch):
    found = solving.search_with_plugs

    def miscount(*given, **named):
        best, now = found(*given, **named)
        return replace(best, cost_millicents=1e6), now

    monkeypatch.setattr(solving, "search_with_plugs", miscount)
    with pytest.raises(EngineFault, match="counted"):
        driver_of(rider("only", CostRates.of_cents(per_km=5)))
