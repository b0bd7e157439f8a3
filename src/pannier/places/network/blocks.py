"""Compute one block of a matrix, so that one bad pair never fails the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE, Profile
from pannier.core.geo import LonLat
from pannier.places.network.actors import Actors, NoWay
from pannier.places.network.requests import matrix_request

IntArray = NDArray[np.int32]
ROWS: Final = 500
"""Sources asked for at once; every block puts all its targets on the network again, so small ones cost more."""


def compute_block(
    actors: Actors, sources: Sequence[LonLat], targets: Sequence[LonLat], *, profile: Profile
) -> tuple[IntArray, IntArray]:
    """Return metres and seconds between points on the network, `UNREACHABLE` where there is no way.

    The library refuses a whole block for one pair in unconnected parts of the network. Then the block is
    halved until only the guilty pairs are left.
    """
    if not sources or not targets:
        return _nothing(len(sources), len(targets)), _nothing(len(sources), len(targets))
    try:
        answer = actors.ask("matrix", matrix_request(sources, targets, profile))["sources_to_targets"]
    except NoWay:
        return _compute_halves(actors, sources, targets, profile=profile)
    return _read(answer["distances"], answer["durations"])


def _compute_halves(
    actors: Actors, sources: Sequence[LonLat], targets: Sequence[LonLat], *, profile: Profile
) -> tuple[IntArray, IntArray]:
    rows, columns = len(sources), len(targets)
    if rows == columns == 1:
        return _nothing(1, 1), _nothing(1, 1)
    if rows >= columns:
        half = rows // 2
        first = compute_block(actors, sources[:half], targets, profile=profile)
        second = compute_block(actors, sources[half:], targets, profile=profile)
        return np.vstack((first[0], second[0])), np.vstack((first[1], second[1]))
    half = columns // 2
    left = compute_block(actors, sources, targets[:half], profile=profile)
    right = compute_block(actors, sources, targets[half:], profile=profile)
    return np.hstack((left[0], right[0])), np.hstack((left[1], right[1]))


def _read(
    distances_km: list[list[float]], durations_s: list[list[float | None]]
) -> tuple[IntArray, IntArray]:
    """Return whole metres and seconds; a missing duration marks a pair without a way."""
    seconds = np.array(durations_s, dtype=np.float64)
    metres = np.array(distances_km, dtype=np.float64) * 1000
    missing = np.isnan(seconds)
    whole = [np.rint(np.where(missing, UNREACHABLE, values)).astype(np.int32) for values in (metres, seconds)]
    return whole[0], whole[1]


def _nothing(rows: int, columns: int) -> IntArray:
    return np.full((rows, columns), UNREACHABLE, dtype=np.int32)
