"""The word lists of addresses, read from the data folder once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pannier.core.address import AddressWords


@cache
def address_words() -> AddressWords:
    """Return the word lists of `data/address_words.toml`."""
    source = resources.files("pannier.data").joinpath("address_words.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    forms = {**table["types"], **table["words"]}
    endings: dict[str, tuple[str, ...]] = {}
    for ending, shorts in table["suffixes"].items():
        for short in shorts:
            endings[short] = (*endings.get(short, ()), ending)
    return AddressWords(
        short={short: full for full, shorts in forms.items() for short in shorts},
        types=frozenset(table["types"]),
        suffixes=endings,
        particles=frozenset(table["particles"]["words"]),
        number_suffixes={s: full for full, shorts in table["number_suffixes"].items() for s in shorts},
        unit_words=frozenset(table["unit_words"]["words"]),
        countries=frozenset(table["countries"]["names"]),
    )
