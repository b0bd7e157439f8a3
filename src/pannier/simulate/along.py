"""Positions of somebody who moves along a line at an even pace."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pannier.core.geo import LonLat, decode_polyline6, great_circle_m

M_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Way:
    """A line with the distance of each of its points from the start, in metres."""

    points: tuple[LonLat, ...]
    along_m: tuple[float, ...]

    @classmethod
    def of(cls, shape: str) -> "Way | None":
        """Return the way of an encoded polyline; None for an empty one."""
        points = tuple(decode_polyline6(shape)) if shape else ()
        return cls.through(points) if len(points) > 1 else None

    @classmethod
    def through(cls, points: Sequence[LonLat]) -> "Way":
        """Return the way through points."""
        steps = [great_circle_m(a, b) for a, b in pairwise(points)]
        return cls(tuple(points), tuple(accumulate(steps, initial=0.0)))

    @property
    def length_m(self) -> float:
        """Return its length."""
        return self.along_m[-1]

    def at(self, share: float) -> tuple[LonLat, float]:
        """Return the point after this share (0 to 1) of the way, and the heading there in degrees."""
        goal_m = min(max(share, 0.0), 1.0) * self.length_m
        n = min(max(bisect_right(self.along_m, goal_m), 1), len(self.points) - 1)
        a, b = self.points[n - 1], self.points[n]
        piece_m = self.along_m[n] - self.along_m[n - 1]
        part = (goal_m - self.along_m[n - 1]) / piece_m if piece_m else 0.0
        here = LonLat(a.lon + (b.lon - a.lon) * part, a.lat + (b.lat - a.lat) * part)
        return here, heading_deg(a, b)


def heading_deg(a: LonLat, b: LonLat) -> float:
    """Return the direction from one point to another near it, clockwise from north."""
    east = (b.lon - a.lon) * math.cos(math.radians(a.lat))
    return math.degrees(math.atan2(east, b.lat - a.lat)) % 360


def moved(point: LonLat, *, east_m: float, north_m: float) -> LonLat:
    """Return a point so far off, as an inexact fix is."""
    lon = point.lon + east_m / (M_PER_DEGREE * math.cos(math.radians(point.lat)))
    return LonLat(round(lon, 6), round(point.lat + north_m / M_PER_DEGREE, 6))
