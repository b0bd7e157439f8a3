"""Ways between the places of a day and a new one, for one kind of vehicle: what they take on the streets of the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import Profile, RoadNetwork
from pannier.core.geo import LonLat
from pannier.core.problem import Problem
from pannier.core.problem.matrices import UNREACHABLE
from pannier.engine.quoting import Row
from pannier.factors.kinds import VehicleKind
from pannier.places.profiles import profile_of
from pannier.planning.areas import Hours, areas_at, limits_of, rings_but
from pannier.planning.day import Day
from pannier.planning.day_traffic import DayTraffic
from pannier.planning.problem_of_day import payload_by_kind, standing_s
from pannier.planning.streets import IntArray, Places, energy_of_ways
from pannier.planning.walks import parked_at

type Row4 = tuple[Row, Row, Row, Row]


@dataclass(frozen=True, eq=False)
class Approach:
    """What stays the same for every new place: where the known ones lie, and how long the kind stands there."""

    day: Day
    kind: VehicleKind
    points: tuple[LonLat, ...]
    limits: tuple[Hours, ...]
    inside: tuple[frozenset[int], ...]
    """The areas with hours that each known place lies in, by their position in `limits`."""
    standing_s: IntArray
    payload_max_g: int
    walk_s: IntArray
    """How long the rider walks to each known place from where is parked for it, which is the point driven to."""
    quickest_s: IntArray
    """Seconds between the known places at the best hour."""

    @classmethod
    def of(cls, day: Day, places: Places, kind: VehicleKind, problem: Problem) -> "Approach":
        """Return how a kind of the day comes to new places from those of a problem."""
        limits = tuple(limits_of(day, kind))
        matrices = next(one for one in problem.matrices if one.profile == kind.code)
        stands = [
            door if (at := parked_at(matrices, door)) is None else at for door in range(len(places.points))
        ]
        points = tuple(places.points[place] for place in stands)
        walks = [
            (matrices.duration_s[one, two], matrices.duration_s[two, one]) for one, two in enumerate(stands)
        ]
        return cls(
            day=day,
            kind=kind,
            points=points,
            limits=limits,
            inside=tuple(areas_at(limits, point) for point in points),
            standing_s=standing_s(day, places, kind.times.parking_s, kind.times.door_s),
            payload_max_g=payload_by_kind(day)[kind.code],
            walk_s=np.array([max(there, back) for there, back in walks], dtype=np.int32),
            quickest_s=matrices.duration_s,
        )

    def ways(
        self, there: IntArray, back: IntArray, service_s: int, traffic: DayTraffic | None
    ) -> tuple[Row4, Row4]:
        """Return what ways of so many metres and seconds take, to a point with such a stay at the door and from it."""
        stands_s = self.kind.times.parking_s + self.kind.times.door_s + service_s
        here = np.array([stands_s], dtype=np.int32)
        return (
            self._row(there[0][:, None], there[1][:, None], here, traffic),
            self._row(back[0][None, :], back[1][None, :], self.standing_s, traffic),
        )

    def measured(
        self, network: RoadNetwork, point: LonLat, places: Sequence[int]
    ) -> tuple[IntArray, IntArray] | None:
        """Return metres and seconds from known places to a point, and back; None where it lies off the streets.

        Ways lead around areas in which neither end lies.
        """
        there, back = (np.full((2, len(places)), UNREACHABLE, dtype=np.int32) for _ in range(2))
        own = areas_at(self.limits, point)
        for open_ in _sorted(own | self.inside[place] for place in places):
            at = [n for n, place in enumerate(places) if own | self.inside[place] == open_]
            profile = self.profile(open_)
            points = [self.points[places[n]] for n in at]
            to = network.matrix(points, profile, targets=[point])
            if any(problem.role == "target" for problem in to.problems):
                return None
            away = network.matrix([point], profile, targets=points)
            there[:, at] = to.distance_m[:, 0], to.duration_s[:, 0]
            back[:, at] = away.distance_m[0], away.duration_s[0]
        return there, back

    def is_landmark(self, place: int, point: LonLat) -> bool:
        """Tell whether ways to a known place say how long those to a point take at least.

        Not where the rider walks on, and not where an area is closed to whoever goes there but not to the point.
        """
        return not self.walk_s[place] and areas_at(self.limits, point) <= self.inside[place]

    def profile(self, open_: frozenset[int]) -> Profile:
        """Return how the kind drives around all areas with hours but some."""
        return profile_of(self.kind, exclude=rings_but(self.limits, open_))

    def _row(
        self, distance_m: IntArray, duration_s: IntArray, stands_s: IntArray, traffic: DayTraffic | None
    ) -> Row4:
        base_j, j_per_kg = energy_of_ways(
            self.kind,
            distance_m,
            duration_s,
            standing_s=stands_s,
            payload_max_g=self.payload_max_g,
            temperature_c=self.day.temperature_c,
            traffic=traffic,
        )
        quickest_s: NDArray[np.int32] = duration_s if traffic is None else traffic.quickest(duration_s)
        walked_s = np.where(quickest_s.ravel() == UNREACHABLE, UNREACHABLE, quickest_s.ravel() + self.walk_s)
        return distance_m.ravel(), walked_s.astype(np.int32), base_j.ravel(), j_per_kg.ravel()


def _sorted(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    return sorted(set(sets), key=lambda areas: (len(areas), sorted(areas)))
