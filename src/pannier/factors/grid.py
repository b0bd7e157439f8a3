"""The location-based electricity of a country: generation, losses on the way, and the fuels' supply."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pannier.core.emissions import EmissionFactor
from pannier.factors.files import FOLDER, factor_files
from pannier.factors.lookup import Lookup, electricity
from pannier.factors.tables import read_toml

LIFECYCLE_FILE = "ember-co2js-0.19"
OWN_FILE = "pannier-2026"
FULL_KEYS = ("elec.gen", "elec.td", "elec.wtt_gen", "elec.wtt_td")


def grid_electricity(lookup: Lookup, geo: str) -> EmissionFactor:
    """Return the electricity of a country per kWh at the plug, and leave in `lookup` what has to be said."""
    row = _row(geo)
    if why := row.get("why"):
        lookup.note(why)
    return _full(lookup) if row["method"] == "full" else _lifecycle(lookup, row.get("use", geo))


def _full(lookup: Lookup) -> EmissionFactor:
    parts = tuple(lookup.yearly(key) for key in FULL_KEYS)
    return electricity(parts, tuple(part.value for part in parts))


def _lifecycle(lookup: Lookup, geo: str) -> EmissionFactor:
    """Return Ember's life-cycle figure and the losses, which it leaves out."""
    generation = lookup.standing(LIFECYCLE_FILE, "elec.lifecycle", geo)
    losses = lookup.standing(OWN_FILE, "elec.td_share", geo)
    kg_per_kwh = generation.value / 1000
    lookup.note(f"Losses between power station and plug are taken as {losses.value:.0%} (our assumption).")
    return electricity((generation, losses), (kg_per_kwh, kg_per_kwh * losses.value))


def _row(geo: str) -> Mapping[str, Any]:
    """Return how a country's electricity is found: its own row, its own figure, or what stands in for it."""
    rows = _rows()
    if geo in rows:
        return rows[geo]
    if factor_files()[LIFECYCLE_FILE].find("elec.lifecycle", geo):
        return {"method": "lifecycle"}
    return next((row for row in rows.values() if geo in row.get("members", ())), rows["elsewhere"])


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = read_toml(f"{FOLDER}/editions.toml")["grid"]
    return rows
