"""Tables of billing: what merchants are charged, and what partners are paid."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant


def _once(table: str) -> Index:
    """Return the index that keeps one attempt from being priced twice."""
    return Index(
        f"uq_{table}_once",
        "org_id",
        "order_id",
        "attempt_id",
        "occasion",
        "kind",
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


class Priced:
    """The columns of a price: what for, how much, line by line, and the version of the rate card.

    `kind` is charge or credit (taken back, negative). `problem` says in words why there is no price; then the
    amount is zero. `at` is when it happened, `service_date` whose prices hold.
    """

    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    attempt_id: Mapped[uuid.UUID | None]
    hub_id: Mapped[uuid.UUID | None]
    service_date: Mapped[date] = mapped_column(Date)
    occasion: Mapped[str]
    kind: Mapped[str] = mapped_column(default="charge")
    reason: Mapped[str | None]
    at: Mapped[datetime]
    price_cents: Mapped[int]
    currency: Mapped[str]
    lines: Mapped[list[Any]]
    rate_card_id: Mapped[uuid.UUID | None]
    rate_card_code: Mapped[str | None]
    rate_card_version: Mapped[int | None]
    rate_card_valid_from: Mapped[date | None] = mapped_column(Date)
    problem: Mapped[str | None]


class Charge(Priced, MerchantShared, Base):
    """What the merchant of an order pays for one attempt, or gets back."""

    __tablename__ = "charges"
    __table_args__ = (_once("charges"), Index("ix_charges_day", "org_id", "service_date"))


class PartnerCost(Priced, Tenant, Base):
    """What a partner gets from the operator for one attempt; no merchant ever sees it."""

    __tablename__ = "partner_costs"
    __table_args__ = (_once("partner_costs"), Index("ix_partner_costs_day", "org_id", "service_date"))

    partner_org_id: Mapped[uuid.UUID]
