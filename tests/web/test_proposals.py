"""The day is changed in the console: a proposal is asked for, read, kept for later, and accepted or discarded."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web


def test_an_urgent_order_is_proposed_and_reaches_a_rider_when_it_is_accepted(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Proposals East", riders=2, orders=5)
    for route in day.routes:
        world.start(next(rider for rider in day.riders if rider.id == route["rider_id"]), route)
    world.merchant.post("/v1/orders", world.order("Urgent-1", 6, hub_id=day.hub_id))
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.changes_the_day("Urgent order", Order="Urgent-1")
    then.dispatcher.sees_in_the_proposal(
        "1 rider gets a changed route.",
        "No recipient has to be told.",
        "Cost",
        "Promises moved",
        "What changes for each rider",
        "Urgent-1",
        "What is known of vehicles on the road",
    )
    when.dispatcher.screen.keep_picture("proposal")
    assert not faults_in_every_look(when.dispatcher.page, "Proposal", (PHONE, DESKTOP))
    when.dispatcher.decides_later()
    then.dispatcher.sees("1 open proposal")
    when.dispatcher.looks_at_the_open_proposal()
    when.dispatcher.decides("Accept")
    then.dispatcher.is_told("Riders see their changed routes now")
    then.dispatcher.sees_no("1 open proposal")
    routes = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    (changed,) = [
        route
        for route in routes
        if any(task["reference"] == "Urgent-1" for stop in route["stops"] for task in stop["orders"])
    ]
    assert changed["revision"] == 2


def test_an_order_is_called_off_and_its_stop_goes(when: Doing, then: Seeing, world: World) -> None:
    day = world.released(name="Proposals North", riders=1, orders=3)
    reference = next(task["reference"] for stop in day.routes[0]["stops"] for task in stop["orders"])
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.changes_the_day("Order called off", Order=reference)
    then.dispatcher.sees_in_the_proposal("Distance")
    when.dispatcher.decides("Accept")
    then.dispatcher.is_told("Riders see their changed routes now")
    [route] = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    left = [
        task["reference"] for stop in route["stops"] for task in stop["orders"] if task["state"] != "closed"
    ]
    assert reference not in left


def test_a_rider_who_is_away_can_be_looked_into_and_left_as_it_is(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Proposals West", riders=2, orders=4)
    away = day.routes[0]["rider_name"]
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.changes_the_day("Rider away", Rider_who_is_away=away)
    then.dispatcher.sees_in_the_proposal("2 riders get a changed route.", away)
    when.dispatcher.decides("Discard")
    then.dispatcher.is_told("Nothing changed")
    routes = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    assert [route["revision"] for route in routes] == [route["revision"] for route in day.routes]


def test_a_proposal_that_the_day_overtook_says_so_and_is_asked_for_again(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Proposals South", riders=1, orders=3)
    for name in ("Overtaken-1", "Overtaking-1"):
        world.merchant.post("/v1/orders", world.order(name, 6, hub_id=day.hub_id))
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.changes_the_day("Urgent order", Order="Overtaken-1")
    then.dispatcher.sees_in_the_proposal("Overtaken-1")
    when.dispatcher.decides_later()
    world.accepts_a_change(day, "Overtaking-1")
    when.dispatcher.looks_at_the_open_proposal()
    then.dispatcher.sees_in_the_proposal(
        "The day went on, so this cannot be accepted any more.", "was changed since"
    )
    assert not faults_in_every_look(when.dispatcher.page, "Outdated proposal", (PHONE, DESKTOP))
    when.dispatcher.screen.keep_picture("proposal-outdated")
    when.dispatcher.decides("Ask again")
    then.dispatcher.sees_a_proposal_that_stands()
    then.dispatcher.sees_in_the_proposal("Overtaken-1")
    when.dispatcher.decides("Accept")
    then.dispatcher.is_told("Riders see their changed routes now")
    [route] = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    brought = {task["reference"] for stop in route["stops"] for task in stop["orders"]}
    assert {"Overtaken-1", "Overtaking-1"} <= brought
    assert route["revision"] == 3
