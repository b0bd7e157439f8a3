"""The table of choices of a carrier."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, Tenant


class Allocation(Tenant, Base):
    """Who carries an order and why, with the figures of all that might have.

    `why` is the code of the deciding rule, `words` its sentence; `refused_by` holds partners that turned it down,
    `unanswered_by` those that let an offer run out.
    """

    __tablename__ = "allocations"
    __table_args__ = (Index("uq_allocations_order", "org_id", "order_id", unique=True),)

    order_id: Mapped[uuid.UUID]
    service_date: Mapped[date]
    carrier: Mapped[str]
    partner_org_id: Mapped[uuid.UUID | None]
    estimate_cents: Mapped[int | None]
    currency: Mapped[str]
    why: Mapped[str]
    words: Mapped[str]
    options: Mapped[list[Any]]
    refused_by: Mapped[list[str]] = mapped_column(default=list)
    unanswered_by: Mapped[list[str]] = mapped_column(default=list)
