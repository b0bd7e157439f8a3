"""The streets of a synthetic city: where people live, and how long ways are for each kind of vehicle."""

import math
import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pannier.core.problem import Matrices

_STOPS_OF_CLUSTER = 40
_SCATTERED = 0.2
"""Part of the stops that lies anywhere instead of in a cluster."""
_CLUSTER_M = 350.0


@dataclass(frozen=True)
class Street:
    """What driving takes for one profile; `one_way` is how much longer the wrong direction is at most."""

    detour: float
    speed_mps: float
    one_way: float
    j_per_m: float
    j_per_m_kg: float


def points_of(rng: random.Random, stops: int) -> list[tuple[float, float]]:
    """Return the hub, a little off the centre, and the stops; a city of more stops is larger."""
    side_m = 5000.0 * math.sqrt(max(stops, 50) / 300)
    centres = [
        (rng.uniform(0, side_m), rng.uniform(0, side_m)) for _ in range(1 + stops // _STOPS_OF_CLUSTER)
    ]
    points = [(0.4 * side_m, 0.55 * side_m)]
    for _ in range(stops):
        if rng.random() < _SCATTERED:
            points.append((rng.uniform(0, side_m), rng.uniform(0, side_m)))
        else:
            x, y = rng.choice(centres)
            points.append((rng.gauss(x, _CLUSTER_M), rng.gauss(y, _CLUSTER_M)))
    return points


def city_matrices(points: npt.NDArray[np.float64], street: Street, profile: str) -> Matrices:
    """Return what each way takes; energy counts metres, not slopes."""
    metres = _metres(points, street)
    parts = (metres, metres / street.speed_mps, metres * street.j_per_m, metres * street.j_per_m_kg)
    return Matrices(profile, *(np.ceil(part).astype(np.int32) for part in parts))


def _metres(points: npt.NDArray[np.float64], street: Street) -> npt.NDArray[np.float64]:
    """Return street metres: longer against the main direction of the quarter where a way begins."""
    across = points[None, :, :] - points[:, None, :]
    straight = np.hypot(across[:, :, 0], across[:, :, 1])
    heading = np.arctan2(across[:, :, 1], across[:, :, 0])
    # Main directions turn slowly over the city, as around squares.
    main = 2 * math.pi * np.sin(points[:, 0] / 900) * np.cos(points[:, 1] / 700)
    against = (1 - np.cos(heading - main[:, None])) / 2
    ways = straight * street.detour * (1 + street.one_way * against)
    np.fill_diagonal(ways, 0)
    return ways
