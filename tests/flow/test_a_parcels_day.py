"""A parcel's whole life through the HTTP API, on Monaco's real streets, with the real engine, mail and webhooks."""

from datetime import timedelta
from typing import Any

from pannier.core.geo import LonLat, great_circle_m
from pannier.emissions.verify import verify_export
from tests.support.story import DAY, Person, Phone, Story, at

DOOR = LonLat(7.4198055, 43.7354791)
"""Rue Grimaldi 34 as OpenStreetMap has it."""
LIFE = [
    "order.accepted", "order.located", "order.allocated", "order.planned", "parcel.loaded", "order.in_transit",
    "attempt.succeeded", "order.delivered", "delivery.charged", "emission.recorded",
]  # fmt: skip


def order(reference: str, line: str, number: str, **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "date": DAY.isoformat(),
        "address": {"line": line, "house_number": number, "postcode": "98000", "city": "Monaco"},
        "recipient": {
            "name": "Ana Rossi",
            "phone": "+377 99 11 22 33",
            "email": "ana.of.the.story@example.com",
        },
        "window": {"start": at("09:00").isoformat(), "end": at("11:00").isoformat()},
        "weight_kg": 3.2,
        "volume_l": 12,
    } | changes


def test_an_order_becomes_a_delivery_with_proof_price_and_emission(story: Story) -> None:
    shop, desk, phone = story.merchant("Librairie"), story.person("dispatcher"), story.rider("Ines")
    hook = shop.post("/v1/webhooks", {"url": story.receiver.url, "events": ["order.delivered"]})
    story.receiver.secret = hook["secret"]
    path = it_is_sent_located_and_allocated(story, shop, desk)
    it_is_planned_and_released(story, desk, path)
    link = it_is_on_its_way(story, desk, phone, path)
    it_is_handed_over(story, desk, phone, path)
    assert story.client.get(f"{link}/state").json()["phase"] == "delivered"
    recipient_and_shop_are_told(story)
    it_is_charged(shop, path)
    its_emissions_can_be_recomputed(shop, desk, path)
    the_day_is_reported(story, desk, path)


def it_is_sent_located_and_allocated(story: Story, shop: Person, desk: Person) -> str:
    order_id = shop.post("/v1/orders", order("A-1", "Rue Grimaldi", "34"))["id"]
    story.settle()
    found = desk.get(f"/v1/orders/{order_id}")
    assert (found["status"], found["carrier"]) == ("allocated", "own")
    assert found["address"]["match_precision"] == "house"
    assert great_circle_m(LonLat(found["lon"], found["lat"]), DOOR) <= 25
    return f"/v1/orders/{order_id}"


def it_is_planned_and_released(story: Story, desk: Person, path: str) -> None:
    plan = story.plan_and_release()
    assert (plan["checked"], plan["totals"]["planned"], plan["left_out"]) == (True, 1, [])
    assert desk.get(path)["status"] == "planned"
    (route,) = desk.get("/v1/routes", hub_id=story.ids["hub"], date=DAY.isoformat())
    assert route["distance_m"] > 200
    assert "between 09:00 and 11:00" in story.inbox("ana.of.the.story@example.com")[0].subject


def it_is_on_its_way(story: Story, desk: Person, phone: Phone, path: str) -> str:
    """Ines loads and rides; only now the recipient sees her on the map."""
    page = desk.get(f"{path}/tracking-link")["url"]
    link = str(page[page.index("/t/") :])
    assert story.client.get(f"{link}/state").json()["phase"] == "planned"
    story.clock.move_to(at("09:05"))
    phone.load()
    story.clock.move_to(at("09:12"))
    phone.ride_to("A-1")
    shown = story.client.get(f"{link}/state").json()
    assert (shown["phase"], shown["rider"] is not None) == ("next", True)
    assert "Ines" in story.client.get(link).text
    return link


def it_is_handed_over(story: Story, desk: Person, phone: Phone, path: str) -> None:
    """She hands it over against name and photo, and goes home."""
    story.clock.advance(minutes=2)
    phone.hand_over("A-1", to="Ana Rossi")
    story.clock.advance(minutes=20)
    phone.come_home()
    assert desk.get(path)["status"] == "delivered"
    (attempt,) = desk.get(f"{path}/attempts")
    assert attempt["outcome"] == "succeeded"
    assert [proof["kind"] for proof in attempt["proofs"]] == ["name", "photo"]


def recipient_and_shop_are_told(story: Story) -> None:
    """The receiver has checked the signature before it took the message."""
    assert story.inbox("ana.of.the.story@example.com")[-1].subject == "Your parcel from Librairie has arrived"
    (told,) = story.receiver.got
    assert (told["type"], told["data"]["order"]["reference"]) == ("order.delivered", "A-1")


def it_is_charged(shop: Person, path: str) -> None:
    """By the card: zone west 4.90, up to 5 kg nothing, a window of two hours 1.50."""
    lines = shop.get(f"{path}/charge")["charges"][0]["lines"]
    told = [(line["code"], line["amount_cents"]) for line in lines]
    assert told == [("zone", 490), ("weight", 0), ("window", 150)]


def its_emissions_can_be_recomputed(shop: Person, desk: Person, path: str) -> None:
    emission = shop.get(f"{path}/emission")
    findings = verify_export(desk.text("/v1/emissions/ledger").splitlines())
    assert (findings.ok, findings.deliveries) == (True, 1), findings.words()
    assert emission["co2e_mg"] == findings.co2e_mg > 0
    assert emission["saved_mg"] == emission["baseline_mg"] - emission["co2e_mg"]


def the_day_is_reported(story: Story, desk: Person, path: str) -> None:
    report = desk.get("/v1/reports/day", hub_id=story.ids["hub"], date=DAY.isoformat())
    assert (report["orders"]["delivered"], report["windows_kept"]["successes"]) == (1, 1)
    assert report["cost"]["charged_cents"] == 640
    steps = [step["type"] for step in desk.get(f"{path}/events")]
    assert [step for step in steps if step in LIFE] == LIFE


def test_a_partner_delivers_and_its_report_flows_back(story: Story) -> None:
    shop, desk = story.merchant("Librairie"), story.person("dispatcher")
    partner = story.hire_partner(zone="east")
    order_id = shop.post("/v1/orders", order("B-1", "Avenue Princesse Grace", "34"))["id"]
    story.settle()
    assert desk.get(f"/v1/orders/{order_id}/allocation")["partner_org_id"] == str(story.partner.org_id)

    (offer,) = partner.get("/v1/offers", state="offered")["items"]
    copy_id = partner.post(f"/v1/offers/{offer['id']}/accept")["partner_order_id"]
    story.settle()
    assert partner.get(f"/v1/orders/{copy_id}")["recipient"]["name"] == "Ana Rossi"

    story.clock.move_to(at("10:20"))
    done = {"id": offer["id"], "outcome": "succeeded", "device_time": at("10:15").isoformat()}
    partner.post(f"/v1/orders/{copy_id}/outcomes", done)
    story.settle()
    assert shop.get(f"/v1/orders/{order_id}")["status"] == "delivered"
    charge = desk.get(f"/v1/orders/{order_id}/charge")
    assert (charge["price_cents"], charge["costs"][0]["price_cents"]) == (740, 90)
    assert shop.get(f"/v1/orders/{order_id}/charge")["costs"] == []
    assert shop.get(f"/v1/orders/{order_id}/emission")["co2e_mg"] == 60_000


def test_a_failed_delivery_is_tried_again_the_next_day(story: Story) -> None:
    shop, desk, phone = story.merchant("Librairie"), story.person("dispatcher"), story.rider("Ines", days=2)
    order_id = shop.post("/v1/orders", order("C-1", "Rue Grimaldi", "34"))["id"]
    story.settle()
    story.plan_and_release()
    story.clock.move_to(at("09:30"))
    phone.load()
    phone.find_nobody("C-1")
    phone.come_home()
    tomorrow = DAY + timedelta(days=1)
    waiting = desk.get(f"/v1/orders/{order_id}")
    assert (waiting["status"], waiting["date"]) == ("reattempt_scheduled", tomorrow.isoformat())
    assert "Nobody at home" in story.inbox("ana.of.the.story@example.com")[-1].text

    story.clock.move_to(at("06:30", tomorrow))
    story.plan_and_release(tomorrow)
    story.clock.move_to(at("09:40", tomorrow))
    phone.load()
    phone.hand_over("C-1", to="Ana Rossi")
    assert desk.get(f"/v1/orders/{order_id}")["status"] == "delivered"
    outcomes = [each["outcome"] for each in desk.get(f"/v1/orders/{order_id}/attempts")]
    assert outcomes == ["failed", "succeeded"]
    prices = [each["price_cents"] for each in shop.get(f"/v1/orders/{order_id}/charge")["charges"]]
    assert prices == [250, 640]
