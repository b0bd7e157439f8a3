"""Ways between a new place and those known ones that matter, for one kind: the others are only bounded.

A question is answered with what is measured and what no way undercuts. Where the answer hangs on a way that is only
bounded, that one is measured too and it is asked again, so that in the end it is the one that all ways would give,
but for those few that a landmark's bound is wrong for (docs/reference/performance.md, Quotes).
"""

from collections.abc import Set

import numpy as np

from pannier.connect.road_network import UNREACHABLE, RoadNetwork
from pannier.core.geo import LonLat
from pannier.engine.quoting import Ways
from pannier.planning.day_traffic import DayTraffic
from pannier.planning.landmarks import at_least_s
from pannier.planning.reach import Reach
from pannier.planning.streets import HUB, IntArray

FIRST = 60
"""The ways to the hub and to so many of the nearest places are measured at first."""


class NearWays:
    """The ways of one kind to one new place, as far as they are measured."""

    def __init__(
        self,
        reach: Reach,
        network: RoadNetwork,
        point: LonLat,
        service_s: int,
        traffic: DayTraffic | None,
        *,
        first: int = FIRST,
    ) -> None:
        self._reach, self._network, self._point = reach, network, point
        self._service_s, self._traffic = service_s, traffic
        metres = reach.metres(network, point)
        self._least = (reach.least(metres), reach.least(metres))
        self._there, self._back = (np.full((2, len(metres)), UNREACHABLE, dtype=np.int32) for _ in range(2))
        self._is_known = np.zeros(len(metres), dtype=bool)
        nearest = np.argsort(metres, kind="stable")[:first].tolist()
        self.is_off_streets = False
        self.measure({HUB, *nearest})
        if not self.is_off_streets:
            self._raise_bounds()

    def knows(self, places: Set[int]) -> bool:
        """Tell whether the ways to and from all these places are measured."""
        return bool(self._is_known[list(places)].all())

    def measure(self, places: Set[int]) -> None:
        """Measure the ways to and from these places; where the new one lies off the streets of any, none leads there.

        Streets near it may be closed to who comes from some places and open to others: the kind is told apart as
        nowhere then, as it is where all ways are measured.
        """
        new = sorted(place for place in places if not self._is_known[place])
        found = self._reach.approach.measured(self._network, self._point, new)
        if found is None:
            self.is_off_streets = True
            self._there[:], self._back[:], self._is_known[:] = UNREACHABLE, UNREACHABLE, True
            return
        self._there[:, new], self._back[:, new] = found
        self._is_known[new] = True

    def _raise_bounds(self) -> None:
        """Raise the bounds of seconds by what is measured so far."""
        approach = self._reach.approach
        marks = [n for n in np.flatnonzero(self._is_known).tolist() if approach.is_landmark(n, self._point)]
        there_s, back_s = self._quickest(self._there[1, marks]), self._quickest(self._back[1, marks])
        least_s = at_least_s(approach.quickest_s, marks, there_s, back_s)
        is_driven_to = approach.walk_s == 0
        for (_, seconds, *_), bound in zip(self._least, least_s, strict=True):
            np.maximum(seconds, bound, out=seconds, where=is_driven_to)

    def _quickest(self, seconds: IntArray) -> IntArray:
        return seconds if self._traffic is None else self._traffic.quickest(seconds)

    def ways(self) -> Ways:
        """Return all ways: those measured, of the others what none undercuts."""
        exact = self._reach.approach.ways(self._there, self._back, self._service_s, self._traffic)
        there, back = (
            [np.where(self._is_known, one, bound) for one, bound in zip(rows, least, strict=True)]
            for rows, least in zip(exact, self._least, strict=True)
        )
        return Ways((there[0], there[1], there[2], there[3]), (back[0], back[1], back[2], back[3]))
