"""Read an address in free text: every sensible way to split it into street, number, postcode and city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pannier.core.address import Address, AddressWords, HouseNumber, canonical, parse_numbers, plain, spelling

_SUFFIX: Final = r"(?:\s*(?:bis|ter|quater|quat)\b|\s*[a-k]\b(?!['’.]))?"
_RANGE: Final = r"(?:\s*[-–/]\s*\d{1,4})?"
_LEADING: Final = re.compile(rf"^(?:n[o°º]?\.?\s*)?(\d{{1,4}}{_RANGE}{_SUFFIX})(?!\d)[\s.,:]+(.+)$")
_TRAILING: Final = re.compile(rf"^(.*?[^\W\d].*?)[\s,]+(\d{{1,4}}{_RANGE}{_SUFFIX})(?!\d)(?:[\s,]+.*)?$")
_POSTCODE: Final = re.compile(r"(?<!\w)(?:[a-z]{1,2}-)?(\d{4,6}|\d{3} \d{2}|\d{4} ?[a-z]{2})(?!\w)")


class Vocabulary(Protocol):
    """What the map knows of towns and postcodes."""

    def is_locality(self, text: str) -> bool:
        """Say whether the text is the name of a town or quarter on the map."""

    def is_postcode(self, text: str) -> bool:
        """Say whether the text is a postcode on the map."""


@dataclass(frozen=True)
class Reading:
    """One way to read an address; `street` is in canonical spelling, `number` None when there is none."""

    street: str
    number: HouseNumber | None = None
    postcode: str = ""
    city: str = ""


def read(address: Address, words: AddressWords, vocabulary: Vocabulary) -> list[Reading]:
    """Return all readings of an address, the likeliest first; fields of their own win over the line."""
    parts = [part for part in map(plain, re.split(r"[,;\n\r|]| - ", address.line)) if part]
    # "Avenue de Monte-Carlo" ends in the name of a quarter: it is read with and without it.
    towns = [_take_town(parts, vocabulary, words, cut=cut) for cut in (True, False)]
    readings = [reading for kept, found in towns for reading in _readings(address, kept, found, words)]
    ready = [replace(r, street=canonical(r.street, words)) for r in readings]
    return [r for r in dict.fromkeys(ready) if any(c.isalpha() for c in r.street)]


def _readings(address: Address, parts: list[str], found: Reading, words: AddressWords) -> list[Reading]:
    fixed = replace(
        found,
        postcode=postcode_key(address.postcode or "") or found.postcode,
        city=spelling(address.city or "") or found.city,
    )
    given = parse_numbers(address.number or "", words)
    texts = _joined(parts, words)
    if given:
        stripped = [_without_number(text, given[0], words) for text in texts]
        return [replace(fixed, street=text, number=given[0]) for text in stripped]
    return [replace(fixed, street=t, number=n) for text in texts for t, n in _splits(text, words)]


def postcode_key(text: str) -> str:
    """Return a postcode as it is compared: capitals without blanks."""
    return plain(text).replace(" ", "").upper()


def _take_town(
    parts: list[str], vocabulary: Vocabulary, words: AddressWords, *, cut: bool
) -> tuple[list[str], Reading]:
    """Take postcode and town out of the parts: both stand after the street, so the first part stays."""
    postcode = city = ""
    kept: list[str] = []
    for position, part in enumerate(parts):
        code = _find_postcode(part, vocabulary, alone=position > 0)
        if code:
            postcode = postcode or postcode_key(code[1])
            city = city or spelling(part[code.end() :])
            part = part[: code.start()].strip()
        elif position > 0 and vocabulary.is_locality(part):
            city, part = city or spelling(part), ""
        if part and spelling(part) not in words.countries:
            kept.append(part)
    if cut and kept and not city:
        kept[-1], city = _cut_locality(kept[-1], vocabulary)
    if len(kept) > 1 and not city and not postcode and _may_be_town(kept[-1], words):
        city = spelling(kept.pop())
    return kept, Reading("", None, postcode, city)


def _may_be_town(part: str, words: AddressWords) -> bool:
    """Say whether the last part may name a town that the map does not know; then nobody should guess."""
    tokens = spelling(part).split()
    plain_words = bool(tokens) and not any(c.isdigit() for c in part)
    return plain_words and not _is_unit(part, words) and not any(words.is_type(token) for token in tokens)


def _find_postcode(part: str, vocabulary: Vocabulary, *, alone: bool) -> re.Match[str] | None:
    """Return the last postcode of a part; a short number at the very start is the house's."""
    for match in reversed(list(_POSTCODE.finditer(part))):
        known = vocabulary.is_postcode(match[1])
        long = len(match[1].replace(" ", "")) >= 5
        if known or long or (alone and match.start() == 0 and match.end() < len(part)):
            return match
    return None


def _cut_locality(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Cut a town's name off the end of a text, the longest first; a text of nothing else stays."""
    tokens = text.split()
    for length in (3, 2, 1):
        if len(tokens) > length + 1 and vocabulary.is_locality(" ".join(tokens[-length:])):
            return " ".join(tokens[:-length]), spelling(" ".join(tokens[-length:]))
    return text, ""


def _joined(parts: list[str], words: AddressWords) -> list[str]:
    """Return the texts that may hold the street: each part, and a lone number joined with its neighbour."""
    texts = []
    for position, part in enumerate(parts):
        if parse_numbers(part, words) and re.fullmatch(r"[\d\s\-–/]+[a-z]{0,6}", part):
            texts += [f"{part} {after}" for after in parts[position + 1 : position + 2]]
            texts += [f"{before} {part}" for before in parts[position - 1 : position] if position]
        elif not _is_unit(part, words):
            texts.append(part)
    return texts


def _is_unit(part: str, words: AddressWords) -> bool:
    """Say whether a part names a flat or floor: starts or ends with such a word and is short."""
    tokens = spelling(part).split()
    return 0 < len(tokens) <= 3 and (tokens[0] in words.unit_words or tokens[-1] in words.unit_words)


def _splits(text: str, words: AddressWords) -> Iterator[tuple[str, HouseNumber | None]]:
    """Yield every split of a text into street and number, then texts without a number."""
    for start in [0, *(m.start() for m in re.finditer(r"(?<=\s)\d", text))]:
        leading = _LEADING.match(text[start:])
        if leading:
            yield from ((leading[2], number) for number in parse_numbers(leading[1], words)[:1])
    starts = [0, *_street_starts(text, words)]
    for start in starts:
        yield from _trailing(text[start:], words)
    yield from ((text[start:], None) for start in starts)


def _trailing(text: str, words: AddressWords) -> Iterator[tuple[str, HouseNumber | None]]:
    """Yield the split of a text with its number at the end."""
    match = _TRAILING.match(text)
    if match is None:
        return
    for number in parse_numbers(match[2], words)[:1]:
        yield match[1], number
        # In "Annankatu 25 A 12" the letter is a staircase when a flat follows it.
        if number.suffix and re.match(r"[\s,]+\d", text[match.end(2) :]):
            yield match[1], replace(number, suffix="")


def _street_starts(text: str, words: AddressWords) -> list[int]:
    """Return where a kind of street stands inside a text: what is before it may be a name or a town."""
    return [m.start() for m in re.finditer(r"(?<=\s)[^\W\d_]+", text) if words.is_type(m[0])]


def _without_number(text: str, number: HouseNumber, words: AddressWords) -> str:
    """Return the text without the number that is also given in a field of its own."""
    return next((street for street, found in _splits(text, words) if found == number), text)
