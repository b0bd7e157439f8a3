"""What is wrong with a document, in one sentence with its place."""

import re

import msgspec


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
    before = text[: int(found[1])]
    line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return BadDocument(f"The file is not JSON: {words[: found.start()]} in line {line}, column {column}.")
