"""The rider's day: complete enough to work without network."""

from datetime import timedelta

from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.driving.models import RiderEvent
from pannier.fleet.vehicles import get_vehicle
from pannier.planning.models import Stop
from pannier.planning.queries import get_route, sheet_of
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day


def today(client: TestClient, day: Day):
    answer = client.get("/v1/rider/today", headers=day.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_day_holds_all_that_is_needed_at_the_door(
    client: TestClient, operator: Organisation, evening: clock.Fixed
):
    evening.move_to(at_minute(-30))
    day = make_day(operator, orders=2, proof={"pin": "required"})
    shown = today(client, day)
    assert shown["rider"]["name"] == "Rider One"
    assert (shown["vehicle"]["kind"], shown["duty"]["on"]) == ("cargo_bike", False)
    assert shown["route"]["state"] == "released"
    kinds = [stop["kind"] for stop in shown["route"]["stops"]]
    assert kinds == ["start", "delivery", "delivery", "end"]
    (order,) = shown["route"]["stops"][1]["orders"]
    assert order["address"] == "Rue Grimaldi 1, 98000 Monaco"
    assert order["access_notes"] == "Second floor"
    assert order["phone_masked"] == "•••• 33"
    assert order["proof"] == {"photo": "optional", "signature": "off", "pin": "required", "name": "optional"}
    assert len(order["pin_check"]["hash"]) == 64
    assert order["parcels"][0]["custody"] == "received"
    assert {reason["code"] for reason in shown["failure_reasons"]} >= {"recipient_absent", "other"}
    assert shown["clock"]["now"]


def test_a_door_on_foot_is_told(client: TestClient, operator: Organisation, evening: clock.Fixed):
    evening.move_to(at_minute(-30))
    day = make_day(operator, orders=2)
    with operator.session() as db:
        last = sheet_of(db, day.route_id).stops[2].stop
        db.get_one(Stop, last.id).walk_s = 75
    assert [stop["walk_s"] for stop in today(client, day)["route"]["stops"]] == [0, 0, 75, 0]


def test_the_day_follows_what_was_told(client: TestClient, day: Day, evening: clock.Fixed):
    evening.move_to(at_minute(25))
    day.send(
        client,
        day.event("duty.start", -5, data={"battery_pct": 80}),
        day.event("route.load", 0),
        day.event("stop.arrive", 10, stop_id=str(day.stops[0])),
        day.event("attempt.succeed", 11, order=0),
        day.event("break.start", 20),
    )
    shown = today(client, day)
    assert shown["duty"] == {"on": True, "on_break": True, "started_at": shown["duty"]["started_at"]}
    assert shown["vehicle"]["charge_pct"] == 80
    assert shown["route"]["state"] == "in_progress"
    assert [stop["state"] for stop in shown["route"]["stops"][1:4]] == ["done", "pending", "pending"]
    assert shown["route"]["stops"][1]["orders"][0]["outcome"] == "succeeded"
    assert 0 < shown["route"]["left_m"] < shown["route"]["distance_m"]


def test_spare_batteries_are_those_that_still_wait_at_the_hub(
    client: TestClient, day: Day, evening: clock.Fixed
):
    evening.move_to(at_minute(60))
    with day.operator.session() as db:
        get_vehicle(db, day.crew.vehicle.id).spare_batteries = 2
    assert today(client, day)["vehicle"]["spare_batteries"] == 2
    for minute, left in ((20, 1), (40, 0), (50, 0)):
        day.send(client, day.event("battery.swap", minute, route_id=str(day.route_id)))
        assert today(client, day)["vehicle"]["spare_batteries"] == left
    with day.operator.session() as db:
        for swap in db.scalars(select(RiderEvent).where(RiderEvent.type == "battery.swap")):
            swap.at -= timedelta(days=1)
    assert today(client, day)["vehicle"]["spare_batteries"] == 2


def test_a_route_that_is_done_is_not_one_that_is_still_to_come(client: TestClient, day: Day):
    assert today(client, day)["routes_done"] == 0
    with day.operator.session() as db:
        get_route(db, day.route_id).state = "completed"
    shown = today(client, day)
    assert (shown["route"], shown["routes_done"]) == (None, 1)


def test_only_riders_have_a_day(client: TestClient, day: Day):
    assert client.get("/v1/rider/today", headers=day.operator.headers("dispatcher")).status_code == 403
    token = day.operator.sign_in_new("rider")
    answer = client.get("/v1/rider/today", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_rider")


def test_everybody_signed_in_reads_the_reasons(client: TestClient, day: Day):
    shown = client.get("/v1/failure-reasons", headers=day.headers).json()
    assert {"code": "other", "text_required": True}.items() <= next(
        reason for reason in shown["failure_reasons"] if reason["code"] == "other"
    ).items()
    assert any(code["code"] == "delivered_to_mailbox" for code in shown["success_codes"])
