"""What the same deliveries would have emitted without us: a diesel van, frozen before the period begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pannier.core.emissions.quantity import EmissionFactor, EnergyUse, Footprint, footprint

# Brussels 2023: a van drove 9,977 km for what cargo bikes did in 7,709 (Kale AI, 907 routes, 7,340 drops).
VAN_KM_PER_BIKE_KM = Decimal("1.294")


class BaselineKind(StrEnum):
    """Where the van's kilometres come from: the day planned again with vans, or a published ratio."""

    REROUTED = "B2"
    RATIO = "B3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A frozen comparison: kind, vehicle, factor and edition, and when it was fixed and by whom approved."""

    kind: BaselineKind
    vehicle_kind: str
    per_km: EmissionFactor
    edition: str
    frozen_at: datetime
    method_version: str

    def footprint(self, distance_m: int) -> Footprint:
        """Return the van's emissions.

        `distance_m` is the van's own way for a re-routed baseline, and the way driven by bike for a ratio.
        """
        ratio = VAN_KM_PER_BIKE_KM if self.kind is BaselineKind.RATIO else Decimal(1)
        return footprint([EnergyUse(quantity=ratio * distance_m / 1000, factor=self.per_km)])


def saved_mg(baseline: Footprint, actual: Footprint) -> int:
    """Return what was saved against the baseline; negative when more was emitted, and then shown so."""
    return baseline.total_mg - actual.total_mg
