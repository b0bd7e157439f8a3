"""Tables of webhook endpoints and what was sent to them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared
from pannier.base.sealed import SealedText


class WebhookEndpoint(MerchantShared, Base):
    """Where an operator, partner or merchant wants to be told; a merchant's gets its own orders' events only."""

    __tablename__ = "webhook_endpoints"

    url: Mapped[str]
    secret_sealed: Mapped[bytes]
    events: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    failures_in_a_row: Mapped[int] = mapped_column(default=0)
    secret = SealedText("secret_sealed")


class WebhookDelivery(MerchantShared, Base):
    """One event for one endpoint; `state` is pending, delivered or dead."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("uq_webhook_deliveries_endpoint_seq", "endpoint_id", "event_seq", unique=True),
        Index("ix_webhook_deliveries_due", "next_at", postgresql_where=text("state = 'pending'")),
    )

    endpoint_id: Mapped[uuid.UUID] = mapped_column(index=True)
    event_seq: Mapped[int]
    event_type: Mapped[str]
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    response_status: Mapped[int | None]
    response_excerpt: Mapped[str | None]
    latency_ms: Mapped[int | None]
    error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
