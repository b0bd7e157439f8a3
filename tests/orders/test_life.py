"""What happens to an order later: planned, driven, delivered, failed, returned."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core import events
from pannier.orders import queries, service
from pannier.orders.models import Order
from tests.support.orders import post_order
from tests.support.organisations import Organisation

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Story:
    """One order and what others tell about it."""

    def __init__(self, client: TestClient, operator: Organisation, **changes: Any) -> None:
        self.client, self.operator = client, operator
        made = post_order(client, operator, **changes)
        self.id, self.route = uuid.UUID(made["id"]), uuid.uuid4()
        with operator.session() as db:
            service.allocate(db, self.id, carrier="own")

    def tell(self, *told: object) -> "Story":
        with self.operator.session() as db:
            for event in told:
                record(db, event)
        return self

    def planned(self) -> "Story":
        return self.tell(events.OrderPlanned(order_id=self.id, route_id=self.route))

    def driven(self) -> "Story":
        return self.planned().tell(events.RouteStarted(route_id=self.route))

    def attempt(self, kind: Any, attempt_id: uuid.UUID | None = None, **more: Any) -> uuid.UUID:
        attempt_id = attempt_id or uuid.uuid4()
        times = {} if kind is events.AttemptReopened else {"received_at": AT}
        self.tell(kind(attempt_id=attempt_id, order_id=self.id, device_time=AT, **times, **more))
        return attempt_id

    @property
    def shown(self) -> Any:
        return self.client.get(f"/v1/orders/{self.id}", headers=self.operator.headers()).json()

    @property
    def status(self) -> str:
        return str(self.shown["status"])

    def events(self) -> list[str]:
        return [
            str(event["type"]) for event in self.operator.events() if event.get("order_id") == str(self.id)
        ]


@pytest.fixture
def story(client: TestClient, operator: Organisation, hub: uuid.UUID) -> Story:
    return Story(client, operator)


def test_an_order_goes_from_plan_to_delivery(story: Story) -> None:
    assert story.planned().status == "planned"
    assert story.shown["route_id"] == str(story.route)
    assert story.tell(events.RouteStarted(route_id=story.route)).status == "in_transit"
    story.attempt(events.AttemptSucceeded, reason="delivered_to_recipient")
    assert story.status == "delivered"
    assert story.events()[-3:] == ["order.in_transit", "attempt.succeeded", "order.delivered"]


def test_a_delivery_that_is_told_twice_is_told_once(story: Story) -> None:
    attempt = story.driven().attempt(events.AttemptSucceeded)
    story.attempt(events.AttemptSucceeded, attempt)
    assert story.status == "delivered"
    assert story.events().count("order.delivered") == 2 - 1


def test_a_delivery_known_before_the_departure_stays_a_delivery(story: Story) -> None:
    story.planned().attempt(events.AttemptSucceeded)
    assert story.tell(events.RouteStarted(route_id=story.route)).status == "delivered"


def test_an_order_left_out_waits_for_another_plan(story: Story) -> None:
    story.planned().tell(events.OrderLeftOut(order_id=story.id, plan_id=uuid.uuid4(), code="shift"))
    assert (story.status, story.shown["route_id"]) == ("allocated", None)


def test_a_cancelled_route_lets_its_orders_go(story: Story) -> None:
    story.planned().tell(events.RouteCancelled(route_id=story.route))
    assert (story.status, story.shown["route_id"]) == ("allocated", None)


def test_an_absent_recipient_gets_another_attempt_on_the_next_day(story: Story) -> None:
    story.driven().attempt(events.AttemptFailed, reason="recipient_absent")
    shown = story.shown
    assert (shown["status"], shown["date"], shown["failures"]) == ("reattempt_scheduled", "2026-03-03", 1)
    assert shown["window"]["start"] == "2026-03-03T10:00:00+01:00"
    assert story.events()[-2:] == ["order.failed", "order.reopened"]


def test_the_third_failure_sends_an_order_back(story: Story) -> None:
    for _ in range(3):
        story.driven().attempt(events.AttemptFailed, reason="recipient_absent")
    assert (story.status, story.shown["failures"]) == ("returning", 3)
    assert story.events()[-1] == "order.returning"


def test_the_same_failure_told_twice_counts_once(story: Story) -> None:
    attempt = story.driven().attempt(events.AttemptFailed, reason="recipient_absent")
    story.attempt(events.AttemptFailed, attempt, reason="recipient_absent")
    assert (story.shown["failures"], story.events().count("order.reopened")) == (1, 1)


def test_a_wrong_address_is_held_until_somebody_answers(story: Story) -> None:
    story.driven().attempt(events.AttemptFailed, reason="address_wrong")
    assert story.status == "held"
    url = f"/v1/orders/{story.id}/release-hold"
    answer = story.client.post(url, json={"date": "2026-03-05"}, headers=story.operator.headers()).json()
    assert (answer["status"], answer["date"]) == ("reattempt_scheduled", "2026-03-05")
    again = story.client.post(url, json={}, headers=story.operator.headers())
    assert (again.status_code, again.json()["code"]) == (409, "order_ended")


def test_a_refused_order_goes_back_and_ends_with_its_last_parcel(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    story = Story(client, operator, parcels=2)
    story.driven().attempt(events.AttemptFailed, reason="refused")
    first, second = (uuid.UUID(p["id"]) for p in story.shown["parcel_list"])
    for parcel, status in ((first, "returning"), (second, "returned")):
        story.tell(events.ParcelReturned(parcel_id=parcel, order_id=story.id, hub_id=hub))
        assert story.status == status
    assert story.events()[-1] == "order.returned"


def test_an_order_whose_parcels_are_lost_is_lost(story: Story) -> None:
    parcel = uuid.UUID(story.shown["parcel_list"][0]["id"])
    story.planned().tell(events.ParcelLost(parcel_id=parcel, order_id=story.id))
    assert (story.status, story.events()[-1]) == ("lost", "order.lost")


def test_a_return_that_was_not_picked_up_ends(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    story = Story(client, operator, kind="return")
    story.driven().attempt(events.AttemptFailed, reason="refused")
    assert (story.status, story.events()[-1]) == ("cancelled", "order.cancelled")


def test_a_failure_that_is_taken_back_puts_everything_back(story: Story) -> None:
    attempt = story.driven().attempt(events.AttemptFailed, reason="recipient_absent")
    story.attempt(events.AttemptReopened, attempt)
    shown = story.shown
    assert (shown["status"], shown["date"], shown["failures"]) == ("in_transit", "2026-03-02", 0)
    assert (shown["route_id"], shown["window"]["start"][:10]) == (str(story.route), "2026-03-02")
    story.attempt(events.AttemptSucceeded)
    assert story.status == "delivered"


def test_a_partial_delivery_is_told_as_such(story: Story) -> None:
    story.driven().attempt(events.AttemptPartial, reason="damaged")
    assert (story.status, story.events()[-1]) == ("partially_delivered", "order.partially_delivered")


def test_an_unknown_failure_code_is_held_and_not_lost(story: Story) -> None:
    story.driven().attempt(events.AttemptFailed, reason="made_up")
    assert story.status == "held"


def test_events_of_orders_that_are_not_here_change_nothing(story: Story) -> None:
    story.tell(events.OrderPlanned(order_id=uuid.uuid4(), route_id=story.route))
    assert story.status == "allocated"


def test_a_failed_order_can_be_planned_again_and_left_out_again(story: Story) -> None:
    story.driven().attempt(events.AttemptFailed, reason="no_time")
    story.planned().tell(events.OrderLeftOut(order_id=story.id, plan_id=uuid.uuid4(), code="shift"))
    assert story.status == "reattempt_scheduled"


def test_planning_finds_exactly_the_orders_it_may_plan(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    story = Story(client, operator)
    with operator.session() as db:
        assert queries.plannable_orders(db, hub, AT.date()) == []
        row = db.get_one(Order, story.id)
        row.lon, row.lat = 7.42, 43.73
        db.flush()
        assert [order.id for order in queries.plannable_orders(db, hub, AT.date())] == [story.id]
        row.review_code = "ambiguous"
        db.flush()
        assert queries.plannable_orders(db, hub, AT.date()) == []


def test_an_order_can_be_called_off_until_it_leaves(story: Story, now: clock.Fixed) -> None:
    url = f"/v1/orders/{story.id}/cancel"
    headers = story.operator.headers()
    answer = story.planned().client.post(url, json={"reason": "changed_mind"}, headers=headers)
    assert answer.json()["status"] == "cancelled"
    assert story.operator.events("order.cancelled")[0]["reason"] == "changed_mind"
    again = story.client.post(url, json={}, headers=headers)
    assert (again.status_code, len(story.operator.events("order.cancelled"))) == (200, 1)


def test_an_order_on_its_way_cannot_be_called_off(story: Story) -> None:
    answer = story.driven().client.post(
        f"/v1/orders/{story.id}/cancel", json={}, headers=story.operator.headers()
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "order_ended")
    assert "wait for the outcome" in answer.json()["detail"]


def test_a_reason_is_a_code_and_never_a_text(story: Story) -> None:
    body = {"reason": "Mrs Rossi moved"}
    answer = story.client.post(f"/v1/orders/{story.id}/cancel", json=body, headers=story.operator.headers())
    assert answer.status_code == 422


def test_the_timeline_shows_what_happened(story: Story) -> None:
    story.driven().attempt(events.AttemptSucceeded)
    shown = story.client.get(f"/v1/orders/{story.id}/events", headers=story.operator.headers()).json()
    assert [row["type"] for row in shown] == [
        "order.accepted", "order.planned", "order.in_transit", "attempt.succeeded", "order.delivered",
    ]  # fmt: skip
    assert [row["seq"] for row in shown] == sorted(row["seq"] for row in shown)
    assert shown[0]["actor"].startswith("person:")
    assert shown[0]["actor_name"] == "Test Person"
