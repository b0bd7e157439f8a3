"""An in-memory geocoder for tests and trials: it knows the addresses it is given and no others."""

from __future__ import annotations

from collections.abc import Mapping

from pannier.connect.geocoder import Candidate, Match, ReviewCode
from pannier.core.address import Address, spelling
from pannier.core.geo import BoundingBox, LonLat, great_circle_m


class FixedGeocoder:
    """Answer `connect.Geocoder` from a mapping of address lines to points; spelling is forgiven, typos are not."""

    def __init__(self, addresses: Mapping[str, LonLat], *, bounds: BoundingBox | None = None) -> None:
        self._known = {spelling(line): _candidate(line, point) for line, point in addresses.items()}
        self._bounds = bounds

    def find(self, address: Address) -> Match:
        """Return the known place of the line, with or without its number in a field of its own."""
        line = f"{address.line} {address.number}" if address.number else address.line
        found = self._known.get(spelling(line))
        if found is None:
            code = ReviewCode.STREET_NOT_FOUND if spelling(line) else ReviewCode.EMPTY
            return Match(False, code, 0.0, None)
        return Match(True, None, 1.0, found, (found,))

    def suggest(self, text: str, *, limit: int = 8, near: LonLat | None = None) -> list[Candidate]:
        """Return known places that begin like the text."""
        hits = [c for line, c in sorted(self._known.items()) if line.startswith(spelling(text))]
        return hits[:limit]

    def reverse(self, point: LonLat, *, within_m: float = 100) -> Candidate | None:
        """Return the nearest known place within a distance, or None."""
        nearest = min(self._known.values(), key=lambda c: great_circle_m(point, c.point), default=None)
        return nearest if nearest and great_circle_m(point, nearest.point) <= within_m else None

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the bounds; without bounds all do."""
        return self._bounds is None or self._bounds.contains(point)


def _candidate(line: str, point: LonLat) -> Candidate:
    return Candidate(line, line, "", "", "", point, "house", 1.0)
