"""What is wrong with a document, in one sentence with its place."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from pannier.core.problem import InvalidProblem
from pannier.engine.problem_json.places_in_text import place_at, twice

_NO_NUMBER = re.compile(rb"-?(?:NaN|Infinity)\b", re.IGNORECASE)


class BadDocument(ValueError):
    """The text is no JSON, or not of the shape asked for; the message says where and what."""


def misshapen(error: msgspec.ValidationError, *, inside: str = "") -> BadDocument:
    """Return what msgspec says of a value, its place first; `inside` is where the text it read lies."""
    words, _, place = str(error).partition(" - at ")
    field = inside + place.strip("`").removeprefix("$")
    told = f"{words[:1].lower()}{words[1:].replace('`', '')}"
    return BadDocument(f"{field.removeprefix('.') or 'the document'}: {told}.")


def unreadable(text: bytes, error: msgspec.DecodeError) -> BadDocument:
    """Return why a text is no JSON, with line and column where they are known."""
    words = str(error).removeprefix("JSON is malformed: ")
    found = re.search(r" \(byte (\d+)\)$", words)
    if found is None:
        return BadDocument(f"The file is not JSON: {words.lower()}.")
    at = int(found[1])
    if number := _number_that_is_none(text, at):
        return number
    before = text[:at]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return BadDocument(f"The file is not JSON: {words[: found.start()]} in line {line}, column {column}.")


def _number_that_is_none(text: bytes, at: int) -> BadDocument | None:
    """Return what to say of NaN or Infinity at a byte, which other programs write though JSON knows neither."""
    # What reads it stops behind the sign of -Infinity.
    start = at - 1 if text[at - 1 : at] == b"-" else at
    if (found := _NO_NUMBER.match(text, start)) is None:
        return None
    field = place_at(text, start)
    hint = ", -1 where there is no way" if field.startswith("matrices[") else ""
    return BadDocument(f"{field or 'the document'} is {found[0].decode()}; write a number{hint}.")


def said_twice(text: bytes) -> BadDocument | None:
    """Return what to say of the first key that stands twice in one object, None when all stand once."""
    for field, end in twice(text):
        line = text.count(b"\n", 0, end) + 1
        return BadDocument(f"{field} stands twice in the file, again in line {line}; keep one of them.")
    return None


@contextmanager
def named_as(owner: str) -> Iterator[None]:
    """Name the owner in whatever is refused inside, unless it names itself."""
    try:
        yield
    except InvalidProblem as error:
        field = error.field if error.field.startswith(owner) else f"{owner}.{error.field}"
        raise InvalidProblem(field, error.detail) from error
    except ValueError as error:
        raise InvalidProblem(owner, str(error)) from error
