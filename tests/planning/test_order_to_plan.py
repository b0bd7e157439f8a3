"""The part of an order that planning reads says of it what the whole row says."""

from typing import Any

import pytest

from pannier.orders.models import Order
from pannier.orders.order_to_plan import OrderToPlan
from pannier.orders.queries import orders_by_id, orders_to_plan
from pannier.planning.order_facts import order_of_day
from tests.support.fleet_days import east
from tests.support.fleets import local, make_hub
from tests.support.organisations import Organisation
from tests.support.rounds import collected_at, make_order

LEFT = {"lon": 7.42, "lat": 43.73, "label": "Take over from Bike 1"}
WISHES: dict[str, Any] = {
    "needs": ["cold"],
    "other_loads": {"cold_l": 12},
    "more_windows": [[local(14).isoformat(), local(16).isoformat()]],
    "due_at": local(9),
    "release_at": local(7),
    "max_aboard_s": 3600,
    "goods": "food",
    "together": "kit",
    "apart": "rivals",
    "prize_cents": 700,
    "service_s": 90,
}
ORDERS: dict[str, dict[str, Any]] = {
    "plain": {},
    "with wishes": WISHES,
    "a return": {"kind": "return", "window_start": None, "window_end": None},
    "without a place": {"lon": None, "lat": None},
    "to be collected": collected_at(east(300), bundle="b", collect_start=local(8), collect_service_s=60),
    "collected": collected_at(east(300), collected_at=local(9)),
    "to be collected nobody knows where": collected_at(east(300))
    | {"collect_lon": None, "collect_lat": None},
    "left in a vehicle": {"handover": {**LEFT, "taken_at": None}},
    "taken over": {"handover": {**LEFT, "taken_at": local(10).isoformat()}},
}


@pytest.mark.parametrize("name", ORDERS)
def test_planning_sees_the_same_order(operator: Organisation, name: str) -> None:
    with operator.session() as db:
        order_id = make_order(db, make_hub(db).id, 1, **ORDERS[name]).id
    with operator.session() as db:
        row, part = orders_by_id(db, [order_id])[order_id], orders_to_plan(db, [order_id])[order_id]
        assert part.status == row.status
        for collect in (None, True, False):
            assert order_of_day(part, 5, collect=collect) == order_of_day(row, 5, collect=collect)


def test_those_in_company_only_are_read_on_request(operator: Organisation) -> None:
    with operator.session() as db:
        hub_id = make_hub(db).id
        made = [
            make_order(db, hub_id, n, **wish).id
            for n, wish in enumerate(({}, {"together": "kit"}, {"apart": "rivals"}))
        ]
        assert orders_to_plan(db, made).keys() == set(made)
        assert orders_to_plan(db, made, in_company=True).keys() == set(made[1:])
        assert orders_to_plan(db, []) == {}


def test_every_part_but_one_is_a_column() -> None:
    *plain, last = OrderToPlan._fields
    assert last == "has_collection"
    assert set(Order.__table__.columns.keys()) >= set(plain)
