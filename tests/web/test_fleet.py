"""What plans go by is set at the console; charges on the way are driven by riders."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessible import faults_in_every_look
from tests.web.conftest import Doing, Seeing
from tests.web.screen import DESKTOP, PHONE
from tests.web.world import ADMINISTRATOR, DAY, World

pytestmark = pytest.mark.web
SMALL_WH = 1_400
"""Too little for the way to the far address and back."""
FAR = {"line": "Boulevard d'Italie", "house_number": "29", "postcode": "98000", "city": "Monaco"}


def test_charging_station_is_told_of_and_taken_out_of_use(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Spélugues", orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Charging stations")
    when.dispatcher.adds_a_charging_station(
        name="Port Hercule", power="22", place="43.73548, 7.42243", only_for="E-van"
    )
    when.dispatcher.is_told("The next plan may send vehicles to Port Hercule.")
    then.dispatcher.sees("Port Hercule", "22 kW")
    [made] = [row for row in world.admin.get("/v1/charging-stations") if row["name"] == "Port Hercule"]
    assert (made["lon"], made["lat"], made["power_w"], made["kinds"]) == (
        7.42243,
        43.73548,
        22_000,
        ["e_van"],
    )
    assert made["id"] in then.dispatcher.map.shows()["hubs"]
    when.dispatcher.takes_out_of_use("Port Hercule")
    [retired] = [row for row in world.admin.get("/v1/charging-stations") if row["id"] == made["id"]]
    assert not retired["active"]


def test_plugs_and_prices_of_a_station_and_of_the_hub_are_said(when: Doing, world: World) -> None:
    day = world.day(name="Quai Antoine", orders=0)
    station = {"name": "Digue", "lon": 7.4255, "lat": 43.7365, "power_w": 22_000}
    world.admin.post("/v1/charging-stations", station)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Charging stations")
    page = when.dispatcher.page
    row = page.get_by_role("table", name="Charging stations").get_by_role("row", name="Digue")
    row.get_by_role("button", name="Change").click()
    when.dispatcher.says_of_the_charger(
        "Digue", Plugs="2", Open="06:00-22:00", Prices="07:00 31.2\n22:00 14.5", Reserved=f"{DAY} 12:00-13:30"
    )
    [said] = [one["charger"] for one in world.admin.get("/v1/charging-stations") if one["name"] == "Digue"]
    assert (said["plugs"], said["hours"]) == (2, [{"from": "06:00", "until": "22:00"}])
    assert [one["cents_per_kwh"] for one in said["tariff"]] == [31.2, 14.5]
    assert [one["date"] for one in said["reservations"]] == [str(DAY)]
    page.get_by_role("button", name="The hub’s own plugs").click()
    when.dispatcher.says_of_the_charger(day.hub_name, Plugs="1")
    assert world.admin.get(f"/v1/hubs/{day.hub_id}/charger")["plugs"] == 1


def test_the_grid_by_hour_is_pasted_as_lines(when: Doing, world: World) -> None:
    day = world.day(name="Quai Grille", orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    when.dispatcher.gives_the_grid_by_hour("\n".join(f"{hour},{200 + hour}" for hour in range(24)))
    when.dispatcher.is_told("The next plan goes by it.")
    assert world.admin.get("/v1/grid-hours")["g_per_kwh"] == [200.0 + hour for hour in range(24)]
    when.dispatcher.gives_the_grid_by_hour("")
    expect(when.dispatcher.page.get_by_role("textbox", name="Grams CO₂e a kWh")).to_have_value("")


def test_zone_with_hours_is_drawn_and_taken_off_the_map(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Vieille Ville", orders=0)
    when.dispatcher.signs_in_as(ADMINISTRATOR)
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Zones")
    when.dispatcher.draws_a_zone(
        name="The old town",
        corners="43.7300, 7.4200; 43.7300, 7.4260; 43.7330, 7.4260; 43.7330, 7.4200",
        only_for="E-van",
        hours="06:00-10:30",
    )
    when.dispatcher.is_told("The next plan goes by it.")
    then.dispatcher.sees("The old town", "E-van: 06:00-10:30")
    [made] = [zone for zone in world.admin.get("/v1/zones") if zone["name"] == "The old town"]
    hours = [{"from": "06:00", "until": "10:30"}]
    assert made["rules"] == [{"kinds": ["e_van"], "fuel_only": False, "weekdays": [], "hours": hours}]
    when.dispatcher.takes_the_zone_off_the_map("The old town")
    assert made["id"] not in {zone["id"] for zone in world.admin.get("/v1/zones")}


def test_no_part_of_the_fleet_shuts_anybody_out(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Larvotto Plage", orders=0)
    station = {"name": "Larvotto Plage", "lon": 7.4265, "lat": 43.7405, "power_w": 11_000, "active": False}
    world.admin.post("/v1/charging-stations", station)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    faults = []
    for tab in ("Vehicles", "Charging stations", "Zones", "Kinds and costs"):
        when.dispatcher.looks_at_the_fleet(tab)
        then.dispatcher.has_loaded()
        if tab == "Charging stations":
            then.dispatcher.map.wait()
        faults += faults_in_every_look(when.dispatcher.page, tab, (PHONE, DESKTOP))
    assert not faults


def test_no_figure_and_no_button_of_the_fleet_is_cut_off_on_a_phone(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Monte Phone", orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Vehicles")
    page = when.dispatcher.page
    page.set_viewport_size(PHONE)
    row = page.get_by_role("table", name="Vehicles").get_by_role("row", name="Bike Monte Phone 1")
    for inside in (*row.get_by_role("cell").all(), row.get_by_role("button", name="Change")):
        box = inside.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
    assert row.get_by_role("cell").count() == page.get_by_role("columnheader").count()


def test_vehicle_gets_figures_and_limits_of_its_own(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Tenao", orders=0)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Vehicles")
    when.dispatcher.changes_the_vehicle(
        "Bike Tenao 1", payload="80", other_loads="cold_l 40", equipment="lift", distance="55.5", stops="60"
    )
    when.dispatcher.is_told("The next plan goes by it.")
    [vehicle] = world.admin.get("/v1/vehicles", hub_id=day.hub_id)
    assert (vehicle["payload_g"], vehicle["capacities"], vehicle["equipment"]) == (
        80_000,
        {"cold_l": 40},
        ["lift"],
    )
    assert (vehicle["shift_distance_m"], vehicle["shift_stops"], vehicle["trip_stops"]) == (55_500, 60, None)


def test_order_says_what_plans_must_know(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Révoires", orders=1)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Orders")
    when.dispatcher.opens_the_order("Révoires-01")
    when.dispatcher.changes_the_order_for_plans(
        needs="lift", other_loads="cold_l 12", ready_at="9:30", may_stay_out_of_a_plan_for="9.50"
    )
    when.dispatcher.is_told("The next plan goes by it.")
    then.dispatcher.sees_in_the_order("cold_l 12", "€9.50", "lift")
    order = world.admin.get(f"/v1/orders/{day.orders[0]['id']}")
    assert (order["needs"], order["other_loads"], order["prize_cents"]) == (["lift"], {"cold_l": 12}, 950)
    assert order["release_at"].startswith("2026-03-10T08:30")
    world.plan(day)
    [left] = world.admin.get(f"/v1/plans/{day.plan_id}")["left_out"]
    assert left["code"] == "skill"


def test_order_says_what_its_goods_ask_for(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Saint-Roman", orders=1)
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.opens("Orders")
    when.dispatcher.opens_the_order("Saint-Roman-01")
    when.dispatcher.changes_the_order_for_plans(
        aboard_at_most="30", same_vehicle_as="family", not_with="surprise", due_by="11:00"
    )
    when.dispatcher.is_told("The next plan goes by it.")
    then.dispatcher.sees_in_the_order("family", "surprise", "30 min", "11:00")
    order = world.admin.get(f"/v1/orders/{day.orders[0]['id']}")
    asked = (order["max_aboard_min"], order["together"], order["apart"], order["due_at"][11:16])
    assert asked == (30, "family", "surprise", "11:00")


def test_administrator_says_what_lateness_costs_and_which_goods_never_share_a_trip(
    when: Doing, world: World
) -> None:
    day = world.day(name="Boulingrins", orders=0)
    when.dispatcher.signs_in_as(ADMINISTRATOR)
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    when.dispatcher.prices_lateness_at(once="4", hour="7.50")
    when.dispatcher.is_told("The next plan goes by it.")
    when.dispatcher.adds_a_class_of_goods("paint", "Paint", apart_from="food, paint")
    own = world.admin.get("/v1/organisation")
    assert (own["late_once_cents"], own["late_hour_cents"]) == (400, 750)
    assert own["goods_classes"][-1] == {"code": "paint", "label": "Paint", "not_with": ["food", "paint"]}


def test_administrator_prices_carbon_for_plans(when: Doing, then: Seeing, world: World) -> None:
    day = world.day(name="Annonciade", orders=0)
    when.dispatcher.signs_in_as(ADMINISTRATOR)
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    when.dispatcher.prices_carbon_at("0.20")
    when.dispatcher.is_told("Plans count €0.20 for a kilogram CO₂e from now on.")
    assert world.admin.get("/v1/organisation")["co2e_cents_per_kg"] == 20


def test_administrator_says_what_a_kind_of_vehicle_costs_and_goes_back(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Quai des Comptes", orders=0)
    when.dispatcher.signs_in_as(ADMINISTRATOR)
    when.dispatcher.looks_at(day)
    when.dispatcher.looks_at_the_fleet("Kinds and costs")
    page = when.dispatcher.page
    trike = page.get_by_role("table", name="What vehicles cost").get_by_role("row", name="Cargo trike")
    expect(trike).to_contain_text("As shipped")
    when.dispatcher.opens_the_costs_of("Cargo trike")
    then.dispatcher.sees("Shipped: €7.00", "Shipped: €0.06", "EUR/kWh")
    when.dispatcher.types_what_it_costs(A_shift="9", A_kilometre="a lot")
    then.dispatcher.sees("Give an amount from 0 to €100.00, or leave it empty.")
    expect(page.get_by_role("dialog").get_by_role("button", name="Save")).to_be_disabled()
    when.dispatcher.types_what_it_costs(A_kilometre="0.065")
    faults = faults_in_a_dialog(page)
    when.dispatcher.saves_what_it_costs()
    when.dispatcher.is_told("The next plan counts what Cargo trike costs you.")
    expect(trike).to_contain_text("Your own since")
    expect(trike).to_contain_text("€0.065")
    expect(trike).to_contain_text("shipped €7.00")
    faults += faults_in_every_look(page, "Kinds and costs", (PHONE, DESKTOP))
    then.dispatcher.screen.keep_picture("costs-of-kinds")
    page.set_viewport_size(PHONE)
    then.dispatcher.screen.keep_picture("costs-of-kinds-phone")
    page.set_viewport_size(DESKTOP)
    own = {name: cents for name, cents in own_costs(world).items() if cents is not None}
    assert own == {"fixed_cents": 900, "per_km_cents": 6.5}
    when.dispatcher.opens_the_costs_of("Cargo trike")
    when.dispatcher.goes_back_to_what_is_shipped()
    when.dispatcher.is_told("Cargo trike costs what is shipped again.")
    expect(trike).to_contain_text("As shipped")
    assert set(own_costs(world).values()) == {None}
    assert not faults


def faults_in_a_dialog(page: Page) -> list[str]:
    """List what shuts people out of a dialog; while it is open the page behind it is hidden from everybody."""
    found = faults_in_every_look(page, "Costs of a kind", (PHONE, DESKTOP))
    return [fault for fault in found if not fault.endswith("main part")]


def own_costs(world: World) -> Any:
    """Return what was set of the cargo trike's costs."""
    return next(row["own"] for row in world.admin.get("/v1/vehicle-costs") if row["kind"] == "cargo_trike")


def test_rider_charges_on_the_way_and_the_dispatcher_sees_where(
    when: Doing, then: Seeing, world: World
) -> None:
    station = {"name": "Monte-Carlo", "lon": 7.4285, "lat": 43.7425, "power_w": 22_000, "kinds": ["e_van"]}
    world.admin.post("/v1/charging-stations", station)
    van = {"kind": "e_van", "battery_wh": SMALL_WH}
    day = world.released(name="Vallon", orders=1, address=FAR, vehicle=van)
    [route] = day.routes
    [charge] = [stop for stop in route["stops"] if stop["kind"] == "charge"]
    assert charge["label"] == "Monte-Carlo"
    when.dispatcher.signs_in()
    when.dispatcher.looks_at(day)
    when.dispatcher.selects_the_route_of("Rider Vallon 1")
    until = charge["planned_departure"][11:16]
    then.dispatcher.sees(f"Monte-Carlo until {until}")
    then.dispatcher.sees_the_stop("1", "Boulevard d'Italie 29")
    when.rider.opens_the_link_of(day.riders[0])
    when.rider.starts_duty()
    when.rider.loads_everything()
    then.rider.sees("Charge on the way", "Monte-Carlo", "Charge to", "to the charge")
    then.rider.screen.keep_picture("charge-rider")
    when.rider.presses("I am here")
    then.rider.sees("The display showed before", "The display shows now")
    then.rider.screen.keep_picture("charge-rider2")
    when.rider.sets("The display showed before", 99)
    when.rider.sets("The display shows now", 97)
    then.rider.sees("It cannot show less now than before.")
    then.rider.cannot_press("Charged, go on")
    when.rider.sets("The display showed before", 40)
    when.rider.presses("Charged, go on")
    expect(when.rider.page.get_by_text("Charge to")).to_have_count(0)
    then.rider.has_sent_everything()
    [driven] = world.admin.get("/v1/routes", hub_id=day.hub_id, date=DAY.isoformat())
    [charged] = [stop for stop in driven["stops"] if stop["kind"] == "charge"]
    assert charged["state"] == "done"


def test_a_hub_is_set_up_and_changed_with_its_hours_place_and_loading(
    when: Doing, then: Seeing, world: World
) -> None:
    day = world.day(name="Malbousquet", riders=0, orders=0)
    when.dispatcher.signs_in_as(ADMINISTRATOR)
    when.dispatcher.looks_at_the_fleet("Hubs")
    when.dispatcher.changes_the_hub(day.hub_name, Closes="05:00")
    then.dispatcher.sees("A hub closes after it opens, on the same day.")
    then.dispatcher.screen.keep_picture("hub-form")
    when.dispatcher.fills_in_the_hub(Opens="07:30", Closes="20:00", Loading="4")
    when.dispatcher.is_told("The next plan goes by what Malbousquet now is.")
    [hub] = [one for one in world.admin.get("/v1/hubs") if one["id"] == day.hub_id]
    assert (hub["opens"], hub["closes"], hub["loading_s"]) == ("07:30", "20:00", 240)
    then.dispatcher.screen.keep_picture("hubs")
