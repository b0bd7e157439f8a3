"""By what durations are told apart when they are learned: kind, hour and area of ways; what is done at doors."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pannier.core.eta import Key
from pannier.planning.queries import StopSheet

AREA_LAT_DEG = 0.02
AREA_LON_DEG = 0.03
"""An area is a field of so many degrees, about two kilometres wide in Europe."""
MANY = 3
"""So many orders and more at one stop are alike."""


@dataclass(frozen=True)
class Keys:
    """The keys of one route's durations; hours are those of the hub."""

    vehicle_kind: str
    zone: ZoneInfo

    def travel(self, stop: StopSheet) -> Callable[[datetime], Key]:
        """Return the key of the way to a stop, by the moment at which it begins."""
        area = area_of(stop.stop.lon, stop.stop.lat)
        return lambda at: (self.vehicle_kind, f"{at.astimezone(self.zone):%H}", area)

    def service(self, stop: StopSheet) -> Key:
        """Return the key of what is done at a stop: of which kind it is, for how many orders, with which vehicle."""
        orders = min(MANY, len({task.order_id for task in stop.tasks}))
        return stop.stop.kind, str(orders), self.vehicle_kind


def area_of(lon: float, lat: float) -> str:
    """Return the name of the area that a point lies in: its south-west corner, latitude first."""
    south, west = (
        math.floor(value / size) * size for value, size in ((lat, AREA_LAT_DEG), (lon, AREA_LON_DEG))
    )
    return f"{south:.2f} {west:.2f}"
