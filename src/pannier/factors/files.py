"""Published sets of emission factors as frozen values, checked against their sha256."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import Any

from pannier.factors.tables import FactorsError, data_folder, read_toml

FOLDER = "emission_factors"


class EditionError(FactorsError):
    """A set of emission factors was changed after its release, or a factor is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One published number; `key` names the same thing in every edition, `geo` is a country or area."""

    id: str
    key: str
    geo: str
    activity: str
    value: Decimal
    unit: str
    boundary: str
    source_row: str
    read_in: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFile:
    """One publisher's factors of one year, with the terms under which they are shipped."""

    code: str
    publisher: str
    title: str
    licence: str
    attribution: str
    valid_from: date
    sha256: str
    valid_to: date | None = None
    factors: tuple[Factor, ...]

    def find(self, key: str, geo: str) -> Factor | None:
        """Return the factor of this name and area, or None."""
        return next((row for row in self.factors if row.key == key and row.geo in (geo, "*")), None)


@cache
def factor_files() -> Mapping[str, FactorFile]:
    """Return all shipped sets by code; raise EditionError for a changed file."""
    sets = read_toml(f"{FOLDER}/editions.toml")["file"]
    folder = data_folder() / FOLDER
    return MappingProxyType(
        {code: parse_file(code, about, (folder / f"{code}.csv").read_bytes()) for code, about in sets.items()}
    )


def parse_file(code: str, about: Mapping[str, Any], content: bytes) -> FactorFile:
    """Return one set from its CSV bytes; raise EditionError when they are not the released ones."""
    found = hashlib.sha256(content).hexdigest()
    if found != about["sha256"]:
        raise EditionError(
            f"Emission factors {code} have sha256 {found}, not {about['sha256']}: the file was changed. "
            "Restore it, or release the change under a new code."
        )
    rows = csv.DictReader(io.StringIO(content.decode()))
    return FactorFile(code=code, **about, factors=tuple(_factor(code, row) for row in rows))


def _factor(code: str, row: dict[str, Any]) -> Factor:
    try:
        return Factor(**{**row, "value": Decimal(row["value"])})
    except InvalidOperation:
        raise EditionError(
            f"Emission factors {code}: {row['id']} has no number but {row['value']!r}."
        ) from None
