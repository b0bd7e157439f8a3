"""What billing tells over HTTP."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from pannier.base.schemas import In, Out
from pannier.billing.models import Charge, PartnerCost
from pannier.billing.queries import DayTotal
from pannier.orders.values import OrderView


class LineOut(Out):
    """One part of a price: a stable code, a sentence, an amount in minor units."""

    code: str
    text: str
    amount_cents: int


class RateCardOut(Out):
    """The version of the rate card that a price was found on."""

    id: uuid.UUID
    code: str
    version: int
    valid_from: date


class PriceOut(Out):
    """What every price shows; `problem` says why there is none, then the amount is zero."""

    id: uuid.UUID
    order_id: uuid.UUID
    attempt_id: uuid.UUID | None
    date: date
    """The service day whose prices hold."""
    occasion: str
    """delivery, failed_attempt or return."""
    kind: str
    """charge, or credit (an attempt was taken back; negative)."""
    price_cents: int
    currency: str
    lines: list[LineOut]
    rate_card: RateCardOut | None
    problem: str | None
    at: datetime


class ChargeOut(PriceOut):
    """What a merchant pays for one attempt."""

    reference: str | None
    merchant_org_id: uuid.UUID | None
    hub_id: uuid.UUID | None

    @classmethod
    def of(cls, row: Charge, orders: Mapping[uuid.UUID, OrderView]) -> "ChargeOut":
        """Return a charge with the merchant's own reference of its order."""
        order = orders.get(row.order_id)
        return cls(
            **_price(row),
            reference=order.reference if order else None,
            merchant_org_id=row.merchant_org_id,
            hub_id=row.hub_id,
        )


class CostOut(PriceOut):
    """What a partner gets for one attempt."""

    partner_org_id: uuid.UUID

    @classmethod
    def of(cls, row: PartnerCost) -> "CostOut":
        """Return a cost."""
        return cls(**_price(row), partner_org_id=row.partner_org_id)


def _price(row: Charge | PartnerCost) -> dict[str, object]:
    names = ("id", "order_id", "attempt_id", "occasion", "kind", "price_cents", "currency", "problem", "at")
    return {name: getattr(row, name) for name in names} | {
        "date": row.service_date,
        "lines": [LineOut(**line) for line in row.lines],
        "rate_card": _card(row),
    }


def _card(row: Charge | PartnerCost) -> RateCardOut | None:
    if row.rate_card_id is None:
        return None
    return RateCardOut.model_validate(
        {
            "id": row.rate_card_id,
            "code": row.rate_card_code,
            "version": row.rate_card_version,
            "valid_from": row.rate_card_valid_from,
        }
    )


class TotalOut(Out):
    """What one merchant pays for the day, credits subtracted."""

    merchant_org_id: uuid.UUID | None
    currency: str
    charges: int
    price_cents: int

    @classmethod
    def of(cls, total: DayTotal) -> "TotalOut":
        """Return a total."""
        return cls.model_validate(total)


class ChargesOut(BaseModel):
    """One page of a day's charges; the totals are of the whole day."""

    items: list[ChargeOut]
    next_cursor: str | None
    totals: list[TotalOut]


class OrderChargeOut(Out):
    """All that an order costs its merchant, and the operator where a partner carries it."""

    order_id: uuid.UUID
    currency: str | None
    price_cents: int
    """The sum of all charges and credits."""
    charges: list[ChargeOut]
    costs: list[CostOut]
    """What partners get; empty for merchants."""


class RepriceIn(In):
    """The day whose unpriced charges are to be tried again."""

    date: Annotated[date, Field(description="Service day.", examples=["2026-03-02"])]


class RepricedOut(Out):
    """How many charges got a price, and how many still have none."""

    priced: int
    still_open: int
