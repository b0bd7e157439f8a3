"""What no way of a kind undercuts, by ways that are known: whoever goes round by a landmark gains nothing.

Who knows how long it takes from a place to a landmark, and from a new place to the same landmark, knows how long it
takes from that place to the new one at least: the first less the second. With landmarks near the new place that says
far more than the crow's way does (Goldberg and Harrelson, 2005, "Computing the shortest path: A* search meets graph
theory").
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pannier.connect.road_network import UNREACHABLE
from pannier.planning.streets import IntArray

TURN_S = 30
"""So much longer may known ways be, for who passes a place may not turn there and goes round by other streets.

Larger ones measure more ways and answer no more like all ways do (docs/reference/performance.md, Quotes).
"""


def at_least_s(
    known_s: IntArray, landmarks: Sequence[int], there_s: IntArray, back_s: IntArray
) -> NDArray[np.int32]:
    """Return how many seconds each known place is from the new one at least, and back; shape (2, places).

    `known_s` are the seconds between known places, `there_s` those from each landmark to the new place, `back_s` those
    back to them. Places that no landmark has a way to have no bound but 0.
    """
    to = _best(known_s[:, landmarks], back_s)
    away = _best(known_s[landmarks, :].T, there_s)
    return np.stack([to, away])


def _best(known_s: IntArray, own_s: IntArray) -> NDArray[np.int32]:
    """Return the best bound of each place by its ways to or from landmarks; shapes (places, landmarks), (landmarks)."""
    is_way = (known_s != UNREACHABLE) & (own_s != UNREACHABLE)
    least = np.where(is_way, known_s.astype(np.int64) - own_s - TURN_S, 0)
    return least.max(axis=1, initial=0).astype(np.int32)
