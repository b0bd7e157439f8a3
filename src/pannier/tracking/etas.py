"""Use case: foretell when each stop of a route is reached, and tell those whom a change concerns."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.problems import Problem
from pannier.connect.road_network import NetworkError
from pannier.core.eta import Eta, EtaModel, Progress, RemainingStop, expected_arrivals
from pannier.core.events import DelayPredicted, EtaChanged
from pannier.core.geo import LonLat
from pannier.driving.queries import attempts_of_orders
from pannier.places.profiles import profile_of
from pannier.places.service import get_hub, network_of
from pannier.planning.queries import RouteSheet, StopSheet, sheet_of
from pannier.planning.states import VISITS
from pannier.planning.task_ids import COLLECT
from pannier.tracking.driven import began, paces, stay_s, visits_of
from pannier.tracking.eta_keys import Keys
from pannier.tracking.expected import Expected, as_of
from pannier.tracking.learning import model_of
from pannier.tracking.models import StopEta

TELL_S = 60
ON_TIME_AGAIN_S = 300
_OPEN = {"released", "in_progress"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A fresh position of the vehicle."""

    at: datetime
    point: LonLat


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of how long things take on a route, and the keys by which it is."""

    model: EtaModel
    keys: Keys


def refresh(db: Session, route_id: uuid.UUID, *, seen: Seen | None = None) -> list[StopEta]:
    """Compute a route's expected arrivals anew, store them and record what changed enough; return them in order."""
    sheet = sheet_of(db, route_id)
    if sheet.route.state not in _OPEN:
        return []
    lock(db, "etas", [route_id])
    ahead = _ahead(sheet)
    known = _known(db, sheet)
    progress, source = _progress(db, sheet, known)
    remaining = [_remaining(sheet, stop, known.keys) for stop in ahead]
    if seen is not None and remaining and progress.moving:
        leg_s = _way_s(db, sheet, seen.point, ahead[0])
        if leg_s is not None:
            remaining[0] = replace(remaining[0], leg_s=leg_s)
            progress, source = replace(progress, free_at=seen.at), "position"
    found = expected_arrivals(remaining, progress, now=clock.now(), model=known.model)
    return _store(db, sheet, ahead, found, source)


def estimate(db: Session, sheet: RouteSheet, stop_id: uuid.UUID, *, seen: Seen | None) -> Expected | None:
    """Return when the stop that comes next is reached, from the running leg and stored nowhere; None for others."""
    here = next((stop for stop in sheet.stops if stop.stop.id == stop_id), None)
    if here is not None and here.stop.state == "arrived" and here.stop.arrived_at is not None:
        at, leaves = here.stop.arrived_at, here.stop.arrived_at + timedelta(seconds=stay_s(here))
        return _expected(stop_id, Eta(stop_id=str(stop_id), eta=at, early=at, late=leaves), "progress")
    ahead = _ahead(sheet)
    if here is None or not ahead or ahead[0].stop.id != stop_id:
        return None
    known = _known(db, sheet)
    progress, source = _progress(db, sheet, known)
    remaining = _remaining(sheet, here, known.keys)
    leg_s = _way_s(db, sheet, seen.point, here) if seen else None
    if seen is not None and leg_s is not None:
        remaining = replace(remaining, leg_s=leg_s)
        progress, source = replace(progress, free_at=seen.at, moving=True), "position"
    # The leg counts from its beginning, so that one that takes too long shows as overdue and not as now for ever.
    found = expected_arrivals([remaining], progress, now=progress.free_at, model=known.model)
    return _expected(stop_id, found[0], source)


def _expected(stop_id: uuid.UUID, eta: Eta, source: str) -> Expected:
    return Expected(
        stop_id=stop_id,
        eta=eta.eta,
        early=eta.early,
        late=eta.late,
        computed_at=clock.now(),
        source=source,
        overdue=False,
    )


def _ahead(sheet: RouteSheet) -> list[StopSheet]:
    """Return the stops still to be reached; hub and break stops that were passed without a word are behind."""
    reached = [place for place, stop in enumerate(sheet.stops) if stop.stop.state in {"arrived", "done"}]
    last = max(reached, default=0)
    return [
        stop
        for place, stop in enumerate(sheet.stops)
        if stop.stop.state == "pending" and (place > last or stop.stop.kind in VISITS)
    ]


def _known(db: Session, sheet: RouteSheet) -> Known:
    """Return what was learned of the durations of the route's hub."""
    zone = ZoneInfo(get_hub(db, sheet.route.hub_id).timezone)
    return Known(model_of(db, sheet.route.hub_id), Keys(sheet.route.vehicle_kind, zone))


def _progress(db: Session, sheet: RouteSheet, known: Known) -> tuple[Progress, str]:
    """Return the last thing known of the vehicle's way along the route, and how it got on so far."""
    orders = [task.order_id for stop in sheet.stops if stop.stop.state == "done" for task in stop.tasks]
    tries = attempts_of_orders(db, orders, None) if orders else {}
    travel, service = paces(visits_of(sheet, tries), known.model, known.keys)
    share, _ = service.shared(known.model.service.spread)

    def stays(stop: StopSheet) -> timedelta:
        is_door = stop.stop.kind in VISITS
        ratio = known.model.service.ratio(known.keys.service(stop)) * (1 + share) if is_door else 1.0
        return timedelta(seconds=max(0.0, stay_s(stop) * ratio))

    closed = [view.at for views in tries.values() for view in views if view.effective]
    last, source = _last_known(sheet, closed, stays)
    return replace(last, travel=travel, service=service), source


def _last_known(
    sheet: RouteSheet, closed: Sequence[datetime], stays: Callable[[StopSheet], timedelta]
) -> tuple[Progress, str]:
    reached = [
        stop for stop in sheet.stops if stop.stop.state in {"arrived", "done"} and stop.stop.arrived_at
    ]
    if not reached and not closed:
        start = sheet.stops[0].stop.planned_departure
        started = sheet.route.started_at
        free_at = max(start, started) if started else start
        return Progress(free_at=free_at, moving=False), "progress" if started else "plan"
    last = max(reached, key=lambda stop: stop.stop.arrived_at or stop.stop.planned_departure, default=None)
    if last is not None and last.stop.state == "arrived" and last.stop.arrived_at is not None:
        return Progress(free_at=began(last, last.stop.arrived_at) + stays(last), moving=False), "progress"
    times = [*closed, *(_left(stop) for stop in reached)]
    return Progress(free_at=max(times), moving=True), "progress"


def _left(stop: StopSheet) -> datetime:
    """Return when the vehicle left a place without outcomes (hub, break): after its arrival, as long as planned."""
    arrived = stop.stop.arrived_at or stop.stop.planned_arrival
    return arrived if stop.tasks else arrived + timedelta(seconds=stay_s(stop))


def _remaining(sheet: RouteSheet, stop: StopSheet, keys: Keys) -> RemainingStop:
    place = sheet.stops.index(stop)
    before = sheet.stops[place - 1].stop.planned_departure if place else stop.stop.planned_arrival
    return RemainingStop(
        stop_id=str(stop.stop.id),
        leg_s=max(0.0, (stop.stop.planned_arrival - before).total_seconds()),
        service_s=stay_s(stop),
        window_start=stop.stop.window_start,
        travel_key=keys.travel(stop),
        service_key=keys.service(stop),
    )


def _way_s(db: Session, sheet: RouteSheet, point: LonLat, stop: StopSheet) -> float | None:
    """Return the driving time from where the vehicle is to a stop; None where the network does not know."""
    target = LonLat(stop.stop.lon, stop.stop.lat)
    try:
        network = network_of(get_hub(db, sheet.route.hub_id))
        way = network.route([point, target], profile_of(sheet.route.vehicle_kind))
    except (NetworkError, Problem, OSError):
        return None
    return float(way.duration_s)


def _store(
    db: Session, sheet: RouteSheet, ahead: Sequence[StopSheet], found: Sequence[Eta], source: str
) -> list[StopEta]:
    known = {
        row.stop_id: row for row in db.scalars(select(StopEta).where(StopEta.route_id == sheet.route.id))
    }
    rows = []
    for stop, eta in zip(ahead, found, strict=True):
        row = known.pop(stop.stop.id, None)
        if row is None:
            row = StopEta(stop_id=stop.stop.id, route_id=sheet.route.id, told_eta=stop.stop.planned_arrival)
            row.told_late = False
            db.add(row)
        row.eta, row.early, row.late = eta.eta, eta.early, eta.late
        row.source, row.computed_at = source, clock.now()
        _tell(db, stop, row)
        rows.append(row)
    for gone in known.values():
        db.delete(gone)
    db.flush()
    return rows


def _tell(db: Session, stop: StopSheet, row: StopEta) -> None:
    # Where an order is collected nobody waits for it who is told of a time.
    orders = [task.order_id for task in stop.tasks if task.state != "closed" and task.kind != COLLECT]
    if abs((row.eta - row.told_eta).total_seconds()) >= TELL_S:
        row.told_eta = row.eta
        for order_id in orders:
            record(db, EtaChanged(stop_id=row.stop_id, order_id=order_id, eta=row.eta))
    if stop.stop.window_end is None:
        return
    late_s = (row.eta - stop.stop.window_end).total_seconds()
    if late_s > 0 and not row.told_late:
        row.told_late = True
        for order_id in orders:
            record(db, DelayPredicted(stop_id=row.stop_id, order_id=order_id, late_s=round(late_s)))
    elif late_s < -ON_TIME_AGAIN_S:
        row.told_late = False


def news_of(route_id: uuid.UUID, rows: Sequence[StopEta | Expected]) -> dict[str, Any]:
    """Return the news for the live view."""
    now = clock.now()
    etas = [
        {
            "stop_id": str(row.stop_id),
            "eta": row.eta.isoformat(),
            "early": row.early.isoformat(),
            "late": row.late.isoformat(),
            "source": row.source,
        }
        for row in (as_of(stored, now) for stored in rows)
    ]
    return {"type": "eta", "route_id": str(route_id), "etas": etas}
