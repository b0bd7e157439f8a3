"""What a round used, times its factor: milligrams of CO2e, by operation and energy provision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

J_PER_KWH = 3_600_000
MG_PER_KG = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor:
    """Kilograms of CO2e per unit of `per` (kWh at the plug, km, l), with the ids of the rows it comes from."""

    operation_kg: Decimal
    provision_kg: Decimal
    per: str
    sources: tuple[str, ...] = ()

    @property
    def total_kg(self) -> Decimal:
        """Return the well-to-wheel factor."""
        return self.operation_kg + self.provision_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyUse:
    """A quantity of one energy carrier, or of km where the factor is per km; it may not be negative."""

    quantity: Decimal
    factor: EmissionFactor

    def __post_init__(self) -> None:
        if not self.quantity.is_finite() or self.quantity < 0:
            raise ValueError(f"A quantity of {self.quantity} {self.factor.per} cannot be accounted for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """Milligrams of CO2e, split as ISO 14083 asks."""

    operation_mg: int
    provision_mg: int

    @property
    def total_mg(self) -> int:
        """Return the well-to-wheel emissions."""
        return self.operation_mg + self.provision_mg


def footprint(uses: Iterable[EnergyUse]) -> Footprint:
    """Return the emissions of all that a round used, each of the two parts rounded once, halves up."""
    known = tuple(uses)
    return Footprint(
        operation_mg=_milligrams(sum((use.quantity * use.factor.operation_kg for use in known), Decimal())),
        provision_mg=_milligrams(sum((use.quantity * use.factor.provision_kg for use in known), Decimal())),
    )


def kilowatt_hours(energy_j: int) -> Decimal:
    """Return whole joules as kWh, to the last digit that 28 digits hold."""
    return Decimal(energy_j) / J_PER_KWH


def _milligrams(kilograms: Decimal) -> int:
    return int((kilograms * MG_PER_KG).to_integral_value(rounding=ROUND_HALF_UP))
