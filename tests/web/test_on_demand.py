"""Orders on demand in the console: a hub takes them, a rider gets one at once, Today says who has it and why not."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web
SHOP = {
    "address": {
        "line": "Rue Princesse Florestine",
        "house_number": "1",
        "postcode": "98000",
        "city": "Monaco",
    }
}


def test_an_order_on_demand_is_given_to_a_rider_and_today_shows_it(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.released(name="On Demand Quay", riders=1, orders=2)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.takes_orders_on_demand(shifts="Rounds and on demand")
    then.dispatcher.is_told("Orders on demand go by it from now on.")
    urgent = {"hub_id": day.hub_id, "on_demand": True, "window": None, "collection": SHOP}
    world.merchant.post("/v1/orders", world.order("Hot-1", 3, **urgent))
    world.settle()
    when.dispatcher.opens("Today")
    then.dispatcher.sees("On demand: 1 open, 1 waiting")
    when.dispatcher.looks_at_orders_on_demand()
    then.dispatcher.sees_on_demand("Hot-1", "Nobody who serves orders on demand is on duty")
    assert not faults_in_every_look(when.dispatcher.page, "Orders on demand", (PHONE, DESKTOP))
    when.dispatcher.closes_orders_on_demand()
    world.start(day.riders[0], day.routes[0])
    then.dispatcher.sees("On demand: 1 open, 0 waiting")
    when.dispatcher.looks_at_orders_on_demand()
    then.dispatcher.sees_on_demand("Hot-1", day.routes[0]["rider_name"])
    tight = {"leave_within_min": 1, "deliver_within_min": 2}
    late = world.merchant.post("/v1/orders", world.order("Hot-2", 1, **urgent, **tight))
    world.settle()
    then.dispatcher.sees_on_demand("Hot-2", "min late", "nobody is sooner")
    assert not faults_in_every_look(when.dispatcher.page, "Late orders on demand", (PHONE, DESKTOP))
    when.dispatcher.closes_orders_on_demand()
    then.dispatcher.counts_late_orders_on_demand()
    when.merchant.signs_in()
    then.merchant.sees("Hot-2", "on demand, by")
    when.merchant.opens_the_order("Hot-2")
    then.merchant.sees("on demand, leaves by", "(within 1 min), there by", "(within 2 min)")
    assert late["on_demand_times"]["deliver_within_min"] == 2
    routes = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    assert any(
        order["reference"] == "Hot-1"
        for route in routes
        for stop in route["stops"]
        for order in stop["orders"]
    )
