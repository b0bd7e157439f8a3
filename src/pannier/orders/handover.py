"""Orders whose parcels lie in a vehicle that does not go on, until another rider takes them over there."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.core.geo import LonLat
from pannier.orders import lifecycle


@dataclass(frozen=True, kw_only=True)
class LyingAt:
    """Where parcels wait for their next rider, in words too, and the route and vehicle that they are aboard of."""

    point: LonLat
    label: str
    vehicle_name: str
    route_id: uuid.UUID
    vehicle_id: uuid.UUID


def lay_down(db: Session, order_id: uuid.UUID, at: LyingAt) -> None:
    """Note that an order on the road waits at a place to be taken over; told again, the newer place counts."""
    order = lifecycle.find(db, order_id)
    if order is not None:
        order.handover = {
            "lon": at.point.lon,
            "lat": at.point.lat,
            "label": at.label,
            "vehicle_name": at.vehicle_name,
            "route_id": str(at.route_id),
            "vehicle_id": str(at.vehicle_id),
            "since": clock.now().isoformat(),
            "taken_at": None,
        }
