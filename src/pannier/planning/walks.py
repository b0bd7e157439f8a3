"""Doors around one parking place, as they change what driving takes: drive to where is parked, walk on from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from pannier.core.problem import UNREACHABLE, Matrices, Problem
from pannier.core.problem.stop_groups import ALONE

type IntArray = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Walks:
    """Groups of doors by the place where a kind parks for them, itself one of the doors.

    `ways_s` are the seconds on foot from each door of a group to each other one.
    """

    groups: Mapping[int, tuple[int, ...]]
    ways_s: Mapping[tuple[int, int], int]

    @cached_property
    def parked(self) -> Mapping[int, int]:
        """Return for each door where is parked."""
        return {door: parking for parking, doors in self.groups.items() for door in doors}

    def stop_groups(self, size: int) -> tuple[int, ...]:
        """Return for each place the one that is parked at, `ALONE` where nobody walks."""
        return tuple(self.parked.get(place, ALONE) for place in range(size))

    def driven(self, matrix: IntArray) -> IntArray:
        """Return what driving takes with doors where their parking place is."""
        at = [self.parked.get(place, place) for place in range(len(matrix))]
        return matrix[np.ix_(at, at)]

    def with_walks(self, duration_s: IntArray) -> IntArray:
        """Return the seconds between places with the walks to and from the doors."""
        walk_s = np.zeros(len(duration_s), dtype=np.int32)
        for door, parking in self.parked.items():
            walk_s[door] = max(self.ways_s.get((parking, door), 0), self.ways_s.get((door, parking), 0))
        found = duration_s + walk_s[:, None] + walk_s[None, :]
        found[duration_s == UNREACHABLE] = UNREACHABLE
        for doors in self.groups.values():
            for one, other in permutations(doors, 2):
                found[one, other] = self.ways_s[one, other]
        np.fill_diagonal(found, 0)
        return found

    def standing_s(self, size: int) -> IntArray:
        """Return how long the vehicle stands for a door while its rider walks there, and back, at most."""
        walked = np.zeros(size, dtype=np.int32)
        for doors in self.groups.values():
            for door in doors:
                ways = [(self.ways_s[one, door], self.ways_s[door, one]) for one in doors if one != door]
                walked[door] = max((there + back for there, back in ways), default=0)
        return walked


def parked_in(problem: Problem) -> dict[str, dict[int, int]]:
    """Return for each kind of planning's problems where is parked for each door that riders walk to."""
    by_profile = {one.profile: one.stop_groups for one in problem.matrices}
    found = {vehicle.kind: by_profile[vehicle.profile] for vehicle in problem.vehicles}
    return {
        kind: {door: parking for door, parking in enumerate(groups) if parking != ALONE}
        for kind, groups in found.items()
    }


def parked_at(matrices: Matrices, place: int) -> int | None:
    """Return where is parked for a door of planning's problems, None where nobody walks to it."""
    found = matrices.stop_groups[place] if matrices.stop_groups else ALONE
    return None if found == ALONE else found


def walked_s(matrices: Matrices, before: int, place: int) -> int:
    """Return how long the rider walks to a place: from the door before, or from where is then parked."""
    parking = parked_at(matrices, place)
    if parking is None or before == place:
        return 0
    origin = before if matrices.is_same_stop(before, place) else parking
    return int(matrices.duration_s[origin, place])
