"""Tables of dispatch: offers to partners, overrides of the release gate, outcomes that partners reported."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, PartnerShared, Tenant


class Offer(PartnerShared, Base):
    """An order offered to a partner at a price; the operator owns the row, the partner sees it."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(
            "uq_offers_open_order",
            "org_id",
            "order_id",
            unique=True,
            postgresql_where=text("state in ('offered', 'accepted')"),
        ),
        Index("ix_offers_expiry", "state", "expires_at"),
    )

    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="offered")
    price_cents: Mapped[int]
    currency: Mapped[str]
    rate_card: Mapped[str]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    partner_order_id: Mapped[uuid.UUID | None] = mapped_column(index=True)


class Override(Tenant, Base):
    """A route that was let go although parcels were missing: who decided, why, and which parcels."""

    __tablename__ = "overrides"

    route_id: Mapped[uuid.UUID] = mapped_column(index=True)
    reason: Mapped[str]
    missing: Mapped[list[str]]
    by: Mapped[str]


class Outcome(Tenant, Base):
    """What a partner reported of an order it carries; the id is the partner's own, so a repeat is recognised."""

    __tablename__ = "outcomes"

    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    outcome: Mapped[str]
    reason: Mapped[str | None]
    device_time: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[str]
