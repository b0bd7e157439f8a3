"""Rows of numbers in text files, and clear words when they are none."""

from collections.abc import Iterator

from benchmarks.routing.instance import BadFile

_LARGEST = 1e12
"""Larger than any coordinate or time of any set, and small enough to be scaled and squared."""


def numbers(line: str, *, count: int, where: str) -> list[float]:
    """Return the numbers of a line; raises BadFile unless there are exactly so many."""
    words = line.split()
    if len(words) != count:
        raise BadFile(f"{where}: expected {count} numbers, found {len(words)} in {line.strip()!r}.")
    return [number(word, where=where) for word in words]


def number(word: str, *, where: str) -> float:
    """Return one finite number; raises BadFile otherwise."""
    try:
        value = float(word)
    except ValueError:
        raise BadFile(f"{where}: {word!r} is not a number.") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise BadFile(f"{where}: {word!r} is not a finite number.")
    if abs(value) > _LARGEST:
        raise BadFile(f"{where}: {word!r} is too large; a number is at most {_LARGEST:,.0f}.")
    return value


def amount(value: float, *, what: str, where: str) -> float:
    """Return an amount that cannot be negative; raises BadFile when it is."""
    require(value >= 0, f"{where}: the {what} is {value:g}, less than nothing.")
    return value


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers from 1."""
    for count, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield count, line


def require(condition: bool, words: str) -> None:
    """Raise BadFile with these words unless the condition holds."""
    if not condition:
        raise BadFile(words)
