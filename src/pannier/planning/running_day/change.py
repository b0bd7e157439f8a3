"""What somebody asks of a running day, as it is kept with the proposal that answers it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pannier.core.geo import LonLat

OPERATIONS = (
    "orders_inserted", "urgent_order", "rider_away", "vehicle_broken", "street_blocked", "low_battery",
    "order_cancelled", "replanned",
)  # fmt: skip
"""Why a running day is planned anew, by name."""
HANDS_OVER = frozenset(("rider_away", "vehicle_broken"))
"""Operations by which what is aboard of who has left goes over to others."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A named operation with what it needs.

    `order_ids` are to be put into running routes, `without` are shifts that do not go on, `charge_wh` what batteries
    of vehicles hold that nobody reported, by vehicle. `keep_rider` are orders that stay with their rider, `keep_time`
    those that stay within `tolerance_s` of their planned moment; `keep_route` are shifts whose stops all stay as they
    are, `lie_at` where what is aboard of a shift that does not go on is taken over (where its vehicle is, unless told),
    and `keep_next` is how many stops every other rider keeps before anything may change.
    """

    operation: str
    order_ids: tuple[uuid.UUID, ...] = ()
    without: tuple[uuid.UUID, ...] = ()
    charge_wh: Mapping[uuid.UUID, float] = field(default_factory=dict)
    keep_rider: tuple[uuid.UUID, ...] = ()
    keep_time: tuple[uuid.UUID, ...] = ()
    tolerance_s: int = 900
    keep_route: tuple[uuid.UUID, ...] = ()
    keep_next: int = 1
    lie_at: Mapping[uuid.UUID, LonLat] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        ids = ("order_ids", "without", "keep_rider", "keep_time", "keep_route")
        return {
            "operation": self.operation,
            "charge_wh": {str(vehicle): wh for vehicle, wh in self.charge_wh.items()},
            "tolerance_s": self.tolerance_s,
            "keep_next": self.keep_next,
            "lie_at": {str(shift): [point.lon, point.lat] for shift, point in self.lie_at.items()},
        } | {name: [str(one) for one in getattr(self, name)] for name in ids}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Change":
        """Return what a row keeps."""
        ids = ("order_ids", "without", "keep_rider", "keep_time", "keep_route")
        return cls(
            operation=kept["operation"],
            charge_wh={uuid.UUID(vehicle): wh for vehicle, wh in kept["charge_wh"].items()},
            tolerance_s=kept["tolerance_s"],
            keep_next=kept["keep_next"],
            lie_at={uuid.UUID(shift): LonLat(*point) for shift, point in kept.get("lie_at", {}).items()},
            **{name: tuple(uuid.UUID(one) for one in kept[name]) for name in ids},
        )
