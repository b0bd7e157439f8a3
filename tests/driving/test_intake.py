"""What a phone tells: applied once, at the time it happened, whatever the order of telling."""

import uuid

from starlette.testclient import TestClient

from pannier.driving.queries import attempts_of, list_rounds
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import get_order
from pannier.planning.queries import get_route, get_stop
from tests.support.fleet_days import DAY
from tests.support.rounds import Day, at_minute, make_day


def states(results: list[dict[str, object]]) -> list[object]:
    return [result["state"] for result in results]


def whole_day(day: Day) -> list[dict[str, object]]:
    """The usual day: two delivered, one failed, back at the hub."""
    return [
        day.event("duty.start", -10),
        day.event("route.load", 0),
        day.event("stop.arrive", 10, stop_id=str(day.stops[0])),
        day.event("attempt.succeed", 11, order=0, data={"name": "Ana"}),
        day.event("stop.arrive", 20, stop_id=str(day.stops[1])),
        day.event("attempt.fail", 22, order=1, data={"reason": "recipient_absent"}),
        day.event("stop.arrive", 30, stop_id=str(day.stops[2])),
        day.event("attempt.succeed", 31, order=2),
        day.event("hub.return", 40),
        day.event("duty.end", 45),
    ]


def test_a_whole_day_told_at_once_moves_everything(client: TestClient, day: Day):
    assert states(day.send(client, *whole_day(day))) == ["applied"] * 10
    with day.operator.session() as db:
        assert [get_order(db, id).status for id in day.orders] == [
            "delivered",
            "reattempt_scheduled",
            "delivered",
        ]
        assert get_route(db, day.route_id).state == "completed"
        assert get_stop(db, day.stops[0]).arrived_at == at_minute(10)
        custody = custody_of_orders(db, day.orders)
        assert [custody[id][0].state for id in day.orders] == ["delivered", "back", "delivered"]
        (round_,) = list_rounds(db, hub_id=day.hub_id, service_date=DAY)
        assert (round_.started_at, round_.ended_at) == (at_minute(0), at_minute(40))


def test_event_times_are_the_phones_not_the_uploads(client: TestClient, day: Day):
    day.send(client, *whole_day(day))
    with day.operator.session() as db:
        (attempt,) = attempts_of(db, day.orders[0])
    assert attempt.at == at_minute(11)
    assert attempt.received_at > attempt.at
    (told,) = [e for e in day.operator.events("attempt.succeeded") if e["order_id"] == str(day.orders[0])]
    assert told["device_time"] == at_minute(11).astimezone(attempt.at.tzinfo).isoformat().replace(
        "+00:00", "Z"
    )


def test_the_same_event_again_is_a_duplicate(client: TestClient, day: Day):
    load = day.event("route.load", 0)
    delivered = day.event("attempt.succeed", 11, order=0)
    day.send(client, load, delivered)
    assert states(day.send(client, delivered, load)) == ["duplicate", "duplicate"]
    assert len(day.operator.events("attempt.succeeded")) == 1


def test_delivered_stays_delivered_when_a_second_phone_says_failed(client: TestClient, day: Day):
    day.send(client, day.event("attempt.succeed", 11, order=0), device="a")
    late = day.event("attempt.fail", 15, order=0, data={"reason": "closed"})
    (result,) = day.send(client, late, device="b")
    assert (result["state"], result["code"]) == ("conflict", "already_delivered")
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).status == "delivered"
        assert [view.conflict for view in attempts_of(db, day.orders[0])] == [None, "already_delivered"]


def test_a_failure_told_after_the_later_delivery_does_not_undo_it(client: TestClient, day: Day):
    day.send(client, day.event("attempt.succeed", 30, order=0))
    day.send(client, day.event("attempt.fail", 11, order=0, data={"reason": "closed"}))
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).status == "delivered"
        assert [view.outcome for view in attempts_of(db, day.orders[0])] == ["failed", "succeeded"]
    told = [e["type"] for e in day.operator.events("attempt.succeeded", "attempt.reopened", "attempt.failed")]
    assert told[-1] == "attempt.succeeded"


def test_a_rider_takes_an_outcome_back_and_ends_it_otherwise(client: TestClient, day: Day):
    day.send(
        client,
        day.event("route.load", 0),
        day.event("attempt.succeed", 11, order=0),
        day.event("attempt.reopen", 12, order=0),
        day.event("attempt.fail", 13, order=0, data={"reason": "refused"}),
    )
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).status == "returning"
        assert custody_of_orders(db, day.orders[:1])[day.orders[0]][0].state == "loaded"
    told = [e["type"] for e in day.operator.events("attempt.succeeded", "attempt.reopened", "attempt.failed")]
    assert told == ["attempt.succeeded", "attempt.reopened", "attempt.failed"]


def test_a_rider_who_reopens_too_late_is_told_so(client: TestClient, day: Day):
    day.send(client, day.event("attempt.succeed", 11, order=0))
    (result,) = day.send(client, day.event("attempt.reopen", 40, order=0))
    assert (result["state"], result["code"]) == ("conflict", "too_late")


def test_some_parcels_make_a_partial_delivery(client: TestClient, operator):
    day = make_day(operator, orders=1, parcels=2)
    day.send(
        client,
        day.event("route.load", 0),
        day.event(
            "attempt.succeed", 11, order=0, data={"delivered_parcels": day.barcodes[:1], "reason": "damaged"}
        ),
    )
    with operator.session() as db:
        assert get_order(db, day.orders[0]).status == "partially_delivered"
        places = {place.barcode: place.state for place in custody_of_orders(db, day.orders)[day.orders[0]]}
    assert places == {day.barcodes[0]: "delivered", day.barcodes[1]: "loaded"}


def test_a_stop_may_hold_several_outcomes(client: TestClient, day: Day):
    first = day.event("attempt.succeed", 11, order=0)
    second = day.event("attempt.fail", 11, order=1, data={"reason": "refused"})
    second["stop_id"] = first["stop_id"]
    assert states(day.send(client, first, second)) == ["applied", "applied"]


def test_a_spoilt_event_names_its_field_and_holds_up_no_other(client: TestClient, day: Day):
    spoilt = day.event("attempt.succeed", 11, order=0) | {"device_time": "yesterday"}
    good = day.event("attempt.succeed", 12, order=1)
    first, second = day.send(client, spoilt, good)
    assert (first["state"], second["state"]) == ("rejected", "applied")
    assert "/device_time" in first["detail"]
    assert first["id"] == spoilt["id"]


def test_poison_is_rejected_with_the_field_that_is_wrong(client: TestClient, day: Day):
    cases = [
        (day.event("attempt.fail", 1, order=0, data={"reason": "moon"}), "/data/reason"),
        (day.event("attempt.fail", 1, order=0, data={}), "/data"),
        (day.event("attempt.fail", 1, order=0, data={"reason": "other"}), "/data/text"),
        (day.event("attempt.succeed", 1), "/order_id"),
        (day.event("stop.arrive", 1, lon=999), "/lon"),
        (day.event("fly.away", 1), "/type"),
        (day.event("charge.report", 1, data={"charge_pct": 140}), "/data/charge_pct"),
        (day.event("stop.arrive", 1, stop_id=str(uuid.uuid4())), "Stop"),
        (day.event("attempt.succeed", 1, order_id=str(uuid.uuid4())), "Order"),
        (day.event("duty.start", 1) | {"device_time": "2026-03-02T08:00:00"}, "/device_time"),
        (day.event("duty.start", 1, data={"colour": "red"}), "/data"),
    ]
    results = day.send(client, *[event for event, _ in cases])
    for result, (event, place) in zip(results, cases, strict=True):
        assert result["state"] == "rejected", event
        assert place in result["detail"], result


def test_a_body_that_is_no_batch_names_its_place(client: TestClient, day: Day):
    answer = client.post("/v1/rider/events", json={"events": "all"}, headers=day.headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/events"


def test_only_a_rider_tells_events(client: TestClient, day: Day):
    body = {"events": [day.event("duty.start", 0)]}
    assert (
        client.post("/v1/rider/events", json=body, headers=day.operator.headers("dispatcher")).status_code
        == 403
    )
    assert client.post("/v1/rider/events", json=body).status_code == 401


def test_an_order_of_another_organisation_is_unknown(client: TestClient, day: Day, stranger):
    theirs = make_day(stranger, orders=1)
    (result,) = day.send(client, day.event("attempt.succeed", 1, order_id=str(theirs.orders[0])))
    assert (result["state"], result["code"]) == ("rejected", "order_not_found")


def test_an_outcome_for_a_route_that_moved_to_another_rider_is_kept_and_reported(
    client: TestClient, day: Day
):
    other = make_day(day.operator, orders=1, name="Two")
    (result,) = day.send(client, day.event("attempt.succeed", 11, order_id=str(other.orders[0])))
    assert (result["state"], result["code"]) == ("conflict", "moved_away")
    with day.operator.session() as db:
        assert get_order(db, other.orders[0]).status == "delivered"


def test_a_wrong_clock_is_marked_and_both_times_are_kept(client: TestClient, day: Day):
    broken = day.event("attempt.succeed", 11, order=0) | {"device_time": "1970-01-01T00:00:09+00:00"}
    day.send(client, broken)
    with day.operator.session() as db:
        (attempt,) = attempts_of(db, day.orders[0])
    assert attempt.clock_suspect
    assert attempt.device_time.year == 1970
    assert attempt.at == attempt.received_at


def test_a_known_offset_mends_the_time(client: TestClient, day: Day):
    ahead = day.event("attempt.succeed", 11 + 180, order=0) | {"offset_s": -180 * 60}
    day.send(client, ahead)
    with day.operator.session() as db:
        (attempt,) = attempts_of(db, day.orders[0])
    assert attempt.at == at_minute(11)
    assert attempt.device_time == at_minute(191)
