"""What a recipient may see of the rider: rounded to 50 m, a quarter of a minute late, only on the leg to the door."""

import math
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.planning.models import Task
from pannier.planning.queries import RouteSheet
from pannier.planning.states import VISITS
from pannier.planning.task_ids import COLLECT
from pannier.tracking.queries import position_before

DELAY = timedelta(seconds=15)
OLDEST = timedelta(minutes=5)
GRID_M = 50.0
_M_PER_DEGREE = 111_195.0
_BEHIND = {"done", "skipped"}


def stops_before(sheet: RouteSheet, order_id: uuid.UUID) -> int | None:
    """Return how many visits come before the order's own; None when it is not on the route any more."""
    count = 0
    for stop in sheet.stops:
        if any(_waits_for(task, order_id) for task in stop.tasks):
            return count
        if stop.stop.kind in VISITS and stop.stop.state not in _BEHIND:
            count += 1
    return None


def _waits_for(task: Task, order_id: uuid.UUID) -> bool:
    """Tell whether a task still brings the order to its recipient."""
    return task.order_id == order_id and task.state != "closed" and task.kind != COLLECT


def rounded_to_grid(point: LonLat, grid_m: float = GRID_M) -> LonLat:
    """Return the nearest crossing of a grid of 50 m, so that a house cannot be told from its neighbour."""
    lat_step = grid_m / _M_PER_DEGREE
    lat = round(point.lat / lat_step) * lat_step
    lon_step = lat_step / max(0.01, math.cos(math.radians(lat)))
    return LonLat(round(round(point.lon / lon_step) * lon_step, 6), round(lat, 6))


def rider_nearby(
    db: Session, sheet: RouteSheet, order_id: uuid.UUID, *, now: datetime
) -> tuple[LonLat, datetime] | None:
    """Return where the rider may be shown to the recipient, None unless on the leg to exactly this order's stop."""
    if sheet.route.state != "in_progress" or stops_before(sheet, order_id) != 0:
        return None
    since = _leg_began(sheet, order_id)
    found = position_before(db, sheet.route.rider_id, now - DELAY, at_most=OLDEST)
    if found is None or since is None or found[0] < since:
        return None
    at, lon, lat = found
    return rounded_to_grid(LonLat(lon, lat)), at


def _leg_began(sheet: RouteSheet, order_id: uuid.UUID) -> datetime | None:
    """Return when the visit before the recipient's was reached: older positions belong to other people's doors."""
    before: Sequence[datetime] = [
        stop.stop.arrived_at for stop in sheet.stops if stop.stop.arrived_at and _behind(stop.stop.state)
    ]
    return max(before, default=sheet.route.started_at)


def _behind(state: str) -> bool:
    return state in _BEHIND
