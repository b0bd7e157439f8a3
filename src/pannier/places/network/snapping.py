"""Put points on the street network: on the nearest street from which the vehicle gets both in and out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Final

from pannier.connect.road_network import Profile, Snapped
from pannier.core.geo import LonLat, great_circle_m
from pannier.places.network.actors import Actors
from pannier.places.network.cache import Key, key_of
from pannier.places.network.requests import CUTOFF_M, locate_request

AT_ONCE: Final = 500
REMEMBERED: Final = 200_000

ENOUGH_REACH: Final = 50
"""Streets one must be able to get to and come from; fewer mean a dead end that the map's border cut off."""


class Snapper:
    """Finds and remembers where points meet the streets of each profile."""

    def __init__(self, actors: Actors, *, most: int = REMEMBERED) -> None:
        self._actors, self._most = actors, most
        self._known: dict[tuple[str, Key], Snapped | None] = {}
        self._lock = threading.Lock()

    def entries(self, points: Sequence[LonLat], profile: Profile) -> dict[Key, LonLat]:
        """Return by its key where each point that is near an open street enters the network."""
        known = self.remembered(points, profile)
        return {key: place.on_road for key, place in known.items() if place is not None}

    def remembered(self, points: Sequence[LonLat], profile: Profile) -> dict[Key, Snapped | None]:
        """Return by its key where each point meets the network, None where no open street is near; asked for once."""
        keys = {p: key_of(p) for p in points}
        with self._lock:
            known = {
                key: self._known[at] for key in keys.values() if (at := (profile.key, key)) in self._known
            }
        missing = {key: p for p, key in keys.items() if key not in known}
        found = dict(zip(missing, self.snap_all(list(missing.values()), profile, CUTOFF_M), strict=True))
        with self._lock:
            if len(self._known) + len(found) > self._most:
                self._known.clear()
            self._known |= {(profile.key, key): place for key, place in found.items()}
        return known | found

    def snap_all(self, points: Sequence[LonLat], profile: Profile, cutoff_m: int) -> list[Snapped | None]:
        """Return where points meet the network; one that does not never fails the others."""
        found: list[Snapped | None] = []
        for start in range(0, len(points), AT_ONCE):
            part = points[start : start + AT_ONCE]
            answers = self._actors.ask("locate", locate_request(part, profile, cutoff_m))
            found += [_snapped(point, answer) for point, answer in zip(part, answers, strict=True)]
        return found


def _snapped(point: LonLat, answer: dict[str, Any]) -> Snapped | None:
    """Return the nearest place with enough reach both ways, else simply the nearest one."""
    edges = answer.get("edges") or []
    if not edges:
        return None
    nearest = min(edges, key=lambda edge: float(edge["distance"]))
    through = [edge for edge in edges if min(edge["outbound_reach"], edge["inbound_reach"]) >= ENOUGH_REACH]
    best = min(through or [nearest], key=lambda edge: float(edge["distance"]))
    place = LonLat(best["correlated_lon"], best["correlated_lat"])
    return Snapped(point, place, great_circle_m(point, place))
