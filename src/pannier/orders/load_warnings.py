"""What to tell of an order that was taken although the own fleet cannot carry it: nothing is lost or silent."""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from pannier.core.order_limits import Fault, check_fleet, check_fleet_loads
from pannier.core.order_states import OrderStatus
from pannier.fleet.largest import Largest, largest_load
from pannier.orders.models import Order

_WAITING = {
    OrderStatus.CONFIRMED, OrderStatus.ALLOCATED, OrderStatus.PLANNED, OrderStatus.HELD,
    OrderStatus.REATTEMPT_SCHEDULED,
}  # fmt: skip


class LoadWarnings:
    """Compares loads with what the vehicles of each hub take, read once for one request or chunk."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._largest: dict[uuid.UUID, Largest | None] = {}

    def of_order(self, order: Order) -> tuple[Fault, ...]:
        """Return the warnings of an order that the own fleet would have to carry still."""
        if order.status not in _WAITING or order.carrier == "partner":
            return ()
        return self.of_load(order.hub_id, order.weight_g, order.volume_ml, order.other_loads)

    def of_load(
        self, hub_id: uuid.UUID | None, weight_g: int, volume_ml: int, other_loads: Mapping[str, int]
    ) -> tuple[Fault, ...]:
        """Return the warnings of a load at a hub; a hub without vehicles has nothing to compare with."""
        if hub_id is None:
            return ()
        if hub_id not in self._largest:
            self._largest[hub_id] = largest_load(self._db, hub_id)
        largest = self._largest[hub_id]
        if largest is None:
            return ()
        heavy = check_fleet(weight_g, volume_ml, largest.payload_g, largest.volume_ml)
        return heavy + check_fleet_loads(other_loads, largest.others)
