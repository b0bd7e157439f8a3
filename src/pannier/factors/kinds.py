"""The vehicle kinds of data/vehicle_kinds.toml as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pannier.core.energy import BikeEnergy, EnergyParameters, NoEnergy, VanEnergy
from pannier.core.structure import StructureError, build
from pannier.factors.kind_values import Battery, CostRates, RoutingProfile, Times, VehicleKind
from pannier.factors.tables import FactorsError, read_toml

__all__ = [
    "Battery",
    "CostRates",
    "KindError",
    "RoutingProfile",
    "Times",
    "VehicleKind",
    "fleet_kinds",
    "parse_kinds",
    "vehicle_kind",
    "vehicle_kinds",
]

FILE = "vehicle_kinds.toml"
_FAMILIES: dict[str, type[VanEnergy] | type[BikeEnergy] | type[NoEnergy]] = {
    "van": VanEnergy,
    "bike": BikeEnergy,
    "none": NoEnergy,
}


class KindError(FactorsError):
    """A vehicle kind is unknown, or its row is wrong."""


@cache
def vehicle_kinds() -> Mapping[str, VehicleKind]:
    """Return all vehicle kinds by code, the baseline's diesel van included."""
    return parse_kinds(read_toml(FILE))


def fleet_kinds() -> Mapping[str, VehicleKind]:
    """Return the kinds that a fleet may own."""
    return {code: kind for code, kind in vehicle_kinds().items() if not kind.baseline_only}


def vehicle_kind(code: str) -> VehicleKind:
    """Return one vehicle kind; raise KindError for an unknown code."""
    if code not in vehicle_kinds():
        raise KindError(f"Vehicle kind {code!r} is unknown; use one of {', '.join(vehicle_kinds())}.")
    return vehicle_kinds()[code]


def parse_kinds(tables: Mapping[str, Any]) -> Mapping[str, VehicleKind]:
    """Return the kinds of a parsed file; raise KindError that names the wrong place."""
    try:
        return MappingProxyType({code: _kind(code, dict(row)) for code, row in tables.items()})
    except StructureError as wrong:
        raise KindError(f"{FILE}: {wrong}") from wrong


def _kind(code: str, row: dict[str, Any]) -> VehicleKind:
    energy = dict(row.pop("energy", {}))
    factor = energy.pop("factor", None)
    parameters = _energy(energy, f"{code}/energy")
    return build(VehicleKind, {"code": code, "energy": parameters, "factor": factor, **row}, code)


def _energy(table: dict[str, Any], path: str) -> EnergyParameters:
    family = table.pop("family", None)
    if family not in _FAMILIES:
        raise StructureError(f"{path}/family", f"must be one of {', '.join(_FAMILIES)}, not {family!r}.")
    return build(_FAMILIES[family], table, path)
