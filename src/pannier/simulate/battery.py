"""What a vehicle's display shows: the planned use of each leg, a little more or less."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from pannier.simulate.chance import spread

REFILLS = frozenset({"swap", "charge"})


@dataclass
class Battery:
    """The charge in percent; `known` is False for vehicles without a battery."""

    source: Random
    deviation: float
    pct: float = 100.0
    known: bool = False
    _planned_pct: float | None = None

    def begin(self, charge_pct: float | None, first_planned_pct: float | None) -> None:
        """Start with what the display shows, else with what the plan expects."""
        self._planned_pct = first_planned_pct
        self.known = first_planned_pct is not None
        self.pct = charge_pct if charge_pct is not None else (first_planned_pct or 0.0)

    def reach(self, stop: Mapping[str, Any]) -> None:
        """Use what the way to a stop takes, or take the charge that a refill there gives."""
        planned = stop["charge_pct"]
        if planned is None or self._planned_pct is None:
            return
        if stop["kind"] in REFILLS:
            self.pct = max(self.pct, planned)
        else:
            used = max(0.0, self._planned_pct - planned) * spread(self.source, self.deviation)
            self.pct = max(1.0, self.pct - used)
        self._planned_pct = planned

    def charged(self, stop: Mapping[str, Any]) -> dict[str, float]:
        """Return what a charge at a station tells: what the display shows after it."""
        return {"charge_pct": round(self.pct, 1)} if self.known and stop["charge_pct"] is not None else {}

    def shown(self) -> dict[str, float]:
        """Return what an event carries of it: nothing without a battery."""
        return {"battery_pct": round(self.pct, 1)} if self.known else {}
