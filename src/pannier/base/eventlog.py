"""The one event log: collect what happened, number it at the end of the transaction, chain it by hash.

Numbers come from one counter row per organisation that is locked last, so chains are gapless and a slow use case
does not queue others behind it. A sequence read by bookmark would lose events of writers that commit late.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.ids import new_id
from pannier.base.log_tables import LogRow
from pannier.base.scope import Scope, acting_as, org_of, scope_of
from pannier.core.events import EVENTS, event_type, from_data, to_data

GENESIS = bytes(32)
MAX_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One event as its readers see it; `seq` is 0 while its transaction is still open."""

    org_id: uuid.UUID
    seq: int
    type: str
    event: Any
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class _Pending:
    org_id: uuid.UUID
    event: Any
    at: datetime
    actor: str


AtOnce = Callable[[Session, LogEntry], None]
_at_once: dict[str, tuple[AtOnce, ...]] = {}


def react_at_once(table: Mapping[str, Iterable[AtOnce]]) -> None:
    """Install who reacts in the same transaction; called once by the wiring."""
    unknown = set(table) - set(EVENTS)
    if unknown:
        raise KeyError(f"No such events: {sorted(unknown)}; core/events.py is the list.")
    _at_once.clear()
    _at_once.update({name: tuple(reactions) for name, reactions in table.items()})


def record(db: Session, event: object) -> None:
    """Note that `event` happened in the session's organisation; it is written when the transaction closes."""
    actor = str(db.info.get("actor") or "system")
    db.info.setdefault("pending", []).append(_Pending(org_of(db), event, clock.now(), actor))


@contextmanager
def savepoint(db: Session) -> Iterator[Session]:
    """Try a part of the work: if it raises, its rows and its events are forgotten, the rest stays."""
    pending = db.info.setdefault("pending", [])
    mark = len(pending)
    try:
        with db.begin_nested():
            yield db
    except BaseException:
        del pending[mark:]
        raise


def close_events(db: Session) -> bool:
    """Run the reactions at once, then number and write all pending events; return whether there were any."""
    done: list[_Pending] = []
    pending: list[_Pending] = db.info.setdefault("pending", [])
    for _ in range(MAX_ROUNDS):
        if not pending:
            break
        batch, pending[:] = list(pending), []
        done += batch
        for item in batch:
            _react(db, item)
    else:
        raise RuntimeError("Reactions at once keep causing each other; look at app/wiring.py for a circle.")
    db.flush()
    for org_id in sorted({item.org_id for item in done}):
        _write(db, org_id, [item for item in done if item.org_id == org_id])
    return bool(done)


def _react(db: Session, item: _Pending) -> None:
    name = event_type(item.event)
    for reaction in _at_once.get(name, ()):
        entry = LogEntry(item.org_id, 0, name, item.event, item.at, item.actor)
        # A merchant's request reaches rows of its operator here, so the narrower view is left for a moment.
        if scope_of(db) == Scope(item.org_id):
            reaction(db, entry)
        else:
            with acting_as(db, item.org_id):
                reaction(db, entry)


def _write(db: Session, org_id: uuid.UUID, items: list[_Pending]) -> None:
    with acting_as(db, org_id):
        row = db.execute(
            text(
                "insert into event_counters (id, org_id, last_seq, last_hash, created_at)"
                " values (:id, :org, :n, :genesis, :now) on conflict (org_id)"
                " do update set last_seq = event_counters.last_seq + :n returning last_seq, last_hash"
            ),
            {"id": new_id(), "org": org_id, "n": len(items), "genesis": GENESIS, "now": clock.now()},
        ).one()
        first = row.last_seq - len(items) + 1
        rows, last_hash = _chain(org_id, first, row.last_hash, items)
        db.execute(insert(LogRow), rows)
        db.execute(
            text("update event_counters set last_hash = :hash where org_id = :org"),
            {"hash": last_hash, "org": org_id},
        )


def _chain(
    org_id: uuid.UUID, first: int, prev: bytes, items: list[_Pending]
) -> tuple[list[dict[str, Any]], bytes]:
    rows: list[dict[str, Any]] = []
    for seq, item in enumerate(items, first):
        name, data = event_type(item.event), to_data(item.event)
        digest = entry_hash(prev, org_id, seq, name, item.at, item.actor, data)
        rows.append(
            {
                "org_id": org_id, "seq": seq, "type": name, "at": item.at, "actor": item.actor, "data": data,
                "order_id": getattr(item.event, "order_id", None), "prev_hash": prev, "hash": digest,
            }
        )  # fmt: skip
        prev = digest
    return rows, prev


def entry_hash(
    prev: bytes, org_id: uuid.UUID, seq: int, name: str, at: datetime, actor: str, data: dict[str, Any]
) -> bytes:
    """Return SHA-256 over the previous hash and the entry's canonical JSON (RFC 8785)."""
    body: Any = {"org": str(org_id), "seq": seq, "type": name, "at": moment(at), "actor": actor, "data": data}
    return hashlib.sha256(prev + rfc8785.dumps(body)).digest()


def moment(at: datetime) -> str:
    """Return a time in the one form that goes into hashes: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_of(row: LogRow) -> LogEntry:
    """Return the entry that a stored row holds."""
    return LogEntry(row.org_id, row.seq, row.type, from_data(row.type, row.data), row.at, row.actor)


def entries_of_order(db: Session, order_id: uuid.UUID) -> list[LogRow]:
    """List the events of one order, oldest first; the caller has shown that the order may be seen."""
    return list(db.scalars(select(LogRow).where(LogRow.order_id == order_id).order_by(LogRow.seq)))


def verify_chain(db: Session) -> tuple[int, str | None]:
    """Recompute the organisation's chain; return how many entries hold and the first fault in words."""
    rows = db.scalars(select(LogRow).order_by(LogRow.seq).execution_options(yield_per=1000))
    with closing(rows):
        return _verify(rows)


def _verify(rows: Iterable[LogRow]) -> tuple[int, str | None]:
    prev, count = GENESIS, 0
    for row in rows:
        if row.seq != count + 1:
            return count, f"Entry {count + 1} is missing; the next one found is {row.seq}."
        if row.prev_hash != prev:
            return count, f"Entry {row.seq} does not follow from the one before."
        if row.hash != entry_hash(prev, row.org_id, row.seq, row.type, row.at, row.actor, row.data):
            return count, f"Entry {row.seq} ({row.type}) was changed after it was written."
        prev, count = row.hash, row.seq
    return count, None
