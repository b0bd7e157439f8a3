"""Use case: take in what a rider's phone tells; in any order, twice, late and from two phones, the end is the same.

Every event that can be read is kept, also one that contradicts what is known. Then what follows from all facts
together is settled: duty, arrivals, orders, rounds.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.device_time import happened
from pannier.driving.arrivals import settle_stops
from pannier.driving.attempt_facts import add_attempt
from pannier.driving.attempts import settle_orders
from pannier.driving.checking import Checked, check_event
from pannier.driving.duties import LOOK_BACK, settle_duty
from pannier.driving.effects import take_effect
from pannier.driving.messages import Data, EventIn, Spoilt, id_of, read_event
from pannier.driving.models import Attempt, RiderEvent
from pannier.driving.problems import NotARider
from pannier.driving.rounds import settle_rounds
from pannier.fleet.riders import find_rider_of_person

_DUTY = {"duty.start", "duty.end", "break.start", "break.end"}


@dataclass(frozen=True, slots=True)
class EventResult:
    """What became of one event: applied, duplicate, conflict or rejected, with why."""

    id: str | None
    state: str
    code: str | None = None
    detail: str | None = None


@dataclass(slots=True)
class _Batch:
    """What one batch touches, collected while its events are stored."""

    rider_id: uuid.UUID
    received_at: datetime
    device: str
    rows: list[tuple[RiderEvent, Data]] = field(default_factory=list)
    results: list[EventResult] = field(default_factory=list)


def take_events(
    db: Session,
    *,
    person_id: uuid.UUID | None,
    events: Sequence[msgspec.Raw],
    received_at: datetime,
    device: str = "",
) -> list[EventResult]:
    """Take a batch in and return what became of each event, in their order; raise NotARider."""
    rider = find_rider_of_person(db, person_id) if person_id else None
    if rider is None or not rider.active:
        raise NotARider("You are not an active rider here; ask your dispatcher.")
    batch = _Batch(rider.id, received_at, device)
    known = _known(db, events)
    for raw in events:
        batch.results.append(_store(db, batch, raw, known))
    db.flush()
    for row, data in batch.rows:
        take_effect(db, row, data)
    _settle(db, batch)
    return [_with_conflict(db, result) for result in batch.results]


def _known(db: Session, events: Sequence[msgspec.Raw]) -> set[uuid.UUID]:
    ids = []
    for raw in events:
        try:
            ids.append(uuid.UUID(id_of(raw) or ""))
        except ValueError:
            continue
    return set(db.scalars(select(RiderEvent.id).where(RiderEvent.id.in_(ids))))


def _store(db: Session, batch: _Batch, raw: msgspec.Raw, known: set[uuid.UUID]) -> EventResult:
    try:
        event, data = read_event(raw)
    except Spoilt as wrong:
        return EventResult(id_of(raw), "rejected", wrong.code, wrong.detail)
    if event.id in known:
        return EventResult(str(event.id), "duplicate")
    known.add(event.id)
    checked = check_event(db, batch.rider_id, event, data)
    row = _row(batch, event, data, checked)
    db.add(row)
    if checked.rejected is not None:
        return EventResult(str(event.id), "rejected", checked.rejected, checked.detail)
    if checked.order is not None:
        add_attempt(db, row, data, checked)
    batch.rows.append((row, data))
    state = "conflict" if checked.conflict else "applied"
    return EventResult(str(event.id), state, checked.conflict, checked.detail)


def _row(batch: _Batch, event: EventIn, data: Data, checked: Checked) -> RiderEvent:
    when = happened(event.device_time, batch.received_at, offset_s=event.offset_s)
    return RiderEvent(
        id=event.id,
        rider_id=batch.rider_id,
        type=event.type,
        device=batch.device,
        counter=event.counter,
        device_time=event.device_time,
        offset_s=event.offset_s,
        at=when.at,
        clock_suspect=when.suspect,
        received_at=batch.received_at,
        route_id=checked.route_id,
        stop_id=checked.stop_id,
        order_id=event.order_id,
        data=_kept(data),
        lon=event.lon,
        lat=event.lat,
        battery_pct=event.battery_pct,
        rejected=checked.rejected,
        conflict=checked.conflict,
        conflict_detail=checked.detail,
    )


def _kept(data: Data) -> dict[str, object]:
    """Return what is kept of an event's data in clear: no name, text or PIN (they are sealed with the attempt)."""
    kept: dict[str, object] = msgspec.to_builtins(data)
    return {
        key: value for key, value in kept.items() if key not in {"name", "pin", "text"} and value is not None
    }


def _settle(db: Session, batch: _Batch) -> None:
    rows = [row for row, _ in batch.rows]
    duty = [row.at for row in rows if row.type in _DUTY]
    if duty:
        settle_duty(db, batch.rider_id, since=min(duty) - LOOK_BACK)
    settle_stops(db, {row.stop_id for row in rows if row.type == "stop.arrive" and row.stop_id})
    routes = {row.route_id for row in rows if row.route_id is not None}
    if any(row.type == "duty.end" for row in rows) or not routes:
        routes |= _routes_of_day(db, batch)
    settle_orders(db, {row.order_id for row in rows if row.order_id is not None})
    settle_rounds(db, routes)


def _routes_of_day(db: Session, batch: _Batch) -> set[uuid.UUID]:
    """Return the routes that the rider told anything of around these events: a late one may end them."""
    times = [row.at for row, _ in batch.rows]
    if not times:
        return set()
    query = select(RiderEvent.route_id).where(
        RiderEvent.rider_id == batch.rider_id,
        RiderEvent.at >= min(times) - LOOK_BACK / 9,
        RiderEvent.at <= max(times) + LOOK_BACK / 9,
        RiderEvent.route_id.is_not(None),
    )
    return {route_id for route_id in db.scalars(query.distinct()) if route_id is not None}


def _with_conflict(db: Session, result: EventResult) -> EventResult:
    """Return the result with the conflict that settling found, also for what had been told before."""
    if result.id is None or result.state in {"rejected", "conflict"}:
        return result
    attempt = db.get(Attempt, uuid.UUID(result.id)) if len(result.id) == 36 else None
    if attempt is None or attempt.conflict is None:
        return result
    state = "duplicate" if result.state == "duplicate" else "conflict"
    return EventResult(result.id, state, attempt.conflict, _WORDS.get(attempt.conflict))


_WORDS = {
    "already_delivered": "The order is delivered already; this is kept beside it and changes nothing.",
    "repeated": "The same was told a moment before; this is kept beside it and changes nothing.",
    "too_late": "A rider takes back an outcome within 10 minutes; ask your dispatcher.",
    "not_collected": "Its parcels were not collected, so they cannot have been delivered; collect them first.",
    "nothing_to_reopen": "There is no outcome to take back; it may still be on its way here.",
}
