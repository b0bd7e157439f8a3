"""An in-memory road network for tests and trials: streets run east-west and north-south everywhere.

Distances are those of a rectangular street grid, not the crow's; places can be closed or left outside.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from pannier.connect.road_network import (
    UNREACHABLE,
    Leg,
    LocationProblem,
    Matrix,
    NoRoute,
    Profile,
    Route,
    Snapped,
)
from pannier.core.geo import BoundingBox, LonLat, encode_polyline6, great_circle_m


@dataclass(frozen=True)
class GridNetwork:
    """Answer `connect.RoadNetwork` by arithmetic; `closed` points lie on the network but no way leads there."""

    speed_mps: float = 4.0
    bounds: BoundingBox | None = None
    closed: frozenset[LonLat] = frozenset()
    name: str = "grid"
    fingerprint: str = "grid"

    @classmethod
    def with_closed(cls, closed: Iterable[LonLat], *, speed_mps: float = 4.0) -> GridNetwork:
        """Make a network on which some points cannot be reached."""
        return cls(speed_mps=speed_mps, closed=frozenset(closed))

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the bounds; without bounds all do."""
        return self.bounds is None or self.bounds.contains(point)

    def snap(self, point: LonLat, profile: Profile, *, cutoff_m: int = 400) -> Snapped | None:
        """Return the point itself: there is a street everywhere inside."""
        return Snapped(point, point, 0.0) if self.covers(point) else None

    def matrix(
        self, points: Sequence[LonLat], profile: Profile, *, targets: Sequence[LonLat] | None = None
    ) -> Matrix:
        """Return distances on the grid and the time they take at the network's speed."""
        began = time.perf_counter()
        ends = points if targets is None else targets
        metres = np.array([[self._metres(a, b) for b in ends] for a in points], dtype=np.float64)
        metres = metres.reshape(len(points), len(ends))
        seconds = np.where(metres < 0, UNREACHABLE, np.rint(metres / self.speed_mps))
        problems = self._outside(points, "source") + self._outside(ends, "target")
        took = time.perf_counter() - began
        return Matrix(np.rint(metres).astype(np.int32), seconds.astype(np.int32), took, False, problems)

    def route(self, points: Sequence[LonLat], profile: Profile) -> Route:
        """Return one leg with a single corner between neighbours; raises NoRoute."""
        legs = []
        for number, (start, end) in enumerate(pairwise(points)):
            metres = self._metres(start, end)
            if metres < 0:
                raise NoRoute(f"There is no way from {start} to {end}.", leg=number)
            shape = encode_polyline6([start, LonLat(end.lon, start.lat), end])
            legs.append(Leg(shape, round(metres), round(metres / self.speed_mps)))
        return Route(tuple(legs))

    def _metres(self, start: LonLat, end: LonLat) -> float:
        if not (self.covers(start) and self.covers(end)):
            return UNREACHABLE
        if start != end and (start in self.closed or end in self.closed):
            return UNREACHABLE
        corner = LonLat(end.lon, start.lat)
        return great_circle_m(start, corner) + great_circle_m(corner, end)

    def _outside(
        self, points: Sequence[LonLat], role: Literal["source", "target"]
    ) -> tuple[LocationProblem, ...]:
        return tuple(
            LocationProblem(index, role, "outside_map", f"{point} lies outside the grid.")
            for index, point in enumerate(points)
            if not self.covers(point)
        )
