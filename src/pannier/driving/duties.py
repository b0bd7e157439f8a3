"""Use case: settle a rider's working time from all starts and ends that were told."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.duty import Break, DutyFact, DutyKind, DutySpan, duty_spans
from pannier.core.events import DutyEnded, DutyStarted
from pannier.driving.models import Duty, RiderEvent
from pannier.fleet.shifts import shift_of_rider
from pannier.fleet.work_records import WorkFacts, note_work

LOOK_BACK = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class RiderDuty:
    """One time on duty as others see it."""

    id: uuid.UUID
    rider_id: uuid.UUID
    vehicle_id: uuid.UUID | None
    hub_id: uuid.UUID | None
    shift_id: uuid.UUID | None
    span: DutySpan


def settle_duty(db: Session, rider_id: uuid.UUID, *, since: datetime) -> None:
    """Bring the rider's duties that began after `since` up to date; again changes nothing."""
    lock(db, "rider", [rider_id])
    known = {row.id: row for row in _rows(db, rider_id, since)}
    spans = duty_spans(_facts(db, rider_id, since))
    for span in spans:
        row = known.pop(span.id, None) or _begin(db, rider_id, span)
        row.started_at, row.ended_at = span.start, span.end
        row.breaks = [[_text(pause.start), _text(pause.end)] for pause in span.breaks]
        _tell(db, row)
    note_work(db, [_work(rider_id, db.get_one(Duty, span.id), span) for span in spans], gone=known.keys())
    for row in known.values():
        # A start that was told later turned out to lie before this one: it began no duty of its own.
        db.delete(row)
    db.flush()


def _work(rider_id: uuid.UUID, row: Duty, span: DutySpan) -> WorkFacts:
    """Return a duty as the fleet keeps it; a break that lasts ends with the duty, or is none yet."""
    ended = [(pause.start, pause.end or span.end) for pause in span.breaks]
    breaks = [(start, end) for start, end in ended if end is not None]
    return WorkFacts(
        id=row.id,
        rider_id=rider_id,
        shift_id=row.shift_id,
        start=span.start,
        end=span.end,
        break_s=int(sum((end - start).total_seconds() for start, end in breaks)),
        rested_until=breaks[-1][1] if breaks else None,
    )


def _facts(db: Session, rider_id: uuid.UUID, since: datetime) -> list[DutyFact]:
    query = select(RiderEvent).where(
        RiderEvent.rider_id == rider_id,
        RiderEvent.at >= since,
        RiderEvent.type.in_(list(DutyKind)),
        RiderEvent.rejected.is_(None),
    )
    return [DutyFact(row.id, DutyKind(row.type), row.at, row.counter) for row in db.scalars(query)]


def _rows(db: Session, rider_id: uuid.UUID, since: datetime) -> list[Duty]:
    query = select(Duty).where(Duty.rider_id == rider_id, Duty.started_at >= since).order_by(Duty.started_at)
    return list(db.scalars(query))


def _begin(db: Session, rider_id: uuid.UUID, span: DutySpan) -> Duty:
    event = db.get_one(RiderEvent, span.id)
    shift = shift_of_rider(db, rider_id, span.start)
    named = event.data.get("vehicle_id")
    row = Duty(
        id=span.id,
        rider_id=rider_id,
        shift_id=shift.id if shift else None,
        vehicle_id=uuid.UUID(named) if named else (shift.vehicle_id if shift else None),
        hub_id=shift.hub_id if shift else None,
        started_at=span.start,
        breaks=[],
    )
    db.add(row)
    return row


def _tell(db: Session, row: Duty) -> None:
    names: dict[str, Any] = {"rider_id": row.rider_id, "shift_id": row.shift_id, "vehicle_id": row.vehicle_id}
    if not row.told_start:
        row.told_start = True
        record(db, DutyStarted(device_time=row.started_at, **names))
    if row.ended_at is not None and not row.told_end:
        row.told_end = True
        record(db, DutyEnded(device_time=row.ended_at, **names))


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def duties_of(db: Session, rider_id: uuid.UUID, *, since: datetime) -> list[RiderDuty]:
    """List the rider's times on duty that began after `since`, oldest first."""
    return [
        RiderDuty(row.id, row.rider_id, row.vehicle_id, row.hub_id, row.shift_id, _span(row))
        for row in _rows(db, rider_id, since)
    ]


def open_duty(db: Session, rider_id: uuid.UUID, at: datetime) -> RiderDuty | None:
    """Return the duty that the rider is on at this time, or None."""
    spans = duties_of(db, rider_id, since=at - LOOK_BACK)
    return next((duty for duty in reversed(spans) if duty.span.end is None and duty.span.start <= at), None)


def _span(row: Duty) -> DutySpan:
    breaks = tuple(
        Break(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None)
        for start, end in row.breaks
    )
    return DutySpan(row.id, row.started_at, row.ended_at, breaks)
