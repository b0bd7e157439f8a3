"""Numbers as texts and back: what is hashed holds no floats, and texts come back exactly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from pannier.core.emissions import EmissionFactor
from pannier.core.energy import BikeEnergy, EnergyParameters, NoEnergy, VanEnergy
from pannier.core.structure import build

_FAMILIES: dict[str, type[EnergyParameters]] = {"van": VanEnergy, "bike": BikeEnergy, "none": NoEnergy}


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return repr(float(value))


def factor_texts(factor: EmissionFactor) -> dict[str, Any]:
    """Return an emission factor with its exact decimals as texts."""
    return {
        "operation_kg": str(factor.operation_kg),
        "provision_kg": str(factor.provision_kg),
        "per": factor.per,
        "sources": list(factor.sources),
    }


def factor_from(texts: Mapping[str, Any]) -> EmissionFactor:
    """Return the emission factor that `factor_texts` wrote."""
    return EmissionFactor(
        operation_kg=Decimal(texts["operation_kg"]),
        provision_kg=Decimal(texts["provision_kg"]),
        per=texts["per"],
        sources=tuple(texts["sources"]),
    )


def parameters_texts(parameters: EnergyParameters) -> dict[str, Any]:
    """Return a vehicle kind's energy parameters as texts, with the name of their family."""
    family = next(name for name, cls in _FAMILIES.items() if isinstance(parameters, cls))
    values = {field.name: _texts(getattr(parameters, field.name)) for field in fields(parameters)}
    return {"family": family, **values}


def parameters_from(texts: Mapping[str, Any]) -> EnergyParameters:
    """Return the energy parameters that `parameters_texts` wrote; raise ValueError when they are none."""
    values = {name: _numbers(value) for name, value in texts.items() if name != "family"}
    return build(_FAMILIES[texts["family"]], values)


def _texts(value: Any) -> Any:
    return [_texts(part) for part in value] if isinstance(value, tuple | list) else number_text(value)


def _numbers(value: Any) -> Any:
    return [_numbers(part) for part in value] if isinstance(value, list) else float(value)
