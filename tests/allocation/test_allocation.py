"""Own fleet or partner: by cost, coverage, share and refusals, with reasons."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.allocation.prizes import partner_price_cents
from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.scope import Scope
from pannier.core import events
from pannier.fleet.vehicles import VehicleValues, create_vehicle
from pannier.orders import copies as orders_copies
from pannier.orders import service as orders_service
from pannier.places.service import ZoneValues, create_zone
from tests.support.orders import MORNING, make_hub, post_order
from tests.support.organisations import Organisation

pytestmark = pytest.mark.usefixtures("monaco_installed")
NEAR, FAR = (7.4203, 43.7374), (7.4310, 43.7480)


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def card(base_cents: int) -> dict[str, Any]:
    return {"currency": "EUR", "zones": [], "elsewhere_cents": base_cents,
            "weight_bands": [{"up_to_g": 30_000, "add_cents": 0}]}  # fmt: skip


class Town:
    """An operator in Monaco with a hub, bikes, two zones and partners."""

    def __init__(self, client: TestClient, operator: Organisation) -> None:
        self.client, self.operator = client, operator
        self.admin = operator.headers("operator_admin")
        self.hub = make_hub(operator)
        with operator.session() as db:
            create_zone(
                db, ZoneValues(name="All", code="all", kind="service", polygon=square(7.3, 43.6, 7.5, 43.8))
            )
            polygon = square(7.43, 43.745, 7.44, 43.76)
            create_zone(db, ZoneValues(name="Hill", code="hill", kind="service", polygon=polygon))

    def bike(self) -> None:
        with self.operator.session() as db:
            create_vehicle(db, VehicleValues(hub_id=self.hub, name="One", kind="cargo_bike"))

    def partner(
        self, cents: int, *, share: float = 1.0, zones: tuple[str, ...] = ("all",), name: str = "Velo"
    ) -> str:
        body = {"name": name, "zones": list(zones), "max_share": share, "co2e_g_per_delivery": 60}
        made = self.client.post("/v1/partners", json=body, headers=self.admin).json()
        self.rate(made["partner_org_id"], cents, name.lower())
        return str(made["partner_org_id"])

    def rate(self, partner: str, cents: int, code: str) -> None:
        body = {
            "code": code,
            "valid_from": "2026-01-01",
            "owner": "partner",
            "partner_id": partner,
            "body": card(cents),
        }
        answer = self.client.post("/v1/rate-cards", json=body, headers=self.admin)
        assert answer.status_code == 201, answer.text

    def order(self, reference: str = "A-1", point: tuple[float, float] = NEAR, **changes: Any) -> str:
        address = {"line": "Somewhere", "lon": point[0], "lat": point[1]}
        return str(post_order(self.client, self.operator, reference, address=address, **changes)["id"])

    def settle(self) -> None:
        self.operator.read_events("orders", "allocation")

    def why(self, order_id: str) -> Any:
        return self.client.get(f"/v1/orders/{order_id}/allocation", headers=self.operator.headers()).json()

    def shown(self, order_id: str) -> Any:
        return self.client.get(f"/v1/orders/{order_id}", headers=self.operator.headers()).json()

    def left_out(self, order_id: str) -> None:
        self.tell(events.OrderLeftOut(order_id=uuid.UUID(order_id), plan_id=uuid.uuid4(), code="shift"))

    @staticmethod
    def ended(kind: type, order: str, partner: str) -> object:
        return kind(offer_id=uuid.uuid4(), order_id=uuid.UUID(order), partner_org_id=uuid.UUID(partner))

    def tell(self, event: object) -> None:
        with self.operator.session() as db:
            record(db, event)
        self.settle()


@pytest.fixture(autouse=True)
def now() -> Iterator[clock.Fixed]:
    with clock.fixed(MORNING) as fixed:
        yield fixed


@pytest.fixture
def town(client: TestClient, operator: Organisation) -> Town:
    return Town(client, operator)


def test_a_located_order_is_allocated_at_once_with_figures_and_words(town: Town) -> None:
    town.bike()
    partner = town.partner(490)
    order = town.order()
    town.settle()
    found = town.why(order)
    assert (found["carrier"], found["why"], town.shown(order)["status"]) == ("own", "cheapest", "allocated")
    own, velo = found["options"]
    assert (velo["partner_org_id"], velo["cost_cents"], velo["co2e_g"]) == (partner, 490, 60)
    assert 0 < own["cost_cents"] == found["estimate_cents"] < 490
    assert "Velo: 4.90 EUR and 60 g CO2e" in found["words"]
    told = town.operator.events("order.allocated")
    assert [(event["carrier"], event["estimate_cents"]) for event in told] == [("own", own["cost_cents"])]


def test_a_cheaper_partner_gets_the_order(town: Town) -> None:
    town.bike()
    partner = town.partner(50)
    order = town.order()
    town.settle()
    shown = town.shown(order)
    assert (shown["carrier"], shown["partner_org_id"]) == ("partner", partner)
    assert town.operator.events("order.allocated")[0]["partner_org_id"] == partner


def test_a_partner_gets_nothing_outside_its_zones(town: Town) -> None:
    town.bike()
    town.partner(50, zones=("hill",))
    near, far = town.order("A-1", NEAR), town.order("A-2", FAR)
    town.settle()
    assert (town.shown(near)["carrier"], town.shown(far)["carrier"]) == ("own", "partner")
    assert town.why(near)["options"][1]["reason"] == "The place lies outside its zones."


def test_a_day_is_solved_within_the_partners_share(town: Town) -> None:
    town.bike()
    town.partner(50, share=0.4)
    orders = [town.order(f"A-{n}") for n in range(5)]
    town.settle()
    body = {"hub_id": str(town.hub), "date": "2026-03-02"}
    day = town.client.post("/v1/allocations", json=body, headers=town.operator.headers()).json()
    assert (day["orders"], day["own"], day["partner"]) == (5, 3, 2)
    again = town.client.post("/v1/allocations", json=body, headers=town.operator.headers()).json()
    assert again == day
    whys = {town.why(order)["why"] for order in orders}
    assert whys == {"cheapest", "share_used_up"}
    assert sum(town.shown(order)["carrier"] == "partner" for order in orders) == 2


def test_without_own_vehicles_the_partner_is_the_only_carrier(town: Town) -> None:
    town.partner(500)
    order = town.order()
    town.settle()
    assert (town.why(order)["carrier"], town.why(order)["why"]) == ("partner", "only_carrier")


def test_without_any_carrier_the_order_stays_ours_and_says_so(town: Town) -> None:
    order = town.order()
    town.settle()
    found = town.why(order)
    assert (found["carrier"], found["why"]) == ("own", "no_other_carrier")
    assert "has no vehicle" in found["words"]


def test_a_partner_that_refuses_is_not_asked_again(town: Town) -> None:
    town.bike()
    cheap, dear = town.partner(50), town.partner(60, name="Rapid")
    order = town.order()
    town.settle()
    for partner, following in ((cheap, dear), (dear, None)):
        town.tell(
            events.OfferRejected(
                offer_id=uuid.uuid4(), order_id=uuid.UUID(order), partner_org_id=uuid.UUID(partner)
            )
        )
        assert town.shown(order)["partner_org_id"] == following
    assert town.shown(order)["carrier"] == "own"
    assert [event["carrier"] for event in town.operator.events("order.allocated")] == [
        "partner",
        "partner",
        "own",
    ]
    assert town.why(order)["options"][1]["reason"] == "It has turned this order down."


def test_an_order_left_out_of_the_plan_goes_to_a_partner(town: Town) -> None:
    town.bike()
    partner = town.partner(900)
    order = town.order()
    town.settle()
    assert town.shown(order)["carrier"] == "own"
    town.tell(events.OrderPlanned(order_id=uuid.UUID(order), route_id=uuid.uuid4()))
    town.tell(events.OrderLeftOut(order_id=uuid.UUID(order), plan_id=uuid.uuid4(), code="shift"))
    shown = town.shown(order)
    assert (shown["carrier"], shown["partner_org_id"], town.why(order)["why"]) == (
        "partner",
        partner,
        "left_out",
    )


def test_an_order_whose_day_is_over_moves_on_and_goes_to_a_partner_that_carries_it_then(town: Town) -> None:
    town.bike()
    partner = town.partner(900)
    order = town.order()
    town.settle()
    on = date.fromisoformat(town.shown(order)["date"]) + timedelta(days=1)
    town.tell(events.OrderLeftOut(order_id=uuid.UUID(order), code="day_over", moved_to=on))
    shown = town.shown(order)
    assert (shown["date"], shown["carrier"], shown["partner_org_id"]) == (on.isoformat(), "partner", partner)


def test_a_partner_that_did_not_answer_is_asked_again_when_a_plan_leaves_the_order_out(town: Town) -> None:
    town.bike()
    velo = town.partner(50)
    order = town.order()
    town.settle()
    town.tell(town.ended(events.OfferExpired, order, velo))
    assert town.shown(order)["carrier"] == "own"
    assert town.why(order)["options"][1]["reason"] == "It did not answer its offer in time."
    town.left_out(order)
    assert town.shown(order)["partner_org_id"] == velo
    town.tell(town.ended(events.OfferRejected, order, velo))
    town.left_out(order)
    assert town.shown(order)["carrier"] == "own"


def test_an_offer_withdrawn_for_the_own_fleet_is_no_refusal(town: Town) -> None:
    velo = town.partner(9000)
    order = town.order()
    town.settle()
    assert town.shown(order)["partner_org_id"] == velo
    town.bike()
    body = {"hub_id": str(town.hub), "date": "2026-03-02"}
    town.client.post("/v1/allocations", json=body, headers=town.operator.headers())
    assert town.shown(order)["carrier"] == "own"
    town.tell(town.ended(events.OfferCancelled, order, velo))
    town.left_out(order)
    assert town.shown(order)["partner_org_id"] == velo


def test_an_order_left_out_without_a_partner_stays_with_us(town: Town) -> None:
    town.bike()
    order = town.order()
    town.settle()
    town.tell(events.OrderLeftOut(order_id=uuid.UUID(order), plan_id=uuid.uuid4(), code="shift"))
    assert town.shown(order)["carrier"] == "own"
    assert len(town.operator.events("order.allocated")) == 1


def test_a_heavier_order_is_weighed_again(town: Town) -> None:
    town.bike()
    town.partner(900)
    order = town.order(weight_kg=3)
    town.settle()
    town.client.patch(
        f"/v1/orders/{order}", json={"weight_kg": 25, "volume_l": 499}, headers=town.operator.headers()
    )
    before = town.why(order)["estimate_cents"]
    town.settle()
    assert town.why(order)["options"][0]["cost_cents"] > before


def test_a_planned_order_keeps_its_carrier(town: Town) -> None:
    town.bike()
    order = town.order()
    town.settle()
    town.tell(events.OrderPlanned(order_id=uuid.UUID(order), route_id=uuid.uuid4()))
    town.partner(10)
    body = {"hub_id": str(town.hub), "date": "2026-03-02"}
    day = town.client.post("/v1/allocations", json=body, headers=town.operator.headers()).json()
    assert day["orders"] == 0
    assert town.shown(order)["status"] == "planned"


def test_the_price_of_leaving_an_order_out_is_the_cheapest_partners(town: Town) -> None:
    town.bike()
    town.partner(900)
    town.partner(800, name="Rapid")
    order = uuid.UUID(town.order())
    town.settle()
    with town.operator.session() as db:
        assert partner_price_cents(db, [order, uuid.uuid4()]) == {order: 800}


def test_a_full_partner_is_no_reason_to_leave_an_order_out(town: Town) -> None:
    town.bike()
    velo = town.partner(900, share=0.4)
    orders = [uuid.UUID(town.order(f"A-{n}", weight_kg=5 * n + 1)) for n in range(5)]
    town.settle()
    with town.operator.session() as db:
        assert partner_price_cents(db, orders) == {orders[3]: 900, orders[4]: 900}
    town.left_out(str(orders[0]))
    assert town.shown(str(orders[0]))["partner_org_id"] == velo
    with town.operator.session() as db:
        assert partner_price_cents(db, orders[1:]) == {orders[4]: 900}


def test_a_partner_with_a_small_share_helps_on_a_small_day(town: Town) -> None:
    town.bike()
    velo = town.partner(900, share=0.06)
    first, second = (
        town.order("A-1", date="2026-03-05", window=None),
        town.order("A-2", date="2026-03-05", window=None),
    )
    town.settle()
    for order in (first, second):
        town.left_out(order)
    assert town.shown(first)["partner_org_id"] == velo
    assert town.shown(second)["carrier"] == "own"


def test_a_dispatchers_choice_takes_the_place_of_what_was_chosen_before(town: Town) -> None:
    velo = town.partner(900, zones=("hill",))
    order = town.order()
    town.settle()
    assert town.why(order)["why"] == "no_other_carrier"
    body = {"order_ids": [order], "partner_org_id": velo}
    made = town.client.post("/v1/offers", json=body, headers=town.operator.headers())
    assert made.status_code == 201, made.text
    found = town.why(order)
    assert (found["carrier"], found["partner_org_id"], found["estimate_cents"]) == ("partner", velo, 900)
    assert found["why"] == "dispatcher"
    assert "A dispatcher chose it." in found["words"]


def test_an_accepted_order_is_copied_into_the_partners_books(town: Town, client: TestClient) -> None:
    partner_id = uuid.UUID(town.partner(50))
    order = uuid.UUID(town.order(notes="Ring"))
    town.settle()
    with town.operator.session() as db:
        copy_id = orders_copies.copy_to_partner(db, order, partner_id)
        assert orders_copies.copy_to_partner(db, order, partner_id) == copy_id
    partner = Organisation(partner_id, "partner", Scope(partner_id))
    headers = partner.headers("partner")
    copy = client.get(f"/v1/orders/{copy_id}", headers=headers).json()
    original = town.shown(str(order))
    assert (copy["recipient"], copy["notes"], copy["lon"]) == (original["recipient"], "Ring", original["lon"])
    assert [p["barcode"] for p in copy["parcel_list"]] == [p["barcode"] for p in original["parcel_list"]]
    assert (copy["merchant_id"], copy["source"]) == (str(town.operator.org_id), "partner")
    assert client.get(f"/v1/orders/{order}", headers=headers).status_code == 404
    partner.read_events("orders", "allocation")
    assert client.get(f"/v1/orders/{copy_id}", headers=headers).json()["status"] == "allocated"
    assert [event["why"] for event in partner.events("order.allocated")] == ["accepted"]
    town.client.patch(f"/v1/orders/{order}", json={"notes": "Knock"}, headers=town.operator.headers())
    assert client.get(f"/v1/orders/{copy_id}", headers=headers).json()["notes"] == "Knock"
    closed = town.client.patch(f"/v1/orders/{order}", json={"weight_kg": 9}, headers=town.operator.headers())
    assert "partner has taken it" in closed.json()["detail"]
    with town.operator.session() as db:
        orders_service.release_from_partner(db, order)
    assert client.get(f"/v1/orders/{copy_id}", headers=headers).json()["status"] == "cancelled"
    assert town.shown(str(order))["carrier"] is None
    with town.operator.session() as db:
        again = orders_copies.copy_to_partner(db, order, partner_id)
    assert client.get(f"/v1/orders/{again}", headers=headers).json()["reference"] == "A-1/2"
