"""Scans: every one is kept, none is believed against the facts, and refusals say where a parcel belongs."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.hub.queries import custody_of_orders, missing_parcels
from pannier.orders.queries import get_order
from tests.support.fleets import make_hub
from tests.support.rounds import Day, at_minute, make_day


def scan(client: TestClient, day: Day, action: str, minute: float = -40, **values: Any) -> Any:
    body: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "action": action,
        "hub_id": str(day.hub_id),
        "device_time": at_minute(minute).isoformat(),
    }
    return client.post("/v1/scans", json=body | values, headers=day.operator.headers("hub_staff"))


def place(client: TestClient, day: Day, n: int = 0) -> Any:
    return client.get(f"/v1/parcels/{day.barcodes[n]}", headers=day.operator.headers()).json()


def test_a_parcel_walks_from_expected_to_loaded(client: TestClient, day: Day):
    assert scan(client, day, "receive", -50, barcode=day.barcodes[0]).json()["applied"] == 1
    scan(client, day, "sort", -45, barcode=day.barcodes[0])
    scan(client, day, "load", -40, barcode=day.barcodes[0], route_id=str(day.route_id))
    shown = place(client, day)
    assert (shown["state"], shown["route_id"]) == ("loaded", str(day.route_id))
    assert [step["to_state"] for step in shown["history"]] == ["received", "sorted", "loaded"]
    told = [
        event["type"] for event in day.operator.events("parcel.received", "parcel.sorted", "parcel.loaded")
    ]
    assert told == ["parcel.received", "parcel.sorted", "parcel.loaded"]


def test_the_same_scan_again_answers_the_same_and_changes_nothing(client: TestClient, day: Day):
    again = {"id": str(uuid.uuid4()), "barcode": day.barcodes[0]}
    first, second = (scan(client, day, "receive", **again).json() for _ in range(2))
    assert first["results"] == second["results"]
    assert len(day.operator.events("parcel.received")) == 1


def test_a_parcel_that_nobody_received_is_received_by_loading_it(client: TestClient, day: Day):
    scan(client, day, "load", barcode=day.barcodes[0])
    assert [step["to_state"] for step in place(client, day)["history"]] == ["received", "loaded"]


def test_many_parcels_are_received_at_once_with_a_result_each(client: TestClient, day: Day):
    answer = scan(client, day, "receive", barcodes=[*day.barcodes, "000"]).json()
    assert (answer["applied"], answer["refused"]) == (3, 1)
    assert answer["results"][-1]["code"] == "parcel_unknown"


def test_a_parcel_is_listed_and_scanned_by_its_orders_reference(client: TestClient, day: Day):
    headers = day.operator.headers("hub_staff")
    [result] = scan(client, day, "receive", barcode=day.barcodes[0]).json()["results"]
    order = client.get(f"/v1/orders/{result['order_id']}", headers=headers).json()
    [listed] = client.get(f"/v1/hubs/{day.hub_id}/parcels", headers=headers).json()["items"]
    references = [result["reference"], listed["reference"], place(client, day)["reference"]]
    assert references == [order["reference"]] * 3


def test_an_unknown_barcode_is_named(client: TestClient, day: Day):
    answer = scan(client, day, "receive", barcode="(00)340123450000000017")
    assert (answer.status_code, answer.json()["code"]) == (404, "parcel_unknown")
    assert "340123450000000017" in answer.json()["detail"]


def test_a_parcel_of_another_route_says_whose_it_is(client: TestClient, day: Day):
    other = make_day(day.operator, orders=1, received=False, name="Ben")
    with day.operator.session() as db:
        order = db.get_one(type(get_order(db, other.orders[0])), other.orders[0])
        order.hub_id = day.hub_id
    answer = scan(client, day, "load", barcode=other.barcodes[0], route_id=str(day.route_id))
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_route")
    assert "Rider Ben" in answer.json()["detail"]
    assert other.barcodes[0] in answer.json()["detail"]


def test_a_parcel_of_another_hub_says_where_to_send_it(client: TestClient, day: Day):
    with day.operator.session() as db:
        elsewhere = make_hub(db, name="Fontvieille", code="FON").id
    answer = scan(client, day, "receive", barcode=day.barcodes[0], hub_id=str(elsewhere))
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_hub")
    assert "hub Port" in answer.json()["detail"]


def test_a_scan_that_cannot_be_true_is_refused_and_kept(client: TestClient, day: Day):
    answer = scan(client, day, "return", barcode=day.barcodes[0])
    assert (answer.status_code, answer.json()["code"]) == (409, "custody_step")


def test_refused_scans_of_a_batch_stay_in_the_history(client: TestClient, day: Day):
    scan(client, day, "return", barcodes=[day.barcodes[0]])
    assert [step["outcome"] for step in place(client, day)["history"]] == ["custody_step"]


def test_a_scan_told_late_does_not_undo_what_came_after(client: TestClient, day: Day):
    scan(client, day, "load", -40, barcode=day.barcodes[0])
    late = scan(client, day, "receive", -50, barcode=day.barcodes[0]).json()
    assert late["results"][0]["state"] == "late"
    assert place(client, day)["state"] == "loaded"


def test_a_scanner_whose_clock_cannot_be_right_does_not_disorder_the_history(client: TestClient, day: Day):
    scan(client, day, "lost", -45, barcode=day.barcodes[0])
    scan(client, day, "receive", device_time="1999-01-01T08:00:00+01:00", barcode=day.barcodes[0])
    assert [step["to_state"] for step in place(client, day)["history"]][-2:] == ["lost", "received"]


def test_a_delivery_is_no_scan_of_the_hub_and_the_answer_says_so(client: TestClient, day: Day):
    answer = scan(client, day, "deliver", barcode=day.barcodes[0])
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Deliveries are told by the rider's app")


def test_a_lost_parcel_is_found_by_scanning_it(client: TestClient, day: Day):
    scan(client, day, "lost", -45, barcode=day.barcodes[0])
    scan(client, day, "receive", -40, barcode=day.barcodes[0])
    assert place(client, day)["state"] == "received"


def test_returning_all_parcels_ends_a_refused_order(client: TestClient, day: Day):
    scan(client, day, "load", -40, barcode=day.barcodes[0])
    day.send(
        client,
        day.event("attempt.fail", -38, order=0, data={"reason": "refused"}),
        day.event("route.load", -39),
    )
    scan(client, day, "back", -35, barcode=day.barcodes[0])
    scan(client, day, "return", -31, barcode=day.barcodes[0])
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).status == "returned"


def test_unreceived_parcels_are_missing_for_the_release(client: TestClient, day: Day):
    scan(client, day, "receive", barcodes=day.barcodes[:2])
    with day.operator.session() as db:
        missing = missing_parcels(db, route_id=day.route_id)
    assert [(one.barcode, one.state) for one in missing] == [(day.barcodes[2], None)]
    day.operator.read_events("hub")
    with day.operator.session() as db:
        assert [one.state for one in missing_parcels(db, order_ids=day.orders)] == ["expected"]


def test_returns_have_nothing_to_be_received(client: TestClient, operator):
    day = make_day(operator, orders=1, received=False, kind_of_order="return")
    with operator.session() as db:
        assert missing_parcels(db, route_id=day.route_id) == []


def test_a_picked_up_parcel_is_aboard_and_comes_back(client: TestClient, operator, now):
    day = make_day(operator, orders=1, received=False, kind_of_order="return")
    now.move_to(at_minute(60))
    day.send(
        client,
        day.event("duty.start", -5),
        day.event("route.load", 0),
        day.event("attempt.succeed", 11, order=0),
    )
    with operator.session() as db:
        assert custody_of_orders(db, day.orders)[day.orders[0]][0].state == "loaded"


def test_the_parcels_of_a_hub_are_listed_and_counted(client: TestClient, day: Day):
    day.operator.read_events("hub")
    scan(client, day, "receive", barcode=day.barcodes[0])
    headers = day.operator.headers("hub_staff")
    address = f"/v1/hubs/{day.hub_id}/parcels"
    listed = client.get(f"{address}?date=2026-03-10&state=expected", headers=headers).json()["items"]
    assert sorted(one["barcode"] for one in listed) == sorted(day.barcodes[1:])
    counts = client.get(f"{address}/counts?date=2026-03-10", headers=headers).json()["counts"]
    assert (counts["expected"], counts["received"], counts["lost"]) == (2, 1, 0)


def test_only_who_may_scans(client: TestClient, day: Day, stranger):
    body = {
        "id": str(uuid.uuid4()),
        "action": "receive",
        "hub_id": str(day.hub_id),
        "barcode": day.barcodes[0],
    }
    body["device_time"] = at_minute(-40).isoformat()
    assert client.post("/v1/scans", json=body, headers=day.operator.headers("merchant")).status_code == 403
    assert client.post("/v1/scans", json=body, headers=stranger.headers("hub_staff")).status_code == 404
    assert client.get(f"/v1/parcels/{day.barcodes[0]}", headers=stranger.headers()).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"action": "fly"}, "/action"),
        ({"device_time": "2026-03-10T07:00:00"}, "/device_time"),
        ({"barcode": None}, "/"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_spoilt_scan_names_its_field(client: TestClient, day: Day, wrong: dict[str, Any], pointer: str):
    values = {"barcode": day.barcodes[0]} | wrong
    answer = scan(client, day, values.pop("action", "receive"), **values)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
