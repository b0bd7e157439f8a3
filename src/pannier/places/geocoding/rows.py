"""The rows of the address index as values."""

from __future__ import annotations

from dataclasses import dataclass

from pannier.connect.geocoder import Candidate, Precision
from pannier.core.geo import LonLat


@dataclass(frozen=True)
class StreetRow:
    """A street: the name as mapped, the commonest postcode and town of its houses, its middle."""

    id: int
    name: str
    postcode: str
    city: str
    point: LonLat

    def candidate(self, score: float) -> Candidate:
        """Return the street as an answer: the house is not known."""
        return self.at(self.point, "", "street", score=score)

    def at(self, point: LonLat, number: str, precision: Precision, *, score: float) -> Candidate:
        """Return a place on this street as an answer."""
        name = label(self.name, number, self.postcode, city=self.city)
        return Candidate(name, self.name, number, self.postcode, self.city, point, precision, round(score, 3))


@dataclass(frozen=True)
class HouseRow:
    """A house; postcode and town are empty when the map does not say them for this house."""

    id: int
    street_id: int
    label: str
    low: int
    high: int
    suffix: str
    postcode: str
    city: str
    point: LonLat
    named: bool

    def candidate(self, street: StreetRow, score: float) -> Candidate:
        """Return the house as an answer."""
        postcode, city = self.postcode or street.postcode, self.city or street.city
        name = label(street.name, self.label, postcode, city=city)
        return Candidate(name, street.name, self.label, postcode, city, self.point, "house", round(score, 3))


@dataclass(frozen=True)
class PlaceRow:
    """A named place: a shop, a station, a quarter."""

    id: int
    name: str
    kind: str
    point: LonLat

    def candidate(self, score: float) -> Candidate:
        """Return the place as an answer: it has a name but no address."""
        return Candidate(self.name, "", "", "", "", self.point, "place", round(score, 3))


def label(street: str, number: str, postcode: str, *, city: str) -> str:
    """Return an address in one line: street and number, then postcode and town."""
    first = " ".join(part for part in (street, number) if part)
    second = " ".join(part for part in (postcode, city) if part)
    return ", ".join(part for part in (first, second) if part)
