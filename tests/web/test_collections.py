"""Orders that are collected at a shop: said at the console and in the portal, collected and delivered by a rider."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Doing, Seeing
from tests.web.world import DAY, World

pytestmark = pytest.mark.web
PHARMACY = {
    "address": {"line": "Rue Basse", "house_number": "14", "postcode": "98000", "city": "Monaco"},
    "contact": {"name": "Pharmacie du Rocher", "phone": "+377 99 44 55 66"},
    "window": {"start": f"{DAY}T08:00:00+01:00", "end": f"{DAY}T12:00:00+01:00"},
    "notes": "Ring at the counter",
}


def test_dispatcher_says_where_an_order_is_collected_and_sees_both_ends(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Sainte-Dévote", orders=2)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Orders")
    when.dispatcher.opens_the_order("Sainte-Dévote-01")
    when.dispatcher.says_where_it_is_collected(
        Collected_at="Rue Basse 14", City="Monaco", Who_hands_it_over="Pharmacie du Rocher",
        Ready_from="9:00", Ready_until="11:30",
    )  # fmt: skip
    when.dispatcher.is_told("The next plan goes by it.")
    then.dispatcher.sees_in_the_order("Collection", "Rue Basse 14, Monaco", "Pharmacie du Rocher", "not yet")
    world.settle()
    then.dispatcher.screen.keep_picture("collection-order")
    order = world.admin.get(f"/v1/orders/{day.orders[0]['id']}")
    assert order["collection"]["window"]["start"] == f"{DAY}T09:00:00+01:00"
    assert (order["collect_review_code"], order["collect_lon"] is not None) == (None, True)
    world.receive(day)
    world.plan(day)
    [route] = day.routes
    [shop] = [stop for stop in route["stops"] if stop["kind"] == "collect"]
    when.dispatcher.page.reload()
    when.dispatcher.opens("Today")
    when.dispatcher.looks_at(day)
    when.dispatcher.selects_the_route_of("Rider Sainte-Dévote 1")
    then.dispatcher.sees("Rue Basse 14, Monaco", "collect", "ready")
    then.dispatcher.sees_stops_on_the_map(*(stop["id"] for stop in route["stops"] if stop["orders"]))
    then.dispatcher.screen.keep_picture("collection-route")
    number = [stop["id"] for stop in route["stops"] if stop["orders"]].index(shop["id"]) + 1
    row = then.dispatcher.timeline.get_by_role("row").filter(has_text="Rider Sainte-Dévote 1")
    expect(row.get_by_role("button", name=f"{number} · collect")).to_be_visible()


def test_merchant_says_where_an_order_is_collected(when: Doing, then: Seeing, world: World) -> None:
    when.merchant.signs_in()
    when.merchant.writes_an_order_collected_at("Rue Basse 14", reference="Collected-1", bundle="morning")
    [order] = world.merchant.pages("/v1/orders", q="Collected-1")
    shown = world.merchant.get(f"/v1/orders/{order['id']}")
    assert (shown["collection"]["address"]["line"], shown["bundle"]) == ("Rue Basse 14", "morning")


def test_rider_collects_at_the_shop_and_delivers(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Saint-Nicolas", orders=1, collection=PHARMACY)
    when.rider.opens_the_link_of(day.riders[0])
    when.rider.starts_duty()
    when.rider.presses("All loaded: leave")
    when.rider.screen.keep_picture("collection-next")
    then.rider.sees("Rue Basse 14", "Pharmacie du Rocher", "Collect", "Ring at the counter")
    when.rider.looks_at_the_door("Rue Princesse Florestine 1")
    then.rider.sees("Not collected yet at Rue Basse 14")
    when.rider.presses("Collect it first")
    then.rider.sees_the_title("Rue Basse 14")
    when.rider.goes_back()
    when.rider.collects()
    then.rider.sees("1 of 2")
    when.rider.arrives()
    when.rider.hands_over()
    then.rider.sees("2 of 2")
    then.rider.has_sent_everything()
    tries = world.admin.get(f"/v1/orders/{day.orders[0]['id']}/attempts")
    assert [(one["stage"], one["outcome"]) for one in tries] == [
        ("collection", "succeeded"),
        ("delivery", "succeeded"),
    ]


def test_what_a_shop_has_not_ready_comes_off_the_route_without_network(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Saint-Martin", orders=1, collection=PHARMACY)
    when.rider.opens_the_link_of(day.riders[0])
    when.rider.starts_duty()
    when.rider.presses("All loaded: leave")
    then.rider.has_sent_everything()
    when.rider.loses_the_network()
    when.rider.presses("I am here")
    when.rider.cannot_collect("Not ready to be collected")
    then.rider.sees("2 of 2")
    when.rider.finds_the_network()
    then.rider.has_sent_everything()
    order = world.admin.get(f"/v1/orders/{day.orders[0]['id']}")
    assert (order["status"], order["collected_at"], order["failures"]) == ("reattempt_scheduled", None, 1)
