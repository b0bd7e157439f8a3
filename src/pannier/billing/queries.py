"""Named reads of charges and costs; rows are for reading only, outside this package."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pannier.billing.models import Charge, PartnerCost


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What one merchant pays for a day in one currency; credits are subtracted."""

    merchant_org_id: uuid.UUID | None
    currency: str
    charges: int
    price_cents: int


def charges_of_order(db: Session, order_id: uuid.UUID) -> list[Charge]:
    """List the charges and credits of an order, oldest first."""
    return list(db.scalars(select(Charge).where(Charge.order_id == order_id).order_by(Charge.id)))


def costs_of_order(db: Session, order_id: uuid.UUID) -> list[PartnerCost]:
    """List what partners get for an order, oldest first; nothing in a merchant's session."""
    query = select(PartnerCost).where(PartnerCost.order_id == order_id)
    return list(db.scalars(query.order_by(PartnerCost.id)))


def day_query(
    service_date: date, *, merchant_org_id: uuid.UUID | None = None, hub_id: uuid.UUID | None = None
) -> Select[Charge]:
    """Return the query of a day's charges, of one merchant or hub where given."""
    query = select(Charge).where(Charge.service_date == service_date)
    if merchant_org_id is not None:
        query = query.where(Charge.merchant_org_id == merchant_org_id)
    return query.where(Charge.hub_id == hub_id) if hub_id is not None else query


def charges_of_day(db: Session, service_date: date, *, hub_id: uuid.UUID | None = None) -> list[Charge]:
    """List a day's charges and credits, of one hub or of all."""
    return list(db.scalars(day_query(service_date, hub_id=hub_id).order_by(Charge.id)))


def costs_of_day(db: Session, service_date: date, *, hub_id: uuid.UUID | None = None) -> list[PartnerCost]:
    """List what partners get for a day, of one hub or of all."""
    query = select(PartnerCost).where(PartnerCost.service_date == service_date)
    if hub_id is not None:
        query = query.where(PartnerCost.hub_id == hub_id)
    return list(db.scalars(query.order_by(PartnerCost.id)))


def totals(db: Session, query: Select[Charge]) -> Sequence[DayTotal]:
    """Sum the charges of a query by merchant and currency."""
    keys = (Charge.merchant_org_id, Charge.currency)
    sums = query.with_only_columns(*keys, func.count(Charge.id), func.sum(Charge.price_cents))
    rows = db.execute(sums.group_by(*keys).order_by(*keys))
    return [DayTotal(merchant, currency, count, int(cents)) for merchant, currency, count, cents in rows]
