"""Webhooks: signed, at least once, to the right ones, never into our own network."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from pannier.accounts.people import grant_merchant
from pannier.base import clock, settings
from pannier.base.eventlog import record
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction
from pannier.core.events import OfferMade, OrderAllocated, OrderInReview, RouteReleased
from pannier.orders.models import Order
from pannier.webhooks import sender
from pannier.webhooks.catalogue import published_events
from pannier.webhooks.models import WebhookDelivery
from tests.support.driven_days import DrivenDay, make_day
from tests.support.fleet_days import east
from tests.support.organisations import Organisation, make_organisation
from tests.support.receivers import Receiver, receiver


@pytest.fixture
def shop() -> Iterator[Receiver]:
    """A web shop on the loopback, which webhooks may call in this test."""
    with settings.override(allow_private_webhooks=True), receiver() as running:
        yield running


@pytest.fixture
def day(operator: Organisation) -> DrivenDay:
    """A day with one order."""
    made = make_day(operator)
    made.add("A-1", east(500))
    return made


@pytest.fixture(autouse=True)
def _nothing_of_others(engine: object) -> None:
    """Let no delivery of another test be due."""
    with transaction(SYSTEM) as db:
        for row in db.scalars(select(WebhookDelivery).where(WebhookDelivery.state == "pending")):
            row.state = "dead"


def _subscribe(
    client: TestClient, who: Organisation, url: str, *events: str, role: str = "operator_admin"
) -> dict[str, Any]:
    answer = client.post(
        "/v1/webhooks", json={"url": url, "events": list(events) or ["*"]}, headers=who.headers(role)
    )
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def _send(day: DrivenDay) -> int:
    day.operator.read_events("webhooks")
    return sender.send_due()


def _log(
    client: TestClient, who: Organisation, endpoint: dict[str, Any], role: str = "operator_admin"
) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/webhooks/{endpoint['id']}/deliveries", headers=who.headers(role))
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def _make_due(endpoint: dict[str, Any]) -> timedelta:
    """Let the endpoint's delivery be due now; return how long it would have waited."""
    with transaction(SYSTEM) as db:
        query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == uuid.UUID(endpoint["id"]))
        row = db.scalars(query).one()
        waited = row.next_at - clock.wall_now()
        row.next_at = clock.wall_now()
        return waited


def test_a_delivery_is_told_with_a_signature_that_anybody_can_check(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    endpoint = _subscribe(client, day.operator, f"{shop.url}/hooks", "attempt.succeeded")
    day.attempt("A-1")
    assert _send(day) == 1
    request = shop.requests[0]
    body = Webhook(endpoint["secret"]).verify(request.body, request.headers)
    assert (body["type"], body["data"]["order"]["reference"]) == ("attempt.succeeded", "A-1")
    assert request.path == "/hooks"
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], logged["response_status"], logged["response_excerpt"]) == (
        "delivered",
        200,
        "thanks",
    )
    assert request.headers["webhook-id"] == logged["id"] == body["id"]


def test_a_changed_body_does_not_pass_the_check(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    _send(day)
    request = shop.requests[0]
    with pytest.raises(Exception, match="signature"):
        Webhook(endpoint["secret"]).verify(request.body.replace(b"A-1", b"A-2"), request.headers)


def test_only_events_that_were_asked_for_are_sent(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    _subscribe(client, day.operator, shop.url, "attempt.failed")
    day.attempt("A-1")
    assert _send(day) == 0


def test_no_event_is_sent_twice_however_often_the_log_is_read(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    _send(day)
    _send(day)
    assert len(shop.requests) == 1


def test_after_each_failure_the_pause_grows_and_then_it_is_given_up(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    shop.statuses = [500]
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    day.operator.read_events("webhooks")
    pauses = []
    for _ in range(len(sender.PAUSES_S)):
        sender.send_due()
        pauses.append(_make_due(endpoint).total_seconds())
    for pause, planned in zip(pauses, sender.PAUSES_S, strict=True):
        assert 0.9 * planned - 2 <= pause <= 1.1 * planned
    sender.send_due()
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], logged["attempts"]) == ("dead", 12)
    assert [event["response_status"] for event in day.operator.events("webhook.failed")] == [500]
    assert sender.send_due() == 0
    assert len({request.headers["webhook-id"] for request in shop.requests}) == 1


def test_a_dead_delivery_can_be_sent_again_by_hand(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    shop.statuses = [500]
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    day.operator.read_events("webhooks")
    with transaction(SYSTEM) as db:
        row = db.scalars(
            select(WebhookDelivery).where(WebhookDelivery.endpoint_id == uuid.UUID(endpoint["id"]))
        ).one()
        row.state, row.attempts = "dead", 12
        delivery_id = row.id
    shop.statuses = [204]
    headers = day.operator.headers("operator_admin")
    path = f"/v1/webhook-deliveries/{delivery_id}/retry"
    assert client.post(path, headers=headers).status_code == 202
    assert sender.send_due() == 1
    assert _log(client, day.operator, endpoint)[0]["state"] == "delivered"
    again = client.post(path, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "already_delivered")


def test_a_crash_between_sending_and_noting_sends_again_with_the_same_id(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    day.operator.read_events("webhooks")
    for parcel in sender.claim():
        sender.post(parcel)
    # The process dies here: nothing was settled, and the lease keeps others off for a while.
    assert sender.send_due() == 0
    assert _make_due(endpoint) > timedelta(seconds=60)
    assert sender.send_due() == 1
    first, second = (request.headers["webhook-id"] for request in shop.requests)
    assert first == second
    assert _log(client, day.operator, endpoint)[0]["state"] == "delivered"


def test_a_redirect_is_not_followed(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    shop.statuses, shop.location = [302], "http://169.254.169.254/latest/meta-data"
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    _send(day)
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], logged["response_status"], len(shop.requests)) == ("pending", 302, 1)


def test_a_receiver_that_is_away_is_tried_again(client: TestClient, day: DrivenDay) -> None:
    with receiver() as gone:
        url = gone.url
    with settings.override(allow_private_webhooks=True):
        endpoint = _subscribe(client, day.operator, url, "attempt.succeeded")
        day.attempt("A-1")
        _send(day)
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], logged["response_status"], logged["attempts"]) == ("pending", None, 1)
    assert "Connect" in logged["error"]


def test_a_test_message_can_be_sent(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    endpoint = _subscribe(client, day.operator, shop.url, "order.delivered")
    for _ in range(2):
        answer = client.post(
            f"/v1/webhooks/{endpoint['id']}/test", headers=day.operator.headers("operator_admin")
        )
        assert answer.status_code == 202
    assert sender.send_due() == 2
    assert json.loads(shop.requests[0].body)["type"] == "test.ping"


def test_a_deleted_webhook_is_told_nothing_more(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    day.operator.read_events("webhooks")
    headers = day.operator.headers("operator_admin")
    assert client.delete(f"/v1/webhooks/{endpoint['id']}", headers=headers).status_code == 204
    assert sender.send_due() == 0
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], "deleted" in logged["error"]) == ("dead", True)
    assert client.get("/v1/webhooks", headers=headers).json() == []
    again = client.post(f"/v1/webhook-deliveries/{logged['id']}/retry", headers=headers)
    assert again.json()["code"] == "webhook_not_found"


@pytest.fixture
def merchant(day: DrivenDay) -> Organisation:
    """A merchant of the operator with one order of its own, M-1."""
    made = make_organisation("merchant")
    with day.operator.session() as db:
        grant_merchant(db, made.org_id)
    day.add("M-1", east(300), merchant_org_id=made.org_id)
    return made


def test_a_merchant_hears_of_its_own_orders_only(
    client: TestClient, day: DrivenDay, merchant: Organisation, shop: Receiver
) -> None:
    _subscribe(client, merchant, shop.url, role="merchant")
    day.attempt("A-1")
    day.attempt("M-1")
    with day.operator.session() as db:
        record(db, RouteReleased(route_id=day.route_id, revision=1))
        record(db, OrderInReview(order_id=day.orders["A-1"], code="street_not_found"))
    _send(day)
    bodies = [json.loads(request.body) for request in shop.requests]
    assert {body["data"]["order"]["reference"] for body in bodies} == {"M-1"}


def test_a_merchant_never_hears_what_a_carrier_costs(
    client: TestClient, day: DrivenDay, merchant: Organisation, shop: Receiver
) -> None:
    _subscribe(client, merchant, shop.url, role="merchant")
    operator = _subscribe(client, day.operator, f"{shop.url}/operator")
    partner = uuid.uuid4()
    with day.operator.session() as db:
        order_id = day.orders["M-1"]
        record(
            db,
            OrderAllocated(
                order_id=order_id,
                carrier="partner",
                partner_org_id=partner,
                estimate_cents=321,
                why="cheaper",
            ),
        )
        record(db, OfferMade(offer_id=uuid.uuid4(), order_id=order_id, partner_org_id=partner))
    _send(day)
    for_merchant = [json.loads(request.body) for request in shop.requests if request.path != "/operator"]
    assert [body["type"] for body in for_merchant] == ["order.allocated"]
    assert "estimate_cents" not in json.dumps(for_merchant)
    assert str(partner) not in json.dumps(for_merchant)
    told = [body["body"]["data"].get("estimate_cents") for body in _log(client, day.operator, operator)]
    assert 321 in told


def test_a_merchant_cannot_see_or_delete_the_operators_webhooks(
    client: TestClient, day: DrivenDay, merchant: Organisation, shop: Receiver
) -> None:
    endpoint = _subscribe(client, day.operator, shop.url)
    headers = merchant.headers("merchant")
    assert client.get("/v1/webhooks", headers=headers).json() == []
    assert client.delete(f"/v1/webhooks/{endpoint['id']}", headers=headers).status_code == 404
    deliveries = client.get(f"/v1/webhooks/{endpoint['id']}/deliveries", headers=headers)
    assert deliveries.json()["code"] == "webhook_not_found"


def test_the_secret_is_shown_once(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    endpoint = _subscribe(client, day.operator, shop.url)
    assert endpoint["secret"].startswith("whsec_")
    listed = client.get("/v1/webhooks", headers=day.operator.headers("operator_admin"))
    assert endpoint["secret"] not in listed.text


def test_a_name_that_leads_into_our_own_network_is_refused_when_calling(
    client: TestClient, day: DrivenDay
) -> None:
    endpoint = _subscribe(client, day.operator, "https://localhost:1/hook", "attempt.succeeded")
    day.attempt("A-1")
    _send(day)
    logged = _log(client, day.operator, endpoint)[0]
    assert (logged["state"], logged["response_status"]) == ("pending", None)
    assert "private address" in logged["error"]


def test_one_bad_address_does_not_hold_up_the_others(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    bad = _subscribe(client, day.operator, "http://no..such.host/\u00e4", "attempt.succeeded")
    _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    assert _send(day) == 2
    assert len(shop.requests) == 1
    assert _log(client, day.operator, bad)[0]["error"]


def test_an_unknown_event_is_named(client: TestClient, operator: Organisation) -> None:
    answer = client.post(
        "/v1/webhooks",
        json={"url": "https://shop.example/", "events": ["order.eaten"]},
        headers=operator.headers("operator_admin"),
    )
    assert answer.json()["code"] == "unknown_event"
    assert "order.eaten" in answer.json()["detail"]


def test_events_can_be_listed_and_all_are_events_of_the_log(
    client: TestClient, operator: Organisation
) -> None:
    from pannier.core.events import EVENTS

    listed = client.get("/v1/webhook-events", headers=operator.headers("operator_admin")).json()
    assert listed == published_events()
    assert set(listed) <= set(EVENTS)


def test_an_endless_answer_is_cut_off(client: TestClient, day: DrivenDay, shop: Receiver) -> None:
    shop.answer = b"x" * 100_000
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    _send(day)
    assert len(_log(client, day.operator, endpoint)[0]["response_excerpt"]) == 500


def test_the_sender_works_in_its_thread_until_stopped(
    client: TestClient, day: DrivenDay, shop: Receiver
) -> None:
    endpoint = _subscribe(client, day.operator, shop.url, "attempt.succeeded")
    day.attempt("A-1")
    day.operator.read_events("webhooks")
    loop = sender.WebhookSender()
    loop.start()
    until = datetime.now(UTC) + timedelta(seconds=10)
    while not shop.requests and datetime.now(UTC) < until:
        loop._stop.wait(0.02)
    loop.stop()
    assert len(shop.requests) == 1
    assert _log(client, day.operator, endpoint)[0]["state"] == "delivered"


def test_an_order_of_another_merchant_stays_hidden(
    client: TestClient, day: DrivenDay, merchant: Organisation, shop: Receiver
) -> None:
    other = make_organisation("merchant")
    with day.operator.session() as db:
        db.get_one(Order, day.orders["M-1"]).merchant_org_id = other.org_id
    _subscribe(client, merchant, shop.url, role="merchant")
    day.attempt("M-1")
    assert _send(day) == 0
