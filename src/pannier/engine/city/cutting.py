"""Cut a city into parts of neighbouring hubs, others each time, so that every border is inside a part now and then."""

import random
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from pannier.core.problem import UNREACHABLE
from pannier.engine.city.city import City
from pannier.engine.city.ties import Tie

MOST_HUBS = 3
MOST_TASKS = 2500
"""Of a part: its matrices are what takes memory, and a search of more would be cut again."""


@dataclass(frozen=True)
class Borders:
    """For each two hubs, by position, how many jobs lie between them: those are the two nearest."""

    shared: Mapping[frozenset[int], int]

    def between(self, hub: int, others: Sequence[int]) -> int:
        """Return how many jobs a hub shares with others."""
        return sum(self.shared.get(frozenset((hub, other)), 0) for other in others)


def borders_of(city: City) -> Borders:
    """Return which hubs are neighbours, by the ways of each hub's first vehicle."""
    profile = {home: vehicle.profile for vehicle, home in zip(city.vehicles, city.homes, strict=True)}
    ways = [city.travel.away_s(hub, profile[hub]) for hub in city.hubs]
    far_s = np.stack([np.where(way == UNREACHABLE, np.inf, way) for way in ways], axis=1)
    shared: dict[frozenset[int], int] = {}
    if len(city.hubs) < 2:
        return Borders(shared)
    for job in city.jobs:
        nearest = np.argsort(far_s[city.tasks[job[0]].place], kind="stable")[:2]
        pair = frozenset(int(hub) for hub in nearest)
        shared[pair] = shared.get(pair, 0) + 1
    return Borders(shared)


def groups_of(
    sizes: Sequence[int],
    borders: Borders,
    rng: random.Random,
    ties: Sequence[Tie] = (),
    waiting: Set[int] = frozenset(),
) -> list[list[int]]:
    """Return the hubs in groups, each hub in one; `sizes` are their tasks. Hubs that are tied stay together.

    Groups grow from hubs drawn at random by the neighbour they share most with, weighed by chance, as long as they
    are no larger than MOST_HUBS and MOST_TASKS. Hubs at which required orders are `waiting` come first, so that none
    of them is what is left over when its neighbours are in other groups.
    """
    free = list(ties or [(hub,) for hub in range(len(sizes))])
    rng.shuffle(free)
    free.sort(key=lambda tie: not waiting.isdisjoint(tie))
    groups = []
    while free:
        group = list(free.pop())
        while len(group) < MOST_HUBS:
            room = MOST_TASKS - sum(sizes[hub] for hub in group)
            drawn = [
                (rng.random() * _shared(borders, tie, group), tie)
                for tie in free
                if len(group) + len(tie) <= MOST_HUBS
                and sum(sizes[hub] for hub in tie) <= room
                and _shared(borders, tie, group) > 0
            ]
            if not drawn:
                break
            tie = max(drawn)[1]
            group.extend(tie)
            free.remove(tie)
        groups.append(group)
    return groups


def _shared(borders: Borders, tie: Tie, group: Sequence[int]) -> int:
    return sum(borders.between(hub, group) for hub in tie)
