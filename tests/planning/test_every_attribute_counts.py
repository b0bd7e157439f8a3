"""No stored attribute of a vehicle, shift or kind is without effect: each changes the problem or is named here."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pannier.core.energy import NoEnergy
from pannier.core.problem import Limits, problem_sha256
from pannier.factors.kinds import VehicleKind, fleet_kinds
from pannier.fleet.models import ChargingStation, Rider, Shift, Vehicle
from pannier.places.grid import GridNetwork
from pannier.planning.day import Day
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.streets import kinds_of, places_of, profile_of_kind, streets_of
from tests.support.fleet_days import at, day, east, order, shift, spec, station

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
    profiles = {kind.code: profile_of_kind(of, kind) for kind in kinds_of(of)}
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


ROW = {"id", "created_at", "org_id"}
ENDS = {"start_at", "end_at"}
TESTED_HERE = {
    Vehicle: {*VEHICLE, *LIMITS, "kind"},
    Shift: {*(SHIFT.keys() - ENDS), "starts_at", "ends_at", "start_lon", "start_lat", "end_lon", "end_lat"},
    Rider: {"skills"},
    ChargingStation: {*STATION, "lon", "lat"},
}
TESTED_WITH_TABLES = {
    Vehicle: {"hub_id", "active", "name"},
    Shift: {"hub_id", "service_date", "rider_id", "vehicle_id"},
    Rider: {"hub_id", "active", "person_id", "name_sealed"},
    ChargingStation: {"active", "name"},
}


@pytest.mark.parametrize("table", [Vehicle, Shift, Rider, ChargingStation])
def test_no_column_of_the_fleet_is_forgotten(table: Any) -> None:
    columns = {column.name for column in table.__table__.columns}
    assert columns - ROW == TESTED_HERE[table] | TESTED_WITH_TABLES[table]
