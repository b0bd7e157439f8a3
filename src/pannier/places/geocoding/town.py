"""Does a house lie in the town that an address names? Postcode and town as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pannier.connect.geocoder import ReviewCode
from pannier.core.address import spelling
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.parse import Reading, postcode_key
from pannier.places.geocoding.rows import HouseRow, StreetRow


class Evidence(IntEnum):
    """What one part of an address says about a house."""

    AGAINST = 0
    SILENT = 1
    FOR = 2


@dataclass(frozen=True)
class Town:
    """How well a house fits an address's town and postcode: the factor on its score, or why not."""

    city: Evidence
    postcode: Evidence
    factor: float
    code: ReviewCode | None

    def is_worse_than(self, other: Town) -> bool:
        """Say whether a part speaks against this house and for the other, and none the other way round.

        A part that is silent about the other proves nothing: the map may just not say its postcode.
        """
        pairs = ((self.city, other.city), (self.postcode, other.postcode))
        worse = any(own == Evidence.AGAINST and rival == Evidence.FOR for own, rival in pairs)
        return worse and not any(rival == Evidence.AGAINST != own for own, rival in pairs)


class TownJudge:
    """Weighs town and postcode of one reading against houses."""

    def __init__(self, index: IndexReader, reading: Reading) -> None:
        self._index = index
        self._reading = reading

    @cached_property
    def _asked(self) -> tuple[str, bool] | None:
        """Return the locality that is asked for, with one slip forgiven, and whether it is a town."""
        text = spelling(self._reading.city)
        known = self._index.localities
        if text in known:
            return known[text]
        hit = process.extractOne(text, known.keys(), scorer=OSA.distance, score_cutoff=1)
        return known[hit[0]] if hit and len(text) >= 5 else None

    def judge(self, house: HouseRow, street: StreetRow) -> Town:
        """Weigh one house."""
        city, within = self._city(house.city or street.city)
        postcode = self._postcode(house.postcode)
        return Town(city, postcode, *self._verdict(city, postcode, within))

    def _city(self, city: str) -> tuple[Evidence, float]:
        """Return what the town says and a factor: names of quarters are used loosely."""
        if not self._reading.city or not city:
            return Evidence.SILENT, 1.0
        if self._asked is None:
            return Evidence.AGAINST, 1.0
        real, town = self._index.localities.get(spelling(city), (city, True))
        name, asked_town = self._asked
        if spelling(name) == spelling(real):
            return Evidence.FOR, 1.0
        # Two towns exclude each other; a quarter may be named for its town and the other way round.
        return (Evidence.AGAINST, 1.0) if town and asked_town else (Evidence.SILENT, 0.97)

    def _postcode(self, postcode: str) -> Evidence:
        asked = self._reading.postcode
        if not asked:
            return Evidence.SILENT
        if not postcode:
            return Evidence.SILENT if asked in self._index.postcodes else Evidence.AGAINST
        return Evidence.FOR if asked == postcode_key(postcode) else Evidence.AGAINST

    def _verdict(self, city: Evidence, postcode: Evidence, within: float) -> tuple[float, ReviewCode | None]:
        if city == Evidence.AGAINST:
            if self._asked is None and postcode == Evidence.FOR:
                return 0.9, None
            return 0.6, ReviewCode.OTHER_CITY if self._asked is None else ReviewCode.CONTRADICTION
        if postcode == Evidence.AGAINST:
            named = city == Evidence.FOR or within < 1
            return (0.93 * within, None) if named else (0.6, ReviewCode.CONTRADICTION)
        return within, None
