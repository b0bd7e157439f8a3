"""The road itself changes the day: a vehicle breaks down and others take over, a street is blocked and opened again."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web


def test_what_is_in_a_broken_vehicle_is_taken_over_by_another_rider(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Breakdown", riders=2, orders=5)
    route = day.routes[0]
    broken = next(rider for rider in day.riders if rider.id == route["rider_id"])
    other = next(rider for rider in day.riders if rider.id != broken.id)
    first, *rest = [stop for stop in route["stops"] if stop["orders"]]
    world.start(broken, route)
    world.deliver(broken, route, first)
    world.settle()
    aboard = [order["reference"] for stop in rest for order in stop["orders"]]
    assert aboard
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.changes_the_day("Vehicle broken down", Rider_and_vehicle=broken.name)
    then.dispatcher.sees_in_the_proposal(
        "Taken over from another vehicle", other.name, "from Bike Breakdown", *aboard
    )
    when.dispatcher.screen.keep_picture("handover-proposal")
    assert not faults_in_every_look(when.dispatcher.page, "Hand-over", (PHONE, DESKTOP))
    when.dispatcher.page.set_viewport_size(PHONE)
    when.dispatcher.screen.keep_picture("handover-proposal-phone-dark")
    when.dispatcher.page.set_viewport_size(DESKTOP)
    when.dispatcher.decides("Accept")
    then.dispatcher.is_told("Riders see their changed routes now")
    world.settle()
    when.rider.opens_the_link_of(other)
    when.rider.starts_duty()
    when.rider.loads_all_there_is()
    when.rider.page.emulate_media(color_scheme="dark")
    then.rider.sees(f"Take over from Bike {broken.name.removeprefix('Rider ')}")
    expect(when.rider.page.get_by_text("No name given")).to_have_count(0)
    when.rider.screen.keep_picture("handover-phone-dark")


def test_a_blocked_street_is_drawn_planned_around_and_opened_again(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Burst pipe", riders=1, orders=3)
    shut = day.orders[0]
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.begins_to_change_the_day("Blocked street")
    when.dispatcher.says_what_is_blocked("Burst pipe at the door", hours="6", kind="Cargo bike")
    when.dispatcher.presses_on_the_map_of_the_form()
    where = when.dispatcher.page.get_by_role("textbox", name="Where")
    expect(where).to_have_value(re.compile(r"^43\.7\d+, 7\.4\d+$"))
    where.fill(f"{shut['lat']:.5f}, {shut['lon']:.5f}")
    when.dispatcher.screen.keep_picture("blocked-form")
    assert not faults_in_every_look(when.dispatcher.page, "Blocked street", (PHONE, DESKTOP))
    when.dispatcher.page.set_viewport_size(PHONE)
    when.dispatcher.screen.keep_picture("blocked-form-phone-dark")
    when.dispatcher.page.set_viewport_size(DESKTOP)
    when.dispatcher.asks_for_the_proposal()
    then.dispatcher.sees_in_the_proposal("Left out", shut["reference"], "Burst pipe at the door")
    when.dispatcher.decides("Discard")
    [street] = world.admin.get("/v1/blocked-streets")
    assert (street["name"], street["kinds"]) == ("Burst pipe at the door", ["cargo_bike"])
    then.dispatcher.map.wait_for("areas", street["id"])
    when.dispatcher.page.set_viewport_size(PHONE)
    when.dispatcher.screen.keep_picture("blocked-today-phone-dark")
    when.dispatcher.page.set_viewport_size(DESKTOP)
    when.dispatcher.page.emulate_media(color_scheme="light")
    then.dispatcher.map.wait_for("areas", street["id"])
    when.dispatcher.screen.keep_picture("blocked-today")
    assert not faults_in_every_look(when.dispatcher.page, "Today", (PHONE, DESKTOP))
    twin = when.dispatcher.page.get_by_role("complementary", name="All routes")
    expect(twin.get_by_role("list", name="Blocked streets")).to_contain_text("only for Cargo bike")
    twin.get_by_role("button", name="Open again").click()
    then.dispatcher.sees_no("Burst pipe at the door")
    assert world.admin.get("/v1/blocked-streets") == []


def test_others_take_over_at_a_meeting_point_that_the_dispatcher_sets(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Meeting", riders=2, orders=5)
    route = day.routes[0]
    broken = next(rider for rider in day.riders if rider.id == route["rider_id"])
    other = next(rider for rider in day.riders if rider.id != broken.id)
    world.start(broken, route)
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    dialog = when.dispatcher.begins_to_change_the_day("Vehicle broken down")
    box = dialog.get_by_role("combobox", name="Rider and vehicle")
    expect(dialog.get_by_role("textbox", name="Where others take over")).to_have_count(0)
    box.select_option(label=f"{broken.name} · Bike {broken.name.removeprefix('Rider ')}")
    place = dialog.get_by_role("textbox", name="Where others take over")
    place.fill("somewhere")
    expect(dialog.get_by_text("Write latitude, longitude.")).to_be_visible()
    place.fill("")
    when.dispatcher.presses_on_the_map_of_the_form("Vehicle broken down")
    expect(place).to_have_value(re.compile(r"^43\.7\d+, 7\.4\d+$"))
    place.fill("43.73700, 7.42100")
    assert not faults_in_every_look(when.dispatcher.page, "Meeting point", (PHONE, DESKTOP))
    when.dispatcher.screen.keep_picture("meeting-form")
    when.dispatcher.asks_for_the_proposal()
    then.dispatcher.sees_in_the_proposal("Taken over from another vehicle", other.name, "43.73700, 7.42100")
    then.dispatcher.sees_a_proposal_that_stands()
    when.dispatcher.screen.keep_picture("meeting-proposal")
    when.dispatcher.decides("Accept")
    then.dispatcher.is_told("Riders see their changed routes now")
    routes = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    [theirs] = [one for one in routes if one["rider_id"] == other.id]
    meets = [stop for stop in theirs["stops"] if (stop["lat"], stop["lon"]) == (43.737, 7.421)]
    assert meets
