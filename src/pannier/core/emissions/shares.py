"""Which delivery bears how much of its round: tonne-kilometres of the direct way, or items.

The way really driven is not used: it would make the first stops of a round look better than the last.
A failed attempt comes back to where it started, so its transport activity is zero and the others bear it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pannier.core.emissions.quantity import Footprint
from pannier.core.units import divide_half_up, split_exactly

KNOWN_MASSES_PERCENT = 95


class AllocationUnit(StrEnum):
    """What a round's emissions are shared by: mass times direct way, parcels, or parcels times direct way."""

    TKM_GCD = "tkm_gcd"
    ITEM = "item"
    ITEM_KM = "item_km"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """One order on a round. Returns are consignments of their own, from the recipient to the hub.

    `direct_mm` is the great circle between hub and recipient in millimetres, whole so that sums are exact;
    `mass_g` is what was carried with its packaging, None when unknown; `items` counts parcels. `carried` is
    false for a failed attempt.
    """

    order_id: str
    mass_g: int | None
    direct_mm: int
    items: int = 1
    carried: bool = True

    def __post_init__(self) -> None:
        if self.direct_mm < 0 or self.items < 1 or (self.mass_g is not None and self.mass_g <= 0):
            raise ValueError(f"Order {self.order_id}: distance, mass and items must be positive.")


@dataclass(frozen=True, slots=True)
class Allocation:
    """The shares of a round in the order of its consignments; both parts sum to the round exactly.

    `sensitivity` holds what each would bear by the other units, so that a reviewer sees what the choice does.
    `estimated_masses` counts consignments whose unknown mass was taken as the mean of the known ones.
    """

    unit: AllocationUnit
    shares: tuple[Footprint, ...]
    sensitivity: Mapping[AllocationUnit, tuple[int, ...]]
    estimated_masses: int


def allocate(
    total: Footprint, consignments: Sequence[Consignment], *, unit: AllocationUnit | None = None
) -> Allocation:
    """Share a round's emissions; by tonne-kilometres where 95 % of the masses are known, else by items.

    A round on which nothing was carried is borne by all its consignments alike. Raises ValueError for a
    round without consignments that has emissions, and for tonne-kilometres when no mass is known.
    """
    chosen = unit or default_unit(consignments)
    weights = {each: _weights(each, consignments) for each in _possible_units(consignments)}
    if chosen not in weights:
        raise ValueError("No mass of this round is known; share it by item.")
    operation = split_exactly(total.operation_mg, weights[chosen])
    provision = split_exactly(total.provision_mg, weights[chosen])
    return Allocation(
        chosen,
        tuple(
            Footprint(operation_mg=op, provision_mg=ep) for op, ep in zip(operation, provision, strict=True)
        ),
        {each: split_exactly(total.total_mg, of) for each, of in weights.items() if each is not chosen},
        _unknown(consignments) if chosen is AllocationUnit.TKM_GCD else 0,
    )


def default_unit(consignments: Sequence[Consignment]) -> AllocationUnit:
    """Return tonne-kilometres when at least 95 % of the masses are known, else items."""
    known = len(consignments) - _unknown(consignments)
    enough = known and 100 * known >= KNOWN_MASSES_PERCENT * len(consignments)
    return AllocationUnit.TKM_GCD if enough else AllocationUnit.ITEM


def tonne_km(consignment: Consignment) -> float:
    """Return a consignment's transport activity; zero when it was not carried or has no known mass."""
    mass_g = consignment.mass_g or 0
    return mass_g * consignment.direct_mm / 1e12 if consignment.carried else 0.0


def _unknown(consignments: Sequence[Consignment]) -> int:
    return sum(each.mass_g is None for each in consignments)


def _possible_units(consignments: Sequence[Consignment]) -> list[AllocationUnit]:
    masses_unknown = _unknown(consignments) == len(consignments)
    return [unit for unit in AllocationUnit if not (unit is AllocationUnit.TKM_GCD and masses_unknown)]


def _weights(unit: AllocationUnit, consignments: Sequence[Consignment]) -> list[int]:
    match unit:
        case AllocationUnit.ITEM:
            weights = [each.items for each in consignments]
        case AllocationUnit.ITEM_KM:
            weights = [each.items * each.direct_mm for each in consignments]
        case AllocationUnit.TKM_GCD:
            mean_g = _mean_mass_g(consignments)
            weights = [(each.mass_g or mean_g) * each.direct_mm for each in consignments]
    return [weight if each.carried else 0 for each, weight in zip(consignments, weights, strict=True)]


def _mean_mass_g(consignments: Sequence[Consignment]) -> int:
    known = [each.mass_g for each in consignments if each.mass_g is not None]
    return max(1, divide_half_up(sum(known), len(known)))
