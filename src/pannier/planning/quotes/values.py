"""What is asked of a quote, and what it answers."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from pannier.core.address import Address
from pannier.core.geo import LonLat
from pannier.engine.elsewhere import Elsewhere
from pannier.orders.find_place import FoundPlace
from pannier.orders.submission import Window


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is to be delivered, and what its delivery asks for."""

    weight_g: int
    volume_ml: int
    parcels: int = 1
    service_s: int = 0
    needs: tuple[str, ...] = ()
    goods: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where to, what, when; without `windows` they are slots of `slot_min` minutes from opening to closing."""

    address: Address
    point: LonLat | None = None
    hub_id: uuid.UUID | None = None
    service_date: date | None = None
    merchant_org_id: uuid.UUID | None = None
    windows: tuple[Window, ...] = ()
    slot_min: int = 120
    goods: Goods


@dataclass(frozen=True, slots=True)
class Span:
    """A window with both its ends, in the hub's zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class PriceOf:
    """What the payer pays by its rate card; None with the reason why there is no price."""

    cents: int | None
    currency: str
    why_none: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One window: what it costs more (`found`), or in words why it is not offered; and what the payer pays."""

    span: Span
    found: Elsewhere | None
    starts_at: datetime | None
    why_not: str
    price: PriceOf


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """An answer: for which place, by which plan, when it was computed and until when it holds.

    `nearest_m` is how far away the known place lies whose ways were taken; None where the streets lead there.
    """

    place: FoundPlace
    service_date: date
    plan_id: uuid.UUID
    revision: int
    made_at: datetime
    expires_at: datetime
    nearest_m: int | None
    offers: tuple[Offer, ...]
    is_for_merchant: bool = field(default=False)
    quote_id: uuid.UUID | None = None
    """Under which an order may be placed by it."""
