"""The words of messages, from data/messages/<language>.toml."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One message in words; `sms` is the short form."""

    subject: str
    text: str
    sms: str


@functools.cache
def _catalogue(language: str) -> dict[str, dict[str, str]]:
    path = files("pannier").joinpath(f"data/messages/{language}.toml")
    return tomllib.loads(path.read_text("utf-8"))


def kinds() -> tuple[str, ...]:
    """Return the kinds of messages there are."""
    return tuple(_catalogue(DEFAULT_LANGUAGE))


def words(kind: str, fields: Mapping[str, str], language: str = DEFAULT_LANGUAGE) -> Words:
    """Return a message with its fields filled in; raise KeyError for an unknown kind or a missing field."""
    row = _catalogue(language)[kind]
    # One line per field: a recipient's name must not break out of its place in a mail's header.
    safe = {name: " ".join(value.split()) for name, value in fields.items()}
    return Words(
        row["subject"].format_map(safe), row["text"].strip().format_map(safe), row["sms"].format_map(safe)
    )
