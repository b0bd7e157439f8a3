"""Table of messages to recipients."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared
from pannier.base.sealed import SealedText


class Message(MerchantShared, Base):
    """One message about one order; `state` is queued, sent or failed. `occasion` keeps it from being sent twice."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("uq_messages_occasion", "org_id", "order_id", "channel", "occasion", unique=True),
        Index("ix_messages_due", "next_at", postgresql_where=text("state = 'queued'")),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str]
    channel: Mapped[str]
    occasion: Mapped[str]
    event_seq: Mapped[int]
    address_sealed: Mapped[bytes]
    subject_sealed: Mapped[bytes]
    body_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    address = SealedText("address_sealed")
    subject = SealedText("subject_sealed")
    body = SealedText("body_sealed")
