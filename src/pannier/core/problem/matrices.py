"""What driving from each place to each other place takes, for one profile of vehicle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pannier.core.problem.errors import InvalidProblem, require
from pannier.core.problem.stop_groups import check_stop_groups
from pannier.core.problem.traffic import Traffic

UNREACHABLE = -1
"""Stands in all four matrices where there is no way; never replaced by a crow-flies distance."""

type IntMatrix = npt.NDArray[np.int32]

_LARGEST = np.iinfo(np.int32).max
_BLOCKS = 64
"""Matrices are looked at in so many blocks of rows, so that nothing near their own size is made besides."""
_PARTS = ("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg")


def row_blocks(matrix: npt.NDArray[Any]) -> Iterator[slice]:
    """Yield the rows of a matrix in blocks."""
    rows = max(1, matrix.shape[0] // _BLOCKS)
    for first in range(0, matrix.shape[0], rows):
        yield slice(first, first + rows)


def is_constant(matrix: npt.NDArray[Any]) -> bool:
    """Tell whether all entries are one number in memory (a broadcast view)."""
    return matrix.size > 0 and matrix.strides == (0, 0)


def int_matrix(values: Any, *, field: str = "matrix") -> IntMatrix:
    """Return values as a square int32 matrix; raises InvalidProblem for NaN, fractions, overflow, negatives.

    The only negative value allowed is UNREACHABLE. A read-only int32 array is returned as it is, and a
    constant matrix (a broadcast view, strides 0) is never spread out, so that large problems are not copied.
    """
    raw = _array_of(values, field)
    require(raw.ndim == 2 and raw.shape[0] == raw.shape[1], field, f"shape {raw.shape} is not square.")
    seen = raw[:1, :1] if is_constant(raw) else raw
    if raw.dtype.kind not in "iu":
        require(raw.dtype.kind == "f", field, f"holds {raw.dtype}, not numbers.")
        for rows in row_blocks(seen):
            require(bool(np.isfinite(seen[rows]).all()), field, "holds NaN or an infinite number.")
            whole = bool((seen[rows] == np.floor(seen[rows])).all())
            require(whole, field, "holds fractions; give whole units.")
    if seen.size:
        require(bool(seen.min() >= UNREACHABLE), field, f"holds {seen.min()}, below {UNREACHABLE} (no way).")
        require(bool(seen.max() <= _LARGEST), field, f"holds {seen.max()}, more than 32 bits can.")
    return _frozen(raw)


def _array_of(values: Any, field: str) -> npt.NDArray[Any]:
    """Return values as an array; raises InvalidProblem for rows of different lengths."""
    try:
        return np.asarray(values)
    except ValueError as error:
        raise InvalidProblem(field, "its rows differ in length.") from error


def _frozen(raw: npt.NDArray[Any]) -> IntMatrix:
    """Return the array as read-only int32, itself or a view of it where that is possible."""
    if is_constant(raw):
        if raw.dtype == np.int32 and not raw.flags.writeable:
            return raw
        return np.broadcast_to(raw[0, 0].astype(np.int32), raw.shape)
    if raw.dtype == np.int32 and raw.flags.c_contiguous and not raw.flags.writeable:
        return raw
    matrix = np.ascontiguousarray(raw, dtype=np.int32).view()
    matrix.flags.writeable = False
    return matrix


def _constant(number: int, size: int) -> IntMatrix:
    """Return a matrix that takes the memory of one number."""
    return np.broadcast_to(np.int32(number), (size, size))


def _among(matrix: IntMatrix, places: Sequence[int]) -> IntMatrix:
    """Return some rows and columns; a constant matrix still takes the memory of one number."""
    if is_constant(matrix):
        return _constant(int(matrix[0, 0]), len(places))
    return _frozen(matrix[np.ix_(places, places)])


@dataclass(frozen=True, eq=False)
class Matrices:
    """Metres, seconds and joules from each place (row) to each place (column) for one profile.

    The energy of a leg is `energy_base_j` plus `energy_j_per_kg` times the payload in kilograms, rounded up:
    a linear upper bound, never negative. Profiles without a motor hold zeros. The same array may be given
    for several of them, and a broadcast view for one that is the same everywhere; neither is copied.
    With `traffic` the seconds are those of the quickest hour, and others take longer.
    `stop_groups` (none: nobody walks) has a number for each place: places with the same one, -1 excepted, are
    doors around one parking place. Who goes from one to another of them walks: no metres are driven, it takes as
    long at any hour, and there is no parking anew. Ways to them from elsewhere lead to where is parked and on by
    foot; ways from them lead back first.
    """

    profile: str
    distance_m: IntMatrix
    duration_s: IntMatrix
    energy_base_j: IntMatrix
    energy_j_per_kg: IntMatrix
    traffic: Traffic | None = None
    stop_groups: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        made: dict[int, IntMatrix] = {}
        given = [getattr(self, name) for name in _PARTS]
        for name, values in zip(_PARTS, given, strict=True):
            field = f"matrices[{self.profile}].{name}"
            if id(values) not in made:
                made[id(values)] = int_matrix(values, field=field)
            object.__setattr__(self, name, made[id(values)])
            self._check_against_distance(field, made[id(values)])
        if self.traffic is not None:
            field = f"matrices[{self.profile}].traffic.areas"
            require(len(self.traffic.areas) == self.size, field, f"must be {self.size}, one a place.")
        check_stop_groups(self.stop_groups, self.distance_m, f"matrices[{self.profile}].stop_groups")

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process without spreading constant matrices out."""
        parts = (getattr(self, name) for name in _PARTS)
        return _unpacked, (
            self.profile,
            self.size,
            self.traffic,
            self.stop_groups,
            *(int(one[0, 0]) if is_constant(one) else one for one in parts),
        )

    def _check_against_distance(self, field: str, matrix: IntMatrix) -> None:
        """Raise InvalidProblem unless the matrix has the size, diagonal and gaps of the distances."""
        distance_m = self.distance_m
        require(matrix.shape == distance_m.shape, field, f"shape {matrix.shape} differs from distance_m.")
        require(not matrix.diagonal().any(), field, "the diagonal, a place to itself, must be zero.")
        if matrix is distance_m:
            return
        for rows in row_blocks(matrix):
            gaps = (matrix[rows] == UNREACHABLE) != (distance_m[rows] == UNREACHABLE)
            if gaps.any():
                row, column = (int(i) for i in np.argwhere(gaps)[0])
                words = "is unreachable here or in distance_m, not in both."
                raise InvalidProblem(f"{field}[{rows.start + row}][{column}]", words)

    def travel_s(self, origin: int, target: int, departure_s: int) -> int:
        """Return the seconds of a way that there is, begun at a moment."""
        base_s = int(self.duration_s.item(origin, target))
        if self.traffic is None or self.is_same_stop(origin, target):
            return base_s
        return self.traffic.travel_s(origin, target, base_s, departure_s)

    def is_same_stop(self, one: int, other: int) -> bool:
        """Tell whether somebody who parks for one place need not park for the other: the same, or within a walk."""
        if one == other or not self.stop_groups:
            return one == other
        return self.stop_groups[one] >= 0 and self.stop_groups[one] == self.stop_groups[other]

    def among(self, places: Sequence[int]) -> "Matrices":
        """Return the matrices between some places only, in this order; one may stand there twice."""
        made: dict[int, IntMatrix] = {}
        for name in _PARTS:
            part = getattr(self, name)
            made.setdefault(id(part), _among(part, places))
        metres, seconds, base_j, j_per_kg = (made[id(getattr(self, name))] for name in _PARTS)
        traffic = self.traffic
        if traffic is not None:
            traffic = replace(traffic, areas=tuple(traffic.areas[place] for place in places))
        groups = tuple(self.stop_groups[place] for place in places) if self.stop_groups else ()
        return Matrices(self.profile, metres, seconds, base_j, j_per_kg, traffic, groups)

    @property
    def size(self) -> int:
        """Return how many places the matrices join."""
        return int(self.distance_m.shape[0])

    @classmethod
    def without_energy(cls, profile: str, distance_m: Any, duration_s: Any) -> "Matrices":
        """Return matrices of a profile that needs no stored energy, such as walking."""
        distances = int_matrix(distance_m, field=f"matrices[{profile}].distance_m")
        times = distances if duration_s is distance_m else duration_s
        gaps = distances.size > 0 and distances.min() == UNREACHABLE
        # Where there is no way the energy says so too; everywhere else it is zero.
        energy = np.minimum(distances, 0) if gaps else _constant(0, len(distances))
        return cls(profile, distances, times, energy, energy)


def _unpacked(
    profile: str, size: int, traffic: Traffic | None, groups: tuple[int, ...], *parts: IntMatrix | int
) -> Matrices:
    """Return matrices as they were in another process; a number stands for a constant matrix."""
    metres, seconds, base_j, j_per_kg = (
        _constant(part, size) if isinstance(part, int) else part for part in parts
    )
    return Matrices(profile, metres, seconds, base_j, j_per_kg, traffic, groups)
