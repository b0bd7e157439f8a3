"""An order that never sees the hub: sent by a shop, collected there, delivered; and one that the shop had not ready."""

from datetime import timedelta
from typing import Any

from pannier.core.geo import LonLat, great_circle_m
from pannier.emissions.verify import verify_export
from tests.flow.test_a_parcels_day import order
from tests.support.story import DAY, Person, Phone, Story, at

MAIL = "ana.of.the.story@example.com"
SHOP: dict[str, Any] = {
    "address": {"line": "Boulevard Albert 1er", "house_number": "27", "postcode": "98000", "city": "Monaco"},
    "contact": {"name": "Pharmacie du Port", "phone": "+377 99 44 55 66"},
    "window": {"start": at("08:30").isoformat(), "end": at("10:00").isoformat()},
}
LIFE = [
    "order.accepted", "order.located", "order.allocated", "order.planned", "parcel.loaded", "collection.succeeded",
    "order.collected", "order.in_transit", "attempt.succeeded", "order.delivered", "delivery.charged",
    "emission.recorded",
]  # fmt: skip


def sent(story: Story, shop: Person, reference: str) -> str:
    order_id = shop.post("/v1/orders", order(reference, "Rue Grimaldi", "34", collection=SHOP))["id"]
    story.settle()
    return f"/v1/orders/{order_id}"


def stop_at_the_shop(phone: Phone) -> dict[str, Any]:
    (stop,) = [stop for stop in phone.today()["route"]["stops"] if stop["kind"] == "collect"]
    return stop


def at_the_shop(phone: Phone, kind: str, **data: Any) -> None:
    stop = stop_at_the_shop(phone)
    phone.tell("stop.arrive", stop_id=stop["id"])
    phone.tell(kind, stop_id=stop["id"], order_id=stop["orders"][0]["order_id"], data=data)


def phase(story: Story, desk: Person, path: str) -> str:
    page = desk.get(f"{path}/tracking-link")["url"]
    return str(story.client.get(f"{page[page.index('/t/') :]}/state").json()["phase"])


def test_an_order_goes_from_the_shop_to_the_recipient_without_the_hub(story: Story) -> None:
    shop, desk, phone = story.merchant("Pharmacie"), story.person("dispatcher"), story.rider("Ines")
    path = sent(story, shop, "C-1")
    shop.post("/v1/orders", order("H-1", "Rue Basse", "14"))
    story.settle()
    plan = story.plan_and_release()
    assert (plan["checked"], plan["totals"]["planned"], plan["left_out"]) == (True, 2, [])
    it_is_collected(story, desk, phone, path)
    it_is_delivered(story, desk, phone, path)
    its_price_and_emissions_are_those_of_a_delivery(shop, desk, path)
    steps = [step["type"] for step in desk.get(f"{path}/events")]
    assert [step for step in steps if step in LIFE] == LIFE


def it_is_collected(story: Story, desk: Person, phone: Phone, path: str) -> None:
    """Until then nobody is told that it is on its way, and the hub has seen nothing of it."""
    story.clock.move_to(at("08:50"))
    phone.load()
    assert (desk.get(path)["status"], phase(story, desk, path)) == ("planned", "planned")
    story.clock.move_to(at("09:02"))
    at_the_shop(phone, "collection.succeed", name="Ms Ferrero")
    shown = desk.get(path)
    assert shown["status"] == "in_transit"
    assert shown["collection"]["collected_at"] == at("09:02").isoformat()
    assert phase(story, desk, path) in {"on_the_way", "next"}


def it_is_delivered(story: Story, desk: Person, phone: Phone, path: str) -> None:
    story.clock.advance(minutes=12)
    phone.hand_over("C-1", to="Ana Rossi")
    story.clock.advance(minutes=5)
    phone.hand_over("H-1", to="Ana Rossi")
    story.clock.advance(minutes=20)
    phone.come_home()
    assert desk.get(path)["status"] == "delivered"
    assert [mail.subject for mail in story.inbox(MAIL)].count("Your parcel from Pharmacie has arrived") == 2


def its_price_and_emissions_are_those_of_a_delivery(shop: Person, desk: Person, path: str) -> None:
    """Its consignment bears the way from the shop, not from the hub."""
    lines = shop.get(f"{path}/charge")["charges"][0]["lines"]
    assert [line["amount_cents"] for line in lines] == [490, 0, 150]
    findings = verify_export(desk.text("/v1/emissions/ledger").splitlines())
    assert (findings.ok, findings.deliveries) == (True, 2), findings.words()
    found = desk.get(path)
    way = great_circle_m(
        LonLat(found["collect_lon"], found["collect_lat"]), LonLat(found["lon"], found["lat"])
    )
    assert f'"direct_mm":{round(way * 1000)}' in desk.text("/v1/emissions/ledger").replace(" ", "")


def test_what_the_shop_has_not_ready_is_collected_the_next_day(story: Story) -> None:
    shop, desk, phone = story.merchant("Pharmacie"), story.person("dispatcher"), story.rider("Ines", days=2)
    path, tomorrow = sent(story, shop, "C-2"), DAY + timedelta(days=1)
    story.plan_and_release()
    story.clock.move_to(at("09:00"))
    phone.tell("duty.start")
    at_the_shop(phone, "collection.fail", reason="not_ready")
    waiting = desk.get(path)
    assert (waiting["status"], waiting["date"]) == ("reattempt_scheduled", tomorrow.isoformat())
    assert waiting["collection"]["window"]["start"] == at("08:30", tomorrow).isoformat()
    assert phase(story, desk, path) == "planned"
    assert "Not ready to be collected" in story.inbox(MAIL)[-1].text
    assert [
        stop for stop in phone.today()["route"]["stops"] if stop["orders"] and stop["state"] == "pending"
    ] == []
    phone.come_home()

    story.clock.move_to(at("06:30", tomorrow))
    story.plan_and_release(tomorrow)
    story.clock.move_to(at("09:00", tomorrow))
    phone.tell("duty.start")
    at_the_shop(phone, "collection.succeed")
    phone.hand_over("C-2", to="Ana Rossi")
    assert desk.get(path)["status"] == "delivered"
    tries = [(one["stage"], one["outcome"]) for one in desk.get(f"{path}/attempts")]
    assert tries == [("collection", "failed"), ("collection", "succeeded"), ("delivery", "succeeded")]
    assert [each["price_cents"] for each in shop.get(f"{path}/charge")["charges"]] == [250, 640]
