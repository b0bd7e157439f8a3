"""Where an address lies that belongs to no order yet, found as those of orders are; a doubt is told at once."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.core.address import Address
from pannier.core.geo import LonLat
from pannier.core.order_limits import Fault
from pannier.orders.decide import check_point
from pannier.orders.problems import OrderRefused, refusal
from pannier.orders.service_days import ServiceDays
from pannier.places import service as places
from pannier.places.models import Hub


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A point, and the hub that serves it."""

    point: LonLat
    hub: Hub


def find_place(
    db: Session, address: Address, point: LonLat | None, *, hub_id: uuid.UUID | None = None
) -> FoundPlace:
    """Return where an address lies, and its hub: the one asked for, else the only one, else the nearest.

    A given point is only checked against the map. Raises OrderRefused where the place is not sure, MapNotBuilt.
    """
    days = ServiceDays(db)
    hub = days.hub_for(hub_id, point)
    if isinstance(hub, Fault):
        raise refusal((hub,))
    if point is not None:
        faults = check_point(hub, point)
        if faults:
            raise refusal(faults)
        return FoundPlace(point.rounded(), hub)
    found = _geocoded(days, hub, address, is_given=hub_id is not None).rounded()
    return FoundPlace(found, hub if hub_id is not None else days.nearest(found))


def _geocoded(days: ServiceDays, hub: Hub, address: Address, *, is_given: bool) -> LonLat:
    """Return the point of an address on the hub's map, or on those of the others where nobody said which hub."""
    others = () if is_given else days.hubs.values()
    maps = {one.map_name: one for one in (*others, hub)}
    matches = [places.geocode(one, address) for one in sorted(maps.values(), key=lambda one: one is not hub)]
    best = next((match.best for match in matches if match.located and match.best is not None), None)
    if best is not None:
        return best.point
    code = str(matches[0].code or "low_quality").replace("_", " ")
    text = f"The address is not sure on the map {hub.map_name} ({code}); correct it, or give lon and lat."
    raise OrderRefused(text, pointer="/address/line")
