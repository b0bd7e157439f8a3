"""A parcel's whole way as elements: hubs, transfers between hubs, delivery rounds.

Leaving out hubs and feeder trips is the commonest way to make a last mile look clean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ElementKind(StrEnum):
    """A transport chain element begins at each change of vehicle or hub."""

    HUB = "hub"
    TRANSFER = "transfer"
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What one consignment bears on one element; a hub has no tonne-kilometres."""

    kind: ElementKind
    co2e_mg: int
    tonne_km: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if (self.kind is ElementKind.HUB) and self.tonne_km:
            raise ValueError("A hub carries nothing over a distance; its tonne-kilometres are zero.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The sum over the elements of one consignment."""

    co2e_mg: int
    tonne_km: Decimal

    @property
    def kg_per_tonne_km(self) -> Decimal | None:
        """Return the intensity, hubs in the numerator only; None when nothing was carried."""
        return Decimal(self.co2e_mg) / 1_000_000 / self.tonne_km if self.tonne_km else None


def chain_of(elements: Sequence[Element]) -> Chain:
    """Return the transport chain of the elements."""
    return Chain(
        co2e_mg=sum(element.co2e_mg for element in elements),
        tonne_km=sum((element.tonne_km for element in elements), Decimal(0)),
    )
