"""The road network of a built map, answered by Valhalla in this process."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

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
from pannier.core.geo import LonLat
from pannier.places.maps.manifest import open_map
from pannier.places.network.actors import Actors, NoWay
from pannier.places.network.blocks import ROWS, IntArray, compute_block
from pannier.places.network.cache import Key, MatrixCache, key_of
from pannier.places.network.matching import matched_m
from pannier.places.network.matrices import assemble
from pannier.places.network.options import check_profile
from pannier.places.network.requests import CUTOFF_M, route_request
from pannier.places.network.snapping import Snapper


class ValhallaNetwork:
    """Answer `connect.RoadNetwork` from a map folder; safe in threads and forks, pickled as its folder.

    `cache_dir` None computes every matrix anew. `threads` is how many rows are computed at the same time.
    """

    def __init__(self, map_dir: Path, *, cache_dir: Path | None = None, threads: int = 2) -> None:
        self._info = open_map(map_dir)
        self._cache_dir = cache_dir
        self._threads = threads
        self._actors = Actors(self._info.routing_dir)
        self._snapper = Snapper(self._actors)
        self._pool: tuple[int, ThreadPoolExecutor] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as the folder alone; the other side opens its own actors."""
        return _reopen, (self._info.folder, self._cache_dir, self._threads)

    @property
    def name(self) -> str:
        """Return the map's name."""
        return self._info.name

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever answers may change."""
        return self._info.fingerprint

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the map."""
        return self._info.bounds.contains(point)

    def snap(self, point: LonLat, profile: Profile, *, cutoff_m: int = CUTOFF_M) -> Snapped | None:
        """Return the nearest place on an open street, or None when there is none within the cut-off."""
        check_profile(profile)
        if cutoff_m == CUTOFF_M:
            return self._snapper.remembered([point], profile)[key_of(point)]
        return self._snapper.snap_all([point], profile, cutoff_m)[0]

    def matrix(
        self, points: Sequence[LonLat], profile: Profile, *, targets: Sequence[LonLat] | None = None
    ) -> Matrix:
        """Return distances and durations from all points to all targets (the points themselves by default).

        Points off the map or off the network are listed in `problems` and have `UNREACHABLE` throughout. Ways from or
        to one point alone are neither looked for on disk nor kept there: each new address that somebody asks about
        would push a day's matrix out.
        """
        began = time.perf_counter()
        check_profile(profile)
        ends = points if targets is None else targets
        usable = self._entries([*points, *ends], profile)
        starts_at, ends_at = [key_of(point) for point in points], [key_of(point) for point in ends]
        rows, columns = _first_of_each(starts_at, usable), _first_of_each(ends_at, usable)
        cache = None if min(len(points), len(ends)) == 1 else self._cache(profile)
        kept = cache.best_for(rows, columns) if cache else None
        block, cached = assemble(rows, columns, kept, self._computer(profile, usable))
        if cache and not cached:
            cache.keep(block)
        pick = _spread(starts_at, block.sources), _spread(ends_at, block.targets)
        problems = self._problems(points, "source", usable) + self._problems(ends, "target", usable)
        distance = _pick(block.distance_m, *pick)
        duration = _stretched(_pick(block.duration_s, *pick), profile.duration_factor)
        return Matrix(distance, duration, time.perf_counter() - began, cached, problems)

    def route(self, points: Sequence[LonLat], profile: Profile) -> Route:
        """Return the way through the points in order, one leg between neighbours; raises NoRoute."""
        check_profile(profile)
        if len(points) < 2:
            return Route(())
        entries = self._entries(points, profile)
        ways = [entries.get(key_of(point), point) for point in points]
        try:
            answer = self._actors.ask("route", route_request(ways, profile))
        except NoWay:
            raise self._broken(ways, profile) from None
        return Route(tuple(_leg(leg, profile.duration_factor) for leg in answer["trip"]["legs"]))

    def matched_m(self, trace: Sequence[tuple[LonLat, datetime]], profile: Profile) -> int | None:
        """Return the metres driven on streets along a trace of positions, or None when it does not lie on them."""
        return matched_m(self._actors, trace, check_profile(profile))

    def _broken(self, points: Sequence[LonLat], profile: Profile) -> NoRoute:
        """Return the error that names the first pair without a way."""
        for leg, pair in enumerate(pairwise(points)):
            try:
                self._actors.ask("route", route_request(pair, profile))
            except NoWay as problem:
                start, end = pair
                return NoRoute(
                    f"There is no way for {profile.name} from {start.lat:.6f},{start.lon:.6f} "
                    f"to {end.lat:.6f},{end.lon:.6f}: {problem}.",
                    leg=leg,
                )
        return NoRoute(f"There is no way for {profile.name} through these {len(points)} points.", leg=0)

    def _entries(self, points: Sequence[LonLat], profile: Profile) -> dict[Key, LonLat]:
        """Return where points inside the map and near an open street enter the network."""
        return self._snapper.entries([point for point in points if self.covers(point)], profile)

    def _problems(
        self, points: Sequence[LonLat], role: Literal["source", "target"], usable: Mapping[Key, LonLat]
    ) -> tuple[LocationProblem, ...]:
        found = []
        for index, point in enumerate(points):
            if key_of(point) in usable:
                continue
            if self.covers(point):
                detail = (
                    f"No street open to the vehicle within {CUTOFF_M} m of {point.lat:.6f},{point.lon:.6f}."
                )
                found.append(LocationProblem(index, role, "off_network", detail))
            else:
                detail = f"{point.lat:.6f},{point.lon:.6f} lies outside the map {self.name}."
                found.append(LocationProblem(index, role, "outside_map", detail))
        return tuple(found)

    def _cache(self, profile: Profile) -> MatrixCache | None:
        if self._cache_dir is None:
            return None
        return MatrixCache(self._cache_dir / self.fingerprint[:16] / profile.key)

    def _computer(self, profile: Profile, entries: Mapping[Key, LonLat]) -> Any:
        """Return a function that computes a block, rows side by side in threads."""

        def compute(sources: Sequence[Key], targets: Sequence[Key]) -> tuple[IntArray, IntArray]:
            starts, ends = [entries[key] for key in sources], [entries[key] for key in targets]
            # To one end the network is searched backwards once, whoever comes there.
            rows = ROWS if len(ends) == 1 else max(1, min(ROWS, math.ceil(len(starts) / self._threads)))
            parts = [starts[i : i + rows] for i in range(0, len(starts), rows)]
            blocks = list(
                self._workers().map(
                    lambda part: compute_block(self._actors, part, ends, profile=profile), parts
                )
            )
            return np.vstack([b[0] for b in blocks]), np.vstack([b[1] for b in blocks])

        return compute

    def _workers(self) -> ThreadPoolExecutor:
        """Return this process's threads; those of a parent process do not live in its child."""
        if self._pool is None or self._pool[0] != os.getpid():
            self._pool = os.getpid(), ThreadPoolExecutor(self._threads, thread_name_prefix="matrix")
        return self._pool[1]


def _reopen(map_dir: Path, cache_dir: Path | None, threads: int) -> ValhallaNetwork:
    return ValhallaNetwork(map_dir, cache_dir=cache_dir, threads=threads)


def _first_of_each(keys: Sequence[Key], usable: Mapping[Key, LonLat]) -> list[Key]:
    """Return the usable keys without repetition in their order; many orders go to the same door."""
    return list(dict.fromkeys(key for key in keys if key in usable))


def _spread(wanted: Sequence[Key], keys: Sequence[Key]) -> list[int]:
    """Return for each point the row that answers for it; points without one take the empty row after the last."""
    rows = {key: row for row, key in enumerate(keys)}
    return [rows.get(key, len(keys)) for key in wanted]


def _pick(values: IntArray, rows: list[int], columns: list[int]) -> IntArray:
    padded = np.pad(values, ((0, 1), (0, 1)), constant_values=UNREACHABLE)
    return np.ascontiguousarray(padded[np.ix_(rows, columns)])


def _stretched(duration_s: IntArray, factor: float) -> IntArray:
    """Return durations times a factor in whole seconds; what is unreachable stays so."""
    if factor == 1.0:
        return duration_s
    longer = np.rint(duration_s * factor).astype(np.int32)
    return np.where(duration_s == UNREACHABLE, duration_s, longer)


def _leg(leg: dict[str, Any], factor: float) -> Leg:
    summary = leg["summary"]
    return Leg(leg["shape"], round(summary["length"] * 1000), round(summary["time"] * factor))
