"""Measure a round from its positions at the moment it ends: the distance on streets, where they tell it well enough."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.base.problems import Problem
from pannier.connect.road_network import Profile
from pannier.core.geo import LonLat, great_circle_m
from pannier.driving.problems import RoundNotFound
from pannier.driving.rounds import get_round, measure
from pannier.fleet.vehicles import get_vehicle
from pannier.places.profiles import profile_of
from pannier.places.service import get_hub, network_of
from pannier.tracking.models import Position

LEAST_FIXES = 10
LONGEST_GAP = timedelta(minutes=3)
LONGEST_STAND = timedelta(minutes=50)
STOOD_WITHIN_M = 100.0
COVERED_SHARE = 0.9
WORST_ACCURACY_M = 100.0
PLAUSIBLE = (0.5, 2.0)


@runtime_checkable
class Matcher(Protocol):
    """A road network that can put traces on its streets."""

    def matched_m(self, trace: Sequence[tuple[LonLat, datetime]], profile: Profile) -> int | None:
        """Return the metres driven along a trace, or None."""


def measure_round(db: Session, entry: LogEntry) -> None:
    """Replace a closed round's planned distance by the matched one; in the transaction that closes it."""
    try:
        row = get_round(db, entry.event.round_id)
    except RoundNotFound:
        # A route that was closed without anybody driving it has no round to measure.
        return
    if row.ended_at is None:
        return
    trace = trace_of(db, rider_id=row.rider_id, start=row.started_at, end=row.ended_at)
    if not covers(trace, row.started_at, row.ended_at):
        return
    try:
        network = network_of(get_hub(db, row.hub_id))
    except Problem:
        return
    if not isinstance(network, Matcher):
        return
    metres = network.matched_m(trace, profile_of(get_vehicle(db, row.vehicle_id).kind))
    if metres is not None and _plausible(metres, row.distance_m or 0):
        measure(db, row.id, distance_m=metres, source="matched")


def covers(trace: Sequence[tuple[LonLat, datetime]], start: datetime, end: datetime) -> bool:
    """Tell whether positions tell of nine tenths of the time: without long gaps, but where the rider stood.

    A phone at a door, at the hub or in a break may be silent for long; where it is heard again, nothing was driven.
    """
    if len(trace) < LEAST_FIXES:
        return False
    return sum(map(_told, trace, trace[1:]), timedelta()) >= COVERED_SHARE * (end - start)


def _told(before: tuple[LonLat, datetime], after: tuple[LonLat, datetime]) -> timedelta:
    """Return the time between two positions when they tell what happened in between, else nothing."""
    gap = after[1] - before[1]
    stood = gap <= LONGEST_STAND and great_circle_m(before[0], after[0]) <= STOOD_WITHIN_M
    return gap if stood or gap <= LONGEST_GAP else timedelta()


def _plausible(metres: int, planned_m: int) -> bool:
    """Tell whether a matched distance may be believed: far from the plan it is more likely a broken match."""
    return planned_m == 0 or PLAUSIBLE[0] <= metres / planned_m <= PLAUSIBLE[1]


def trace_of(
    db: Session, *, rider_id: uuid.UUID, start: datetime, end: datetime
) -> list[tuple[LonLat, datetime]]:
    """Return a rider's positions of a time, without those that are very inaccurate."""
    query = select(Position.lon, Position.lat, Position.device_time, Position.accuracy_m).where(
        Position.rider_id == rider_id, Position.device_time >= start, Position.device_time <= end
    )
    rows = db.execute(query.order_by(Position.device_time))
    return [
        (LonLat(lon, lat), at)
        for lon, lat, at, accuracy_m in rows
        if accuracy_m is None or accuracy_m <= WORST_ACCURACY_M
    ]
