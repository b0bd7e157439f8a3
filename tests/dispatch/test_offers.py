"""Offers to partners: priced by their card, accepted into their own books, or back to allocation."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.dispatch.expiry import ExpiryLoop, expire_all
from pannier.dispatch.models import Offer
from pannier.dispatch.offers import OFFER_LASTS, accept, cancel_offer, make_offer, offer_by_hand, reject
from pannier.dispatch.problems import CannotOffer, NotYourOffer, OfferClosed, OfferNotFound
from pannier.orders.models import Order
from pannier.partners.contracts import Terms, create_partner, get_partner
from pannier.partners.rate_cards import create_rate_card
from pannier.places.models import Zone
from tests.support.fleet_days import HUB
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation, make_organisation
from tests.support.planned_days import HubDay, make_hub_day

CARD = {
    "currency": "EUR",
    "zones": [{"code": "city", "base_cents": 410}],
    "weight_bands": [{"up_to_g": 5_000, "add_cents": 0}, {"up_to_g": 30_000, "add_cents": 180}],
    "window_bands": [{"up_to_min": 240, "add_cents": 40}],
    "hour_surcharges": [],
    "failed_attempt_cents": 200,
    "return_cents": 300,
    "minimum_cents": 0,
}


@dataclass
class Deal:
    """An operator's day with one order, and the partner that may carry it."""

    day: HubDay
    partner: Organisation
    order_id: uuid.UUID

    @property
    def name(self) -> str:
        with self.day.operator.session() as db:
            return get_partner(db, self.partner.org_id).name

    def order(self) -> Order:
        with self.day.operator.session() as db:
            return db.get_one(Order, self.order_id)

    def offer(self) -> uuid.UUID:
        with self.day.operator.session() as db:
            return offer_by_hand(db, [self.order_id], self.partner.org_id)[0].id

    def state(self, offer_id: uuid.UUID) -> str:
        with self.day.operator.session() as db:
            return db.get_one(Offer, offer_id).state


@pytest.fixture
def deal(operator: Organisation) -> Deal:
    day = make_hub_day(operator, orders=1, crews=0, status="confirmed", carrier=None)
    partner = make_organisation("partner")
    ring = [[HUB.lon + x, HUB.lat + y] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    with operator.session() as db:
        db.add(
            Zone(name="City", code="city", kind="price", polygon={"type": "Polygon", "coordinates": [ring]})
        )
        db.flush()
        create_partner(
            db,
            Terms(zones=("city",), max_share=1.0, co2e_g_per_delivery=120, promise="same_day"),
            organisation=partner.org_id,
        )
        create_rate_card(
            db,
            code="partner",
            valid_from=date(2026, 1, 1),
            body=CARD,
            owner="partner",
            partner_org_id=partner.org_id,
        )
    return Deal(day, partner, day.orders[0])


def test_an_offer_is_priced_by_the_partners_card(deal: Deal) -> None:
    offer_id = deal.offer()
    with deal.day.operator.session() as db:
        offer = db.get_one(Offer, offer_id)
    # Zone 4.10, 3 kg nothing, a window of four hours 0.40.
    assert (offer.price_cents, offer.currency, offer.rate_card) == (450, "EUR", "partner@1")
    assert offer.expires_at == clock.now() + OFFER_LASTS
    assert (deal.order().carrier, deal.order().partner_org_id) == ("partner", deal.partner.org_id)
    assert [event["why"] for event in deal.day.operator.events("order.allocated")] == ["dispatcher"]


def test_an_order_has_one_open_offer(deal: Deal) -> None:
    first = deal.offer()
    deal.day.operator.read_events("dispatch")
    with deal.day.operator.session() as db:
        assert make_offer(db, deal.order_id, deal.partner.org_id).id == first
        assert len(list(db.scalars(select(Offer)))) == 1
    assert len(deal.day.operator.events("offer.made")) == 1


def test_a_partner_accepts_into_its_own_books(deal: Deal) -> None:
    offer_id = deal.offer()
    with deal.partner.session() as db:
        copy_id = accept(db, offer_id).partner_order_id
        assert accept(db, offer_id).partner_order_id == copy_id
    with deal.partner.session() as db:
        copy = db.get_one(Order, copy_id)
        assert (copy.copied_from, copy.copied_from_org_id) == (deal.order_id, deal.day.operator.org_id)
        assert (copy.org_id, copy.source, copy.recipient_name) == (
            deal.partner.org_id,
            "partner",
            "Ana Rossi 0",
        )
    assert deal.order().copied_to == copy_id
    (theirs,) = deal.partner.events("offer.accepted")
    (mine,) = deal.day.operator.events("offer.accepted")
    assert (theirs["order_id"], mine["order_id"]) == (str(copy_id), str(deal.order_id))
    assert [event["source"] for event in deal.partner.events("order.accepted")] == ["partner"]


def test_a_rejected_order_goes_back_to_allocation(deal: Deal) -> None:
    offer_id = deal.offer()
    with deal.partner.session() as db:
        reject(db, offer_id)
    assert deal.state(offer_id) == "rejected"
    assert (deal.order().status, deal.order().carrier) == ("confirmed", None)
    assert len(deal.day.operator.events("offer.rejected")) == 1
    with deal.partner.session() as db, pytest.raises(OfferClosed, match="rejected"):
        accept(db, offer_id)


def test_an_offer_expires_and_cannot_be_accepted_afterwards(deal: Deal, morning: clock.Fixed) -> None:
    offer_id = deal.offer()
    morning.advance(hours=1)
    expire_all()
    assert deal.state(offer_id) == "offered"
    morning.advance(hours=1, minutes=1)
    with deal.partner.session() as db, pytest.raises(OfferClosed, match="expired"):
        accept(db, offer_id)
    # Offers of other tests may be due as well; a second look finds none.
    assert expire_all() >= 1
    assert expire_all() == 0
    assert deal.state(offer_id) == "expired"
    assert (deal.order().status, deal.order().carrier) == ("confirmed", None)


def test_the_expiry_loop_ends_when_it_is_told(engine: object) -> None:
    loop = ExpiryLoop()
    loop.start()
    loop.stop()
    assert not loop._thread.is_alive()


def test_a_cancelled_acceptance_cancels_the_copy(deal: Deal) -> None:
    offer_id = deal.offer()
    with deal.partner.session() as db:
        copy_id = accept(db, offer_id).partner_order_id
    with deal.day.operator.session() as db:
        cancel_offer(db, offer_id)
    with deal.partner.session() as db:
        assert db.get_one(Order, copy_id).status == "cancelled"
    assert (deal.order().status, deal.order().carrier) == ("confirmed", None)


def test_an_order_under_way_is_not_taken_back(deal: Deal) -> None:
    offer_id = deal.offer()
    with deal.partner.session() as db:
        accept(db, offer_id)
    with deal.day.operator.session() as db:
        db.get_one(Order, deal.order_id).status = "in_transit"
    with deal.day.operator.session() as db, pytest.raises(OfferClosed, match="call the partner"):
        cancel_offer(db, offer_id)


def test_each_side_only_decides_what_is_its_own(deal: Deal, stranger: Organisation) -> None:
    offer_id = deal.offer()
    with deal.day.operator.session() as db, pytest.raises(NotYourOffer):
        accept(db, offer_id)
    with deal.partner.session() as db, pytest.raises(NotYourOffer):
        cancel_offer(db, offer_id)
    with stranger.session() as db, pytest.raises(OfferNotFound):
        accept(db, offer_id)


def test_allocation_chooses_and_dispatch_offers(deal: Deal) -> None:
    from pannier.allocation.service import allocate_order

    with deal.day.operator.session() as db:
        allocate_order(db, deal.order_id)
    deal.day.operator.read_events("dispatch")
    (offer,) = deal.day.operator.events("offer.made")
    assert offer["partner_org_id"] == str(deal.partner.org_id)


def test_an_order_that_is_planned_is_not_offered(deal: Deal) -> None:
    with deal.day.operator.session() as db:
        db.get_one(Order, deal.order_id).status = "planned"
    with pytest.raises(CannotOffer, match="is planned"):
        deal.offer()


def test_a_partner_without_card_gets_no_offer(deal: Deal) -> None:
    other = make_organisation("partner")
    with deal.day.operator.session() as db:
        terms = Terms(zones=("city",), max_share=1.0, co2e_g_per_delivery=1, promise="same_day")
        create_partner(db, terms, organisation=other.org_id)
    with deal.day.operator.session() as db, pytest.raises(CannotOffer, match="no rate card"):
        offer_by_hand(db, [deal.order_id], other.org_id)


def test_offers_over_http_show_no_person_and_only_ones_own(
    client: TestClient, deal: Deal, stranger: Organisation
) -> None:
    body = {"order_ids": [str(deal.order_id)], "partner_org_id": str(deal.partner.org_id)}
    made = client.post("/v1/offers", json=body, headers=deal.day.operator.headers())
    assert made.status_code == 201, made.text
    offer_id = made.json()[0]["id"]
    theirs = deal.partner.headers("partner")
    listed = client.get("/v1/offers?state=offered", headers=theirs)
    assert [offer["id"] for offer in listed.json()["items"]] == [offer_id]
    assert listed.json()["items"][0]["order"]["postcode"] == "98000"
    assert "Ana Rossi" not in listed.text
    assert client.get("/v1/offers", headers=stranger.headers()).json()["items"] == []
    assert client.post(f"/v1/offers/{offer_id}/accept", headers=stranger.headers()).status_code == 404
    accepted = client.post(f"/v1/offers/{offer_id}/accept", headers=theirs)
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    copy_id = accepted.json()["partner_order_id"]
    report = {"id": str(uuid.uuid4()), "outcome": "succeeded", "device_time": local(9).isoformat()}
    answers = [client.post(f"/v1/orders/{copy_id}/outcomes", json=report, headers=theirs) for _ in range(2)]
    assert [answer.json()["state"] for answer in answers] == ["applied", "duplicate"]
    (told,) = deal.partner.events("outcome.reported")
    assert (told["order_id"], told["outcome"]) == (copy_id, "succeeded")
    changed = report | {"device_time": (local(9) + timedelta(minutes=1)).isoformat()}
    assert (
        client.post(f"/v1/orders/{copy_id}/outcomes", json=changed, headers=theirs).json()["code"]
        == "outcome_reused"
    )
    # The operator's own order is not in the partner's books.
    assert client.post(f"/v1/orders/{deal.order_id}/outcomes", json=report, headers=theirs).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"outcome": "failed"}, "unknown_outcome"),
        ({"outcome": "failed", "reason": "aliens"}, "unknown_outcome"),
        ({"outcome": "succeeded", "reason": "refused"}, "unknown_outcome"),
        ({"outcome": "vanished"}, "invalid"),
    ],
)
def test_an_outcome_is_one_that_exists(
    client: TestClient, deal: Deal, body: dict[str, str], code: str
) -> None:
    offer_id = deal.offer()
    with deal.partner.session() as db:
        copy_id = accept(db, offer_id).partner_order_id
    report = {"id": str(uuid.uuid4()), "device_time": local(9).isoformat(), **body}
    answer = client.post(
        f"/v1/orders/{copy_id}/outcomes", json=report, headers=deal.partner.headers("partner")
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_ones_own_order_has_attempts_and_no_outcomes(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=0)
    report = {"id": str(uuid.uuid4()), "outcome": "succeeded", "device_time": local(9).isoformat()}
    answer = client.post(f"/v1/orders/{day.orders[0]}/outcomes", json=report, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "not_carried")


def test_a_cancelled_order_withdraws_its_offer(deal: Deal) -> None:
    from pannier.orders.service import cancel

    offer_id = deal.offer()
    with deal.day.operator.session() as db:
        cancel(db, deal.order_id, reason="merchant")
    deal.day.operator.read_events("dispatch")
    assert deal.state(offer_id) == "cancelled"
    assert len(deal.day.operator.events("offer.cancelled")) == 1


def test_an_order_whose_partner_ended_meanwhile_waits_again(deal: Deal) -> None:
    from pannier.allocation.service import allocate_order
    from pannier.partners.models import PartnerContract

    with deal.day.operator.session() as db:
        allocate_order(db, deal.order_id)
        contract = db.scalars(select(PartnerContract)).one()
        contract.active = False
    deal.day.operator.read_events("dispatch")
    assert deal.day.operator.events("offer.made") == []
    assert (deal.order().status, deal.order().carrier) == ("confirmed", None)


def test_an_offer_moves_to_another_partner_by_hand(deal: Deal) -> None:
    first = deal.offer()
    other = make_organisation("partner")
    with deal.day.operator.session() as db:
        terms = Terms(zones=("city",), max_share=1.0, co2e_g_per_delivery=1, promise="same_day")
        create_partner(db, terms, organisation=other.org_id)
        create_rate_card(
            db,
            code="other",
            valid_from=date(2026, 1, 1),
            body=CARD,
            owner="partner",
            partner_org_id=other.org_id,
        )
    with deal.day.operator.session() as db:
        (second,) = offer_by_hand(db, [deal.order_id], other.org_id)
    assert (deal.state(first), deal.state(second.id)) == ("cancelled", "offered")
    assert (deal.order().carrier, deal.order().partner_org_id) == ("partner", other.org_id)


def test_a_rejection_and_a_withdrawal_over_http(client: TestClient, deal: Deal) -> None:
    offer_id = deal.offer()
    rejected = client.post(f"/v1/offers/{offer_id}/reject", headers=deal.partner.headers("partner"))
    assert (rejected.status_code, rejected.json()["state"]) == (200, "rejected")
    late = client.post(f"/v1/offers/{offer_id}/cancel", headers=deal.day.operator.headers())
    assert (late.status_code, late.json()["code"]) == (409, "offer_closed")


def test_a_plan_tells_which_partner_got_what_it_left_out(deal: Deal, client: TestClient) -> None:
    day = deal.day
    with day.operator.session() as db:
        make_crew(db, day.hub_id, name="Bike")
    plan_id = day.plan()

    def left() -> tuple[str, str | None, bool]:
        answer = client.get(f"/v1/plans/{plan_id}", headers=day.operator.headers()).json()
        (row,) = answer["left_out"]
        return row["status"], row["partner_name"], row["partner_accepted"]

    assert left() == ("confirmed", None, False)
    offer_id = deal.offer()
    assert left() == ("allocated", deal.name, False)
    with deal.partner.session() as db:
        accept(db, offer_id)
    assert left() == ("allocated", deal.name, True)


def test_what_a_plan_left_out_is_offered_to_a_partner(deal: Deal, client: TestClient) -> None:
    day = deal.day
    with day.operator.session() as db:
        make_crew(db, day.hub_id, name="Bike")
        order = db.get_one(Order, deal.order_id)
        order.status, order.carrier, order.needs = "allocated", "own", ["lift"]
    plan_id = day.plan()
    day.operator.read_events("allocation", "dispatch")
    (row,) = client.get(f"/v1/plans/{plan_id}", headers=day.operator.headers()).json()["left_out"]
    assert (row["code"], row["partner_name"], row["partner_accepted"]) == ("skill", deal.name, False)
    assert len(day.operator.events("offer.made")) == 1
