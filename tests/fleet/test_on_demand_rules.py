"""A hub says how it serves orders on demand, a shift what it serves; an order on demand has to fit its hub."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base.scope import Scope
from pannier.base.transactions import transaction
from pannier.core.order_wishes import check_on_demand
from pannier.fleet.on_demand import BOTH, ON_DEMAND, ROUNDS, Rules, change_on_demand_rules, on_demand_rules
from tests.support.fleets import make_crew, make_hub
from tests.support.organisations import Organisation


def test_orders_take_their_own_minutes_and_those_of_the_hub_where_they_say_none() -> None:
    rules = Rules(leave_within_s=600, deliver_within_s=1_800)
    assert (rules.terms(None, None).leave_within_s, rules.terms(None, None).deliver_within_s) == (600, 1_800)
    assert (rules.terms(1_200, None).leave_within_s, rules.terms(None, 900).deliver_within_s) == (1_200, 900)
    # Who may leave later than the hub delivers is there when it leaves, at the earliest.
    assert rules.terms(2_400, None).deliver_within_s == 2_400


def test_a_shift_serves_what_it_says_else_what_the_hub_says_else_rounds() -> None:
    rules = Rules(active=True, serves=BOTH)
    assert [rules.of_shift(one) for one in (None, ROUNDS, ON_DEMAND)] == [BOTH, ROUNDS, ON_DEMAND]
    assert Rules(active=False, serves=BOTH).of_shift(None) == ROUNDS


@pytest.mark.parametrize(
    ("on_demand", "leave_s", "deliver_s", "code"),
    [
        (False, None, None, None),
        (False, 600, None, "not_on_demand"),
        (True, 600, 1_800, None),
        (True, None, None, None),
        (True, 59, 1_800, "within_out_of_range"),
        (True, 600, 43_201, "within_out_of_range"),
        (True, 600, 600, "delivered_before_left"),
    ],
)
def test_minutes_of_an_order_are_possible_ones(
    on_demand: bool, leave_s: int | None, deliver_s: int | None, code: str | None
) -> None:
    faults = check_on_demand(on_demand=on_demand, leave_s=leave_s, deliver_s=deliver_s)
    assert [fault.code for fault in faults] == ([] if code is None else [code])


ADDRESS = {"line": "Rue Grimaldi", "house_number": "1", "postcode": "98000", "city": "Monaco"}


def test_rules_and_shifts_are_set_over_http_and_orders_go_by_them(
    client: TestClient, operator: Organisation
) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        crew = make_crew(db, hub.id)
    headers = operator.headers()
    path = f"/v1/hubs/{hub.id}/on-demand-rules"
    assert client.get(path, headers=headers).json()["active"] is False
    order: dict[str, Any] = {"reference": "P-1", "hub_id": str(hub.id), "address": ADDRESS, "on_demand": True}
    refused = client.post("/v1/orders", json=order, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "on_demand_off"
    wrong = client.patch(path, json={"active": True, "hold_s": 900, "leave_within_s": 600}, headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_on_demand")
    made = client.patch(path, json={"active": True, "leave_within_s": 600}, headers=headers).json()
    assert (made["active"], made["leave_within_s"], made["serves"]) == (True, 600, "rounds")
    taken = client.post("/v1/orders", json=order | {"leave_within_min": 8}, headers=headers)
    assert taken.status_code == 201, taken.text
    shown = client.get(f"/v1/orders/{taken.json()['id']}", headers=headers).json()
    assert (shown["on_demand"], shown["leave_within_min"], shown["deliver_within_min"]) == (True, 8, None)
    changed = client.patch(f"/v1/shifts/{crew.shift.id}", json={"serves": "both"}, headers=headers)
    assert changed.json()["serves"] == "both"
    day = client.get(
        "/v1/on-demand", params={"hub_id": str(hub.id), "date": shown["date"]}, headers=headers
    ).json()
    assert [one["reference"] for one in day["orders"]] == ["P-1"]
    assert (day["active"], day["orders"][0]["state"]) == (True, "waiting")


def test_a_merchant_may_know_whether_a_hub_takes_orders_on_demand(operator: Organisation) -> None:
    with operator.session() as db:
        hub = make_hub(db)
        change_on_demand_rules(db, hub.id, {"active": True})
    with transaction(Scope(operator.org_id, uuid.uuid4()), actor="test") as db:
        assert on_demand_rules(db, hub.id).active
