"""Billing: each attempt is charged once, by the card of its day, in lines that explain themselves."""

import uuid
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base.eventlog import record
from pannier.core.events import AttemptSucceeded, OrderReturned
from pannier.orders.models import Order
from pannier.partners.models import MerchantContract, PartnerContract
from pannier.partners.rate_cards import create_rate_card
from pannier.places.models import Zone
from tests.support.driven_days import DrivenDay, make_day, make_order
from tests.support.fleet_days import DAY, HUB, east
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation

CARD: dict[str, Any] = {
    "currency": "EUR",
    "zones": [{"code": "Z1", "base_cents": 410}],
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}, {"up_to_g": 15_000, "add_cents": 180}],
    "window_bands": [{"up_to_min": 60, "add_cents": 150}, {"up_to_min": 180, "add_cents": 50}],
    "hour_surcharges": [{"label": "Evening", "start": "18:00", "end": "21:00", "add_cents": 90}],
    "failed_attempt_cents": 120,
    "return_cents": 300,
}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[7.40, 43.70], [7.45, 43.70], [7.45, 43.76], [7.40, 43.76], [7.40, 43.70]]],
}


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """A route in zone Z1 of an operator with a standard card."""
    made = make_day(operator)
    with operator.session() as db:
        db.add(Zone(name="Centre", code="Z1", kind="price", polygon=SQUARE))
        create_rate_card(db, code="standard", valid_from=date(2026, 1, 1), body=CARD)
    made.add("A-1", east(500), weight_g=7_200)
    return made


def _charge(client: TestClient, day: DrivenDay, reference: str = "A-1") -> dict[str, Any]:
    day.operator.read_events("billing")
    answer = client.get(
        f"/v1/orders/{day.orders[reference]}/charge", headers=day.operator.headers("dispatcher")
    )
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_a_delivery_costs_zone_and_weight_and_window_as_its_lines_say(
    client: TestClient, day: DrivenDay
) -> None:
    day.attempt("A-1")
    charge = _charge(client, day)
    lines = [(line["code"], line["amount_cents"]) for line in charge["charges"][0]["lines"]]
    assert lines == [("zone", 410), ("weight", 180), ("window", 50)]
    assert charge["price_cents"] == 410 + 180 + 50
    assert charge["charges"][0]["lines"][1]["text"] == "Weight 7.2 kg: over 5 kg to 15 kg"
    assert charge["charges"][0]["rate_card"]["code"] == "standard"
    assert day.operator.events("delivery.charged") == [
        {
            "type": "delivery.charged",
            "charge_id": charge["charges"][0]["id"],
            "order_id": str(day.orders["A-1"]),
            "price_cents": 640,
        }
    ]


def test_the_same_attempt_told_again_is_charged_once(client: TestClient, day: DrivenDay) -> None:
    attempt_id = day.attempt("A-1")
    with day.operator.session() as db:
        again = AttemptSucceeded(
            attempt_id=attempt_id, order_id=day.orders["A-1"], device_time=local(10), received_at=local(10)
        )
        record(db, again)
        record(db, again)
    assert len(_charge(client, day)["charges"]) == 1


def test_a_delivery_reported_by_two_phones_is_paid_once(client: TestClient, day: DrivenDay) -> None:
    day.attempt("A-1", at=local(10))
    day.attempt("A-1", at=local(10.1))
    assert _charge(client, day)["price_cents"] == 640


def test_failed_attempts_are_charged_one_by_one_and_then_the_delivery(
    client: TestClient, day: DrivenDay
) -> None:
    day.attempt("A-1", "failed", at=local(9.5))
    day.attempt("A-1", "failed", at=local(10))
    day.attempt("A-1", at=local(11))
    charge = _charge(client, day)
    assert [each["price_cents"] for each in charge["charges"]] == [120, 120, 640]
    assert charge["price_cents"] == 880


def test_a_failure_of_the_operator_is_not_charged_and_says_so(client: TestClient, day: DrivenDay) -> None:
    day.attempt("A-1", "failed", reason="damaged")
    line = _charge(client, day)["charges"][0]["lines"][0]
    assert (line["amount_cents"], line["text"]) == (0, "Failed attempt, not charged: operator cause")


def test_what_was_taken_back_is_credited_once_and_the_next_attempt_charged(
    client: TestClient, day: DrivenDay
) -> None:
    first = day.attempt("A-1", at=local(10))
    day.take_back("A-1", first)
    day.take_back("A-1", first)
    day.attempt("A-1", at=local(11))
    charge = _charge(client, day)
    assert [(each["kind"], each["price_cents"]) for each in charge["charges"]] == [
        ("charge", 640),
        ("credit", -640),
        ("charge", 640),
    ]
    assert charge["price_cents"] == 640


def test_an_order_that_goes_back_to_its_merchant_costs_the_return(client: TestClient, day: DrivenDay) -> None:
    day.attempt("A-1", "failed", reason="refused")
    with day.operator.session() as db:
        record(db, OrderReturned(order_id=day.orders["A-1"]))
        record(db, OrderReturned(order_id=day.orders["A-1"]))
    charge = _charge(client, day)
    assert [each["occasion"] for each in charge["charges"]] == ["failed_attempt", "return"]
    assert charge["charges"][1]["price_cents"] == 300 + 180 + 50


def test_the_version_in_force_on_the_service_day_is_used(client: TestClient, day: DrivenDay) -> None:
    dearer = {**CARD, "zones": [{"code": "Z1", "base_cents": 500}]}
    with day.operator.session() as db:
        create_rate_card(db, code="standard", valid_from=DAY, body=dearer)
        create_rate_card(
            db, code="standard", valid_from=date(2026, 3, 11), body={**dearer, "return_cents": 1}
        )
    day.attempt("A-1")
    charge = _charge(client, day)["charges"][0]
    assert (charge["rate_card"]["version"], charge["price_cents"]) == (2, 730)


def test_without_a_price_nothing_is_charged_until_the_card_is_mended(
    client: TestClient, day: DrivenDay
) -> None:
    day.add("HEAVY", east(400), weight_g=30_000)
    day.attempt("HEAVY")
    charge = _charge(client, day, "HEAVY")
    assert charge["price_cents"] == 0
    assert "ends at 15 kg" in charge["charges"][0]["problem"]
    assert day.operator.events("delivery.charged") == []
    wider = {**CARD, "weight_bands": [*CARD["weight_bands"], {"up_to_g": 40_000, "add_cents": 900}]}
    with day.operator.session() as db:
        create_rate_card(db, code="standard", valid_from=DAY, body=wider)
    answer = client.post(
        "/v1/charges/reprice", json={"date": str(DAY)}, headers=day.operator.headers("operator_admin")
    )
    assert answer.json() == {"priced": 1, "still_open": 0}
    assert _charge(client, day, "HEAVY")["price_cents"] == 410 + 900 + 50


def test_a_day_lists_all_charges_page_by_page_with_totals_of_the_whole_day(
    client: TestClient, day: DrivenDay
) -> None:
    day.add("A-2", east(300))
    day.attempt("A-1")
    day.attempt("A-2")
    day.operator.read_events("billing")
    headers = day.operator.headers("dispatcher")
    first = client.get("/v1/charges", params={"date": str(DAY), "limit": 1}, headers=headers).json()
    then = client.get(
        "/v1/charges",
        params={"date": str(DAY), "limit": 1, "cursor": first["next_cursor"]},
        headers=headers,
    ).json()
    assert [item["reference"] for item in first["items"] + then["items"]] == ["A-1", "A-2"]
    assert then["next_cursor"] is None
    assert first["totals"] == [
        {"merchant_org_id": None, "currency": "EUR", "charges": 2, "price_cents": 640 + 460}
    ]


def _merchant_of(operator: Organisation, rate_card: str | None = None) -> Organisation:
    from pannier.accounts.people import grant_merchant

    merchant = make_organisation("merchant")
    with operator.session() as db:
        grant_merchant(db, merchant.org_id)
        db.add(MerchantContract(merchant_org_id=merchant.org_id, name="Shop", rate_card=rate_card))
    return merchant


def test_a_merchant_sees_its_own_charges_and_no_costs(client: TestClient, day: DrivenDay) -> None:
    merchant = _merchant_of(day.operator)
    own = day.add("M-1", east(200), merchant_org_id=merchant.org_id)
    for reference in ("A-1", "M-1"):
        day.attempt(reference)
    day.operator.read_events("billing")
    headers = merchant.headers("merchant")
    listed = client.get("/v1/charges", params={"date": str(DAY)}, headers=headers).json()
    assert [item["order_id"] for item in listed["items"]] == [str(own)]
    assert listed["totals"][0]["charges"] == 1
    assert client.get(f"/v1/orders/{day.orders['A-1']}/charge", headers=headers).status_code == 404
    assert client.get(f"/v1/orders/{own}/charge", headers=headers).json()["costs"] == []


def test_a_partners_delivery_is_the_operators_cost_and_the_partners_income(
    client: TestClient, day: DrivenDay
) -> None:
    """The merchant pays 6.40 by the standard card; the partner gets 3.00 + 1.00 by the card both agreed on."""
    partner = _partner_of(day)
    copy_id = _copy_of(day, partner)
    day.attempt("A-1")
    told = {"attempt_id": uuid.uuid4(), "device_time": local(10), "received_at": local(10)}
    with partner.session() as db:
        record(db, AttemptSucceeded(order_id=copy_id, **told))  # type: ignore[arg-type]
    charge = _charge(client, day)
    assert charge["price_cents"] == 640
    assert [(cost["price_cents"], cost["partner_org_id"]) for cost in charge["costs"]] == [
        (400, str(partner.org_id))
    ]
    partner.read_events("billing")
    theirs = client.get(f"/v1/orders/{copy_id}/charge", headers=partner.headers("partner")).json()
    assert theirs["price_cents"] == 400
    assert theirs["charges"][0]["merchant_org_id"] == str(day.operator.org_id)


def _partner_of(day: DrivenDay) -> Organisation:
    """Give the order A-1 to a partner that is paid by a card of its own."""
    partner = make_organisation("partner")
    card = {
        "currency": "EUR",
        "zones": [],
        "elsewhere_cents": 300,
        "weight_bands": [{"up_to_g": 50_000, "add_cents": 100}],
    }
    with day.operator.session() as db:
        create_rate_card(
            db, code="bikes", valid_from=DAY, body=card, owner="partner", partner_org_id=partner.org_id
        )
        db.add(
            PartnerContract(
                partner_org_id=partner.org_id, name="Bikes", zones=["Z1"], max_share=0.5,
                co2e_g_per_delivery=40, promise="same day", rate_card="bikes",
            )
        )  # fmt: skip
        order = db.get_one(Order, day.orders["A-1"])
        order.carrier, order.partner_org_id = "partner", partner.org_id
    return partner


def _copy_of(day: DrivenDay, partner: Organisation) -> uuid.UUID:
    their_day = make_day(partner)
    with partner.session() as db:
        copy = make_order(
            db, their_day.hub, "A-1", HUB, merchant_org_id=day.operator.org_id, weight_g=7_200,
            copied_from=day.orders["A-1"], copied_from_org_id=day.operator.org_id,
        )  # fmt: skip
        return copy.id


def test_another_operator_sees_nothing(client: TestClient, day: DrivenDay, stranger: Organisation) -> None:
    day.attempt("A-1")
    day.operator.read_events("billing")
    headers = stranger.headers("dispatcher")
    assert client.get("/v1/charges", params={"date": str(DAY)}, headers=headers).json()["items"] == []
    assert client.get(f"/v1/orders/{day.orders['A-1']}/charge", headers=headers).status_code == 404
