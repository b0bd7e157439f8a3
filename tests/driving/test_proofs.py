"""Proofs: kept sealed without EXIF, in any order with their attempt, and missed where they were required."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.driving.photos import clean_photo, clean_signature
from pannier.driving.pins import pin_check, pin_of
from pannier.driving.problems import NotAnImage
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><path d="M10 10 L20 30"/></svg>'


def photo(shade: int = 100, size: tuple[int, int] = (80, 60)) -> bytes:
    """A picture with EXIF: a place and a device."""
    out = io.BytesIO()
    image = Image.new("RGB", size, (shade, 80, 90))
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(client: TestClient, day: Day, event: dict[str, Any], content: bytes, **values: Any) -> Any:
    fields = {
        "event_id": event["id"],
        "order_id": event["order_id"],
        "kind": "photo",
        "sha256": hashlib.sha256(content).hexdigest(),
        "captured_at": event["device_time"],
    }
    return client.post(
        "/v1/rider/proofs", data=fields | values, files={"file": ("p.jpg", content)}, headers=day.headers
    )


def attempts(client: TestClient, day: Day, n: int = 0) -> Any:
    answer = client.get(f"/v1/orders/{day.orders[n]}/attempts", headers=day.operator.headers())
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_photo_is_kept_without_exif(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    assert b"SecretPhone" in photo()
    made = upload(client, day, event, photo())
    assert made.status_code == 201
    shown = client.get(made.json()["file_url"], headers=day.operator.headers())
    assert b"SecretPhone" not in shown.content
    # Turned upright as EXIF asked, which itself is gone.
    assert Image.open(io.BytesIO(shown.content)).size == (60, 80)


def test_a_photo_may_come_before_its_attempt(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    assert upload(client, day, event, photo()).status_code == 201
    assert day.operator.events("proof.added") == []
    day.send(client, event)
    assert [proof["kind"] for proof in attempts(client, day)[0]["proofs"]] == ["photo"]
    assert len(day.operator.events("proof.added")) == 1


def test_the_same_photo_again_is_one_proof(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    first, second = (upload(client, day, event, photo()).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert len(day.operator.events("proof.added")) == 1


def test_a_photo_that_was_made_later_is_marked_late(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    assert upload(client, day, event, photo()).json()["late"] is False
    later = upload(client, day, event, photo(200), captured_at=at_minute(90).isoformat())
    assert later.json()["late"] is True


def test_a_damaged_upload_is_refused(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    answer = upload(client, day, event, photo(), sha256="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "sha256_mismatch")
    answer = upload(client, day, event, b"not a picture")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_an_image")
    assert answer.json()["errors"][0]["pointer"] == "/file"


def test_an_attempt_has_at_most_ten_photos(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    codes = [upload(client, day, event, photo(20 * shade)).status_code for shade in range(11)]
    assert codes == [201] * 10 + [409]


def test_a_photo_of_another_order_is_not_attached(client: TestClient, day: Day):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    answer = upload(client, day, event, photo(), order_id=str(day.orders[1]))
    assert (answer.status_code, answer.json()["code"]) == (409, "proof_of_other_order")


def test_others_see_no_proof(client: TestClient, day: Day, stranger: Organisation):
    event = day.event("attempt.succeed", 11, order=0)
    day.send(client, event)
    url = upload(client, day, event, photo()).json()["file_url"]
    assert client.get(url, headers=stranger.headers()).status_code == 404
    assert client.get(url, headers=day.headers).status_code == 403
    assert client.get(url).status_code == 401
    assert client.get(f"/v1/orders/{day.orders[0]}/attempts", headers=stranger.headers()).status_code == 404


def test_a_required_photo_that_is_missing_marks_the_attempt_until_it_comes(client: TestClient, operator):
    day = make_day(operator, orders=1, proof={"photo": "required"})
    event = day.event("attempt.succeed", 11, order=0)
    assert day.send(client, event)[0]["state"] == "applied"
    assert attempts(client, day)[0]["proof_missing"] == ["photo"]
    address = f"/v1/driving/exceptions?hub_id={day.hub_id}&date=2026-03-10"
    (odd,) = client.get(address, headers=operator.headers()).json()
    assert (odd["kind"], odd["order_id"]) == ("proof_missing", str(day.orders[0]))
    upload(client, day, event, photo())
    assert attempts(client, day)[0]["proof_missing"] == []
    assert client.get(address, headers=operator.headers()).json() == []


def test_a_failure_needs_the_photo_of_its_reason_and_no_signature(client: TestClient, operator):
    day = make_day(operator, orders=1, proof={"signature": "required"})
    day.send(client, day.event("attempt.fail", 11, order=0, data={"reason": "recipient_absent"}))
    assert attempts(client, day)[0]["proof_missing"] == ["photo"]


def test_the_right_pin_proves_and_a_wrong_one_does_not(client: TestClient, operator):
    day = make_day(operator, orders=2, proof={"pin": "required"})
    right = pin_of(operator.org_id, day.orders[0])
    wrong = f"{(int(pin_of(operator.org_id, day.orders[1])) + 1) % 10_000:04d}"
    day.send(
        client,
        day.event("attempt.succeed", 11, order=0, data={"pin": right}),
        day.event("attempt.succeed", 21, order=1, data={"pin": wrong, "pin_tries": 5}),
    )
    (good,), (bad,) = attempts(client, day, 0), attempts(client, day, 1)
    assert (good["proof_missing"], good["proofs"][0]["verified"]) == ([], True)
    assert (bad["proof_missing"], bad["proofs"][0]["verified"]) == (["pin"], False)


def test_pins_are_four_digits_and_differ_by_order(operator: Organisation, day: Day):
    pins = {pin_of(operator.org_id, order) for order in day.orders}
    assert all(len(pin) == 4 and pin.isdigit() for pin in pins)
    assert len(pins) > 1
    assert pin_check(operator.org_id, day.orders[0]) == pin_check(operator.org_id, day.orders[0])


def test_names_are_kept_sealed_and_shown(client: TestClient, day: Day):
    day.send(client, day.event("attempt.succeed", 11, order=0, data={"name": "Marie Curie"}))
    assert attempts(client, day)[0]["proofs"][0]["name"] == "Marie Curie"
    assert "Curie" not in str(day.operator.events())


def test_large_pictures_are_made_smaller():
    clean = clean_photo(photo(size=(4000, 3000)))
    assert max(Image.open(io.BytesIO(clean.content)).size) == 1600


def test_a_signature_keeps_nothing_but_its_strokes():
    evil = SVG.replace(b"<path", b'<script>alert(1)</script><a href="x"/><path onload="x()"')
    clean = clean_signature(evil)
    assert clean.suffix == ".svg"
    assert b"M10 10 L20 30" in clean.content
    for gone in (b"script", b"alert", b"onload", b"href"):
        assert gone not in clean.content


@pytest.mark.parametrize(
    "bad",
    [
        b"<svg></svg>",
        b"<svg><path d='javascript:1'/></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg><path d="M0 0"/></svg>',
        b"<svg><path d='M0 0'",
        b"GIF89a",
    ],
)
def test_what_is_no_signature_is_refused(bad: bytes):
    with pytest.raises(NotAnImage):
        clean_signature(bad)


def test_the_clock_stands_in_the_evening(evening: clock.Fixed):
    assert evening.at > at_minute(0)
