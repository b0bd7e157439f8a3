"""The street network as other packages see it: matrices, routes and snapping per vehicle profile.

Errors::

    NetworkError
    ├── NoRoute          no way exists between two neighbouring points
    └── UnknownOption    a profile names a costing or option that the network does not know
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from pannier.core.geo import LonLat

UNREACHABLE: Final = -1
"""What a matrix says about a pair without a way; distance as the crow flies never takes its place."""

OptionValue = float | bool | str


class NetworkError(Exception):
    """Something asked of the street network cannot be answered."""


class NoRoute(NetworkError):
    """No way leads from point `leg` to point `leg + 1` for this profile."""

    def __init__(self, message: str, *, leg: int) -> None:
        super().__init__(message)
        self.leg = leg


class UnknownOption(NetworkError):
    """A profile names a costing or option that does not exist, or gives it an impossible value."""


@dataclass(frozen=True)
class Profile:
    """How one kind of vehicle moves: a costing model, its options and the areas it may not enter.

    `duration_factor` multiplies all durations: free-flow times of a car are too short in a city by day.
    """

    name: str
    costing: str
    options: tuple[tuple[str, OptionValue], ...] = ()
    exclude: tuple[tuple[LonLat, ...], ...] = ()
    duration_factor: float = 1.0

    @classmethod
    def of(
        cls,
        name: str,
        costing: str,
        *,
        options: Mapping[str, OptionValue] | None = None,
        exclude: Iterable[Iterable[LonLat]] = (),
        duration_factor: float = 1.0,
    ) -> Profile:
        """Make a profile from plain mappings; `exclude` holds one ring of points per forbidden area."""
        pairs = tuple(sorted((options or {}).items()))
        return cls(name, costing, pairs, tuple(tuple(ring) for ring in exclude), duration_factor)

    @cached_property
    def key(self) -> str:
        """Return what identifies the network's answers for this profile.

        Neither the name nor the duration factor is part of it: they change nothing about the ways.
        """
        rings = [[(round(p.lon, 6), round(p.lat, 6)) for p in ring] for ring in self.exclude]
        text = json.dumps([self.costing, self.options, rings], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class LocationProblem:
    """Why one point of a matrix has no row or column; `index` counts within its role."""

    index: int
    role: Literal["source", "target"]
    code: Literal["outside_map", "off_network"]
    detail: str


@dataclass(frozen=True, eq=False)
class Matrix:
    """Distances and durations from every source (row) to every target (column).

    `took_s` is the time this answer needed; `cached` says that no cell had to be computed.
    """

    distance_m: NDArray[np.int32]
    duration_s: NDArray[np.int32]
    took_s: float
    cached: bool
    problems: tuple[LocationProblem, ...] = ()

    @property
    def unreachable(self) -> tuple[tuple[int, int], ...]:
        """Return the (row, column) pairs without a way although both points lie on the network."""
        bad_rows = {problem.index for problem in self.problems if problem.role == "source"}
        bad_columns = {problem.index for problem in self.problems if problem.role == "target"}
        pairs = np.argwhere(self.duration_s == UNREACHABLE).tolist()
        return tuple((i, j) for i, j in pairs if i not in bad_rows and j not in bad_columns)


@dataclass(frozen=True)
class Leg:
    """The way between two neighbouring points, its shape as an encoded polyline with six digits."""

    shape: str
    distance_m: int
    duration_s: int


@dataclass(frozen=True)
class Route:
    """The way through all points in their order."""

    legs: tuple[Leg, ...]

    @property
    def distance_m(self) -> int:
        """Return the length of all legs together."""
        return sum(leg.distance_m for leg in self.legs)

    @property
    def duration_s(self) -> int:
        """Return the driving time of all legs together, without stops."""
        return sum(leg.duration_s for leg in self.legs)


@dataclass(frozen=True)
class Snapped:
    """A point and the place on a street, open to the profile, that is nearest to it."""

    point: LonLat
    on_road: LonLat
    distance_m: float


class RoadNetwork(Protocol):
    """Answer what streets say: how far, how long, which way."""

    @property
    def name(self) -> str:
        """Return the map's name."""

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever answers may change."""

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the map."""

    def snap(self, point: LonLat, profile: Profile, *, cutoff_m: int = 400) -> Snapped | None:
        """Return the nearest place on an open street, or None when there is none within the cut-off."""

    def matrix(
        self, points: Sequence[LonLat], profile: Profile, *, targets: Sequence[LonLat] | None = None
    ) -> Matrix:
        """Return distances and durations from all points to all targets (the points themselves by default).

        A point that is not on the network does not fail the others: it is listed in `problems`.
        Raises `UnknownOption` for a profile the network does not understand.
        """

    def route(self, points: Sequence[LonLat], profile: Profile) -> Route:
        """Return the way through the points in order, one leg between neighbours.

        Raises `NoRoute` when two neighbours are not connected.
        """
