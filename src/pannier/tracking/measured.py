"""Measure a round from its positions at the moment it ends: the distance on streets, where they tell it well enough."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol, runtime_checkable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.base.problems import Problem
from pannier.connect.road_network import Profile
from pannier.core.duty import LONGEST_DUTY
from pannier.core.geo import LonLat, great_circle_m
from pannier.driving.duties import duties_of
from pannier.driving.problems import RoundNotFound
from pannier.driving.rounds import get_round, measure
from pannier.fleet.vehicles import get_vehicle
from pannier.places.profiles import profile_of
from pannier.places.service import get_hub, network_of
from pannier.tracking.models import Position
from pannier.tracking.on_foot import of_vehicle, stays_of

LEAST_FIXES = 10
LONGEST_GAP = timedelta(minutes=3)
LONGEST_STAND = timedelta(minutes=10)
STOOD_WITHIN_M = 100.0
COVERED_SHARE = 0.9
WORST_ACCURACY_M = 100.0
PLAUSIBLE = (0.5, 2.0)


type Trace = Sequence[tuple[LonLat, datetime]]
type Span = tuple[datetime, datetime]


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
    if not covers(
        trace, row.started_at, row.ended_at, _breaks(db, row.rider_id, row.started_at, row.ended_at)
    ):
        return
    try:
        network = network_of(get_hub(db, row.hub_id))
    except Problem:
        return
    if not isinstance(network, Matcher):
        return
    trace = of_vehicle(trace, stays_of(db, row.route_id))
    metres = network.matched_m(trace, profile_of(get_vehicle(db, row.vehicle_id).kind))
    if metres is not None and _plausible(metres, row.distance_m or 0):
        measure(db, row.id, distance_m=metres, source="matched")


def covers(trace: Trace, start: datetime, end: datetime, breaks: Sequence[Span] = ()) -> bool:
    """Tell whether positions tell of nine tenths of the time: without long gaps, but where the rider stood.

    A phone at a door or in the hub may be silent for some minutes, in a break it always is; where it is heard again
    near by, nothing was driven. Silence for longer can hide a whole trip from the hub and back.
    """
    if len(trace) < LEAST_FIXES:
        return False
    told = (_told(before, after, breaks) for before, after in pairwise(trace))
    return sum(told, timedelta()) >= COVERED_SHARE * (end - start)


def _told(
    before: tuple[LonLat, datetime], after: tuple[LonLat, datetime], breaks: Sequence[Span]
) -> timedelta:
    """Return the time between two positions when they tell what happened in between, else nothing."""
    gap = after[1] - before[1]
    rested = sum((max(timedelta(), min(b, after[1]) - max(a, before[1])) for a, b in breaks), timedelta())
    stood = gap - rested <= LONGEST_STAND and great_circle_m(before[0], after[0]) <= STOOD_WITHIN_M
    return gap if stood or gap <= LONGEST_GAP else timedelta()


def _breaks(db: Session, rider_id: uuid.UUID, start: datetime, end: datetime) -> list[Span]:
    spans = [duty.span for duty in duties_of(db, rider_id, since=start - LONGEST_DUTY)]
    return [(pause.start, pause.end or end) for span in spans for pause in span.breaks]


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
