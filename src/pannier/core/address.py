"""Postal addresses: the value, plain spelling for comparison, and house numbers.

Everything here is a rule on text; word lists come in as `AddressWords`, because they are data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        # Letters without a decomposition into a plain letter and a mark.
        "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        # Look-alikes that slip in from Cyrillic and Greek keyboards.
        "а": "a", "в": "b", "с": "c", "е": "e", "ё": "e", "н": "h", "і": "i", "ј": "j", "к": "k", "м": "m",
        "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y", "х": "x", "α": "a", "β": "b", "ε": "e", "η": "n",
        "ι": "i", "κ": "k", "μ": "m", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """An address as somebody wrote it; `line` holds the street and often the number and more."""

    line: str
    number: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class AddressWords:
    """The words of addresses: short forms to the compared form, and words with a special part."""

    short: Mapping[str, str] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    suffixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    number_suffixes: Mapping[str, str] = field(default_factory=dict)
    unit_words: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def is_type(self, word: str) -> bool:
        """Say whether a plain word, or what it is short for, is a kind of street."""
        return self.short.get(word, word) in self.types


@dataclass(frozen=True)
class HouseNumber:
    """One house number or a range: 12, 12 bis, 4-6; `suffix` is plain text, empty when there is none."""

    low: int
    high: int
    suffix: str = ""

    @property
    def is_range(self) -> bool:
        """Say whether the number spans several houses."""
        return self.high > self.low

    def spans(self, number: int) -> bool:
        """Say whether a number lies in the range; ranges skip the other side of the street."""
        step = 2 if (self.high - self.low) % 2 == 0 else 1
        return self.low <= number <= self.high and (number - self.low) % step == 0


def plain(text: str) -> str:
    """Return the text in small plain letters: no accents, no look-alikes, no doubled blanks."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Marks go first: a look-alike with an accent is known only without it.
    bare = "".join(c for c in small if not unicodedata.combining(c))
    return " ".join(bare.translate(_LETTERS).split())


def tokens(text: str) -> list[str]:
    """Return the words of a text in plain letters; a full stop stays with the word it shortens."""
    return re.findall(r"[^\W_]+\.?", plain(text))


def spelling(text: str) -> str:
    """Return the words of a name in plain letters without any punctuation: Monte-Carlo = monte carlo."""
    return " ".join(token.rstrip(".") for token in tokens(text))


def canonical(text: str, words: AddressWords) -> str:
    """Return the form in which two spellings of a street are compared: Bd. St-Charles = boulevard st charles.

    Particles stay; `core_of` takes them and the kind of street away.
    """
    return " ".join(_canonical_word(token, words) for token in tokens(text))


def _canonical_word(token: str, words: AddressWords) -> str:
    bare = token.rstrip(".")
    if bare in words.short:
        return words.short[bare]
    if len(bare) > 5 and bare.endswith("str"):
        return bare.removesuffix("str") + "strasse"
    # An unknown shortened word keeps its full stop, so that matching can complete it.
    return token


def kind_and_core(name: str, words: AddressWords) -> tuple[str, str]:
    """Split a canonical street name into its kind and its core: ("rue", "princesse caroline").

    The kind is empty when the name has none. A name made of nothing else keeps its words as core.
    """
    parts = name.split()
    kind = next((part for part in (parts[:1] + parts[-1:]) if part in words.types), "")
    rest = parts.copy()
    if kind and len(rest) > 1:
        rest.pop(0 if rest[0] == kind else -1)
    core = [part for part in rest if part not in words.particles]
    return (kind if len(parts) > 1 else ""), " ".join(core or rest)


def parse_numbers(text: str, words: AddressWords) -> list[HouseNumber]:
    """Return the house numbers a text lists: "7;9" two, "4-6" one range, "12 bis" one with suffix.

    Text without a number gives an empty list.
    """
    found = []
    for part in re.split(r"[;,/+&]", plain(text)):
        parsed = _parse_number(part.strip(), words)
        if parsed is None:
            # What follows the first number and is none itself (a floor, a yard) says nothing about the house.
            break
        found.append(parsed)
    return found


def _parse_number(part: str, words: AddressWords) -> HouseNumber | None:
    span = re.fullmatch(r"(\d{1,5})\s*[-–—]\s*(\d{1,5})", part)
    if span:
        low, high = sorted((int(span[1]), int(span[2])))
        # Things like 12-345 are a house and a flat, not a street's worth of houses.
        return HouseNumber(low, high) if high - low <= 40 else HouseNumber(int(span[1]), int(span[1]))
    single = re.fullmatch(r"(\d{1,5})\s*[-–]?\s*([a-z]*)\.?", part)
    if single is None:
        return None
    suffix = words.number_suffixes.get(single[2], single[2])
    return HouseNumber(int(single[1]), int(single[1]), suffix)
