"""Decide which place an address means, or that a person has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pannier.connect.geocoder import Candidate, Match, ReviewCode
from pannier.core.address import Address, AddressWords, HouseNumber
from pannier.core.geo import great_circle_m
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.numbers import OTHER_SUFFIX, best_fits, place_for
from pannier.places.geocoding.parse import Reading, postcode_key, read
from pannier.places.geocoding.rows import HouseRow, StreetRow
from pannier.places.geocoding.similarity import FAR, Spelled, allowed_slips
from pannier.places.geocoding.town import Town, TownJudge

THRESHOLD: Final = 0.75
"""Least quality of an answer that nobody has to look at."""

SAME_PLACE_M: Final = 25.0
"""Two answers nearer than this lead a rider to the same door."""

SLIP_COST: Final = 0.08
MARGIN_SLIPS: Final = 1.0
"""A misspelled street must be this much liker than the next one that has the number too."""

SHOWN: Final = 5

Rank = tuple[float, bool, bool]


@dataclass(frozen=True)
class Hit:
    """A house that fits a reading, with all that its score is made of."""

    house: HouseRow
    street: StreetRow
    slips: float
    fit: float
    town: Town

    @property
    def score(self) -> float:
        """Return the quality from 0 to 1."""
        return max(0.0, 1 - SLIP_COST * self.slips) * self.fit * self.town.factor

    def candidate(self) -> Candidate:
        """Return the house as an answer."""
        return self.house.candidate(self.street, self.score)


class Vocabulary:
    """The towns and postcodes of one map, for reading free text."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def is_locality(self, text: str) -> bool:
        """Say whether the text is the name of a town or quarter on the map."""
        return text.replace("-", " ") in self._index.localities

    def is_postcode(self, text: str) -> bool:
        """Say whether the text is a postcode on the map."""
        return postcode_key(text) in self._index.postcodes


def find(address: Address, index: IndexReader, words: AddressWords) -> Match:
    """Return the place an address means, or candidates and the reason for a review."""
    readings = read(address, words, Vocabulary(index))
    if not readings:
        return review(ReviewCode.EMPTY, [])
    # `min` keeps the first of equals, which is the likelier reading.
    ranked = [_resolve(reading, index, words) for reading in readings]
    match = min(ranked, key=lambda entry: entry[0])[1]
    if match.located and _is_abroad(address, index):
        return review(ReviewCode.OTHER_CITY, match.candidates)
    return match if match.candidates else _named_places(address, index, match)


def _is_abroad(address: Address, index: IndexReader) -> bool:
    """Say whether the address names a country by its code of two letters that the map does not touch."""
    code = (address.country or "").strip().upper()
    return len(code) == 2 and bool(index.countries) and code not in index.countries


def review(code: ReviewCode, candidates: Sequence[Candidate]) -> Match:
    """Return a match that a person has to confirm, the likeliest candidates first."""
    shown = tuple(dict.fromkeys(sorted(candidates, key=lambda c: -c.score)))[:SHOWN]
    return Match(False, code, shown[0].score if shown else 0.0, shown[0] if shown else None, shown)


def _resolve(reading: Reading, index: IndexReader, words: AddressWords) -> tuple[Rank, Match]:
    """Return the match of one reading and its rank: fewer slips first, then located, then with a number."""
    written = Spelled.of(reading.street, words)
    streets = [(street, s) for street, s in index.streets_like(written) if s < FAR]
    if not streets:
        return (FAR, True, True), review(ReviewCode.STREET_NOT_FOUND, [])
    least = streets[0][1]
    margin = MARGIN_SLIPS if least > 0 else 0.0
    plausible = [(street, s) for street, s in streets if s <= least + margin]
    if reading.number is None:
        shown = [street.candidate(0.5 - SLIP_COST * s) for street, s in plausible]
        return (least, True, True), review(ReviewCode.NUMBER_MISSING, shown)
    judge = TownJudge(index, reading)
    hits = _hits(reading.number, plausible, index, judge=judge)
    if not hits:
        guesses = _guesses(reading.number, plausible, index)
        return (least, True, True), review(ReviewCode.NUMBER_NOT_FOUND, guesses)
    match = _decide(hits, least)
    if match.located and least > allowed_slips(written.core):
        match = review(ReviewCode.LOW_QUALITY, match.candidates)
    return (least, not match.located, False), match


def _hits(
    number: HouseNumber,
    plausible: Sequence[tuple[StreetRow, float]],
    index: IndexReader,
    *,
    judge: TownJudge,
) -> list[Hit]:
    found = []
    for street, slips in plausible:
        for house, fit in best_fits(number, index.houses_on(street.id)):
            found.append(Hit(house, street, slips, fit, judge.judge(house, street)))
    return sorted(found, key=lambda hit: (-hit.score, hit.house.named, hit.house.id))


def _decide(hits: Sequence[Hit], least: float) -> Match:
    """Return the best hit if nothing speaks against it and no rival is somewhere else."""
    best = _middle([hit for hit in hits if hit.score == hits[0].score and hit.street == hits[0].street])
    shown = [best.candidate(), *(hit.candidate() for hit in hits)]
    rivals = [hit for hit in hits if not hit.town.is_worse_than(best.town) and _apart(hit, best)]
    if any(_named_apart(hit, best) for hit in rivals):
        code = ReviewCode.CONTRADICTION if _contradicts(best, rivals) else ReviewCode.AMBIGUOUS
        return review(code, shown)
    if rivals:
        return review(ReviewCode.SPREAD, shown)
    if best.town.code is not None:
        return review(best.town.code, shown)
    if best.slips > least:
        return review(ReviewCode.AMBIGUOUS, shown)
    if best.fit <= OTHER_SUFFIX:
        return review(ReviewCode.NUMBER_NOT_FOUND, shown)
    if best.score < THRESHOLD:
        return review(ReviewCode.LOW_QUALITY, shown)
    candidate = best.candidate()
    return Match(True, None, candidate.score, candidate, tuple(dict.fromkeys(shown))[:SHOWN])


def _middle(hits: Sequence[Hit]) -> Hit:
    """Return the hit nearest to all others, plain addresses before businesses at the address."""
    plain = [hit for hit in hits if not hit.house.named] or list(hits)

    def reach(hit: Hit) -> float:
        return max(great_circle_m(hit.house.point, other.house.point) for other in hits)

    return min(plain, key=lambda hit: (reach(hit), hit.house.id))


def _apart(hit: Hit, best: Hit) -> bool:
    return great_circle_m(hit.house.point, best.house.point) > SAME_PLACE_M


def _named_apart(hit: Hit, best: Hit) -> bool:
    """Say whether two hits differ in street, postcode or town as far as the map says them."""
    pairs = ((hit.house.postcode, best.house.postcode), (hit.house.city, best.house.city))
    return hit.street != best.street or any(own and other and own != other for own, other in pairs)


def _contradicts(best: Hit, rivals: Sequence[Hit]) -> bool:
    """Say whether town and postcode point to different houses."""
    return any(r.town.city != best.town.city and r.town.postcode != best.town.postcode for r in rivals)


def _guesses(
    number: HouseNumber, plausible: Sequence[tuple[StreetRow, float]], index: IndexReader
) -> list[Candidate]:
    """Return where the missing number would be on each street, or the street itself."""
    found = []
    for street, slips in plausible:
        score = 0.4 - SLIP_COST * slips / 2
        point = place_for(number, index.houses_on(street.id))
        found.append(
            street.at(point, str(number.low), "street", score=score + 0.05)
            if point
            else street.candidate(score)
        )
    return found


def _named_places(address: Address, index: IndexReader, match: Match) -> Match:
    """Return places whose name is the address line, when no street is like it."""
    places = index.places_like(address.line, SHOWN)
    return review(match.code or ReviewCode.STREET_NOT_FOUND, [place.candidate(0.3) for place in places])
