"""The rider's phone against the real server, with network and without."""

from datetime import datetime

import pytest

from tests.web.conftest import Doing, Seeing, Windows
from tests.web.world import World

pytestmark = pytest.mark.web


def test_rider_drives_a_round_from_link_to_proof(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Moneghetti", orders=3, proof={"photo": "required"})
    when.rider.opens_the_link_of(day.riders[0])
    then.rider.sees_the_title("Hello Rider")
    when.rider.starts_duty()
    when.rider.loads_everything()
    then.rider.sees("0 of 3")
    when.rider.arrives()
    when.rider.hands_over_with_photo()
    then.rider.sees("1 of 3")
    when.rider.arrives()
    when.rider.cannot_hand_over("Nobody at home")
    then.rider.sees("2 of 3")
    then.rider.has_sent_everything()
    first, second = _orders_in_sequence(day.routes[0])[:2]
    [delivered] = world.admin.get(f"/v1/orders/{first}/attempts")
    assert delivered["outcome"] == "succeeded"
    assert [proof["kind"] for proof in delivered["proofs"]] == ["photo"]
    [failed] = world.admin.get(f"/v1/orders/{second}/attempts")
    assert (failed["outcome"], failed["reason"]) == ("failed", "recipient_absent")


def test_deliveries_without_network_keep_their_times(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Larousse", orders=2)
    when.rider.opens_the_link_of(day.riders[0])
    when.rider.starts_duty()
    when.rider.loads_everything()
    then.rider.has_sent_everything()
    when.rider.loses_the_network()
    taps = []
    for done in range(2):
        when.rider.arrives()
        before = when.rider.now()
        when.rider.hands_over()
        then.rider.has_waiting(2 * (done + 1))
        taps.append((before, when.rider.now()))
    when.rider.finds_the_network()
    then.rider.has_sent_everything()
    for order, (before, after) in zip(_orders_in_sequence(day.routes[0]), taps, strict=True):
        [attempt] = world.admin.get(f"/v1/orders/{order}/attempts")
        told = datetime.fromisoformat(attempt["device_time"]).timestamp()
        assert attempt["outcome"] == "succeeded"
        assert before <= told <= after
        assert datetime.fromisoformat(attempt["received_at"]).timestamp() > taps[1][0]


def test_screen_that_is_not_on_the_phone_yet_waits_for_network(
    windows: Windows, when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Larvotto-Haut", orders=1)
    windows.options["service_workers"] = "block"
    phone = windows.phone()
    phone.allow("Failed to load resource", "Service Worker registration blocked")
    phone.page.route("**/assets/MenuScreen-*.js", lambda route: route.abort())
    when.rider.opens_the_link_of(day.riders[0])
    then.rider.sees_the_title("Hello Rider")
    when.rider.presses("Menu")
    then.rider.sees("It opens as soon as there is network.")
    phone.keep_picture("screen-waits")
    when.rider.presses("Back")
    then.rider.sees_the_title("Hello Rider")
    when.rider.presses("Menu")
    phone.page.unroute_all()
    then.rider.sees("Sign out")


def _orders_in_sequence(route: dict) -> list[str]:
    return [order["order_id"] for stop in route["stops"] for order in stop["orders"]]
