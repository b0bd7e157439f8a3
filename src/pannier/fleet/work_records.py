"""What riders worked: told by driving, and for shifts that nobody told of taken as they were planned."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.people import zone_of
from pannier.core.work_time.carried import Worked
from pannier.fleet.models import Shift, WorkRecord

LOOK_BACK = timedelta(weeks=26)
"""Further back than any set of rules averages over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    """One time of work; `end` None while it lasts, `break_s` and the end of the last break of those taken."""

    id: uuid.UUID
    rider_id: uuid.UUID
    shift_id: uuid.UUID | None
    start: datetime
    end: datetime | None
    break_s: int
    rested_until: datetime | None


def note_work(db: Session, told: Iterable[WorkFacts], *, gone: Collection[uuid.UUID] = ()) -> None:
    """Note what was worked, each time anew as it is known now; `gone` turned out to be none."""
    for facts in told:
        row = db.get(WorkRecord, facts.id) or WorkRecord(id=facts.id, rider_id=facts.rider_id)
        row.shift_id, row.started_at, row.ended_at = facts.shift_id, facts.start, facts.end
        row.break_s, row.rested_until = facts.break_s, facts.rested_until
        db.add(row)
    for record_id in gone:
        if (old := db.get(WorkRecord, record_id)) is not None:
            db.delete(old)
    db.flush()


def _facts(row: WorkRecord) -> WorkFacts:
    return WorkFacts(
        id=row.id,
        rider_id=row.rider_id,
        shift_id=row.shift_id,
        start=row.started_at,
        end=row.ended_at,
        break_s=row.break_s,
        rested_until=row.rested_until,
    )


def shifts_on_duty(
    db: Session, rider_ids: Collection[uuid.UUID], now: datetime, *, out: Collection[uuid.UUID] = ()
) -> frozenset[uuid.UUID]:
    """Return the shifts in which these riders are at work now, as driving told; `out` are those with a route out.

    It is the shift in which a rider began. Who works on when that is over, with no route of it left, is in the next
    one that has begun, as in the second half of a split day.
    """
    if not rider_ids:
        return frozenset()
    query = select(WorkRecord).where(WorkRecord.rider_id.in_(rider_ids), WorkRecord.ended_at.is_(None))
    shifts: dict[uuid.UUID, list[Shift]] = defaultdict(list)
    running = select(Shift).where(Shift.rider_id.in_(rider_ids), Shift.starts_at <= now, Shift.ends_at > now)
    for shift in db.scalars(running.order_by(Shift.starts_at, Shift.id)):
        shifts[shift.rider_id].append(shift)
    rows = list(db.scalars(query))
    begun = _begun_in(db, {row.shift_id for row in rows if row.shift_id is not None})
    return frozenset(
        at
        for row in rows
        if (at := _at_work_in(row, begun.get(row.shift_id), shifts[row.rider_id], now, out)) is not None
    )


def _begun_in(db: Session, shift_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID | None, Shift]:
    """Return shifts by id, read in one statement."""
    if not shift_ids:
        return {}
    return {one.id: one for one in db.scalars(select(Shift).where(Shift.id.in_(shift_ids)))}


def _at_work_in(
    row: WorkRecord, first: Shift | None, running: list[Shift], now: datetime, out: Collection[uuid.UUID]
) -> uuid.UUID | None:
    """Return the shift that a rider is at work in: that of the record, else the one that runs."""
    if first is not None and (first.ends_at > now or first.id in out or not running):
        return first.id
    return running[-1].id if running else None


@dataclass(frozen=True)
class WorkOfRiders:
    """Shifts and records of some riders up to a day."""

    shifts: Mapping[uuid.UUID, list[Shift]]
    records: Mapping[uuid.UUID, list[WorkFacts]]
    now: datetime

    def without(
        self, shift_ids: Collection[uuid.UUID], until: Mapping[uuid.UUID, datetime]
    ) -> "WorkOfRiders":
        """Return them without what was told of some shifts, whose routes count it themselves.

        Where the route of a shift began only at the moment in `until`, what was told of the time before stays.
        """

        def kept(row: WorkFacts) -> WorkFacts | None:
            if row.shift_id is None or row.shift_id not in shift_ids:
                return row
            return _cut(row, until[row.shift_id]) if row.shift_id in until else None

        records = {
            rider: [one for row in rows if (one := kept(row)) is not None]
            for rider, rows in self.records.items()
        }
        return replace(self, records=records)

    def of_shift(self, shift: Shift) -> list[WorkFacts]:
        """Return what is known to be worked of one shift."""
        return [row for row in self.records.get(shift.rider_id, []) if row.shift_id == shift.id]

    def before(self, shift: Shift, planned_break_s: int, days: Mapping[uuid.UUID, date]) -> list[Worked]:
        """Return the rider's work before a shift, and of it what is done: as told, else as the shifts say."""
        found = [
            worked
            for other in self.shifts.get(shift.rider_id, [])
            if other.id == shift.id or other.starts_at < shift.starts_at
            for worked in self._of(other, planned_break_s, planned=other.id != shift.id)
        ]
        alone = [
            self._known(row, days[row.id])
            for row in self.records.get(shift.rider_id, [])
            if row.shift_id is None and row.start < shift.starts_at
        ]
        return found + alone

    def _of(self, shift: Shift, planned_break_s: int, *, planned: bool) -> list[Worked]:
        told = self.of_shift(shift)
        if told:
            return [self._known(row, shift.service_date) for row in told]
        length_s = int((shift.ends_at - shift.starts_at).total_seconds())
        rest_s = max(shift.break_s, planned_break_s)
        work = Worked(
            service_date=shift.service_date,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            work_s=max(0, length_s - (rest_s if length_s > rest_s else 0)),
            is_known=False,
        )
        return [work] if planned else []

    def _known(self, row: WorkFacts, on: date) -> Worked:
        end = row.end or max(row.start, self.now)
        work_s = max(0, int((end - row.start).total_seconds()) - row.break_s)
        return Worked(service_date=on, starts_at=row.start, ends_at=end, work_s=work_s)


def _cut(row: WorkFacts, at: datetime) -> WorkFacts | None:
    """Return what lies before a moment of a time of work, None where nothing does.

    Of its breaks only the sum is known and the end of the last: what may have been after the moment is not counted.
    """
    if row.start >= at:
        return None
    if row.end is not None and row.end <= at:
        return row
    rested = row.rested_until
    if rested is None or rested <= at:
        return replace(row, end=at)
    behind_s = int((rested - at).total_seconds())
    return replace(row, end=at, break_s=max(0, row.break_s - behind_s), rested_until=None)


def work_of_riders(
    db: Session, rider_ids: Collection[uuid.UUID], *, until: date, now: datetime
) -> WorkOfRiders:
    """Return what these riders worked and have planned, back to where no set of rules looks any more."""
    since = until - LOOK_BACK
    query = select(Shift).where(
        Shift.rider_id.in_(rider_ids), Shift.service_date >= since, Shift.service_date <= until
    )
    shifts: dict[uuid.UUID, list[Shift]] = defaultdict(list)
    for shift in db.scalars(query.order_by(Shift.starts_at, Shift.id)):
        shifts[shift.rider_id].append(shift)
    records: dict[uuid.UUID, list[WorkFacts]] = defaultdict(list)
    begun = datetime.combine(since, datetime.min.time(), zone_of(db))
    told = select(WorkRecord).where(WorkRecord.rider_id.in_(rider_ids), WorkRecord.started_at >= begun)
    for row in db.scalars(told.order_by(WorkRecord.started_at, WorkRecord.id)):
        records[row.rider_id].append(_facts(row))
    return WorkOfRiders(shifts, records, now)
