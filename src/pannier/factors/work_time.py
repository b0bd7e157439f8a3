"""The sets of rules of data/work_time.toml as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pannier.core.structure import StructureError, build
from pannier.core.work_time.rule_set import RuleSet
from pannier.factors.tables import FactorsError, read_toml

FILE = "work_time.toml"
DRIVING = "eu_driving"
"""The set that holds for a vehicle beside its rider's own."""


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Return all sets by code."""
    return parse_rule_sets(read_toml(FILE))


def rider_sets() -> Mapping[str, RuleSet]:
    """Return the sets that an organisation or a rider may choose."""
    return {code: one for code, one in rule_sets().items() if not one.for_vehicles}


def set_of_country(country: str) -> RuleSet | None:
    """Return the set that plans go by in a country unless another one is chosen, None where there is none."""
    return next((one for one in rule_sets().values() if one.country == country), None)


def parse_rule_sets(tables: Mapping[str, Any]) -> Mapping[str, RuleSet]:
    """Return the sets of a parsed file; raise FactorsError that names the wrong place."""
    try:
        found = {code: build(RuleSet, {"code": code, **row}, code) for code, row in tables.items()}
    except StructureError as wrong:
        raise FactorsError(f"{FILE}: {wrong}") from wrong
    countries = [one.country for one in found.values() if one.country]
    if len(countries) != len(set(countries)):
        raise FactorsError(f"{FILE}: a country has two sets; leave `country` out of one.")
    return MappingProxyType(found)
