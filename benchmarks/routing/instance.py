"""One benchmark instance in the file's own numbers, whatever format it came in.

Nothing here knows Pannier: the rivals run in an environment of their own and read the same values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

type Curve = tuple[tuple[float, float], ...]
"""Points (time, energy) of charging an empty battery, rising in both."""


class BadFile(ValueError):
    """A file is not what its format asks for; the message says what, where and what was expected."""


@dataclass(frozen=True, slots=True)
class Node:
    """A depot, a customer or a charging station; `due` is the latest beginning of its service."""

    id: str
    x: float
    y: float
    demand: float = 0
    ready: float = 0
    due: float = inf
    service: float = 0
    release: float = 0


@dataclass(frozen=True, slots=True)
class Van:
    """A vehicle: its depot (a node), what it holds, costs and may."""

    capacity: float = inf
    depot: int = 0
    fixed_cost: float = 0
    unit_cost: float = 1
    max_duration: float = inf
    reloads: bool = False


@dataclass(frozen=True)
class Electric:
    """Energy: what fits, what a unit of distance takes, and how fast each station (a node) charges."""

    capacity: float
    per_distance: float
    curves: Mapping[int, Curve]
    only_full: bool = False


@dataclass(frozen=True)
class Instance:
    """Nodes, vehicles and what joins them; `pairs` are (pickup, delivery) nodes.

    `speed` is distance per time. `minimise` is what the set counts: distance, or the time of all routes.
    """

    name: str
    nodes: tuple[Node, ...]
    vans: tuple[Van, ...]
    depots: tuple[int, ...] = (0,)
    pairs: tuple[tuple[int, int], ...] = ()
    electric: Electric | None = None
    speed: float = 1.0
    minimise: str = "distance"
    stations: frozenset[int] = field(default=frozenset())

    @cached_property
    def customers(self) -> tuple[int, ...]:
        """Return the nodes that must be served."""
        others = {*self.depots, *self.stations}
        return tuple(index for index in range(len(self.nodes)) if index not in others)


@dataclass(frozen=True)
class Tour:
    """What one vehicle does: nodes in order without its first and last depot; a depot inside is a reload.

    `levels` says for every visit with how much energy it leaves a station at least; empty when nobody said.
    """

    van: int
    visits: tuple[int, ...]
    levels: tuple[float, ...] = ()


def enough_vans(van: Van, demands: list[float]) -> tuple[Van, ...]:
    """Return so many equal vehicles that more never help.

    Two routes that fit into one vehicle are no longer together when driven as one, so an optimum has fewer
    than twice the loads' sum over the capacity, as long as nothing but the capacity limits a route.
    """
    most = (
        len(demands) if van.capacity == inf else min(len(demands), int(2 * sum(demands) / van.capacity) + 2)
    )
    return (van,) * max(1, most)
