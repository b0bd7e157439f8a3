"""The spreads of data/spreads.toml: by how much real days differ from planned ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pannier.core.endurance import Spread, Spreads
from pannier.core.structure import StructureError, build
from pannier.factors.tables import FactorsError, read_toml

FILE = "spreads.toml"
_USUAL = "usual"


class SpreadError(FactorsError):
    """The table of spreads is wrong."""


@cache
def spreads() -> Spreads:
    """Return the spread of every kind of vehicle."""
    return parse_spreads(read_toml(FILE))


def parse_spreads(tables: Mapping[str, Any]) -> Spreads:
    """Return the spreads of a parsed file; raise SpreadError that names the wrong place."""
    if _USUAL not in tables:
        raise SpreadError(f"{FILE}: the table {_USUAL} is missing.")
    usual = tables[_USUAL]
    rows = {code: _spread(code, {**usual, **row}) for code, row in tables.items()}
    return Spreads(rows.pop(_USUAL), MappingProxyType(rows))


def _spread(code: str, row: Mapping[str, Any]) -> Spread:
    try:
        return build(Spread, dict(row), code)
    except StructureError as wrong:
        raise SpreadError(f"{FILE}: {wrong}") from wrong
