"""Measure the geocoder on a map's own addresses, written down with typical slips.

Every operator can run this on its own map before trusting it; `benchmarks/geocoding.py` prints the table.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pannier.connect.geocoder import Geocoder, Match
from pannier.core.address import Address, AddressWords, plain
from pannier.core.geo import LonLat, great_circle_m
from pannier.places.geocoding.index import IndexReader

RIGHT_WITHIN_M: Final = 25.0
Outcome = Literal["right", "review", "wrong"]


@dataclass(frozen=True)
class Known:
    """An address as mapped and where it is; `point` None when the written address does not exist."""

    street: str
    number: str
    postcode: str
    city: str
    point: LonLat | None

    def written(self, *, number_first: bool) -> Address:
        """Return the address as people of the country write it."""
        parts = (self.number, self.street) if number_first else (self.street, self.number)
        line = " ".join(part for part in parts if part)
        return Address(line, postcode=self.postcode or None, city=self.city or None)


Slip = Callable[[Known, random.Random, AddressWords], Known | None]
"""Returns the address with a slip, or None where this slip cannot be made."""


def known_addresses(index: IndexReader) -> list[Known]:
    """Return every house of a map with a town and postcode, its own or its street's."""
    found = []
    for street in index.streets.values():
        for house in index.houses_on(street.id):
            postcode, city = house.postcode or street.postcode, house.city or street.city
            found.append(Known(street.name, house.label, postcode, city, house.point))
    return found


def judge(known: Known, match: Match) -> Outcome:
    """Say whether an answer is right, left to a person, or confidently wrong."""
    if not match.located or match.best is None:
        return "review"
    if known.point is None or great_circle_m(known.point, match.best.point) > RIGHT_WITHIN_M:
        return "wrong"
    return "right"


@dataclass(frozen=True)
class Trial:
    """How many answers were right, left to a person, or wrong; `misses` are examples of wrong ones."""

    slip: str
    right: int
    review: int
    wrong: int
    shown: int
    misses: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Return how many addresses were tried."""
        return self.right + self.review + self.wrong


def run_trial(
    geocoder: Geocoder, known: Sequence[Known], slip: str, *, words: AddressWords, seed: int
) -> Trial:
    """Write every address with one kind of slip and count how the geocoder answers.

    `shown` counts reviews whose list holds the right place, so that the person only has to click.
    """
    chance = random.Random(f"{seed}-{slip}")  # noqa: S311
    counts = {"right": 0, "review": 0, "wrong": 0}
    shown, misses = 0, []
    for entry in known:
        slipped = SLIPS[slip](entry, chance, words)
        if slipped is None:
            continue
        address = slipped.written(number_first=chance.random() < 0.5)
        match = geocoder.find(address)
        outcome = judge(slipped, match)
        counts[outcome] += 1
        shown += outcome == "review" and _is_shown(slipped, match)
        if outcome == "wrong" and match.best:
            misses.append(f"{address.line} ({address.postcode} {address.city}) -> {match.best.label}")
    return Trial(slip, counts["right"], counts["review"], counts["wrong"], shown, tuple(misses))


def _is_shown(known: Known, match: Match) -> bool:
    place = known.point
    return place is not None and any(
        great_circle_m(place, candidate.point) <= RIGHT_WITHIN_M for candidate in match.candidates
    )


def as_mapped(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Leave the address as it is."""
    return known


def swapped_letters(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Swap two neighbouring letters of the street's name."""
    name = known.street
    places = [m.start() for m in re.finditer(r"(?=([^\W\d_])([^\W\d_]))", name)]
    places = [i for i in places if plain(name[i]) != plain(name[i + 1])]
    if not places:
        return None
    i = chance.choice(places)
    return replace(known, street=name[:i] + name[i + 1] + name[i] + name[i + 2 :])


def two_swaps(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Swap two neighbouring letters twice."""
    once = swapped_letters(known, chance, words)
    return swapped_letters(once, chance, words) if once else None


def lost_letter(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Leave a letter out."""
    i = _letter(known.street, chance)
    return replace(known, street=known.street[:i] + known.street[i + 1 :])


def wrong_letter(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Write another letter."""
    i = _letter(known.street, chance)
    other = chance.choice([c for c in "abcdefghilmnoprstuv" if c != plain(known.street[i])])
    return replace(known, street=known.street[:i] + other + known.street[i + 1 :])


def doubled_letter(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Write a letter twice."""
    i = _letter(known.street, chance)
    return replace(known, street=known.street[:i] + known.street[i] + known.street[i:])


def _letter(name: str, chance: random.Random) -> int:
    return chance.choice([i for i, c in enumerate(name) if c.isalpha()])


_SHORT: Final = {
    "avenue": ("av.", "ave", "Av"),
    "boulevard": ("bd.", "blvd", "Bd", "boul."),
    "rue": ("r.", "R."),
    "place": ("pl.", "Pl"),
    "chemin": ("ch.", "che."),
    "quai": ("q.", "Qu."),
    "allee": ("all.",),
    "impasse": ("imp.",),
    "promenade": ("prom.",),
    "route": ("rte", "Rte."),
    "escalier": ("esc.",),
    "saint": ("St.", "St", "st"),
    "sainte": ("Ste",),
    "colonel": ("Col.",),
    "comte": ("Cte",),
    "princesse": ("Pcesse", "Psse"),
    "prince": ("Pce",),
}


def shortened(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Shorten the words that people shorten: av., bd., St., Annank."""
    parts = re.split(r"([\s-]+)", known.street)
    short = [chance.choice(_SHORT[plain(p)]) if plain(p) in _SHORT else p for p in parts]
    if short == parts and len(parts) == 1:
        short = [_short_ending(parts[0], words)]
    return replace(known, street="".join(short)) if short != parts else None


def _short_ending(name: str, words: AddressWords) -> str:
    for letter, endings in words.suffixes.items():
        for ending in endings:
            if name.endswith(ending) and len(name) > len(ending) + 2:
                return f"{name.removesuffix(ending)}{letter}."
    return name


def number_missing(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Leave the house number out."""
    return replace(known, number="")


def wrong_postcode(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Change one digit of the postcode or swap two of them."""
    code = known.postcode
    if not code:
        return None
    i = chance.randrange(len(code) - 1)
    swapped = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
    changed = code[:i] + chance.choice("123456789".replace(code[i], "")) + code[i + 1 :]
    return replace(known, postcode=swapped if swapped != code and chance.random() < 0.5 else changed)


def no_town(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Leave postcode and town out."""
    return replace(known, postcode="", city="")


def look_alikes(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Write in capitals without accents, some letters from a Cyrillic keyboard."""
    alike = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"})
    return replace(known, street=plain(known.street).translate(alike).upper())


def several(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Swap letters, shorten and get the postcode wrong, all in one address."""
    for slip in (shortened, swapped_letters, wrong_postcode):
        known = slip(known, chance, words) or known
    return known


def number_that_is_not(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Write a number far beyond the street's end: no answer can be right."""
    return replace(known, number=str(chance.randrange(700, 999)), point=None)


def other_town(known: Known, chance: random.Random, words: AddressWords) -> Known | None:
    """Write a town and postcode that are not on the map: no answer can be right."""
    return replace(known, postcode="06300", city="Villeneuve-la-Lointaine", point=None)


SLIPS: Final[dict[str, Slip]] = {
    slip.__name__: slip
    for slip in (
        as_mapped,
        swapped_letters,
        shortened,
        number_missing,
        wrong_postcode,
        two_swaps,
        lost_letter,
        wrong_letter,
        doubled_letter,
        no_town,
        look_alikes,
        several,
        number_that_is_not,
        other_town,
    )
}
DEMANDED: Final = ("swapped_letters", "shortened", "number_missing", "wrong_postcode")
"""The slips on which the geocoder's promise is measured."""
