"""No stored attribute of a vehicle, shift or kind is without effect: each changes the problem or is named here."""

import dataclasses
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pannier.core.energy import NoEnergy
from pannier.core.problem import Limits, problem_sha256
from pannier.factors.kinds import VehicleKind, fleet_kinds, vehicle_kind
from pannier.fleet.charger_values import Charger, PriceFrom, Reserved
from pannier.fleet.kind_costs import OwnCosts
from pannier.fleet.models import (
    ChargingStation,
    FleetRules,
    GridHours,
    HubCharger,
    KindCosts,
    Rider,
    Shift,
    Vehicle,
)
from pannier.fleet.specification import specification
from pannier.places.grid import GridNetwork
from pannier.places.profiles import profile_of
from pannier.places.traffic import SlowHours
from pannier.places.zone_rules import ZoneRule
from pannier.planning.day import AreaOfDay, Carbon, ChargerOfDay, Day, People, RulesOfDay
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.streets import kinds_of, places_of, streets_of
from tests.support.fleet_days import DAY, at, day, east, order, shift, spec, station

# From frost to heat, so that heating, cooling and the battery's range all show.
TEMPERATURES = (-30.0, 10.0, 40.0)
# And from slow to fast, so that a motor's limit shows.
SPEEDS_MPS = (4.0, 10.0)
NOT_OF_A_PLAN = {
    "factor": "burnt fuel belongs to the emission baseline",
    "baseline_only": "decides which kinds a fleet may own, see test_specification",
    "label": "is how sentences name the kind",
}


def fingerprint(kind: VehicleKind) -> tuple[object, ...]:
    return tuple(_of_day(_day(kind, temperature_c)) for temperature_c in TEMPERATURES)


def _day(kind: VehicleKind, temperature_c: float) -> Day:
    vehicle = spec(kind, spare_batteries=1)
    return day(
        [order("A", east(1500), service_s=120), order("B", east(3000))],
        [shift(vehicle)],
        temperature_c=temperature_c,
        stations=[station(power_w=150_000)],
    )


def _of_day(of: Day) -> object:
    places = places_of(of)
    profiles = {kind.code: profile_of(kind) for kind in kinds_of(of)}
    # The grid knows no profiles, so what the street network is asked counts beside the problem.
    asked = [(profile.key, profile.duration_factor) for profile in profiles.values()]
    problems = []
    for speed_mps in SPEEDS_MPS:
        grid = GridNetwork(speed_mps=speed_mps)
        streets = {code: streets_of(grid, places.points, profile) for code, profile in profiles.items()}
        problems.append(problem_sha256(problem_of_day(of, places, streets).problem))
    return asked, problems


def changed(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + max(1, value // 10)
        case float():
            return value * 0.9 + 0.01
        case str():
            return "walker" if value != "walker" else "cargo_bike"
        case tuple():
            return tuple((degrees, share * 0.8) for degrees, share in value)
    raise TypeError(f"{value!r} has no other value here")


def variants(kind: VehicleKind) -> Iterator[tuple[str, VehicleKind]]:
    for field in dataclasses.fields(kind):
        value = getattr(kind, field.name)
        if field.name in NOT_OF_A_PLAN or field.name == "code" or value is None:
            continue
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for name, part in _parts(value):
                yield f"{field.name}.{name}", replace(kind, **{field.name: part})
        else:
            yield field.name, replace(kind, **{field.name: changed(value)})


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(value):
        part = getattr(value, field.name)
        if field.name == "options":
            for name, option in part.items():
                yield f"options.{name}", replace(value, options={**part, name: _other_option(option)})
        elif field.name == "costing":
            yield (
                "costing",
                replace(value, costing="pedestrian" if part != "pedestrian" else "auto", options={}),
            )
        elif part is not None and not isinstance(value, NoEnergy):
            yield field.name, replace(value, **{field.name: changed(part)})


def _other_option(option: Any) -> Any:
    return {"Hybrid": "Cross"}[option] if isinstance(option, str) else option * 0.9


CASES = [
    pytest.param(kind, other, id=f"{kind.code}.{name}")
    for kind in fleet_kinds().values()
    for name, other in variants(kind)
]


@pytest.mark.parametrize(("kind", "other"), CASES)
def test_every_attribute_of_a_kind_changes_the_problem(kind: VehicleKind, other: VehicleKind) -> None:
    assert fingerprint(kind) != fingerprint(other)


VEHICLE = {
    "payload_g": 50_000,
    "volume_ml": 100_000,
    "parcels_max": 7,
    "battery_wh": 300,
    "spare_batteries": 3,
    "service_percent": 130,
    "capacities": {"cold_l": 5},
    "equipment": ("lift",),
    "last_in_first_out": True,
}


@pytest.mark.parametrize("name", sorted(VEHICLE))
def test_every_figure_of_a_vehicle_changes_the_problem(name: str) -> None:
    carried = order("A", east(1500), service_s=120, loads={"cold_l": 1})
    usual, own = (day([carried], [shift(spec(**values))]) for values in ({}, {name: VEHICLE[name]}))
    assert _of_day(usual) != _of_day(own)


LIMITS = {
    f"{of}_{what}": {f"{of}_limits": Limits(**{what: 900})}
    for of in ("shift", "trip")
    for what in ("distance_m", "duration_s", "stops")
}


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_every_limit_of_a_vehicle_changes_the_problem(name: str) -> None:
    usual, own = (day([order("A", east(1500))], [shift(spec(**values))]) for values in ({}, LIMITS[name]))
    assert _of_day(usual) != _of_day(own)


SHIFT = {
    "break_start": at(10),
    "break_end": at(12),
    "break_s": 900,
    "overtime_s": 1800,
    "overtime_per_hour_cents": 500,
    "start_at": east(700),
    "end_at": east(700),
}


@pytest.mark.parametrize("name", sorted(SHIFT))
def test_every_time_of_a_shift_changes_the_problem(name: str) -> None:
    rest = {"break_start": at(9), "break_end": at(13), "break_s": 1800, "overtime_s": 900}
    usual = day([order("A", east(1500))], [shift(**rest)])
    other = day([order("A", east(1500))], [shift(**(rest | {name: SHIFT[name]}))])
    assert _of_day(usual) != _of_day(other)
    assert _of_day(usual) != _of_day(day([order("A", east(1500))], [shift(hours=(8, 15), **rest)]))
    assert _of_day(usual) != _of_day(day([order("A", east(1500))], [shift(hours=(9, 16), **rest)]))


ORDER = {
    "max_aboard_s": 900,
    "goods": "food",
    "together": "a",
    "apart": "a",
    "due_at": at(10),
    "more_windows": ((at(13), at(14)),),
}


@pytest.mark.parametrize("name", sorted(ORDER))
def test_every_wish_of_an_order_changes_the_problem(name: str) -> None:
    rules = RulesOfDay(late_once_cents=300, incompatible=(("chemicals", "food"),))
    usual = {"window_start": at(9), "window_end": at(12)}
    other = order("B", east(700), goods="chemicals", **({name: "a"} if name in {"together", "apart"} else {}))
    without, own = (
        day([order("A", east(1500), **usual, **values), other], [shift()], rules=rules)
        for values in ({}, {name: ORDER[name]})
    )
    assert _of_day(without) != _of_day(own)


WITHIN = {
    "type": "Polygon",
    "coordinates": [[[7.4, 43.7], [7.5, 43.7], [7.5, 43.8], [7.4, 43.8], [7.4, 43.7]]],
}
HOURS = {
    "begin_min": 480,
    "end_min": 660,
    "longer_percent": 60,
    "kinds": ("e_van",),
    "weekdays": (1,),
    "polygon": WITHIN
    | {"coordinates": [[[7.43, 43.7], [7.5, 43.7], [7.5, 43.8], [7.43, 43.8], [7.43, 43.7]]]},
}


@pytest.mark.parametrize("name", sorted(HOURS))
def test_every_figure_of_hours_of_traffic_changes_the_problem(name: str) -> None:
    usual = SlowHours(420, 540, 40, ("cargo_bike",), (2,), WITHIN)
    rules = (RulesOfDay(traffic=(one,)) for one in (usual, replace(usual, **{name: HOURS[name]})))
    without, own = (day([order("A", east(1500))], [shift()], rules=one) for one in rules)
    assert _of_day(without) != _of_day(own)


@pytest.mark.parametrize("name", ["late_once_cents", "late_hour_cents", "incompatible"])
def test_every_rule_of_an_organisation_changes_the_problem(name: str) -> None:
    orders = [order("A", east(1500), goods="food", due_at=at(10)), order("B", east(700), goods="chemicals")]
    value = (("chemicals", "food"),) if name == "incompatible" else 500
    usual, own = (day(orders, [shift()], rules=RulesOfDay(**values)) for values in ({}, {name: value}))
    assert _of_day(usual) != _of_day(own)


STATION = {"power_w": 11_000, "kinds": ("cargo_trike",)}


@pytest.mark.parametrize("name", sorted(STATION))
def test_every_figure_of_a_charging_station_changes_the_problem(name: str) -> None:
    usual, other = (
        day([order("A", east(1500))], [shift(spec("e_van"))], stations=[station(**values)])
        for values in ({}, {name: STATION[name]})
    )
    assert _of_day(usual) != _of_day(other)
    moved = replace(usual, stations=(station(point=east(2000)),))
    assert _of_day(usual) != _of_day(moved)


CHARGER = {
    "plugs": {"plugs": 1},
    "hours": {"hours": ((360, 600),)},
    "reserved": {"reserved": (Reserved(on=DAY, begin_min=600, end_min=660),)},
    "prices": {"prices": (PriceFrom(begin_min=0, kwh_millicents=9_000),)},
}


@pytest.mark.parametrize("of", ["hub", "station"])
@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Charger)])
def test_all_that_is_said_of_a_charger_changes_the_problem(name: str, of: str) -> None:
    usual, other = (
        day(
            [order("A", east(1500))],
            [shift(spec("e_van"))],
            stations=[station(charger=ChargerOfDay(said=said) if of == "station" else ChargerOfDay())],
            charger=ChargerOfDay(said=said) if of == "hub" else ChargerOfDay(),
        )
        for said in (Charger(plugs=2), Charger(**({"plugs": 2} | CHARGER[name])))
    )
    assert _of_day(usual) != _of_day(other)


def test_riders_plugged_in_and_the_grid_by_hour_change_the_problem() -> None:
    usual = day([order("A", east(1500))], [shift(spec("e_van"))], charger=ChargerOfDay(said=Charger(plugs=2)))
    busy = replace(usual.charger, busy=((at(9), at(10)),))
    assert _of_day(usual) != _of_day(replace(usual, charger=busy))
    by_hour = (*(300_000,) * 12, *(100_000,) * 12)
    dirty = replace(usual, carbon=Carbon(grid_mg_per_kwh=200_000))
    assert _of_day(dirty) != _of_day(replace(dirty, carbon=replace(dirty.carbon, grid_mg_by_hour=by_hour)))


AREA = {
    "type": "Polygon",
    "coordinates": [[[7.43, 43.7], [7.46, 43.7], [7.46, 43.8], [7.43, 43.8], [7.43, 43.7]]],
}
RULE = ZoneRule(kinds=("cargo_bike",), weekdays=(2,), hours=((360, 630),))
OTHER_RULES = {
    "kinds": replace(RULE, kinds=("e_van",)),
    "fuel_only": replace(RULE, fuel_only=True),
    "weekdays": replace(RULE, weekdays=(3,)),
    "hours": replace(RULE, hours=((360, 631),)),
}


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(ZoneRule)])
def test_every_part_of_a_zones_rule_changes_the_problem(name: str) -> None:
    far = order("A", east(1500))
    usual, other = (
        replace(day([far], [shift()]), areas=(AreaOfDay(name="town", polygon=AREA, rules=(rule,)),))
        for rule in (RULE, OTHER_RULES[name])
    )
    assert _of_day(usual) != _of_day(other)
    assert _of_day(usual) != _of_day(replace(usual, areas=()))


PEOPLE = {
    "fair_hours_cents": {"squared_hour_cents": 500},
    "fair_stops_cents": {"squared_task_cents": 5},
    "familiar_area_cents": {"strange_stop_cents": 200},
}


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_what_counts_for_riders_changes_the_problem(name: str) -> None:
    shifts = [shift(), shift(spec(name="Two"))]
    known = frozenset({shifts[0].rider_id})
    usual = day([order("A", east(1500), known_by=known)], shifts)
    assert _of_day(usual) != _of_day(replace(usual, people=People(**PEOPLE[name])))


COSTS = {"fixed_cents": 777, "per_hour_cents": 777, "per_km_cents": 7.5, "per_kwh_cents": 7.5}


@pytest.mark.parametrize("name", sorted(COSTS))
def test_every_cost_that_an_operator_sets_changes_the_problem(name: str) -> None:
    row = Vehicle(id=uuid.uuid4(), name="Van", kind="e_van", spare_batteries=0, last_in_first_out=False)
    own = OwnCosts(**{name: COSTS[name]}).over(vehicle_kind("e_van").cost)
    usual, other = (
        day([order("A", east(1500))], [shift(replace(spec("e_van"), kind=specification(row, costs).kind))])
        for costs in ({}, {"e_van": own})
    )
    assert _of_day(usual) != _of_day(other)
    assert specification(row, {"cargo_bike": own}).kind == vehicle_kind("e_van")


ROW = {"id", "created_at", "org_id"}
ENDS = {"start_at", "end_at"}
TESTED_HERE = {
    Vehicle: {*VEHICLE, *LIMITS, "kind"},
    Shift: {*(SHIFT.keys() - ENDS), "starts_at", "ends_at", "start_lon", "start_lat", "end_lon", "end_lat"},
    Rider: {"skills"},
    FleetRules: {"fair_hours_cents", "fair_stops_cents", "familiar_area_cents"},
    ChargingStation: {*STATION, "lon", "lat", "charger"},
    HubCharger: {"charger"},
    GridHours: {"g_per_kwh"},
    KindCosts: {*COSTS},
}
TESTED_WITH_TABLES = {
    Vehicle: {"hub_id", "active", "name", "eu_driving_times"},
    Shift: {"hub_id", "service_date", "rider_id", "vehicle_id", "serves"},
    Rider: {"hub_id", "active", "person_id", "name_sealed", "work_time_rules", "area_zone_ids"},
    FleetRules: {"work_time_rules", "split_breaks", "walks", "rider_changed_cents", "promise_moved_cents"},
    ChargingStation: {"active", "name"},
    HubCharger: {"hub_id"},
    GridHours: set(),
    KindCosts: {"kind", "since"},
}


@pytest.mark.parametrize("table", [*TESTED_HERE])
def test_no_column_of_the_fleet_is_forgotten(table: Any) -> None:
    columns = {column.name for column in table.__table__.columns}
    assert columns - ROW == TESTED_HERE[table] | TESTED_WITH_TABLES[table]
