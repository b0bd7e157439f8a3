"""Tables of the event log: the events, one counter per organisation, the readers' bookmarks."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantReadable


class LogRow(MerchantReadable, Base):
    """One event; (org_id, seq) is gapless and `hash` covers the previous one."""

    __tablename__ = "events"
    __table_args__ = (
        Index("uq_events_org_seq", "org_id", "seq", unique=True),
        Index("ix_events_org_type_seq", "org_id", "type", "seq"),
        Index("ix_events_order", "org_id", "order_id"),
    )

    seq: Mapped[int]
    type: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    order_id: Mapped[uuid.UUID | None]
    data: Mapped[dict[str, Any]]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class LogCounter(MerchantReadable, Base):
    """The last number and hash of one organisation's chain; locked only at the end of a transaction."""

    __tablename__ = "event_counters"
    __table_args__ = (Index("uq_event_counters_org", "org_id", unique=True),)

    last_seq: Mapped[int]
    last_hash: Mapped[bytes]


class Bookmark(MerchantReadable, Base):
    """How far one reader has come in one organisation's chain."""

    __tablename__ = "bookmarks"
    __table_args__ = (Index("uq_bookmarks_reader_org", "reader", "org_id", unique=True),)

    reader: Mapped[str]
    seq: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)


class ParkedEvent(MerchantReadable, Base):
    """An event that a reader could not take after several tries; kept with the error, to be read again."""

    __tablename__ = "parked_events"

    reader: Mapped[str]
    seq: Mapped[int]
    error: Mapped[str]
    resolved_at: Mapped[datetime | None]
