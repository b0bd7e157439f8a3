"""What a partner could not deliver is known to the operator once, with the partner's reason."""

from tests.support.story import DAY, Story, at

ORDER = {
    "reference": "D-1",
    "date": DAY.isoformat(),
    "address": {
        "line": "Avenue Princesse Grace",
        "house_number": "34",
        "postcode": "98000",
        "city": "Monaco",
    },
    "recipient": {"name": "Ana Rossi"},
    "weight_kg": 2,
}


def test_a_partners_failed_attempt_reopens_the_operators_order_once(story: Story) -> None:
    shop, desk = story.merchant("Librairie"), story.person("dispatcher")
    partner = story.hire_partner(zone="east")
    order_id = shop.post("/v1/orders", ORDER)["id"]
    story.settle()
    (offer,) = partner.get("/v1/offers", state="offered")["items"]
    copy_id = partner.post(f"/v1/offers/{offer['id']}/accept")["partner_order_id"]
    story.clock.move_to(at("10:20"))
    told = {"id": offer["id"], "outcome": "failed", "reason": "recipient_absent"}
    for _ in range(2):
        partner.post(f"/v1/orders/{copy_id}/outcomes", told | {"device_time": at("10:15").isoformat()})
        story.settle()
    (attempt,) = desk.get(f"/v1/orders/{order_id}/attempts")
    assert (attempt["outcome"], attempt["reason"], attempt["closed_by"]) == (
        "failed",
        "recipient_absent",
        "partner",
    )
    assert [event["reason"] for event in story.operator.events("order.failed")] == ["recipient_absent"]
    assert desk.get(f"/v1/orders/{order_id}")["status"] == "reattempt_scheduled"
    assert shop.get(f"/v1/orders/{order_id}/charge")["price_cents"] == 250


def test_an_operator_that_took_its_order_back_hears_no_more_of_it(story: Story) -> None:
    shop, desk = story.merchant("Librairie"), story.person("dispatcher")
    partner = story.hire_partner(zone="east")
    order_id = shop.post("/v1/orders", ORDER)["id"]
    story.settle()
    (offer,) = partner.get("/v1/offers", state="offered")["items"]
    partner.post(f"/v1/offers/{offer['id']}/accept")
    desk.post(f"/v1/offers/{offer['id']}/cancel")
    story.settle()
    assert desk.get(f"/v1/orders/{order_id}/attempts") == []
    assert [event["order_id"] for event in story.operator.events("offer.cancelled")] == [order_id]
