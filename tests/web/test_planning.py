"""The morning at the console: settle an address, plan, release in spite of a missing parcel."""

import pytest

from tests.web.conftest import Doing, Seeing
from tests.web.world import World

pytestmark = pytest.mark.web


def test_doubtful_address_is_settled_by_a_choice(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Rock", orders=0)
    doubtful = world.order("Rock-1", 0, hub_id=day.hub_id)
    doubtful["address"] = {"line": "Rue Grimaldy", "city": "Monaco"}
    order = world.merchant.post("/v1/orders", doubtful)
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.opens("Addresses")
    when.dispatcher.picks_the_doubtful("Rock-1")
    when.dispatcher.uses_the_candidate("Rue Grimaldi")
    when.dispatcher.is_told("Rock-1 is placed")
    then.dispatcher.waits_for_no_address("Rock-1")
    placed = world.admin.get(f"/v1/orders/{order['id']}")
    assert placed["address"]["located_how"] == "person"
    assert placed["address"]["lon"] == pytest.approx(7.42, abs=0.02)


def test_day_is_planned_and_released_in_spite_of_a_missing_parcel(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Fontvieille", riders=1, orders=3)
    world.receive(day, day.orders[:2])
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    then.dispatcher.sees("This day has no plan yet")
    when.dispatcher.plans_the_day()
    then.dispatcher.sees("Draft", "0 of 1 routes released")
    then.dispatcher.sees("Of the cost: vehicles €", "hours €")
    then.dispatcher.screen.keep_picture("plan-costs")
    when.dispatcher.asks_to_release()
    then.dispatcher.sees("1 parcel is not in the hub (order Fontvieille-03)")
    when.dispatcher.releases(because="The last parcel comes with the second van.")
    then.dispatcher.sees("1 of 1 routes released")
    [route] = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    assert route["state"] == "released"


def test_released_routes_stay_in_sight_when_the_day_is_planned_again(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="Fontanes", riders=2, orders=1)
    world.merchant.post("/v1/orders", world.order("Fontanes-02", 1, hub_id=day.hub_id))
    doubtful = world.order("Fontanes-03", 0, hub_id=day.hub_id)
    doubtful["address"] = {"line": "Rue Grimaldy", "city": "Monaco"}
    world.merchant.post("/v1/orders", doubtful)
    world.settle()
    world.plan(day)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Plan")
    then.dispatcher.sees("0 of 1 routes released", "each with its reason below", "Fontanes-03")
    when.dispatcher.screen.keep_picture("plan-again")
    when.dispatcher.chooses_the_plan(1)
    then.dispatcher.sees("1 of 1 routes released", "Rider Fontanes")
