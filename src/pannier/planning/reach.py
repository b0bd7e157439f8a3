"""What no way of a kind undercuts: how near a new place could be to each known one at best, before anybody measures it.

Most known places are too far from a new one to matter. To know that, no street network has to be asked: no way is
shorter than the crow flies, and none is much faster than the fastest one known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE, Profile, RoadNetwork
from pannier.core.geo import EARTH_RADIUS_M, LonLat
from pannier.planning.approach import Approach, Row4
from pannier.planning.areas import areas_at
from pannier.planning.streets import IntArray

FASTER = 1.1
"""So many times as fast as any known way, as the crow flies, is a new one at most."""
SLOWEST_MPS = 1.0
"""A kind gets on at least so fast at best: with one known place alone nobody could tell."""

type FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reach:
    """For one kind: how far each known place lies from where its streets are entered, and how fast it gets on."""

    approach: Approach
    off_m: FloatArray
    top_mps: float

    @classmethod
    def of(cls, approach: Approach, network: RoadNetwork) -> "Reach":
        """Return how a kind gets on between the known places of a day."""
        profiles = {inside: approach.profile(inside) for inside in set(approach.inside)}
        pairs = zip(approach.points, approach.inside, strict=True)
        off_m = np.array([_off_m(network, point, profiles[inside]) for point, inside in pairs])
        return cls(approach, off_m, FASTER * _top_mps(approach, off_m))

    def metres(self, network: RoadNetwork, point: LonLat) -> FloatArray:
        """Return what the way between each known place and a point takes at least, in metres."""
        approach = self.approach
        off_m = _off_m(network, point, approach.profile(areas_at(approach.limits, point)))
        return np.maximum(0, metres_to(approach.points, point) - self.off_m - off_m)

    def least(self, metres: FloatArray) -> Row4:
        """Return what a way of at least so many metres takes at least, to or from each known place."""
        nothing = np.zeros(len(metres), dtype=np.int32)
        seconds = np.floor(metres / max(self.top_mps, SLOWEST_MPS)) + self.approach.walk_s
        return np.floor(metres).astype(np.int32), seconds.astype(np.int32), nothing, nothing


def metres_to(points: Sequence[LonLat], point: LonLat) -> FloatArray:
    """Return how far each point lies from another as the crow flies."""
    lon, lat = np.radians([one.lon for one in points]), np.radians([one.lat for one in points])
    return _apart_m(lon, lat, *np.radians([point.lon, point.lat]))


def _apart_m(lon: FloatArray, lat: FloatArray, to_lon: float, to_lat: float) -> FloatArray:
    """Return the shortest way over the sphere (haversine), as `core.geo` does for two points."""
    chord = np.sin((lat - to_lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord))))


def _off_m(network: RoadNetwork, point: LonLat, profile: Profile) -> float:
    """Return how far a point is from its street; 0 without any.

    With those areas closed in which it does not lie: where others are open too, its street is no farther.
    """
    entered = network.snap(point, profile)
    return 0.0 if entered is None else entered.distance_m


def _top_mps(approach: Approach, off_m: FloatArray) -> float:
    """Return how fast the fastest known way is; where somebody walks that is part of no way."""
    own: IntArray = np.flatnonzero(approach.walk_s == 0).astype(np.int32)
    lon = np.radians([approach.points[place].lon for place in own])
    lat = np.radians([approach.points[place].lat for place in own])
    top_mps = 0.0
    for n, place in enumerate(own):
        seconds = approach.quickest_s[place, own]
        metres = _apart_m(lon, lat, lon[n], lat[n]) - off_m[own] - off_m[place]
        # Whole seconds are rounded ones.
        mps = metres / np.where(seconds == UNREACHABLE, np.inf, seconds + 1)
        top_mps = max(top_mps, float(mps.max(initial=0.0)))
    return top_mps
