"""A made-up city of many hubs: clusters of stops, mixed fleets, no order tied to a hub; all drawn from a seed.

Its ways are computed from the coordinates for the places that are asked for, so that it may have 20,000 stops.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from benchmarks.routing.city import BIKE, HOUR, STREETS, VAN, delivery_of
from benchmarks.routing.city_streets import Street, city_matrices
from pannier.core.geo import LonLat
from pannier.core.problem import Break, Dimension, Matrices, Place, Task, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.engine.city import City

_CENTRES_OF_HUB = 3
"""Quarters where people live close together, for each hub."""
_SIDE_M = 212.0
"""Of the square that each stop has: 20,000 of them lie in 30 x 30 km."""
_SCATTERED = 0.25
_UNEVEN = 0.35
"""Fleets are made for a usual day: on this one, hubs have up to a third too many or too few for what is near them."""
_BIKES = 0.55


@dataclass(frozen=True)
class PlaneTravel:
    """Streets of a plane: ways between points, a block of rows at a time so that little is held besides."""

    points: npt.NDArray[np.float64]

    def matrices(self, places: Sequence[int], profiles: Sequence[str]) -> tuple[Matrices, ...]:
        """Return the ways between these points."""
        chosen = self.points[list(places)]
        return tuple(city_matrices(chosen, STREETS[profile], profile) for profile in profiles)

    def away_s(self, place: int, profile: str) -> npt.NDArray[np.int32]:
        """Return how long the way from a place to each other one is, as straight as streets allow."""
        street: Street = STREETS[profile]
        across = self.points - self.points[place]
        metres = np.hypot(across[:, 0], across[:, 1]) * street.detour
        return np.ceil(metres / street.speed_mps).astype(np.int32)


def hubs_city(stops: int, hubs: int, vehicles: int, seed: int) -> City:
    """Return a day of so many stops, hubs and vehicles."""
    rng = random.Random(f"{stops} stops, {hubs} hubs, {vehicles} vehicles, {seed}")
    side_m = _SIDE_M * math.sqrt(stops)
    at_hubs = _hubs(rng, hubs, side_m)
    points = np.array([*at_hubs, *_stops(rng, stops, hubs, side_m)])
    tasks = [delivery_of(rng, hubs + index, f"order-{index + 1}") for index in range(stops)]
    return City(
        places=tuple(
            Place(str(index), LonLat(x / 111_320, y / 110_574))
            for index, (x, y) in enumerate(points.tolist())
        ),
        dimensions=(Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels")),
        payload_dimension=0,
        vehicles=tuple(_fleet(rng, _near(points, hubs), vehicles)),
        tasks=tuple(tasks),
        travel=PlaneTravel(points),
        currency="EUR",
    )


def _hubs(rng: random.Random, hubs: int, side_m: float) -> list[tuple[float, float]]:
    """Return hubs on a grid, each drawn off its point."""
    across = math.ceil(math.sqrt(hubs))
    down = math.ceil(hubs / across)
    cells = [(column, row) for row in range(down) for column in range(across)][:hubs]
    return [
        (
            (column + rng.uniform(0.25, 0.75)) * side_m / across,
            (row + rng.uniform(0.25, 0.75)) * side_m / down,
        )
        for column, row in cells
    ]


def _stops(rng: random.Random, stops: int, hubs: int, side_m: float) -> list[tuple[float, float]]:
    """Return points in quarters of several sizes, and some anywhere."""
    quarters = [
        (rng.uniform(0, side_m), rng.uniform(0, side_m), rng.uniform(300, 1500))
        for _ in range(_CENTRES_OF_HUB * hubs)
    ]
    weights = [rng.uniform(0.3, 1.0) for _ in quarters]
    found = []
    for _ in range(stops):
        if rng.random() < _SCATTERED:
            found.append((rng.uniform(0, side_m), rng.uniform(0, side_m)))
            continue
        x, y, spread_m = rng.choices(quarters, weights)[0]
        found.append(
            (min(max(rng.gauss(x, spread_m), 0.0), side_m), min(max(rng.gauss(y, spread_m), 0.0), side_m))
        )
    return found


def _near(points: npt.NDArray[np.float64], hubs: int) -> list[int]:
    """Return how many stops are nearest to each hub."""
    away = np.hypot(*(points[hubs:, None, axis] - points[None, :hubs, axis] for axis in (0, 1)))
    return np.bincount(away.argmin(axis=1), minlength=hubs).tolist()


def _fleet(rng: random.Random, near: Sequence[int], vehicles: int) -> list[Vehicle]:
    """Return vans and bikes, one of each at every hub at least; the rest is dealt by what is near, unevenly."""
    hubs = len(near)
    weights = [stops * rng.uniform(1 - _UNEVEN, 1 + _UNEVEN) for stops in near]
    dealt = [*range(hubs), *range(hubs), *rng.choices(range(hubs), weights, k=max(0, vehicles - 2 * hubs))]
    made = []
    for number, hub in enumerate(dealt[:vehicles]):
        is_bike = number < hubs or (number >= 2 * hubs and rng.random() < _BIKES)
        made.append(_vehicle(number, hub, BIKE if is_bike else VAN))
    return made


def _vehicle(number: int, hub: int, row: dict[str, object]) -> Vehicle:
    begins = 7 + number % 4
    made = Vehicle(
        id=f"{row['kind']}-{number + 1}",
        name=str(number + 1),
        shift=TimeWindow(begins * HOUR, (begins + 8) * HOUR),
        breaks=(Break(TimeWindow((begins + 3) * HOUR, (begins + 6) * HOUR), 1800),),
        start_place=hub,
        end_place=hub,
        **row,
    )
    return replace(made, trips=replace(made.trips, reload_places=(hub,)))


def nearest_hubs(city: City) -> City:
    """Return the city with every order at the hub that it is nearest to, as if nobody looked further."""
    away = np.stack([city.travel.away_s(hub, city.vehicles[0].profile) for hub in city.hubs])
    nearest = [city.hubs[int(hub)] for hub in away.argmin(axis=0)]
    tasks: tuple[Task, ...] = tuple(replace(task, hub=nearest[task.place]) for task in city.tasks)
    return replace(city, tasks=tasks)
