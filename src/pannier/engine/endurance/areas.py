"""Parts of a city that share their traffic, from the matrices alone: there need be no coordinates."""

import numpy as np
import numpy.typing as npt

from pannier.core.problem import UNREACHABLE, Problem

_PLACES_AN_AREA = 40
_MOST_AREAS = 24


def areas_of(problem: Problem) -> npt.NDArray[np.int64]:
    """Return the area of each place: the nearest of some places that lie far from each other (Gonzalez 1985)."""
    size = len(problem.places)
    if size == 0:
        return np.zeros(0, dtype=np.int64)
    distance_m = problem.matrices[0].distance_m
    nearest, area = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    pole = 0
    for number in range(min(_MOST_AREAS, 1 + size // _PLACES_AN_AREA)):
        row = distance_m[pole].astype(np.float64)
        row[row == UNREACHABLE] = np.inf
        closer = row < nearest
        nearest, area = np.where(closer, row, nearest), np.where(closer, number, area)
        pole = int(np.argmax(np.where(np.isfinite(nearest), nearest, -1.0)))
    return area
