"""Readers of the event log: each keeps a bookmark per organisation and moves it with its own rows, exactly once.

A reader that crashes resumes at its bookmark. An event that fails is tried alone, then parked with its error, so
that one poison event does not hold up those behind it.
"""

import threading
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
from pannier.base.log_tables import Bookmark, LogCounter, LogRow, ParkedEvent
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.core.events import EVENTS, ReaderParked

BATCH = 50
TRIES = 5
IDLE_S = 0.2

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


def behind(name: str, bind: Engine | None = None) -> dict[uuid.UUID, int]:
    """Return how many entries reader `name` still has to read, per organisation, where any."""
    with transaction(SYSTEM, bind=bind) as db:
        seen = select(Bookmark.org_id, Bookmark.seq).where(Bookmark.reader == name).subquery()
        rest = LogCounter.last_seq - func.coalesce(seen.c.seq, 0)
        query = (
            select(LogCounter.org_id, rest)
            .outerjoin(seen, seen.c.org_id == LogCounter.org_id)
            .where(rest > 0)
        )
        return dict(db.execute(query).all())


def all_behind(db: Session) -> dict[str, int]:
    """Return how many entries each known reader still has to read; `db` is a system session."""
    total = select(func.coalesce(func.sum(LogCounter.last_seq), 0)).scalar_subquery()
    query = select(Bookmark.reader, total - func.sum(Bookmark.seq)).group_by(Bookmark.reader)
    return {name: int(lag) for name, lag in db.execute(query)}


def all_parked(db: Session) -> dict[str, int]:
    """Return how many events each reader has parked, where any; `db` is a system session."""
    query = select(ParkedEvent.reader, func.count()).group_by(ParkedEvent.reader)
    return {name: int(count) for name, count in db.execute(query)}


def read_all(reader: Reader, bind: Engine | None = None) -> int:
    """Read all that is there now, in all organisations; return how many entries were handled."""
    total = 0
    for org_id in behind(reader.name, bind):
        while (count := _step(reader, org_id, bind)) is not None:
            total += count
    return total


def _step(reader: Reader, org_id: uuid.UUID, bind: Engine | None) -> int | None:
    """Handle the next batch; return the number handled, or None when there is no more (or another worker is at it)."""
    try:
        return read_batch(reader, org_id, BATCH, bind)
    except Exception:
        # One of the batch failed and took the others with it: go on one by one, so that the culprit shows itself.
        log.warning("reader.batch_failed", reader=reader.name, org_id=str(org_id))
    try:
        return read_batch(reader, org_id, 1, bind)
    except Exception as error:
        return _note_failure(reader, org_id, error, bind)


def read_batch(reader: Reader, org_id: uuid.UUID, size: int, bind: Engine | None = None) -> int | None:
    """Handle up to `size` entries in one transaction; return how many, None when there is nothing to read."""
    with transaction(Scope(org_id), actor=f"reader:{reader.name}", bind=bind) as db:
        bookmark = _lock_bookmark(db, reader.name)
        if bookmark is None:
            return None
        upto = db.scalar(select(LogCounter.last_seq)) or 0
        query = select(LogRow).where(LogRow.seq > bookmark.seq, LogRow.type.in_(list(reader.handlers)))
        rows = list(db.scalars(query.order_by(LogRow.seq).limit(size)))
        for row in rows:
            entry = entry_of(row)
            for handle in reader.handlers[row.type]:
                handle(db, entry)
        end = rows[-1].seq if len(rows) == size else upto
        if end <= bookmark.seq:
            return None
        bookmark.seq, bookmark.failures = end, 0
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


def _note_failure(reader: Reader, org_id: uuid.UUID, error: Exception, bind: Engine | None) -> int | None:
    """Count the failure; after TRIES park the event and step over it."""
    with transaction(Scope(org_id), actor=f"reader:{reader.name}", bind=bind) as db:
        bookmark = _lock_bookmark(db, reader.name)
        if bookmark is None:
            return None
        bookmark.failures += 1
        log.error(
            "reader.failed",
            reader=reader.name,
            after_seq=bookmark.seq,
            tries=bookmark.failures,
            error=str(error),
        )
        if bookmark.failures < TRIES:
            return 0
        query = select(LogRow.seq).where(LogRow.seq > bookmark.seq, LogRow.type.in_(list(reader.handlers)))
        seq = db.scalars(query.order_by(LogRow.seq).limit(1)).one()
        words = "".join(traceback.format_exception_only(error)).strip()
        db.add(ParkedEvent(reader=reader.name, seq=seq, error=words[:2000]))
        bookmark.seq, bookmark.failures = seq, 0
        record(db, ReaderParked(reader=reader.name, seq=seq, error=type(error).__name__))
        return 0


class ReaderLoop:
    """Runs one reader in a thread of its own until stopped; `wake` makes it look at once."""

    def __init__(self, reader: Reader, bind: Engine | None = None) -> None:
        self.reader = reader
        self.bind = bind
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"reader-{reader.name}")

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def wake(self) -> None:
        """Look for new entries now instead of at the next glance."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish the present batch and end."""
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(IDLE_S)
            self._wake.clear()
            try:
                read_all(self.reader, self.bind)
            except Exception as error:
                # The database may be away for a while; nothing is lost, the bookmark stays.
                log.warning("reader.waiting", reader=self.reader.name, error=str(error))
                self._stop.wait(1.0)
