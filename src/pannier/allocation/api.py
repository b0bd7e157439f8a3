"""Routes of allocation."""

import uuid
from dataclasses import asdict
from typing import Annotated

from pannier.allocation import queries, service
from pannier.allocation.problems import NotAllocated
from pannier.allocation.schemas import AllocationIn, AllocationOut, DayOut
from pannier.base.edge import Edge, Router, may
from pannier.orders.queries import get_order

router = Router(prefix="/v1", tags=["allocation"])


@router.post("/allocations")
def allocate_day(body: AllocationIn, edge: Annotated[Edge, may("plans:write")]) -> DayOut:
    """Choose own fleet or partner anew for all orders of a day that are not taken or planned yet."""
    return DayOut.of(service.allocate_day(edge.db, hub_id=body.hub_id, service_date=body.date))


@router.get("/orders/{order_id}/allocation")
def get_allocation(order_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> AllocationOut:
    """Show who carries an order, why, and what the others would have cost."""
    order = get_order(edge.db, order_id)
    found = queries.allocation_of(edge.db, order_id)
    if found is None:
        raise NotAllocated(
            f"Order {order.reference} has no carrier yet; it is chosen once its place is known."
        )
    return AllocationOut(**asdict(found))
