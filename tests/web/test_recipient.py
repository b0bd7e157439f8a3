"""The recipient's page, from the morning to the doorstep, with script and without."""

import pytest

from pannier.core.geo import LonLat
from pannier.tracking.rider_view import rounded_to_grid
from tests.web.conftest import Doing, Seeing, Windows
from tests.web.world import World

pytestmark = pytest.mark.web
WAY = (7.4218, 43.7341)
"""Where the rider is on the way."""


def test_page_without_script_tells_every_phase(
    windows: Windows, when: Doing, then: Seeing, world: World
) -> None:
    windows.options["java_script_enabled"] = False
    day = world.released(name="Jardin", orders=2)
    [rider], [route] = day.riders, day.routes
    first, second = (stop for stop in route["stops"] if stop["orders"])
    link = world.link(second)
    when.recipient.opens(link)
    then.recipient.sees_the_step("Planned")
    then.recipient.sees("Librairie Imaginaire", "Promised between")
    world.start(rider, route)
    when.recipient.opens(link)
    then.recipient.sees_the_step("On the way")
    then.recipient.sees("1 stop before you")
    world.deliver(rider, route, first)
    world.settle()
    when.recipient.opens(link)
    then.recipient.sees_the_headline("You are next")
    world.deliver(rider, route, second)
    world.settle()
    when.recipient.opens(link)
    then.recipient.sees_the_step("Delivered")
    then.recipient.does_not_see("is on the last leg")


def test_page_changes_by_itself_when_the_order_is_delivered(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Larvotto Beach", orders=1)
    [rider], [route] = day.riders, day.routes
    [stop] = (stop for stop in route["stops"] if stop["orders"])
    world.start(rider, route)
    world.settle()
    when.recipient.opens(world.link(stop))
    then.recipient.sees_the_headline("You are next")
    world.deliver(rider, route, stop)
    then.recipient.sees_the_step("Delivered")


def test_map_shows_rider_and_door_only_on_the_leg_to_the_door(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Les Moulins", orders=2)
    [rider], [route] = day.riders, day.routes
    first, second = (stop for stop in route["stops"] if stop["orders"])
    world.start(rider, route, device_time=world.now(120))
    world.stand(rider, *WAY, ago_s=60)
    world.settle()
    when.recipient.opens(world.link(second))
    then.recipient.sees("1 stop before you")
    then.recipient.sees_no_map()
    world.deliver(rider, route, first, device_time=world.now(50))
    world.stand(rider, *WAY, ago_s=20)
    then.recipient.sees_the_headline("You are next")
    seen = rounded_to_grid(LonLat(*WAY))
    then.recipient.sees_on_the_map(seen.lon, seen.lat)
    world.deliver(rider, route, second)
    then.recipient.sees_the_step("Delivered")
    then.recipient.sees_no_map()


def test_strip_stands_for_the_map_where_none_can_be_drawn(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Saint-Michel", orders=1)
    [rider], [route] = day.riders, day.routes
    [stop] = (stop for stop in route["stops"] if stop["orders"])
    world.start(rider, route, device_time=world.now(60))
    world.stand(rider, *WAY, ago_s=20)
    world.settle()
    when.recipient.has_a_phone_that_cannot_draw_maps()
    when.recipient.opens(world.link(stop))
    then.recipient.sees_a_strip_instead_of_a_map()


def test_unknown_link_opens_nothing(when: Doing, then: Seeing) -> None:
    then.recipient.screen.allow("status of 404")
    when.recipient.opens("/t/not-a-link-that-anybody-made")
    then.recipient.sees_the_headline("This link opens nothing")
