"""Which hub and day an order belongs to, with all hubs of the organisation read once."""

import uuid
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.core.geo import LonLat, great_circle_m
from pannier.core.order_limits import Day, Fault, default_date
from pannier.places import service as places
from pannier.places.models import Hub


class ServiceDays:
    """The hubs of the session's organisation and their days; made for one request or chunk."""

    def __init__(self, db: Session) -> None:
        self.hubs: dict[uuid.UUID, Hub] = {hub.id: hub for hub in places.list_hubs(db)}
        self.now = clock.now()

    def hub_for(self, hub_id: uuid.UUID | None, point: LonLat | None) -> Hub | Fault:
        """Return the hub asked for, else the only one, else the one nearest to the point, else the first.

        An order whose hub nobody named moves to the nearest one when its address is found.
        """
        if hub_id is not None:
            text = f"Hub {hub_id} does not exist here; list the hubs with GET /v1/hubs."
            return self.hubs.get(hub_id) or Fault("/hub_id", "hub_not_found", text)
        if not self.hubs:
            return Fault("/hub_id", "hub_not_found", "There is no hub yet; make one with POST /v1/hubs.")
        return self.nearest(point) if point else next(iter(self.hubs.values()))

    def nearest(self, point: LonLat) -> Hub:
        """Return the hub with the shortest straight line to the point."""
        return min(self.hubs.values(), key=lambda hub: great_circle_m(LonLat(hub.lon, hub.lat), point))

    def day(self, hub: Hub, on: date) -> Day:
        """Return a service day of a hub."""
        return Day(on, _time(hub.opens), _time(hub.closes), ZoneInfo(hub.timezone))

    def today(self, hub: Hub) -> date:
        """Return the present date at a hub."""
        return self.now.astimezone(ZoneInfo(hub.timezone)).date()

    def default_date(self, hub: Hub, *, on_demand: bool = False) -> date:
        """Return the day of an order that names none."""
        return default_date(self.now, self.day(hub, self.today(hub)), on_demand=on_demand)


def local_date(moment: datetime, hub: Hub) -> date:
    """Return the date of a moment at a hub."""
    return moment.astimezone(ZoneInfo(hub.timezone)).date()


def _time(text: str | time) -> time:
    return text if isinstance(text, time) else time.fromisoformat(text)
