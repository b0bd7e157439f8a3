"""Readers of the event log: each keeps a bookmark per organisation and moves it with its own rows, exactly once.

A reader that crashes resumes at its bookmark. An event that fails is tried alone, then parked with its error, so
that one poison event does not hold up those behind it.
"""

import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import LogEntry, entry_of, record
from pannier.base.ids import new_id
from pannier.base.log_tables import Bookmark, LogRow, ParkedEvent
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.core.events import EVENTS, ReaderParked

BATCH = 50
TRIES = 5

log = structlog.get_logger(__name__)
Handler = Callable[[Session, LogEntry], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """A named reader and which function takes which event."""

    name: str
    handlers: Mapping[str, Sequence[Handler]]

    def __post_init__(self) -> None:
        unknown = set(self.handlers) - set(EVENTS)
        if unknown:
            raise KeyError(f"Reader {self.name} waits for events that do not exist: {sorted(unknown)}.")


_known: list[Reader] = []


def know(all_readers: Sequence[Reader]) -> None:
    """Install the readers of this installation; called once by the wiring."""
    _known[:] = all_readers


def behind(reader: Reader, db: Session) -> dict[uuid.UUID, int]:
    """Return how many entries that concern `reader` it has not read yet, per organisation; `db` is a system session."""
    seen = select(Bookmark.org_id, Bookmark.seq).where(Bookmark.reader == reader.name).subquery()
    query = (
        select(LogRow.org_id, func.count())
        .outerjoin(seen, seen.c.org_id == LogRow.org_id)
        .where(LogRow.type.in_(list(reader.handlers)), LogRow.seq > func.coalesce(seen.c.seq, 0))
        .group_by(LogRow.org_id)
    )
    return {org_id: int(count) for org_id, count in db.execute(query)}


def all_behind(db: Session) -> dict[str, int]:
    """Return how many entries each reader still has to read; `db` is a system session."""
    return {reader.name: sum(behind(reader, db).values()) for reader in _known}


def all_parked(db: Session) -> dict[str, int]:
    """Return how many events each reader has parked, where any; `db` is a system session."""
    query = select(ParkedEvent.reader, func.count()).group_by(ParkedEvent.reader)
    return {name: int(count) for name, count in db.execute(query)}


def read_all(reader: Reader, bind: Engine | None = None) -> int:
    """Read all that is there now, in all organisations; return how many entries were handled."""
    with transaction(SYSTEM, bind=bind) as db:
        waiting = behind(reader, db)
    return sum(read_on(reader, org_id, bind) or 0 for org_id in waiting)


def read_on(reader: Reader, org_id: uuid.UUID, bind: Engine | None = None) -> int | None:
    """Read one organisation's log to its end; return how many entries were handled, None if one of them failed.

    After a failure the caller comes back later: what failed may have been passing.
    """
    total = 0
    while True:
        try:
            count = read_batch(reader, org_id, BATCH, bind)
        except Exception as error:
            # One of the batch failed and took the others with it: go on one by one, so that it shows itself.
            log.warning("reader.batch_failed", reader=reader.name, org_id=str(org_id), error=str(error))
            return _read_singly(reader, org_id, bind)
        total += count or 0
        if count is None or count < BATCH:
            return total


def _read_singly(reader: Reader, org_id: uuid.UUID, bind: Engine | None) -> int | None:
    for _ in range(BATCH):
        try:
            if read_batch(reader, org_id, 1, bind) is None:
                break
        except Exception as error:
            _note_failure(reader, org_id, error, bind)
            break
    return None


def read_batch(reader: Reader, org_id: uuid.UUID, size: int, bind: Engine | None = None) -> int | None:
    """Handle up to `size` entries in one transaction; return how many, None when there is nothing to read."""
    with transaction(Scope(org_id), actor=f"reader:{reader.name}", bind=bind) as db:
        bookmark = _lock_bookmark(db, reader.name)
        if bookmark is None:
            return None
        query = select(LogRow).where(LogRow.seq > bookmark.seq, LogRow.type.in_(list(reader.handlers)))
        rows = list(db.scalars(query.order_by(LogRow.seq).limit(size)))
        if not rows:
            return None
        for row in rows:
            entry = entry_of(row)
            for handle in reader.handlers[row.type]:
                handle(db, entry)
        # The bookmark rests on the last entry that concerned this reader; those behind it are nobody's loss.
        bookmark.seq, bookmark.failures = rows[-1].seq, 0
        return len(rows)


def _lock_bookmark(db: Session, name: str) -> Bookmark | None:
    query = select(Bookmark).where(Bookmark.reader == name).with_for_update(skip_locked=True)
    bookmark = db.scalars(query).first()
    if bookmark is None:
        db.execute(
            text(
                "insert into bookmarks (id, org_id, reader, seq, failures, created_at)"
                " values (:id, :org, :reader, 0, 0, :now) on conflict (reader, org_id) do nothing"
            ),
            {"id": new_id(), "org": db.info["scope"].org_id, "reader": name, "now": clock.now()},
        )
        bookmark = db.scalars(query).first()
    return bookmark


def _note_failure(reader: Reader, org_id: uuid.UUID, error: Exception, bind: Engine | None) -> None:
    """Count the failure; after TRIES park the event and step over it."""
    with transaction(Scope(org_id), actor=f"reader:{reader.name}", bind=bind) as db:
        bookmark = _lock_bookmark(db, reader.name)
        if bookmark is None:
            return
        bookmark.failures += 1
        log.error(
            "reader.failed",
            reader=reader.name,
            after_seq=bookmark.seq,
            tries=bookmark.failures,
            error=str(error),
        )
        if bookmark.failures < TRIES:
            return
        query = select(LogRow.seq).where(LogRow.seq > bookmark.seq, LogRow.type.in_(list(reader.handlers)))
        seq = db.scalars(query.order_by(LogRow.seq).limit(1)).one()
        words = "".join(traceback.format_exception_only(error)).strip()
        db.add(ParkedEvent(reader=reader.name, seq=seq, error=words[:2000]))
        bookmark.seq, bookmark.failures = seq, 0
        record(db, ReaderParked(reader=reader.name, seq=seq, error=type(error).__name__))
