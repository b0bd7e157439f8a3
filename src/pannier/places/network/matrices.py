"""Put a matrix together from what the cache holds and what must be computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pannier.connect.road_network import UNREACHABLE
from pannier.places.network.cache import Block, IntArray, Key

Compute = Callable[[Sequence[Key], Sequence[Key]], tuple[IntArray, IntArray]]


def assemble(
    sources: Sequence[Key], targets: Sequence[Key], kept: Block | None, compute: Compute
) -> tuple[Block, bool]:
    """Return the wanted matrix and whether nothing had to be computed.

    New sources are computed to all targets, known sources to new targets only: one new stop among a
    thousand costs one row and one column. Keys must not repeat. A column that is added later may differ
    by a second or two from one computed with the rest: with few targets the library searches backwards.
    """
    shape = (len(sources), len(targets))
    distance, duration = (np.full(shape, UNREACHABLE, dtype=np.int32) for _ in range(2))
    rows = _positions(kept.sources if kept else ())
    columns = _positions(kept.targets if kept else ())
    old_rows = [i for i, key in enumerate(sources) if key in rows]
    old_columns = [j for j, key in enumerate(targets) if key in columns]
    new_rows = [i for i, key in enumerate(sources) if key not in rows]
    new_columns = [j for j, key in enumerate(targets) if key not in columns]
    if not old_columns or not old_rows:
        old_rows, old_columns = [], []
        new_rows, new_columns = list(range(shape[0])), list(range(shape[1]))
    if kept is not None and old_rows:
        known = np.ix_([rows[sources[i]] for i in old_rows], [columns[targets[j]] for j in old_columns])
        own = np.ix_(old_rows, old_columns)
        distance[own], duration[own] = kept.distance_m[known], kept.duration_s[known]
    todo = [(new_rows, list(range(shape[1]))), (old_rows, new_columns)]
    todo = [(r, c) for r, c in todo if r and c]
    for r, c in todo:
        spot = np.ix_(r, c)
        distance[spot], duration[spot] = compute([sources[i] for i in r], [targets[j] for j in c])
    return Block(tuple(sources), tuple(targets), distance, duration), not todo


def _positions(keys: Sequence[Key]) -> dict[Key, int]:
    return {key: position for position, key in enumerate(keys)}
