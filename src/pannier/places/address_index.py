"""The geocoder of one built map."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pannier.connect.geocoder import Candidate, Match, ReviewCode
from pannier.core.address import Address, canonical, spelling
from pannier.core.geo import LonLat, great_circle_m
from pannier.places.geocoding import search
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.rows import HouseRow, PlaceRow, StreetRow
from pannier.places.geocoding.similarity import Spelled, allowed_slips
from pannier.places.geocoding.words import address_words
from pannier.places.maps.manifest import open_map


class AddressIndex:
    """Answer `connect.Geocoder` from the address index in a map folder; safe in threads, can be pickled."""

    def __init__(self, map_dir: Path) -> None:
        self._info = open_map(map_dir)
        self._words = address_words()
        self._index = IndexReader(self._info.addresses_path, self._words)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as the folder alone."""
        return AddressIndex, (self._info.folder,)

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the map."""
        return self._info.bounds.contains(point)

    def find(self, address: Address) -> Match:
        """Return the place an address means, or why a person has to look at it."""
        return search.find(address, self._index, self._words)

    def reverse(self, point: LonLat, *, within_m: float = 100) -> Candidate | None:
        """Return the nearest known address within a distance, or None."""
        house = self._index.nearest_house(point, within_m)
        if house is None:
            return None
        closeness = 1 - great_circle_m(point, house.point) / max(within_m, 1.0)
        return house.candidate(self._index.streets[house.street_id], max(0.0, closeness))

    def suggest(self, text: str, *, limit: int = 8, near: LonLat | None = None) -> list[Candidate]:
        """Return places whose address begins like the text, for search as you type.

        When nothing begins so, streets of a similar name come instead, so that a slip is no dead end.
        """
        rows = self._index.beginning_with(text, max(limit * 8, 64))
        rows.sort(key=lambda row: self._order(row, text, near))
        found: dict[str, Candidate] = {}
        for row in rows:
            candidate = self._candidate(row, max(0.0, 1.0 - 0.01 * len(found)))
            found.setdefault(candidate.label, candidate)
        return list(found.values())[:limit] or self._similar(text, limit)

    def _similar(self, text: str, limit: int) -> list[Candidate]:
        match = self.find(Address(text))
        if match.code is not ReviewCode.STREET_NOT_FOUND:
            return list(match.candidates)[:limit]
        written = Spelled.of(canonical(text, self._words), self._words)
        near = [(s, d) for s, d in self._index.streets_like(written) if d <= allowed_slips(written.core)]
        return [street.candidate(max(0.0, 0.5 - 0.1 * slips)) for street, slips in near[:limit]]

    def _order(
        self, row: StreetRow | HouseRow | PlaceRow, text: str, near: LonLat | None
    ) -> tuple[int, float, int, str]:
        """Return the sort key: the typed number first, streets, houses by number, then other places."""
        away = great_circle_m(row.point, near) if near else 0.0
        if isinstance(row, HouseRow):
            typed = row.low in {int(n) for n in re.findall(r"\d{1,4}(?!\d)", text)}
            return (0 if typed else 2), away, row.low, row.suffix
        if isinstance(row, PlaceRow):
            return 3, away, 0, row.name
        # A street of that name comes before the streets of a town of that name.
        own = spelling(text).split()[0] in spelling(row.name)
        return (1 if own else 2), away, 0, row.name

    def _candidate(self, row: StreetRow | HouseRow | PlaceRow, score: float) -> Candidate:
        if isinstance(row, HouseRow):
            return row.candidate(self._index.streets[row.street_id], score)
        return row.candidate(score)
