"""What driving takes on the day, for each vehicle kind: matrices of the street network and of energy."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE, Matrix, Profile, RoadNetwork
from pannier.core.energy import NoEnergy, linear_upper_bound
from pannier.core.geo import LonLat
from pannier.core.problem import Matrices
from pannier.factors.kinds import VehicleKind
from pannier.planning.day import Day
from pannier.planning.day_traffic import PERCENT, DayTraffic
from pannier.planning.walks import Walks

HUB = 0
"""The hub's row and column in all matrices."""
_WAYS_AT_ONCE = 16_000
"""Energy is reckoned for about so many ways at a time: what comes between stays in the processor's own memory."""

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

    def at_point(self, point: LonLat) -> int:
        """Return the place of a point that was asked for beside those of the day."""
        return self.of_point[point]


NOWHERE = Places((), {})


@dataclass(frozen=True, eq=False)
class KindStreets:
    """Metres and seconds between all places for one kind; `off_road` tells why a place is not on its network."""

    distance_m: IntArray
    duration_s: IntArray
    took_s: float = 0.0
    cached: bool = False
    off_road: Mapping[int, str] = field(default_factory=dict)
    walks: Walks | None = None
    """Doors that riders of the kind walk to; metres and seconds are those of driving there all the same."""

    def round_trip(self, place: int) -> bool:
        """Tell whether the vehicle gets from the hub to the place and back, or to where is parked for it."""
        place = place if self.walks is None else self.walks.parked.get(place, place)
        if place in self.off_road or HUB in self.off_road:
            return False
        there, back = self.distance_m[HUB, place], self.distance_m[place, HUB]
        return bool(there != UNREACHABLE and back != UNREACHABLE)


def parked_of(streets: Mapping[str, KindStreets]) -> dict[str, Mapping[int, int]]:
    """Return for each kind whose riders walk where is parked for each door."""
    return {code: one.walks.parked for code, one in streets.items() if one.walks is not None}


def places_of(day: Day, also: Sequence[LonLat] = ()) -> Places:
    """Return the places of a day in the order in which its orders name them, and the stations of use to a vehicle.

    `also` are further points, such as other hubs.
    """
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
    of_point = {point: index.setdefault(point, len(index)) for point in (*ends, *also)}
    return Places(tuple(index), of_order, of_station, of_point, of_collection)


def kinds_of(day: Day) -> list[VehicleKind]:
    """Return the vehicle kinds of a day, each once, in the order of the shifts."""
    return list({shift.vehicle.kind.code: shift.vehicle.kind for shift in day.shifts}.values())


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
    traffic: DayTraffic | None = None,
) -> Matrices:
    """Return the four matrices of a kind; `standing_s` is how long it stands at each place at most."""
    distance, duration = _whole(streets.distance_m), _whole(streets.duration_s)
    walks, groups = streets.walks, tuple[int, ...]()
    if walks is not None:
        distance, duration, groups = (
            walks.driven(distance),
            walks.driven(duration),
            walks.stop_groups(len(distance)),
        )
        standing_s = standing_s + walks.standing_s(len(distance))
    slices = None if traffic is None else traffic.traffic
    quickest = duration if traffic is None else traffic.quickest(duration)
    quickest = quickest if walks is None else walks.with_walks(quickest)
    if isinstance(kind.energy, NoEnergy):
        return replace(
            Matrices.without_energy(kind.code, distance, quickest), traffic=slices, stop_groups=groups
        )
    base, per_kg = energy_of_ways(
        kind,
        distance,
        duration,
        standing_s=standing_s,
        payload_max_g=payload_max_g,
        temperature_c=temperature_c,
        traffic=traffic,
    )
    for matrix in (base, per_kg):
        np.fill_diagonal(matrix, 0)
    return Matrices(kind.code, distance, quickest, base, per_kg, slices, groups)


def energy_of_ways(
    kind: VehicleKind,
    distance_m: IntArray,
    duration_s: IntArray,
    *,
    standing_s: IntArray,
    payload_max_g: int,
    temperature_c: float,
    traffic: DayTraffic | None,
) -> tuple[IntArray, IntArray]:
    """Return joules and joules per kilogram of ways (rows to columns) at any hour; UNREACHABLE where none leads."""
    if isinstance(kind.energy, NoEnergy):
        nothing = np.where(distance_m == UNREACHABLE, UNREACHABLE, 0).astype(np.int32)
        return nothing, nothing.copy()
    found = _energy(
        kind,
        np.maximum(distance_m, 0),
        np.maximum(duration_s, 0),
        standing_s=standing_s,
        payload_max_kg=payload_max_g / 1000,
        temperature_c=temperature_c,
        paces=_paces(kind.routing.duration_factor, traffic),
    )
    for matrix in found:
        matrix[distance_m == UNREACHABLE] = UNREACHABLE
    return found


def _energy(
    kind: VehicleKind,
    distance_m: IntArray,
    duration_s: IntArray,
    *,
    standing_s: IntArray,
    payload_max_kg: float,
    temperature_c: float,
    paces: Sequence[float],
) -> tuple[IntArray, IntArray]:
    """Return joules and joules per kilogram that hold at free flow as well as in the day's traffic, at any hour.

    Fast driving costs more at every halt, slow driving more for heating; which one counts differs from leg
    to leg, so the larger of both is taken.
    """
    base, per_kg = np.zeros_like(distance_m), np.zeros_like(distance_m)
    standing = standing_s.astype(np.float64)
    for rows in _row_blocks(distance_m):
        for faster in paces:
            bound = linear_upper_bound(
                kind.energy,
                distance_m[rows].astype(np.float64),
                duration_s=duration_s[rows] / faster,
                payload_max_kg=payload_max_kg,
                temperature_c=temperature_c,
                service_s=standing,
            )
            np.maximum(base[rows], bound[0], out=base[rows])
            np.maximum(per_kg[rows], bound[1], out=per_kg[rows])
    return base, per_kg


def _row_blocks(matrix: IntArray) -> Iterator[slice]:
    step = max(1, _WAYS_AT_ONCE // max(1, matrix.shape[1]))
    for first in range(0, len(matrix), step):
        yield slice(first, first + step)


def _paces(duration_factor: float, traffic: DayTraffic | None) -> list[float]:
    """Return how many times as fast as the network says, traffic included, the kind may be: free, and at any hour."""
    hours = () if traffic is None else (traffic.quickest_percent, traffic.slowest_percent)
    return sorted({1.0, duration_factor, *(PERCENT / percent for percent in hours)})


def _whole(matrix: IntArray) -> IntArray:
    """Return the matrix with an empty diagonal: even a place off the network is where it is."""
    full = np.array(matrix, dtype=np.int32)
    np.fill_diagonal(full, 0)
    return full
