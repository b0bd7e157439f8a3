"""Doors around one parking place, reached on foot: one stop for whoever parks there."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pannier.core.problem.errors import InvalidProblem, require, require_whole

ALONE = -1
"""The number of a place that is in no group."""


def check_stop_groups(groups: Sequence[int], distance_m: npt.NDArray[np.int32], field: str) -> None:
    """Raise InvalidProblem unless there is a number for each place and nothing is driven within a group."""
    if not groups:
        return
    require(len(groups) == len(distance_m), field, f"must be {len(distance_m)}, one a place.")
    for position, group in enumerate(groups):
        require_whole(group, f"{field}[{position}]", least=ALONE)
    for members in doors_by_group(groups):
        within = distance_m[np.ix_(members, members)]
        if within.any():
            row, column = (members[int(at)] for at in np.argwhere(within)[0])
            words = (
                f"join places {row} and {column}, but distance_m says that something is driven between them."
            )
            raise InvalidProblem(field, words)


def doors_by_group(groups: Sequence[int]) -> list[list[int]]:
    """Return the places of each group, ordered by its number."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if group != ALONE:
            found[group].append(place)
    return [found[group] for group in sorted(found)]
