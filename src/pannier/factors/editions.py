"""Which emission factors hold on a day in a country: one frozen edition, and what to say about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import rfc8785

from pannier.core.emissions import EmissionFactor
from pannier.factors.files import EditionError
from pannier.factors.grid import grid_electricity
from pannier.factors.lookup import YEARLY_GEO, Lookup

PER_KM_KEYS = ("van3.diesel", "vanavg.diesel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The factors of one year and country; `notes` say in words what stands in for something missing.

    `electricity` is per kWh at the plug, location-based; `diesel` per litre; `per_km` by factor name, such
    as van3.diesel. `files` are the published sets used. A record keeps code and `sha256`, so that it can be
    recomputed or found wrong.
    """

    code: str
    year: int
    geo: str
    electricity: EmissionFactor
    diesel: EmissionFactor
    per_km: Mapping[str, EmissionFactor]
    files: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Return the hash over all of the edition as canonical JSON, numbers as texts."""
        plain = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return hashlib.sha256(rfc8785.dumps(plain)).hexdigest()


def edition_for(day: date, geo: str) -> Edition:
    """Return the edition that binds what happened on `day` in the country `geo` (two letters, ISO 3166).

    Raises EditionError for anything that is no country code; a country without figures of its own gets a
    stand-in, named in `notes`.
    """
    if not re.fullmatch("[A-Z]{2}", geo):
        raise EditionError(f"{geo!r} is no country code; give two capital letters, such as FR.")
    return _edition(day.year, geo)


def edition_of(code: str) -> Edition:
    """Return the edition of this code, such as 2026-FR; raise EditionError when there is none."""
    if not re.fullmatch("[0-9]{4}-[A-Z]{2}", code):
        raise EditionError(f"{code!r} names no edition; codes are like 2026-FR.")
    return _edition(int(code[:4]), code[5:])


@lru_cache(maxsize=256)
def _edition(year: int, geo: str) -> Edition:
    lookup = Lookup(year)
    electricity = grid_electricity(lookup, geo)
    diesel = lookup.fuel("fuel.diesel_blend.ttw", "fuel.diesel_blend.wtt", "l")
    per_km = {key: lookup.fuel(key, f"{key}.wtt", "km") for key in PER_KM_KEYS}
    if geo != YEARLY_GEO:
        lookup.note("Fuel and diesel vans: British figures are used, the only ones shipped with both parts.")
    return Edition(
        code=f"{year}-{geo}",
        year=year,
        geo=geo,
        electricity=electricity,
        diesel=diesel,
        per_km=MappingProxyType(per_km),
        files=tuple(lookup.files),
        notes=tuple(lookup.notes),
    )


def _plain(value: Any) -> Any:
    """Return a part of an edition as a JSON value."""
    match value:
        case EmissionFactor():
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case Mapping():
            return {key: _plain(part) for key, part in value.items()}
        case tuple():
            return [_plain(part) for part in value]
        case Decimal():
            return str(value)
    return value
