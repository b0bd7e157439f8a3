"""The recipient's page: this one order, only what concerns it, and no hint to those without a link."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.core.geo import LonLat, great_circle_m
from pannier.driving.pins import pin_of
from pannier.tracking import on_duty
from pannier.tracking.links import link_for
from pannier.tracking.models import StopEta
from pannier.tracking.rider_view import rounded_to_grid
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day


def path_of(day: Day, order: int) -> str:
    with day.operator.session() as db:
        url = link_for(db, day.orders[order])
    return url[url.index("/t/") :]


def state(client: TestClient, day: Day, order: int) -> dict[str, Any]:
    answer = client.get(f"{path_of(day, order)}/state")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def drive(client: TestClient, day: Day, *events: dict[str, Any]) -> None:
    day.send(client, day.event("duty.start", 0), day.event("route.load", 1), *events)
    day.operator.read_events("eta", "tracking")
    on_duty.forget()


def tell_position(
    client: TestClient, day: Day, minute: float, lon: float = 7.4242, lat: float = 43.7351
) -> None:
    body = {"points": [{"device_time": at_minute(minute).isoformat(), "lon": lon, "lat": lat}]}
    assert client.post("/v1/positions", json=body, headers=day.headers).status_code == 200


def test_a_planned_order_shows_its_window(client: TestClient, day: Day):
    shown = state(client, day, 0)
    assert shown["phase"] == "planned"
    assert shown["window"]["start"].startswith("2026-03-10T07:00")
    page = client.get(path_of(day, 0))
    assert page.status_code == 200
    assert "08:00" in page.text
    assert "12:00" in page.text


def test_phases_follow_the_parcel(client: TestClient, day: Day):
    drive(client, day)
    assert (state(client, day, 0)["phase"], state(client, day, 1)["phase"]) == ("next", "on_the_way")
    assert (state(client, day, 1)["stops_before"], state(client, day, 2)["stops_before"]) == (1, 2)
    day.send(client, day.event("attempt.succeed", 11, order=0, data={"name": "Ana"}))
    assert state(client, day, 0)["phase"] == "delivered"
    assert state(client, day, 1)["phase"] == "next"


def test_a_failed_attempt_says_why_and_what_comes_next(client: TestClient, day: Day):
    drive(client, day, day.event("attempt.fail", 11, order=0, data={"reason": "recipient_absent"}))
    shown = state(client, day, 0)
    assert shown["phase"] == "attempted"
    assert shown["failure"]["label"] == "Nobody at home"
    assert "We try again on Wednesday 11 March" in client.get(path_of(day, 0)).text


def test_the_rider_is_seen_only_on_the_leg_to_you(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(5))
    drive(client, day)
    tell_position(client, day, 4)
    assert state(client, day, 0)["rider"] is not None
    assert state(client, day, 1)["rider"] is None
    assert state(client, day, 2)["rider"] is None


def test_the_rider_vanishes_with_the_delivery(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(12))
    drive(client, day)
    tell_position(client, day, 11)
    day.send(
        client,
        day.event("stop.arrive", 10, stop_id=str(day.stops[0])),
        day.event("attempt.succeed", 11.5, order=0),
    )
    assert state(client, day, 0)["rider"] is None
    # The next recipient does not see positions at the door of the one before.
    day.send(client, day.event("stop.arrive", 11.8, stop_id=str(day.stops[0])))
    assert "rider" in state(client, day, 1)


def test_positions_of_the_leg_before_are_not_shown(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(12))
    drive(client, day)
    tell_position(client, day, 8)
    arrived = day.event("stop.arrive", 10, stop_id=str(day.stops[0]))
    day.send(client, arrived, day.event("attempt.succeed", 11.5, order=0))
    assert state(client, day, 1)["phase"] == "next"
    assert state(client, day, 1)["rider"] is None


def test_the_rider_is_seen_a_quarter_of_a_minute_late(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(5))
    drive(client, day)
    tell_position(client, day, 4.9)
    assert state(client, day, 0)["rider"] is None
    now.advance(seconds=15)
    assert state(client, day, 0)["rider"] is not None


def test_a_time_that_has_passed_is_not_expected_any_more(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(5))
    drive(client, day)
    tell_position(client, day, 5)
    assert state(client, day, 0)["eta"] is not None
    now.move_to(at_minute(35))
    shown = state(client, day, 0)
    assert (shown["phase"], shown["eta"]) == ("next", None)
    assert "last heard from about 30 minutes ago" in shown["later"]
    page = client.get(path_of(day, 0)).text
    assert "Later than expected" in page
    assert "Expected Tuesday" not in page


def test_the_past_of_an_interval_is_cut_off(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(5))
    drive(client, day)
    now.move_to(at_minute(14))
    eta = state(client, day, 0)["eta"]
    assert eta["early"] == eta["at"] == state(client, day, 0)["now"]
    assert eta["late"] > eta["at"]


def test_who_is_next_gets_a_time_though_none_is_stored(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(5))
    drive(client, day)
    with day.operator.session() as db:
        db.execute(delete(StopEta))
    assert state(client, day, 0)["eta"] is not None
    assert state(client, day, 1)["eta"] is None


def test_who_is_next_keeps_a_time_when_the_rider_arrives(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(11))
    drive(client, day, day.event("stop.arrive", 10.5, stop_id=str(day.stops[0])))
    assert state(client, day, 0)["eta"]["at"] == state(client, day, 0)["now"]


def test_a_pickup_has_no_step_of_loading(client: TestClient, operator: Organisation):
    day = make_day(operator, kind_of_order="return")
    page = client.get(path_of(day, 0)).text
    assert "Loaded" not in page
    assert page.count("</li>") == 3


def test_who_handed_over_a_pickup_is_thanked_and_not_named_as_a_customer(
    client: TestClient, operator: Organisation
):
    day = make_day(operator, kind_of_order="return")
    drive(client, day, day.event("attempt.succeed", 10, order=0, data={"code": "picked_up_from_customer"}))
    page = client.get(path_of(day, 0)).text
    assert "<p>Picked up. Thank you.</p>" in page
    assert "customer" not in page


def test_a_position_is_rounded_to_fifty_metres():
    door = LonLat(7.424213, 43.735127)
    shown = rounded_to_grid(door)
    assert shown != door
    assert great_circle_m(door, shown) <= 36
    assert rounded_to_grid(LonLat(7.424214, 43.735128)) == shown


@pytest.mark.usefixtures("monaco_installed")
def test_the_ground_of_the_map_is_named_only_on_the_leg_to_you(client: TestClient, day: Day):
    assert "data-ground" not in client.get(path_of(day, 0)).text
    drive(client, day)
    assert "/map/monaco.pmtiles?v=" in client.get(path_of(day, 0)).text
    assert "data-ground" not in client.get(path_of(day, 1)).text
    day.send(client, day.event("attempt.succeed", 11, order=0, data={"name": "Ana"}))
    assert "data-ground" not in client.get(path_of(day, 0)).text
    assert "data-ground" in client.get(path_of(day, 1)).text


@pytest.mark.usefixtures("monaco_installed")
def test_the_ground_of_the_map_is_read_without_sign_in(client: TestClient):
    part = client.get("/map/monaco.pmtiles", headers={"Range": "bytes=0-6"})
    assert (part.status_code, part.content) == (206, b"PMTiles")


def test_the_page_names_neither_recipient_nor_address(client: TestClient, day: Day):
    drive(client, day)
    page = client.get(path_of(day, 0)).text
    for private in ("Rossi", "Grimaldi", "98000", "99112233", "Second floor"):
        assert private not in page


def test_the_page_works_without_script_and_asks_nobody_else(client: TestClient, day: Day):
    drive(client, day)
    answer = client.get(path_of(day, 0))
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert "http://" not in answer.text.replace("http://www.w3.org", "")
    # The one link that leads away is the licence's, on the map.
    assert "https://" not in answer.text.replace("https://www.openstreetmap.org/copyright", "")
    assert len(answer.content) < 15_000
    assert "Rider" in answer.text


def test_unknown_and_expired_links_look_alike(client: TestClient, day: Day, now: clock.Fixed):
    path = path_of(day, 0)
    now.advance(days=30)
    expired, unknown = client.get(path), client.get("/t/AAAAAAAAAAAAAAAAAAAAAA")
    assert (
        (expired.status_code, expired.content)
        == (unknown.status_code, unknown.content)
        == (404, unknown.content)
    )
    states = [client.get(f"{one}/state").json() for one in (path, "/t/AAAAAAAAAAAAAAAAAAAAAA")]
    assert [one["code"] for one in states] == ["link_not_found"] * 2
    assert states[0]["detail"] == states[1]["detail"]
    assert client.get("/t/AAAAAAAAAAAAAAAAAAAAAA/stream").status_code == 404


def test_a_link_ends_a_week_after_the_delivery(client: TestClient, day: Day, now: clock.Fixed):
    path = path_of(day, 0)
    drive(client, day, day.event("attempt.succeed", 11, order=0))
    now.advance(days=6)
    assert client.get(path).status_code == 200
    now.advance(days=2)
    assert client.get(path).status_code == 404


def test_the_token_has_128_bits_and_is_stored_as_a_hash(client: TestClient, day: Day):
    token = path_of(day, 0).removeprefix("/t/")
    assert len(token) == 22
    assert path_of(day, 0) == path_of(day, 0)
    assert path_of(day, 0) != path_of(day, 1)


def test_only_who_may_read_the_order_gets_its_link(client: TestClient, day: Day, stranger: Organisation):
    address = f"/v1/orders/{day.orders[0]}/tracking-link"
    assert client.get(address, headers=day.operator.headers()).json()["url"].endswith(path_of(day, 0))
    assert client.get(address, headers=stranger.headers()).status_code == 404
    assert client.get(address, headers=day.headers).status_code == 403


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def proven(client: TestClient, day: Day) -> str:
    """A delivered order with a photo; returns the photo's address on the page."""
    delivered = day.event("attempt.succeed", 11, order=0)
    drive(client, day, delivered)
    fields = {
        "event_id": delivered["id"],
        "order_id": str(day.orders[0]),
        "kind": "photo",
        "sha256": hashlib.sha256(photo()).hexdigest(),
        "captured_at": at_minute(11).isoformat(),
    }
    answer = client.post(
        "/v1/rider/proofs", data=fields, files={"file": ("p.jpg", photo())}, headers=day.headers
    )
    assert answer.status_code == 201, answer.text
    url: str = state(client, day, 0)["proof"]["photo_url"]
    return url


def test_the_recipient_sees_the_photo_of_the_delivery(client: TestClient, proven: str):
    answer = client.get(proven)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")


def test_another_recipient_does_not_see_the_photo(client: TestClient, day: Day, proven: str):
    proof_id = proven.rpartition("/")[2]
    assert client.get(f"{path_of(day, 1)}/photo/{proof_id}").status_code == 404


def test_the_pin_is_shown_where_the_order_asks_for_one(client: TestClient, operator: Organisation):
    day = make_day(operator, orders=1, proof={"pin": "required"})
    pin = pin_of(operator.org_id, day.orders[0])
    assert state(client, day, 0)["pin"] == pin
    assert pin in client.get(path_of(day, 0)).text
    drive(client, day, day.event("attempt.succeed", 11, order=0, data={"pin": pin}))
    assert state(client, day, 0)["pin"] is None


def test_times_are_the_hubs(client: TestClient, day: Day):
    assert state(client, day, 0)["zone"] == "Europe/Monaco"
    assert timedelta(hours=1) == at_minute(0).utcoffset()
