"""Find a house number among the houses of a street, or the place where it would be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pannier.core.address import HouseNumber
from pannier.core.geo import LonLat
from pannier.places.geocoding.rows import HouseRow

EXACT: Final = 1.0
IN_RANGE: Final = 0.97
ONE_END: Final = 0.95
SHORT_SUFFIX: Final = 0.95
OTHER_SUFFIX: Final = 0.7
"""Below the threshold: when each address is hidden in turn, 12 for 12 A is too often another door."""


def number_fit(asked: HouseNumber, house: HouseRow) -> float:
    """Return how well a house fits a number, from 1 (the same) to 0 (another house).

    12 is only a hint for 12 A: the letter may be a staircase, or the house at the end of the yard.
    """
    same_span = (asked.low, asked.high) == (house.low, house.high)
    if same_span:
        return _suffix_fit(asked.suffix, house.suffix)
    own = HouseNumber(house.low, house.high)
    if own.is_range and own.spans(asked.low) and own.spans(asked.high):
        return IN_RANGE if not asked.suffix else OTHER_SUFFIX
    if asked.is_range and house.low == house.high and house.low in (asked.low, asked.high):
        return ONE_END
    return 0.0


def _suffix_fit(asked: str, own: str) -> float:
    if asked == own:
        return EXACT
    if asked and own and asked[0] == own[0]:
        return SHORT_SUFFIX
    return OTHER_SUFFIX if not asked or not own else 0.0


def best_fits(asked: HouseNumber, houses: Sequence[HouseRow]) -> list[tuple[HouseRow, float]]:
    """Return the houses that fit a number best: only exact ones when there are any, and so on.

    When only the letter differs, all houses of the number are rivals: 12 B says nothing about 12 A.
    """
    fits = [(house, number_fit(asked, house)) for house in houses]
    top = max((fit for _, fit in fits), default=0.0)
    if top <= 0:
        return []
    if top > OTHER_SUFFIX:
        return [(house, fit) for house, fit in fits if fit == top]
    return [(h, top) for h, fit in fits if fit == top or h.low <= asked.low <= h.high]


def place_for(asked: HouseNumber, houses: Sequence[HouseRow]) -> LonLat | None:
    """Return where a number that the map lacks would be: between its neighbours on the same side.

    None when there is no neighbour within ten numbers. This is a guess for a person to look at.
    """
    side = [h for h in houses if (h.low - asked.low) % 2 == 0 and abs(h.low - asked.low) <= 10]
    below = max((h for h in side if h.low < asked.low), key=lambda h: h.low, default=None)
    above = min((h for h in side if h.low > asked.low), key=lambda h: h.low, default=None)
    if below is None or above is None:
        only = below or above
        return only.point if only else None
    share = (asked.low - below.low) / (above.low - below.low)
    return LonLat(
        below.point.lon + share * (above.point.lon - below.point.lon),
        below.point.lat + share * (above.point.lat - below.point.lat),
    ).rounded()
