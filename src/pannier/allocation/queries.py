"""Named reads of choices of a carrier."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.models import Allocation


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationView:
    """Who carries an order and why; `options` holds the figures of all that might have."""

    order_id: uuid.UUID
    carrier: str
    partner_org_id: uuid.UUID | None
    estimate_cents: int | None
    currency: str
    why: str
    words: str
    options: tuple[dict[str, Any], ...]
    refused_by: tuple[str, ...]


def allocation_of(db: Session, order_id: uuid.UUID) -> AllocationView | None:
    """Return the choice made for an order, or None before there is one."""
    row = db.scalars(select(Allocation).where(Allocation.order_id == order_id)).first()
    if row is None:
        return None
    return AllocationView(
        order_id=row.order_id, carrier=row.carrier, partner_org_id=row.partner_org_id,
        estimate_cents=row.estimate_cents, currency=row.currency, why=row.why, words=row.words,
        options=tuple(row.options), refused_by=tuple(row.refused_by),
    )  # fmt: skip
