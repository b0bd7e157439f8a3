"""An order that is collected at its sender's door: custody, states and the route, however late it is told."""

import random
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.dispatch.release import reassign, release
from pannier.driving.queries import attempts_of, closed_round, list_rounds
from pannier.driving.stages import Stage
from pannier.hub.queries import custody_of_orders, missing_parcels
from pannier.orders.queries import get_order
from pannier.orders.service import cancel
from pannier.planning.models import Task
from pannier.planning.queries import find_collect_task, find_task, get_route, sheet_of
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import Day, collected_at, make_order, sign_in_rider

SHOP = east(900, -300)


@dataclass
class Collecting:
    """A released route with one order that is collected at a shop, and one that leaves from the hub."""

    hub: HubDay
    phone: Day
    collected: uuid.UUID
    by_hub: uuid.UUID

    def tell(
        self, client: TestClient, kind: str, minute: float, order: uuid.UUID, **data: Any
    ) -> dict[str, Any]:
        """Send one event about an order and return its result."""
        (result,) = self.phone.send(client, self.event(kind, minute, order, **data))
        return result

    def event(self, kind: str, minute: float, order: uuid.UUID | None = None, **data: Any) -> dict[str, Any]:
        """Return an event about an order of the route, or about the route."""
        about = {"order_id": str(order)} if order else {}
        return self.phone.event(kind, minute, route_id=str(self.phone.route_id), data=data, **about)

    def state(self) -> dict[str, Any]:
        """Return what holds of the collected order."""
        with self.hub.operator.session() as db:
            order = get_order(db, self.collected)
            take = find_collect_task(db, order_id=order.id, route_id=self.phone.route_id)
            give = find_task(db, order_id=order.id, route_id=self.phone.route_id)
            (place,) = custody_of_orders(db, [order.id])[order.id]
            return {
                "status": str(order.status),
                "collected": order.collected_at is not None,
                "custody": str(place.state),
                "tasks": (_told(take), _told(give)),
                "failures": order.failures,
                "route": get_route(db, self.phone.route_id).state,
            }


def _told(task: Task | None) -> str | None:
    return None if task is None else (task.outcome or task.state)


def set_out(operator: Organisation) -> Collecting:
    """Plan and release the day; nothing of the collected order is in the hub."""
    hub = make_hub_day(operator, orders=1, crews=1)
    with operator.session() as db:
        order = make_order(
            db, hub.hub_id, 5, **collected_at(SHOP, collect_start=local(8), collect_end=local(12))
        )
    with clock.fixed(local(5)):
        plan_id = hub.plan()
    hub.receive()
    operator.read_events("hub")
    with operator.session() as db:
        done = release(db, plan_id, by="person:1", network_of=on_the_grid)
    assert not done.blocked, done.blocked
    (route,) = hub.routes(plan_id)
    phone = Day(
        operator, hub.hub_id, hub.crews[0], route.id, [], [], [], sign_in_rider(operator, hub.crews[0])
    )
    return Collecting(hub, phone, order.id, hub.orders[0])


@pytest.fixture
def day(operator: Organisation) -> Collecting:
    return set_out(operator)


def test_the_hub_does_not_expect_what_is_collected_elsewhere(day: Collecting) -> None:
    with day.hub.operator.session() as db:
        assert missing_parcels(db, route_id=day.phone.route_id) == []
        (place,) = custody_of_orders(db, [day.collected])[day.collected]
        assert (str(place.state), place.hub_id) == ("expected", None)


def test_the_route_visits_the_shop_before_the_recipient(day: Collecting) -> None:
    with day.hub.operator.session() as db:
        kinds = [stop.stop.kind for stop in sheet_of(db, day.phone.route_id).stops]
    assert kinds.count("collect") == 1
    assert kinds.index("collect") < len(kinds) - 1 - kinds[::-1].index("delivery")


def test_nothing_is_on_its_way_before_it_is_collected(client: TestClient, day: Collecting) -> None:
    day.phone.send(client, day.event("duty.start", 0), day.event("route.load", 1))
    assert day.state()["status"] == "planned"
    assert day.state()["tasks"] == ("started", "started")
    with day.hub.operator.session() as db:
        assert get_order(db, day.by_hub).status == "in_transit"


def test_custody_passes_to_the_rider_at_the_shop(client: TestClient, day: Collecting) -> None:
    assert day.tell(client, "collection.succeed", 10, day.collected, name="Ms Ferrero")["state"] == "applied"
    assert day.state() == {
        "status": "in_transit", "collected": True, "custody": "loaded", "tasks": ("succeeded", "started"),
        "failures": 0, "route": "in_progress",
    }  # fmt: skip
    types = [event["type"] for event in day.hub.operator.events()]
    assert types[-4:].count("order.collected") == 1
    assert types.index("order.collected") < len(types) - 1 - types[::-1].index("order.in_transit")


def test_collected_and_delivered(client: TestClient, day: Collecting) -> None:
    day.tell(client, "collection.succeed", 10, day.collected)
    assert day.tell(client, "attempt.succeed", 20, day.collected, name="Ana")["state"] == "applied"
    shown = day.state()
    assert (shown["status"], shown["custody"], shown["tasks"]) == (
        "delivered",
        "delivered",
        ("succeeded",) * 2,
    )
    with day.hub.operator.session() as db:
        tries = attempts_of(db, day.collected, None)
        assert [(one.stage, one.outcome, one.reason) for one in tries] == [
            ("collection", "succeeded", "collected_from_sender"),
            ("delivery", "succeeded", "delivered_to_recipient"),
        ]
        assert [one.stage for one in attempts_of(db, day.collected)] == [Stage.DELIVERY]


def test_what_was_not_collected_cannot_be_delivered(client: TestClient, day: Collecting) -> None:
    told = day.tell(client, "attempt.succeed", 20, day.collected)
    assert (told["state"], told["code"]) == ("conflict", "not_collected")
    assert "were not collected" in told["detail"]
    assert (day.state()["status"], day.state()["custody"]) == ("planned", "expected")


def test_a_collection_that_comes_late_makes_the_delivery_true(client: TestClient, day: Collecting) -> None:
    collected = day.event("collection.succeed", 10, day.collected)
    day.tell(client, "attempt.succeed", 20, day.collected)
    day.phone.send(client, collected)
    assert day.state()["status"] == "delivered"
    told = [event["type"] for event in day.hub.operator.events("order.collected", "order.delivered")]
    assert told == ["order.collected", "order.delivered"]


def test_a_failed_collection_takes_the_delivery_off_the_route(client: TestClient, day: Collecting) -> None:
    told = day.tell(client, "collection.fail", 10, day.collected, reason="not_ready")
    assert told["state"] == "applied"
    assert day.state() == {
        "status": "reattempt_scheduled", "collected": False, "custody": "expected",
        "tasks": ("failed", "cancelled"), "failures": 1, "route": "in_progress",
    }  # fmt: skip
    (failed,) = day.hub.operator.events("collection.failed")
    assert failed["reason"] == "not_ready"
    assert day.hub.operator.events("attempt.failed") == []


def test_the_round_ends_though_a_collection_failed(client: TestClient, day: Collecting) -> None:
    day.phone.send(
        client,
        day.event("duty.start", 0),
        day.event("route.load", 1),
        day.event("collection.fail", 10, day.collected, reason="closed"),
        day.event("attempt.succeed", 20, day.by_hub),
        day.event("hub.return", 40),
    )
    assert day.state()["route"] == "completed"
    with day.hub.operator.session() as db:
        shown = closed_round(db, list_rounds(db, hub_id=day.hub.hub_id, service_date=DAY)[0].id)
    assert sorted(one.outcome for one in shown.deliveries) == ["failed", "succeeded"]


def test_the_distance_of_a_consignment_counts_from_where_it_came_aboard(
    client: TestClient, day: Collecting
) -> None:
    day.phone.send(
        client,
        day.event("duty.start", 0),
        day.event("collection.succeed", 10, day.collected),
        day.event("attempt.succeed", 15, day.collected),
        day.event("attempt.succeed", 20, day.by_hub),
        day.event("hub.return", 40),
    )
    with day.hub.operator.session() as db:
        shown = closed_round(db, list_rounds(db, hub_id=day.hub.hub_id, service_date=DAY)[0].id)
    starts = {one.order_id: one.collected_at for one in shown.deliveries}
    assert starts == {day.collected: SHOP, day.by_hub: None}


def test_a_collection_taken_back_waits_on_its_route_again(client: TestClient, day: Collecting) -> None:
    told = (("collection.fail", {"reason": "not_ready"}), ("collection.succeed", {}))
    for minute, (kind, data) in zip((10, 13), told, strict=True):
        day.tell(client, kind, minute, day.collected, **data)
        day.tell(client, "collection.reopen", minute + 1, day.collected)
        assert day.state() == {
            "status": "planned", "collected": False, "custody": "expected", "tasks": ("started", "started"),
            "failures": 0, "route": "in_progress",
        }  # fmt: skip
    assert day.tell(client, "collection.succeed", 20, day.collected)["state"] == "applied"
    assert day.state()["status"] == "in_transit"


def test_a_delivery_that_failed_after_it_was_collected_comes_to_the_hub_and_starts_there(
    client: TestClient, day: Collecting
) -> None:
    day.phone.send(
        client,
        day.event("duty.start", 0),
        day.event("collection.succeed", 10, day.collected),
        day.event("attempt.fail", 20, day.collected, reason="recipient_absent"),
        day.event("attempt.succeed", 25, day.by_hub),
        day.event("hub.return", 40),
    )
    assert (day.state()["status"], day.state()["custody"]) == ("reattempt_scheduled", "back")
    with day.hub.operator.session() as db:
        order = get_order(db, day.collected)
        (place,) = custody_of_orders(db, [order.id])[order.id]
        assert place.hub_id == day.hub.hub_id
        assert not order.awaits_collection


def test_a_delivery_given_up_before_takes_the_collection_off_the_route(
    client: TestClient, day: Collecting
) -> None:
    day.tell(client, "attempt.fail", 5, day.collected, reason="vehicle")
    assert day.state()["tasks"] == ("cancelled", "failed")
    day.tell(client, "attempt.reopen", 6, day.collected)
    assert (day.state()["status"], day.state()["tasks"]) == ("planned", ("started", "started"))


def test_an_order_that_cannot_be_collected_three_times_ends(client: TestClient, day: Collecting) -> None:
    with day.hub.operator.session() as db:
        get_order(db, day.collected).failed_attempts = {"a": "not_ready", "b": "not_ready"}
    day.tell(client, "collection.fail", 10, day.collected, reason="not_ready")
    assert (day.state()["status"], day.state()["custody"]) == ("cancelled", "expected")


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("collection.fail", {"reason": "recipient_absent"}, "not_ready"),
        ("attempt.fail", {"reason": "not_ready"}, "recipient_absent"),
        ("collection.fail", {"reason": "other"}, "needs a text"),
    ],
)
def test_reasons_belong_to_one_end(
    client: TestClient, day: Collecting, kind: str, data: dict[str, str], words: str
) -> None:
    told = day.tell(client, kind, 10, day.collected, **data)
    assert told["state"] == "rejected"
    assert words in told["detail"]


def test_an_order_without_a_collection_is_not_collected(client: TestClient, day: Collecting) -> None:
    assert day.tell(client, "collection.succeed", 10, day.by_hub)["code"] == "moved_away"


def test_the_rider_sees_the_sender_at_the_shop_and_the_recipient_at_the_door(
    client: TestClient, day: Collecting
) -> None:
    with clock.fixed(local(8)):
        today = client.get("/v1/rider/today", headers=day.phone.headers).json()
    stops = [stop for stop in today["route"]["stops"] if stop["orders"]]
    (shop,) = [stop for stop in stops if stop["kind"] == "collect"]
    (order,) = shop["orders"]
    assert (order["kind"], order["recipient_name"]) == ("collection", "Pharmacie du Port")
    assert shop["label"] == "Rue Princesse Caroline 7, 98000 Monaco"
    assert order["notes"] == "Ring at the counter"
    assert len(order["parcels"]) == 1
    doors = [each for stop in stops for each in stop["orders"] if each["order_id"] == order["order_id"]]
    assert [each["kind"] for each in doors] == ["collection", "delivery"]
    assert {row["code"] for row in today["failure_reasons"] if "collection" in row["at"]} > {
        "not_ready",
        "closed",
    }


def whole_day(day: Collecting) -> list[dict[str, Any]]:
    """A collection that fails, is taken back and succeeds, and a delivery that fails and succeeds."""
    collected = day.collected
    return [
        day.event("duty.start", 0),
        day.event("route.load", 1),
        day.event("collection.fail", 10, collected, reason="not_ready"),
        day.event("collection.reopen", 12, collected),
        day.event("collection.succeed", 15, collected),
        day.event("attempt.fail", 20, collected, reason="recipient_absent"),
        day.event("attempt.succeed", 25, day.by_hub),
        day.event("attempt.succeed", 30, collected),
        day.event("hub.return", 40),
        day.event("duty.end", 45),
    ]


@settings(
    max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 2**32), size=st.integers(1, 5))
def test_however_late_and_mixed_it_is_told_the_end_is_the_same(
    client: TestClient, seed: int, size: int
) -> None:
    with clock.fixed(local(18)):
        day = set_out(make_organisation("operator"))
        events = whole_day(day)
        mixed = [*events, *events[2:5]]
        random.Random(seed).shuffle(mixed)
        for first in range(0, len(mixed), size):
            day.phone.send(client, *mixed[first : first + size])
    assert day.state() == {
        "status": "delivered", "collected": True, "custody": "delivered", "tasks": ("succeeded", "succeeded"),
        "failures": 1, "route": "completed",
    }  # fmt: skip


def test_what_its_sender_brings_to_the_hub_starts_there(client: TestClient, operator: Organisation) -> None:
    with clock.fixed(local(5)):
        hub = make_hub_day(operator, orders=1, crews=1, **collected_at(SHOP))
        (order_id,) = hub.orders
        hub.receive()
        plan_id = hub.plan()
    with operator.session() as db:
        assert not get_order(db, order_id).awaits_collection
        (route,) = hub.routes(plan_id)
        kinds = [stop.stop.kind for stop in sheet_of(db, route.id).stops]
        assert kinds == ["start", "delivery", "end"]
        assert not release(db, plan_id, by="person:1", network_of=on_the_grid).blocked


def test_a_plan_made_before_that_is_out_of_date(operator: Organisation) -> None:
    with clock.fixed(local(5)):
        hub = make_hub_day(operator, orders=1, crews=1, **collected_at(SHOP))
        plan_id = hub.plan()
    hub.receive()
    with operator.session() as db:
        (blocked,) = release(db, plan_id, by="person:1", network_of=on_the_grid).blocked
    assert blocked.code == "plan_outdated"
    assert "collected elsewhere than when it was planned" in blocked.detail


def test_a_route_with_a_collection_goes_to_another_shift_in_the_same_order(operator: Organisation) -> None:
    hub = make_hub_day(operator, orders=1, crews=2, **collected_at(SHOP))
    with clock.fixed(local(5)):
        plan_id = hub.plan()
        (route,) = hub.routes(plan_id)
        free = next(crew for crew in hub.crews if crew.shift.id != route.shift_id)
        with operator.session() as db:
            reassign(db, route.id, free.shift.id, network_of=on_the_grid)
            sheet = sheet_of(db, route.id)
    told = [(stop.stop.kind, task.kind) for stop in sheet.stops for task in stop.tasks]
    assert told == [("collect", "collect"), ("delivery", "dropoff")]
    assert sheet.route.shift_id == free.shift.id


def test_a_cancelled_order_takes_both_its_stops_off_the_route(day: Collecting) -> None:
    with day.hub.operator.session() as db:
        cancel(db, day.collected)
    assert day.state()["tasks"] == ("cancelled", "cancelled")
    with day.hub.operator.session() as db:
        assert [stop.stop.state for stop in sheet_of(db, day.phone.route_id).stops].count("skipped") >= 1
