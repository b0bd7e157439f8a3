"""From which vans riders walk is set at the console, and a plan shows the doors that are parked for once."""

import pytest

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import World

pytestmark = pytest.mark.web


def test_a_plan_parks_once_for_doors_that_riders_may_walk_to(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Rue Piétonne", orders=0, vehicle={"kind": "e_van"})
    for n in range(4):
        door = world.order(f"Piétonne-{n + 1}", 0, hub_id=day.hub_id)
        door["address"] |= {"lon": 7.4180 + 0.0003 * n, "lat": 43.7335}
        world.merchant.post("/v1/orders", door)
    world.settle()
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    when.dispatcher.lets_riders_walk("E-van", metres="400", kg="30", parcels="20")
    when.dispatcher.is_told("The next plan goes by it.")
    [rule] = world.admin.get("/v1/fleet-rules")["walks"]
    assert rule == {"kind": "e_van", "within_m": 400, "carry_g": 30_000, "carry_parcels": 20}
    faults = faults_in_every_look(when.dispatcher.page, "Kinds and costs", (PHONE, DESKTOP))
    when.dispatcher.opens("Plan")
    when.dispatcher.plans_the_day()
    [route] = world.admin.get("/v1/routes", hub_id=day.hub_id, date="2026-03-10")
    stops = world.admin.get(f"/v1/routes/{route['id']}")["stops"]
    assert [stop for stop in stops if stop["walk_s"]]
    then.dispatcher.sees("min are walked from parked vehicles")
    when.dispatcher.picks_the_first_door_on_foot()
    then.dispatcher.sees("Parks once for", "nothing is driven")
    then.dispatcher.screen.keep_picture("doors-on-foot")
    # The days of other tests park at every door.
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    when.dispatcher.lets_riders_walk("E-van", metres="0", kg="15", parcels="6")
    when.dispatcher.is_told("The next plan goes by it.")
    assert world.admin.get("/v1/fleet-rules")["walks"] == []
    assert not faults
