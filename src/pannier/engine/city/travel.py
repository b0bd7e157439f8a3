"""What driving takes in a city that is too large for one matrix: asked for some places at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pannier.core.ids import PlaceIndex
from pannier.core.problem import Matrices


class Travel(Protocol):
    """The ways of a city; places are positions in `City.places`.

    Several threads may ask at the same time.
    """

    def matrices(self, places: Sequence[PlaceIndex], profiles: Sequence[str]) -> tuple[Matrices, ...]:
        """Return what driving takes between these places, in their order, for each profile."""

    def away_s(self, place: PlaceIndex, profile: str) -> npt.NDArray[np.int32]:
        """Return about how many seconds each place of the city is away from one; UNREACHABLE without a way.

        It only says to which hub an order is near at first; the search goes by the matrices.
        """


@dataclass(frozen=True)
class GivenTravel:
    """Matrices of the whole city, where it is small enough for them; by profile."""

    whole: Mapping[str, Matrices]

    @classmethod
    def of(cls, matrices: Sequence[Matrices]) -> "GivenTravel":
        """Return the ways that these matrices tell."""
        return cls({one.profile: one for one in matrices})

    def matrices(self, places: Sequence[PlaceIndex], profiles: Sequence[str]) -> tuple[Matrices, ...]:
        """Return the rows and columns of these places."""
        return tuple(self.whole[profile].among(places) for profile in profiles)

    def away_s(self, place: PlaceIndex, profile: str) -> npt.NDArray[np.int32]:
        """Return a row of the durations."""
        return np.ascontiguousarray(self.whole[profile].duration_s[place])
