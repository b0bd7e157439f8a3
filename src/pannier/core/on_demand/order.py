"""An order on demand as the choice sees it: when it is ready, by when it must have left and be there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pannier.core.ids import VehicleId


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Within how many seconds after it is ready an order must have left, and be delivered."""

    leave_within_s: int
    deliver_within_s: int

    def __post_init__(self) -> None:
        """Raise ValueError where it would have to be there before it must have left."""
        if not 0 <= self.leave_within_s <= self.deliver_within_s:
            raise ValueError("An order leaves before it is delivered: deliver_within_s is the longer time.")


@dataclass(frozen=True, kw_only=True)
class OpenOrder:
    """An order that may still go to any rider; moments in seconds of the day.

    `known_s` is since when it waits for a rider. `rider` has it now and has not left for it; `refused` are those who
    did not answer, with when that was told.
    """

    id: str
    known_s: int
    ready_s: int
    leave_by_s: int
    deliver_by_s: int
    rider: VehicleId | None = None
    refused: Mapping[VehicleId, int] = field(default_factory=dict)


def open_order(
    order_id: str,
    terms: Terms,
    *,
    known_s: int,
    ready_s: int,
    rider: VehicleId | None = None,
    refused: Mapping[VehicleId, int] | None = None,
) -> OpenOrder:
    """Return an order with its deadlines, which count from when it is ready, or known if that is later."""
    from_s = max(known_s, ready_s)
    return OpenOrder(
        id=order_id,
        known_s=known_s,
        ready_s=from_s,
        leave_by_s=from_s + terms.leave_within_s,
        deliver_by_s=from_s + terms.deliver_within_s,
        rider=rider,
        refused=dict(refused or {}),
    )
