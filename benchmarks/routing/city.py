"""Our own day: a city with clustered stops, windows, three ways of being full, batteries and a mixed fleet.

Everything is drawn from the day's number, so a name like `300-2` (300 stops, day 2) means the same everywhere.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from benchmarks.routing.city_streets import Street, city_matrices, points_of
from benchmarks.routing.instance import BadFile
from pannier.core.geo import LonLat
from pannier.core.problem import (
    Battery,
    Break,
    CostRates,
    Dimension,
    Place,
    Problem,
    Swap,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow
from pannier.core.units import joules_of_wh

HOUR = 3600
HUB = 0
STREETS = {
    "van": Street(detour=1.35, speed_mps=5.5, one_way=0.35, j_per_m=600, j_per_m_kg=0.25),
    "bike": Street(detour=1.2, speed_mps=4.2, one_way=0.10, j_per_m=45, j_per_m_kg=0.12),
    "foot": Street(detour=1.1, speed_mps=1.3, one_way=0.0, j_per_m=0, j_per_m_kg=0),
}
_WINDOWS = ((0.50, 0), (0.30, 4), (0.15, 2), (0.05, 1))
"""Shares of stops by the length of their windows in hours; 0 is any time."""
_HEAVY = 0.06
"""Part of the stops that gets furniture or drinks."""
VAN: Mapping[str, Any] = MappingProxyType(
    {
        "kind": "e_van",
        "profile": "van",
        "capacity": (800_000, 6_000_000, 150),
        "trips": Trips((HUB,), loading_s=900, max_trips=3),
        "battery": Battery(joules_of_wh(40_000), joules_of_wh(32_000), joules_of_wh(4_000)),
        "parking_s": 120,
        "door_s": 30,
        "rates": CostRates.of_cents(fixed=2500, per_hour=2400, per_km=18, per_kwh=30, per_kg_co2e=10),
        "co2e_mg_per_kwh": 250_000,
    }
)
BIKE: Mapping[str, Any] = MappingProxyType(
    {
        "kind": "cargo_bike",
        "profile": "bike",
        "capacity": (120_000, 900_000, 40),
        "trips": Trips((HUB,), loading_s=480, max_trips=4),
        "battery": Battery(joules_of_wh(500), joules_of_wh(500), joules_of_wh(60), Swap(180, 3)),
        "parking_s": 30,
        "door_s": 20,
        "rates": CostRates.of_cents(fixed=600, per_hour=2200, per_km=4, per_kwh=30, per_kg_co2e=10),
        "co2e_mg_per_kwh": 250_000,
    }
)
WALKER: Mapping[str, Any] = MappingProxyType(
    {
        "kind": "walker",
        "profile": "foot",
        "capacity": (30_000, 150_000, 15),
        "trips": Trips((HUB,), loading_s=240, max_trips=4),
        "door_s": 20,
        "rates": CostRates.of_cents(per_hour=2000),
    }
)
_FLEET = ((100, VAN), (75, BIKE), (300, WALKER))
"""Stops for each vehicle of a row: enough for everything, too few bikes for bikes alone."""


def city_problem(name: str) -> Problem:
    """Return the day of a name like `300` or `300-2`; raises BadFile for another name."""
    stops, day = _stops_and_day(name)
    rng = random.Random(f"{stops} stops on day {day}")
    points = points_of(rng, stops)
    return Problem(
        places=tuple(_place(index, x, y) for index, (x, y) in enumerate(points)),
        dimensions=(Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels")),
        payload_dimension=0,
        matrices=tuple(
            city_matrices(np.array(points), street, profile) for profile, street in STREETS.items()
        ),
        vehicles=tuple(_vehicles(stops)),
        tasks=tuple(_task(rng, index) for index in range(1, stops + 1)),
        currency="EUR",
    )


def _stops_and_day(name: str) -> tuple[int, int]:
    """Return what the name says."""
    stops, _, day = name.partition("-")
    if not stops.isdigit() or not (day or "1").isdigit() or not 1 <= int(stops) <= 20_000:
        raise BadFile(f"A city is named by its stops and its day, like 300 or 300-2, not {name}.")
    return int(stops), int(day or 1)


def _place(index: int, x: float, y: float) -> Place:
    """Return a point of the city's plane, in metres, near the equator."""
    return Place(str(index), LonLat(x / 111_320, y / 110_574))


def _task(rng: random.Random, index: int) -> Task:
    """Return a delivery from the one hub, or a return to it."""
    return replace(delivery_of(rng, index, f"order-{index}"), hub=HUB)


def delivery_of(rng: random.Random, place: int, name: str) -> Task:
    """Return a delivery, now and then a pickup of a return; no hub is named."""
    is_heavy = rng.random() < _HEAVY
    mass_g = rng.randint(20_000, 60_000) if is_heavy else int(min(25_000, rng.lognormvariate(7.6, 0.9)))
    return Task(
        id=name,
        kind=TaskKind.PICKUP if rng.random() < 0.04 else TaskKind.DROPOFF,
        place=place,
        demand=(mass_g, mass_g * rng.randint(3, 7), 1 + (rng.random() < 0.1)),
        service_s=rng.choice((60, 90, 120, 180)),
        windows=_windows(rng),
    )


def _windows(rng: random.Random) -> tuple[TimeWindow, ...]:
    """Return a window between 8 and 18 h, or none."""
    hours = rng.choices([hours for _, hours in _WINDOWS], [share for share, _ in _WINDOWS])[0]
    if hours == 0:
        return ()
    start_s = rng.randrange(8 * HOUR, (18 - hours) * HOUR + 1, HOUR // 2)
    return (TimeWindow(start_s, start_s + hours * HOUR),)


def _vehicles(stops: int) -> list[Vehicle]:
    """Return the fleet for so many stops; shifts begin at 7, 8, 9 or 10 and last eight hours."""
    made = []
    for stops_each, row in _FLEET:
        for number in range(-(-stops // stops_each)):
            begins = 7 + number % 4
            made.append(
                Vehicle(
                    id=f"{row['kind']}-{number + 1}",
                    name=str(number + 1),
                    shift=TimeWindow(begins * HOUR, (begins + 8) * HOUR),
                    breaks=(Break(TimeWindow((begins + 3) * HOUR, (begins + 6) * HOUR), 1800),),
                    start_place=HUB,
                    end_place=HUB,
                    **row,
                )
            )
    return made
