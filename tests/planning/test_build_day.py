"""All that is planned, timed, asked or compared sees the same day: what is around it comes from one builder."""

import ast
from pathlib import Path
from typing import Any

import pytest

import pannier
from pannier.accounts.people import change_my_organisation
from pannier.fleet.chargers import set_grid_hours, set_hub_charger
from pannier.fleet.roster import roster_entry
from pannier.fleet.rules import change_fleet_rules
from pannier.fleet.stations import StationValues, create_station
from pannier.places.models import TrafficHours, Zone
from pannier.planning.build_day import Around, around_day
from pannier.planning.day import Day
from pannier.planning.load_day import load_day
from pannier.planning.pool import solve_here
from pannier.planning.progress import release_route
from pannier.planning.queries import get_plan, sheet_of
from pannier.planning.retime import problem_of_route
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import load_running_day
from pannier.planning.standing import standing_plan
from pannier.planning.what_if import WhatIf, drive_with
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, HubDay, make_hub_day, on_the_grid

SLOW = {"kinds": [], "weekdays": [], "begins": "06:00", "ends": "20:00", "longer_percent": 100}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[7.5, 43.8], [7.51, 43.8], [7.51, 43.81], [7.5, 43.81], [7.5, 43.8]]],
}


@pytest.fixture
def out(operator: Organisation) -> HubDay:
    """A day with a route that is out, in a city where everything that can be said was said."""
    day = make_hub_day(operator, orders=3, crews=1)
    plan_id = day.plan()
    with operator.session() as db:
        release_route(db, day.routes(plan_id)[0].id, at=local(7))
        rule: dict[str, Any] = {"kinds": [], "fuel_only": True, "weekdays": [], "hours": []}
        db.add(Zone(name="Old", code="old", kind="restricted", polygon=SQUARE, rules=[rule]))
        db.add(TrafficHours(position=0, zone_id=None, **SLOW))
        at = east(900, 900)
        create_station(db, StationValues(name="Quai", lon=at.lon, lat=at.lat, power_w=22_000))
        set_hub_charger(db, day.hub_id, {"plugs": 2})
        set_grid_hours(db, [100.0 + hour for hour in range(24)])
        change_fleet_rules(db, {"fair_hours_cents": 7})
        change_my_organisation(db, {"co2e_cents_per_kg": 15, "late_once_cents": 250})
    return day


def around(day: Day) -> Around:
    return Around(
        hub=day.hub,
        stations=day.stations,
        charger=day.charger,
        areas=day.areas,
        carbon=day.carbon,
        rules=day.rules,
        people=day.people,
    )


def test_planning_timing_asking_and_changing_see_the_same_day(out: HubDay) -> None:
    (plan,) = out.plans()
    (route,) = out.routes(plan.id)
    with out.operator.session() as db:
        wanted = around_day(db, out.hub_id, DAY, but=[route.id])
        assert wanted.stations
        assert wanted.areas
        assert wanted.rules.traffic
        assert wanted.carbon.grid_mg_by_hour
        assert wanted.charger.said.plugs == 2
        sheet, entry = sheet_of(db, route.id), roster_entry(db, out.crews[0].shift.id)
        change = Change(operation="replanned")
        days = {
            "to be planned": load_day(db, hub_id=out.hub_id, service_date=DAY),
            "timed anew": problem_of_route(db, sheet, entry, network=GRID).day,
            "asked": standing_plan(db, get_plan(db, plan.id), GRID, currency="EUR").day,
            "changed": load_running_day(
                db, hub_id=out.hub_id, service_date=DAY, change=change, network=GRID
            ).day,
        }
    assert [name for name, day in days.items() if around(day) != wanted] == []


def driven(day: HubDay) -> WhatIf:
    with day.operator.session() as db:
        return drive_with(
            db, hub_id=day.hub_id, service_date=DAY, order_ids=day.orders, kind="diesel_van", iterations=30,
            solve=solve_here, network_of=on_the_grid,
        )  # fmt: skip


def test_the_vans_of_a_comparison_stand_in_the_same_traffic(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=0)
    before = driven(day)
    with operator.session() as db:
        db.add(TrafficHours(position=0, zone_id=None, **SLOW))
    after = driven(day)
    assert after.distance_m == before.distance_m
    assert after.duration_s > before.duration_s


def test_a_plan_in_memory_is_made_anew_when_what_power_costs_changes(out: HubDay) -> None:
    (plan,) = out.plans()
    with out.operator.session() as db:
        first = standing_plan(db, get_plan(db, plan.id), GRID, currency="EUR")
        assert standing_plan(db, get_plan(db, plan.id), GRID, currency="EUR") is first
        set_hub_charger(db, out.hub_id, {"plugs": 1})
        again = standing_plan(db, get_plan(db, plan.id), GRID, currency="EUR")
    assert again is not first
    assert again.day.charger.said.plugs == 1


def test_a_day_is_made_in_one_place_only() -> None:
    """Whoever made one elsewhere would forget something of what is around it."""
    makers = []
    for path in (Path(pannier.__file__).parent / "planning").rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        if any(isinstance(call.func, ast.Name) and call.func.id == "Day" for call in calls):
            makers.append(path.name)
    assert makers == ["build_day.py"]
