"""Everybody who may sign in at the console stays signed in and begins on a page that is theirs."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Doing, Windows
from tests.web.drivers.desk import Desk
from tests.web.world import (
    ADMINISTRATOR,
    AUDITOR,
    DISPATCHER,
    HUB_STAFF,
    MERCHANT,
    PARTNER,
    PASSWORD,
    DayAt,
    World,
)

pytestmark = pytest.mark.web
ALL = ("Today", "Plan", "Orders", "Addresses", "Imports", "Fleet", "Hub", "Report")
LOOK_AGAIN_MS = 1_500
"""Time enough for a refused live feed to be noticed."""


class AtTheConsole(Desk):
    """Somebody at the console."""

    app = "console"

    def signs_in(self, email: str) -> None:
        """Sign in with an address."""
        self._sign_in(email, PASSWORD)

    def menu(self) -> list[str]:
        """Return the names in the menu."""
        links = self.page.get_by_role("navigation", name="Main").first.get_by_role("link")
        expect(links.first).to_be_visible()
        return [re.sub(r"\s*\d+$", "", text.strip()) for text in links.all_inner_texts()]


@pytest.fixture(scope="session")
def day(world: World) -> DayAt:
    """A released day, so that there is something live."""
    return world.released(name="Revoires", orders=2)


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    ("email", "start", "menu"),
    [
        (ADMINISTRATOR, "Today", ALL),
        (DISPATCHER, "Today", ALL),
        (HUB_STAFF, "Today", ("Today", "Plan", "Orders", "Fleet", "Hub")),
        (AUDITOR, "Report", ("Plan", "Orders", "Fleet", "Report")),
        (PARTNER, "Orders", ("Orders",)),
        (MERCHANT, "Orders", ("Orders", "Imports")),
    ],
)
def test_everybody_stays_signed_in_and_sees_their_pages(
    windows: Windows, email: str, start: str, menu: tuple[str, ...]
) -> None:
    desk = AtTheConsole(windows.of(email))
    # A day without any round has no report yet: that is said with this answer.
    desk.screen.allow("status of 404")
    desk.signs_in(email)
    here = desk.page.get_by_role("navigation", name="Main").first.get_by_role("link", name=start)
    expect(here).to_have_attribute("aria-current", "page")
    desk.page.wait_for_timeout(LOOK_AGAIN_MS)
    desk.has_loaded()
    assert tuple(desk.menu()) == menu
    for name in menu:
        desk.opens(name)
        desk.has_loaded()
    desk.screen.keep_picture(f"start-{email.split('@')[0]}")


def test_partner_is_offered_no_new_order(windows: Windows) -> None:
    desk = AtTheConsole(windows.of("partner"))
    desk.app = "portal"
    desk.signs_in(PARTNER)
    expect(desk.page.get_by_role("heading", name="Orders", level=1)).to_be_visible()
    expect(desk.page.get_by_role("button", name="New order")).to_have_count(0)


def test_address_that_leads_nowhere_says_so(when: Doing) -> None:
    when.dispatcher.signs_in()
    page = when.dispatcher.page
    page.goto("/console/nothing")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()


def test_order_that_does_not_exist_says_so(when: Doing) -> None:
    when.dispatcher.screen.allow("status of 404", "status of 422")
    when.dispatcher.signs_in()
    page = when.dispatcher.page
    for address in ("zzz", "01936d5e-0000-7000-8000-000000000001"):
        page.goto(f"/console/orders/{address}")
        expect(page.get_by_role("heading", name="There is no such order")).to_be_visible()
