"""The hub in the morning: every scan is answered at once, and what is missing is named."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import DAY, World

pytestmark = pytest.mark.web


def test_parcels_are_scanned_in_and_sorted(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Bosio", orders=3)
    world.plan(day)
    world.settle()
    first = world.admin.pages(f"/v1/hubs/{day.hub_id}/parcels", date=DAY.isoformat())[0]
    others = [order["reference"] for order in day.orders if order["id"] != first["order_id"]]
    when.hub.signs_in()
    when.hub.looks_at(day)
    when.hub.opens("Hub")
    then.hub.counts(Expected=3, Received=0)
    when.hub.scans(first["barcode"])
    then.hub.sees_the_answer("Received", first["reference"])
    then.hub.counts(Expected=2, Received=1)
    then.hub.misses(*others)
    when.hub.scans(first["barcode"])
    then.hub.sees_the_answer("Already received", "Nothing to do.")
    when.hub.scans("000111")
    then.hub.sees_the_answer("Unknown barcode", "check the label")
    when.hub.chooses("Sort")
    when.hub.scans(first["barcode"])
    then.hub.sees_the_answer("Sorted to route A", first["reference"])
    then.hub.counts(Received=0, Sorted=1)


def test_what_came_back_is_listed_with_its_reason_and_what_to_do(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Ténao Bas", orders=1)
    [route], [rider] = day.routes, day.riders
    [stop] = [stop for stop in route["stops"] if stop["orders"]]
    world.start(rider, route)
    where = {"route_id": route["id"], "stop_id": stop["id"]}
    world.tell(rider, "stop.arrive", **where)
    world.tell(rider, "attempt.fail", order_id=day.orders[0]["id"], data={"reason": "refused"}, **where)
    world.settle()
    [parcel] = world.admin.pages(f"/v1/hubs/{day.hub_id}/parcels", date=DAY.isoformat())
    when.hub.signs_in()
    when.hub.looks_at(day)
    when.hub.opens("Hub")
    then.hub.counts(Loaded=1)
    when.hub.chooses("Back at the hub")
    when.hub.scans(parcel["barcode"])
    then.hub.counts(Back=1)
    then.hub.has_back("Ténao Bas-01", "Refused by the recipient", "Hand it to the merchant")


def test_the_hub_shuts_nobody_out(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Beausoleil", orders=2)
    world.plan(day)
    world.settle()
    when.hub.signs_in()
    when.hub.looks_at(day)
    when.hub.opens("Hub")
    then.hub.counts(Expected=2)
    when.hub.scans("not a parcel of ours")
    then.hub.sees_the_answer("Unknown barcode")
    when.hub.scans(world.admin.pages(f"/v1/hubs/{day.hub_id}/parcels")[0]["barcode"])
    then.hub.sees_the_answer("Received")
    assert not faults_in_every_look(when.hub.page, "Hub", (PHONE, DESKTOP))
    when.hub.screen.keep_picture("hub")
