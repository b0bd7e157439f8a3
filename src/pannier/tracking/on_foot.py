"""While a rider goes from door to door on foot the vehicle stands: the phone's metres are not the vehicle's."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.planning.models import Stop
from pannier.planning.queries import stops_of

type Trace = Sequence[tuple[LonLat, datetime]]
type Stay = tuple[datetime, datetime, LonLat]
"""From when to when a vehicle stands at a point while its rider walks."""


def stays_of(db: Session, route_id: uuid.UUID) -> list[Stay]:
    """Return where the vehicle of a route stood for doors that were walked to, in order."""
    return stays_along(stops_of(db, route_id))


def stays_along(stops: Sequence[Stop]) -> list[Stay]:
    """Return the stays of stops in order: from arriving at the first door to being back from the last one.

    How long the last door and the way back took nobody tells; it counts as planned.
    """
    found = []
    moved = [stop for stop in stops if stop.kind != "break"]
    for park, doors in groupby(moved, key=lambda stop: (stop.park_lon, stop.park_lat)):
        reached = [(stop.arrived_at, stop) for stop in doors if stop.arrived_at is not None]
        if park[0] is None or park[1] is None or not reached:
            continue
        first_at, first = min(reached, key=lambda one: one[0])
        last_at, last = max(reached, key=lambda one: one[0])
        back_s = (last.planned_departure - last.planned_arrival).total_seconds() + last.walk_s
        begins = first_at - timedelta(seconds=first.walk_s)
        found.append((begins, last_at + timedelta(seconds=back_s), LonLat(park[0], park[1])))
    return found


def of_vehicle(trace: Trace, stays: Sequence[Stay]) -> list[tuple[LonLat, datetime]]:
    """Return a rider's positions as the vehicle's: where it stood while the rider walked."""
    found = []
    for point, at in trace:
        stood = next((parked for begins, ends, parked in stays if begins <= at <= ends), None)
        found.append((point if stood is None else stood, at))
    return found
