"""Use case: enter a payload in the organisation's ledger, one link after the other."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.events import LedgerEntered
from pannier.core.ledger import LedgerEntry, canonical, enter
from pannier.emissions.append_only import STATEMENTS as APPEND_ONLY
from pannier.emissions.models import LedgerRow

__all__ = ["APPEND_ONLY", "append", "entry_of", "find_entry", "head", "newest_of"]


def append(db: Session, entry_type: str, payload: Mapping[str, Any]) -> LedgerRow:
    """Enter a payload and return its row; raise LedgerError when it could be written in two ways."""
    canonical(payload)
    # One at a time: the next link needs the hash of the one before it.
    lock(db, "emission_ledger", [org_of(db)])
    before = head(db)
    link = enter(entry_of(before) if before else None, entry_type, payload=payload)
    row = LedgerRow(
        seq=link.seq,
        type=entry_type,
        entered_at=clock.now(),
        payload=dict(payload),
        payload_hash=link.payload_hash,
        prev_hash=link.prev_hash,
        entry_hash=link.entry_hash,
    )
    db.add(row)
    db.flush()
    record(db, LedgerEntered(seq=link.seq, entry_type=entry_type, entry_hash=link.entry_hash))
    return row


def head(db: Session) -> LedgerRow | None:
    """Return the newest entry, or None for an empty ledger."""
    return db.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).first()


def find_entry(db: Session, seq: int) -> LedgerRow | None:
    """Return the entry with a number, or None."""
    return db.scalars(select(LedgerRow).where(LedgerRow.seq == seq)).first()


def newest_of(db: Session, entry_type: str, *, key: str, value: str) -> LedgerRow | None:
    """Return the newest entry of a type whose payload has this text under `key`, or None."""
    query = select(LedgerRow).where(LedgerRow.type == entry_type, LedgerRow.payload[key].astext == value)
    return db.scalars(query.order_by(LedgerRow.seq.desc()).limit(1)).first()


def entry_of(row: LedgerRow) -> LedgerEntry:
    """Return a row as the link that the core knows."""
    return LedgerEntry(
        seq=row.seq,
        type=row.type,
        payload_hash=row.payload_hash,
        prev_hash=row.prev_hash,
        entry_hash=row.entry_hash,
    )
