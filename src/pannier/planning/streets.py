"""What driving takes on the day, for each vehicle kind: matrices of the street network and of energy."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE, Matrix, Profile, RoadNetwork
from pannier.core.energy import NoEnergy, linear_upper_bound
from pannier.core.geo import LonLat
from pannier.core.problem import Matrices
from pannier.factors.kinds import VehicleKind
from pannier.places.profiles import profile_of
from pannier.planning.day import Day

HUB = 0
"""The hub's row and column in all matrices."""

type IntArray = NDArray[np.int32]


@dataclass(frozen=True)
class Places:
    """The points of a day, the hub first, each once; orders, then charging stations, know theirs by their ids."""

    points: tuple[LonLat, ...]
    of_order: Mapping[uuid.UUID, int]
    of_station: Mapping[uuid.UUID, int] = field(default_factory=dict)
    of_point: Mapping[LonLat, int] = field(default_factory=dict)
    """Where vehicles stand before and after their shifts, elsewhere than at the hub."""
    of_collection: Mapping[uuid.UUID, int] = field(default_factory=dict)
    """Where orders are collected that do not come by the hub."""

    def at(self, point: LonLat | None) -> int:
        """Return the place of a vehicle's own start or end; without a point the hub."""
        return HUB if point is None else self.of_point[point]


NOWHERE = Places((), {})


@dataclass(frozen=True, eq=False)
class KindStreets:
    """Metres and seconds between all places for one kind; `off_road` tells why a place is not on its network."""

    distance_m: IntArray
    duration_s: IntArray
    took_s: float = 0.0
    cached: bool = False
    off_road: Mapping[int, str] = field(default_factory=dict)

    def round_trip(self, place: int) -> bool:
        """Tell whether the vehicle gets from the hub to the place and back."""
        if place in self.off_road or HUB in self.off_road:
            return False
        there, back = self.distance_m[HUB, place], self.distance_m[place, HUB]
        return bool(there != UNREACHABLE and back != UNREACHABLE)


def places_of(day: Day) -> Places:
    """Return the places of a day in the order in which its orders name them, and the stations of use to a vehicle."""
    index: dict[LonLat, int] = {day.hub.point: HUB}
    of_order = {order.id: index.setdefault(order.point, len(index)) for order in day.orders}
    of_collection = {
        order.id: index.setdefault(order.collection.point, len(index))
        for order in day.orders
        if order.collection is not None
    }
    kinds = kinds_of(day)
    useful = [station for station in day.stations if any(station.serves(kind) for kind in kinds)]
    of_station = {station.id: index.setdefault(station.point, len(index)) for station in useful}
    ends = [point for shift in day.shifts for point in (shift.start_at, shift.end_at) if point is not None]
    of_point = {point: index.setdefault(point, len(index)) for point in ends}
    return Places(tuple(index), of_order, of_station, of_point, of_collection)


def kinds_of(day: Day) -> list[VehicleKind]:
    """Return the vehicle kinds of a day, each once, in the order of the shifts."""
    return list({shift.vehicle.kind.code: shift.vehicle.kind for shift in day.shifts}.values())


def profile_of_kind(day: Day, kind: VehicleKind) -> Profile:
    """Return how a kind moves on this day; kinds that burn fuel stay out of low-emission zones."""
    return profile_of(kind, exclude=day.exclude if kind.factor else ())


def streets_of(network: RoadNetwork, points: Sequence[LonLat], profile: Profile) -> KindStreets:
    """Ask the street network for the matrix of one profile; never guesses where no way leads."""
    matrix = network.matrix(points, profile)
    return KindStreets(
        distance_m=matrix.distance_m,
        duration_s=matrix.duration_s,
        took_s=matrix.took_s,
        cached=matrix.cached,
        off_road=_off_road(matrix),
    )


def _off_road(matrix: Matrix) -> dict[int, str]:
    return {problem.index: problem.detail for problem in matrix.problems}


def matrices_of(
    kind: VehicleKind,
    streets: KindStreets,
    *,
    standing_s: IntArray,
    payload_max_g: int,
    temperature_c: float,
) -> Matrices:
    """Return the four matrices of a kind; `standing_s` is how long it stands at each place at most."""
    distance, duration = _whole(streets.distance_m), _whole(streets.duration_s)
    if isinstance(kind.energy, NoEnergy):
        return Matrices.without_energy(kind.code, distance, duration)
    base, per_kg = _energy(
        kind,
        np.maximum(distance, 0),
        np.maximum(duration, 0),
        standing_s=standing_s,
        payload_max_kg=payload_max_g / 1000,
        temperature_c=temperature_c,
    )
    gaps = distance == UNREACHABLE
    for matrix in (base, per_kg):
        matrix[gaps] = UNREACHABLE
        np.fill_diagonal(matrix, 0)
    return Matrices(kind.code, distance, duration, base, per_kg)


def _energy(
    kind: VehicleKind,
    distance_m: IntArray,
    duration_s: IntArray,
    *,
    standing_s: IntArray,
    payload_max_kg: float,
    temperature_c: float,
) -> tuple[IntArray, IntArray]:
    """Return joules and joules per kilogram that hold at free flow as well as in the day's traffic.

    Fast driving costs more at every halt, slow driving more for heating; which one counts differs from leg
    to leg, so the larger of both is taken.
    """
    bounds = [
        linear_upper_bound(
            kind.energy,
            distance_m.astype(np.float64),
            duration_s=duration_s / slower,
            payload_max_kg=payload_max_kg,
            temperature_c=temperature_c,
            service_s=np.broadcast_to(standing_s.astype(np.float64), distance_m.shape),
        )
        for slower in _paces(kind.routing.duration_factor)
    ]
    bases, slopes = zip(*bounds, strict=True)
    return np.maximum.reduce(bases), np.maximum.reduce(slopes)


def _paces(duration_factor: float) -> Iterable[float]:
    return {1.0, duration_factor}


def _whole(matrix: IntArray) -> IntArray:
    """Return the matrix with an empty diagonal: even a place off the network is where it is."""
    full = np.array(matrix, dtype=np.int32)
    np.fill_diagonal(full, 0)
    return full
