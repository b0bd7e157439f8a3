"""Every screen, by day and by night, at a desk and on a phone: nothing nameless, too faint or cut off."""

import pytest
from playwright.sync_api import Page

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import DAY, DayAt, World

pytestmark = pytest.mark.web
CONSOLE = ("Today", "Plan", "Orders", "Addresses", "Imports", "Fleet", "Report")
PORTAL = ("Orders", "New order", "Imports", "API keys")


@pytest.fixture(scope="session")
def day(world: World) -> DayAt:
    """A day that was driven, and an address in doubt."""
    day = world.driven(name="Saint Roman", orders=3)
    doubtful = world.order("Doubt-1", 0, hub_id=day.hub_id)
    doubtful["address"] = {"line": "Rue Grimaldy", "city": "Monaco"}
    world.merchant.post("/v1/orders", doubtful)
    world.settle()
    return day


def _faults(page: Page, name: str) -> list[str]:
    return faults_in_every_look(page, name, (PHONE, DESKTOP))


def test_console_shuts_nobody_out(when: Doing, then: Seeing, day: DayAt) -> None:
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    faults = []
    for name in CONSOLE:
        when.dispatcher.opens(name)
        then.dispatcher.has_loaded()
        faults += _faults(when.dispatcher.page, name)
    assert not faults


def test_order_shuts_nobody_out(when: Doing, then: Seeing, day: DayAt) -> None:
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Orders")
    when.dispatcher.opens_the_order("Saint Roman-01")
    then.dispatcher.sees_in_the_order("Delivered", "€5.20")
    assert not _faults(when.dispatcher.page, "Order")


@pytest.mark.usefixtures("day")
def test_portal_shuts_nobody_out(when: Doing, then: Seeing) -> None:
    when.merchant.signs_in()
    faults = []
    for name in PORTAL:
        when.merchant.opens(name)
        then.merchant.has_loaded()
        faults += _faults(when.merchant.page, name)
    assert not faults


def test_recipients_page_shuts_nobody_out(when: Doing, then: Seeing, world: World, day: DayAt) -> None:
    when.recipient.opens(world.link(next(stop for stop in day.routes[0]["stops"] if stop["orders"])))
    then.recipient.sees_the_headline("Delivered")
    assert not _faults(when.recipient.page, "Delivered")


def test_report_is_readable_and_tells_the_day(when: Doing, then: Seeing, day: DayAt) -> None:
    when.dispatcher.signs_in()
    when.dispatcher.page.goto(f"/reports/day?hub_id={day.hub_id}&date={DAY.isoformat()}")
    then.dispatcher.sees("Saint Roman", "3")
    assert not _faults(when.dispatcher.page, "Report")


def test_riders_app_shuts_nobody_out(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name=f"Tenao {world.number()}", orders=1)
    when.rider.opens_the_link_of(day.riders[0])
    faults = []
    for step in (when.rider.starts_duty, when.rider.loads_everything, when.rider.arrives, None):
        then.rider.has_loaded()
        faults += faults_in_every_look(when.rider.page, then.rider.title(), (PHONE,))
        if step is not None:
            step()
    assert not faults
