"""Where in a JSON text something stands, as the names that lead to it: matrices[0].duration_s[3][2]."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

# What is between the marks is skipped by the expression, and a whole list of numbers is one step of it: a matrix
# takes a step a row, so that a large file is looked through at about the speed of its reading.
_STEP = re.compile(
    rb'[^"\[\]{},]*+(?:"(?P<text>(?:[^"\\]|\\.)*+)"(?P<is_key>\s*+:)?|\[[^][{}"]*+\]|(?P<mark>[\[\]{},]))',
    re.DOTALL,
)


@dataclass
class _Inside:
    """A list with the position reached in it, or an object with the keys seen and the last of them."""

    keys: set[str] | None
    key: str = ""
    position: int = 0

    @property
    def words(self) -> str:
        """Return how the place in it is written."""
        return f"[{self.position}]" if self.keys is None else f".{self.key}"


@dataclass
class _Path:
    """The lists and objects that are open, the outermost first."""

    inside: list[_Inside] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return the way from the outermost to here."""
        return "".join(one.words for one in self.inside).removeprefix(".")

    def mark(self, mark: bytes) -> None:
        """Go into a list or an object, out of it, or on in a list."""
        if mark in (b"{", b"["):
            self.inside.append(_Inside(set() if mark == b"{" else None))
        elif not self.inside:
            return
        elif mark == b",":
            self.inside[-1].position += 1
        else:
            self.inside.pop()

    def is_seen(self, key: str) -> bool:
        """Come to a key; return whether its object had it before."""
        if not self.inside or (keys := self.inside[-1].keys) is None:
            return False
        self.inside[-1].key, is_seen = key, key in keys
        keys.add(key)
        return is_seen


def place_at(text: bytes, end: int) -> str:
    """Return the place that a text has reached at a byte; of a text that is no JSON, as far as it is some."""
    path = _Path()
    for step in _STEP.finditer(text, 0, end):
        _go(path, step)
    return path.words


def twice(text: bytes) -> Iterator[tuple[str, int]]:
    """Yield every place of a JSON text whose key its object had before, with the byte behind that key."""
    path = _Path()
    for step in _STEP.finditer(text):
        if _go(path, step):
            yield path.words, step.end()


def _go(path: _Path, step: re.Match[bytes]) -> bool:
    """Go one step along the text; return whether it is a key that stands there again."""
    if mark := step["mark"]:
        path.mark(mark)
    elif step["is_key"]:
        return path.is_seen(_key(step["text"]))
    return False


def _key(text: bytes) -> str:
    """Return a key without its escapes."""
    return str(msgspec.json.decode(b'"' + text + b'"')) if b"\\" in text else text.decode(errors="replace")
