"""What a dispatcher fixes of a stop in the console stays through the next plan, shows in words, and goes again."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import Json, World

pytestmark = pytest.mark.web


def locks(world: World, hub_id: str) -> dict[str, Json]:
    """Return what is locked, by the order's reference."""
    routes = world.admin.get("/v1/routes", hub_id=hub_id, date="2026-03-10")
    stops = [stop for route in routes for stop in route["stops"]]
    return {task["reference"]: task["lock"] for stop in stops for task in stop["orders"] if task["lock"]}


def test_a_stop_is_locked_by_keyboard_on_a_plan_and_stays_so(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Larvotto Locks", riders=1, orders=3)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_the_day()
    when.dispatcher.chooses_a_stop_on_the_timeline(1)
    when.dispatcher.locks("Rider", "Time")
    # The page itself never scrolls; a box that hangs on it would take everything out of sight.
    assert when.dispatcher.page.evaluate("document.scrollingElement.scrollTop") == 0
    then.dispatcher.sees_a_lock_on_the_timeline("locked: rider, time")
    assert not faults_in_every_look(when.dispatcher.page, "Timeline", (PHONE, DESKTOP))
    then.dispatcher.screen.keep_picture("locks-plan")
    ((reference, lock),) = locks(world, day.hub_id).items()
    assert (lock["rider"], lock["time"], lock["order"], lock["kept"]) == (True, True, False, True)
    when.dispatcher.plans_again()
    then.dispatcher.sees_a_lock_on_the_timeline("locked: rider, time")
    assert list(locks(world, day.hub_id)) == [reference]
    when.dispatcher.chooses_a_stop_on_the_timeline(1)
    when.dispatcher.frees("Rider", "Time")
    then.dispatcher.sees_no_lock_on_the_timeline()
    assert locks(world, day.hub_id) == {}


def test_on_the_day_the_order_of_stops_is_locked_once_the_rider_has_left(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Hercule Locks", riders=1, orders=4)
    (route,) = day.routes
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.selects_the_route_of(route["rider_name"])
    when.dispatcher.chooses_a_stop_of_the_list(2)
    then.dispatcher.cannot_lock("Order")
    world.start(day.riders[0], route)
    when.dispatcher.locks("Order")
    then.dispatcher.sees("locked: order")
    then.dispatcher.screen.keep_picture("locks-today")
    (lock,) = locks(world, day.hub_id).values()
    assert lock["order"] is True
