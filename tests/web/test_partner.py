"""The partner's portal: offers in words, answered by a button, and what became of them."""

import pytest

from tests.web.accessible import faults_of
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web


def test_offer_is_taken_turned_down_and_reported(when: Doing, then: Seeing, world: World) -> None:
    offered = world.offered(2, name="Jardin Exotique")
    when.partner.signs_in()
    when.partner.opens("Offers")
    then.partner.sees_the_offers(
        "1 parcel, 2.5 kg", "98000 Monaco", "Promised: ", "You get €5.20.", "Answer by"
    )
    faults = []
    for width, height in (PHONE.values(), DESKTOP.values()):
        when.partner.page.set_viewport_size({"width": width, "height": height})
        faults += faults_of(when.partner.page)
        when.partner.screen.keep_picture(f"offers-{width}")
    assert not faults
    when.partner.accepts()
    when.partner.is_told("Accepted.")
    when.partner.declines()
    when.partner.is_told("Declined.")
    then.partner.reads("No offer waits for you")
    when.partner.tells_that_it_failed("Nobody at home")
    when.partner.is_told("Told.")
    world.settle()
    attempts = [world.admin.get(f"/v1/orders/{order_id}/attempts") for order_id in offered]
    assert [attempt["outcome"] for found in attempts for attempt in found] == ["failed"]
