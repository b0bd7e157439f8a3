"""What driving from each place to each other place takes, for one profile of vehicle."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pannier.core.problem.errors import InvalidProblem, require

UNREACHABLE = -1
"""Stands in all four matrices where there is no way; never replaced by a crow-flies distance."""

type IntMatrix = npt.NDArray[np.int32]

_LARGEST = np.iinfo(np.int32).max


def int_matrix(values: Any, *, field: str = "matrix") -> IntMatrix:
    """Return values as a square int32 matrix; raises InvalidProblem for NaN, fractions, overflow, negatives.

    The only negative value allowed is UNREACHABLE.
    """
    raw = np.asarray(values)
    require(raw.ndim == 2 and raw.shape[0] == raw.shape[1], field, f"shape {raw.shape} is not square.")
    if raw.dtype.kind not in "iu":
        require(raw.dtype.kind == "f", field, f"holds {raw.dtype}, not numbers.")
        require(bool(np.isfinite(raw).all()), field, "holds NaN or an infinite number.")
        require(bool((raw == np.floor(raw)).all()), field, "holds fractions; give whole units.")
    if raw.size:
        require(bool(raw.min() >= UNREACHABLE), field, f"holds {raw.min()}, below {UNREACHABLE} (no way).")
        require(bool(raw.max() <= _LARGEST), field, f"holds {raw.max()}, more than 32 bits can.")
    matrix = np.ascontiguousarray(raw, dtype=np.int32).view()
    matrix.flags.writeable = False
    return matrix


@dataclass(frozen=True, eq=False)
class Matrices:
    """Metres, seconds and joules from each place (row) to each place (column) for one profile.

    The energy of a leg is `energy_base_j` plus `energy_j_per_kg` times the payload in kilograms, rounded up:
    a linear upper bound, never negative. Profiles without a motor hold zeros.
    """

    profile: str
    distance_m: IntMatrix
    duration_s: IntMatrix
    energy_base_j: IntMatrix
    energy_j_per_kg: IntMatrix

    def __post_init__(self) -> None:
        for name in ("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg"):
            field = f"matrices[{self.profile}].{name}"
            object.__setattr__(self, name, int_matrix(getattr(self, name), field=field))
            self._check_against_distance(field, getattr(self, name))

    def _check_against_distance(self, field: str, matrix: IntMatrix) -> None:
        """Raise InvalidProblem unless the matrix has the size, diagonal and gaps of the distances."""
        require(
            matrix.shape == self.distance_m.shape, field, f"shape {matrix.shape} differs from distance_m."
        )
        require(not matrix.diagonal().any(), field, "the diagonal, a place to itself, must be zero.")
        gaps = (matrix == UNREACHABLE) != (self.distance_m == UNREACHABLE)
        if gaps.any():
            row, column = (int(i) for i in np.argwhere(gaps)[0])
            raise InvalidProblem(
                f"{field}[{row}][{column}]", "is unreachable here or in distance_m, not in both."
            )

    @property
    def size(self) -> int:
        """Return how many places the matrices join."""
        return int(self.distance_m.shape[0])

    @classmethod
    def without_energy(cls, profile: str, distance_m: Any, duration_s: Any) -> "Matrices":
        """Return matrices of a profile that needs no stored energy, such as walking."""
        distances = int_matrix(distance_m, field=f"matrices[{profile}].distance_m")
        energy = np.where(distances == UNREACHABLE, UNREACHABLE, 0)
        return cls(profile, distances, duration_s, energy, energy)
