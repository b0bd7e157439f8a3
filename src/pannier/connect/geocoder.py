"""Address search as other packages see it: from text to a place, with an honest quality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from pannier.core.address import Address
from pannier.core.geo import LonLat

Precision = Literal["house", "street", "place"]


class ReviewCode(StrEnum):
    """Why an address needs a person's eye before it may be driven to."""

    EMPTY = "empty"
    STREET_NOT_FOUND = "street_not_found"
    NUMBER_MISSING = "number_missing"
    NUMBER_NOT_FOUND = "number_not_found"
    AMBIGUOUS = "ambiguous"
    SPREAD = "spread"
    OTHER_CITY = "other_city"
    CONTRADICTION = "contradiction"
    LOW_QUALITY = "low_quality"


@dataclass(frozen=True)
class Candidate:
    """One place an address may mean; unknown parts are empty strings, `score` runs from 0 to 1."""

    label: str
    street: str
    number: str
    postcode: str
    city: str
    point: LonLat
    precision: Precision
    score: float


@dataclass(frozen=True)
class Match:
    """What a search found: a place that can be trusted, or candidates and the reason for a review.

    `quality` runs from 0 to 1 and is the best candidate's score; `code` is None when `located`.
    """

    located: bool
    code: ReviewCode | None
    quality: float
    best: Candidate | None
    candidates: tuple[Candidate, ...] = ()


class Geocoder(Protocol):
    """Find the places that addresses mean."""

    def find(self, address: Address) -> Match:
        """Return the place an address means, or why a person has to look at it."""

    def suggest(self, text: str, *, limit: int = 8, near: LonLat | None = None) -> list[Candidate]:
        """Return places whose address begins like the text, for search as you type."""

    def reverse(self, point: LonLat, *, within_m: float = 100) -> Candidate | None:
        """Return the nearest known address within a distance, or None."""

    def covers(self, point: LonLat) -> bool:
        """Say whether the point lies inside the map."""
