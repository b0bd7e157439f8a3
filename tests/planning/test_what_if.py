"""The same orders with other vehicles: for the emission baseline, stored nowhere."""

import pytest
from sqlalchemy import func, select

from pannier.planning.models import Plan
from pannier.planning.pool import solve_here
from pannier.planning.what_if import WhatIf, drive_with
from tests.support.fleet_days import DAY
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order


def driven(day: HubDay, kind: str) -> WhatIf:
    with day.operator.session() as db:
        return drive_with(
            db,
            hub_id=day.hub_id,
            service_date=DAY,
            order_ids=day.orders,
            kind=kind,
            iterations=30,
            solve=solve_here,
            network_of=on_the_grid,
        )


def test_diesel_vans_drive_the_same_orders_and_nothing_is_stored(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6, crews=0)
    found = driven(day, "diesel_van")
    assert (found.routes, found.left_out, found.energy_j) == (1, (), 0)
    assert found.distance_m > 2 * 2400
    assert found.cost_cents > 2600
    assert driven(day, "diesel_van") == found
    with operator.session() as db:
        assert db.scalar(select(func.count()).select_from(Plan)) == 0


def test_what_no_vehicle_of_the_kind_can_take_is_named(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=0)
    with operator.session() as db:
        heavy = make_order(db, day.hub_id, 3, weight_g=2_000_000).id
    day.orders.append(heavy)
    assert driven(day, "diesel_van").left_out == (heavy,)


@pytest.mark.parametrize("kind", ["cargo_bike", "e_van", "walker"])
def test_any_kind_can_be_tried(operator: Organisation, kind: str) -> None:
    found = driven(make_hub_day(operator, orders=3, crews=0, needs=["age_check"]), kind)
    assert found.left_out == ()
    assert (found.energy_j > 0) == (kind != "walker")
