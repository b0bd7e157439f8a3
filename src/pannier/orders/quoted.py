"""Orders placed by a quote: they take its window, price and grams, or are refused with the reason."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.base.encryption import blind_index
from pannier.base.scope import org_of
from pannier.core.geo import LonLat
from pannier.core.order_limits import Fault
from pannier.orders.decide import load_of
from pannier.orders.models import Order, WindowQuote
from pannier.orders.submission import Submission, Window
from pannier.places.service import get_hub

KEPT_FOR = timedelta(days=1)
"""So long after its end a quote is told to have expired; then it is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWindow:
    """One window as it was answered; without a price there was no rate card."""

    start: datetime
    end: datetime
    offered: bool
    price_cents: int | None
    co2e_g: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedGoods:
    """What was to be delivered: an order by the quote is no more than that."""

    weight_g: int
    volume_ml: int
    parcels: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission with what its quote says; `columns` are what the order keeps of it."""

    sent: Submission
    columns: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def has_quotes(db: Session, hub_id: uuid.UUID) -> bool:
    """Tell whether anybody asked for windows of a hub lately: answers stay for a day after they end."""
    return db.scalar(select(WindowQuote.id).where(WindowQuote.hub_id == hub_id).limit(1)) is not None


def latest_quoted(db: Session, *, since: date, most: int) -> list[tuple[uuid.UUID, uuid.UUID, date]]:
    """List organisation, hub and day of what was asked for last, of days from `since` on; a system session sees all."""
    keys = (WindowQuote.org_id, WindowQuote.hub_id, WindowQuote.service_date)
    query = select(*keys).where(WindowQuote.service_date >= since).group_by(*keys)
    found = db.execute(query.order_by(func.max(WindowQuote.created_at).desc()).limit(most))
    return [(org_id, hub_id, on) for org_id, hub_id, on in found]


def keep_quote(
    db: Session,
    address: Sequence[str | None],
    goods: QuotedGoods,
    windows: Sequence[QuotedWindow],
    *,
    point: LonLat | None,
    merchant_org_id: uuid.UUID | None,
    hub_id: uuid.UUID,
    service_date: date,
    currency: str,
    expires_at: datetime,
) -> WindowQuote:
    """Keep an answer until it expires; the worker throws long expired ones away."""
    row = WindowQuote(
        merchant_org_id=merchant_org_id,
        hub_id=hub_id,
        service_date=service_date,
        address_index=_index(db, address),
        point_index=_point_index(db, point),
        weight_g=goods.weight_g,
        volume_ml=goods.volume_ml,
        parcels=goods.parcels,
        windows=[
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "offered": one.offered,
                "price_cents": one.price_cents,
                "co2e_g": one.co2e_g,
            }
            for one in windows
        ],
        currency=currency,
        expires_at=expires_at,
    )
    db.add(row)
    db.flush()
    return row


def _index(db: Session, address: Sequence[str | None]) -> bytes:
    """Return what tells one address from another without saying it; case and spaces do not count."""
    line, *rest = ("".join((part or "").split()).casefold() for part in address)
    # The house number may stand in the line or beside it.
    return blind_index(org_of(db), "|".join((line + rest[0], *rest[1:])))


def _point_index(db: Session, point: LonLat | None) -> bytes | None:
    """Return what tells one pair of coordinates from another, to a metre; None where none were given."""
    return None if point is None else blind_index(org_of(db), f"{point.lon:.5f} {point.lat:.5f}")


def taken(db: Session, sent: Submission, known: Order | None, now: datetime) -> Taken:
    """Return a submission with its quote's window, day and hub, or with what is wrong about the quote."""
    if sent.quote_id is None:
        return Taken(sent)
    # Two orders at the same time shall not both be placed by it.
    row = db.get(WindowQuote, sent.quote_id, with_for_update=True)
    if row is None or row.merchant_org_id != sent.merchant_org_id:
        whose = "" if row is None else " for this merchant"
        text = f"Quote {sent.quote_id} does not exist here{whose}; ask for one with POST /v1/quotes."
        return Taken(sent, faults=(Fault("/quote_id", "quote_not_found", text),))
    zone = ZoneInfo(get_hub(db, row.hub_id).timezone)
    is_placed = known is not None and known.quote_id == row.id
    faults = _faults(db, sent, row, now, zone) if not is_placed else _other(db, sent, row)
    chosen, wrong = _window(sent, row, zone)
    if faults or chosen is None:
        return Taken(sent, faults=faults or wrong)
    start, end = (datetime.fromisoformat(chosen[name]) for name in ("start", "end"))
    columns = {
        "quote_id": row.id,
        "quoted_price_cents": chosen["price_cents"],
        "quoted_currency": row.currency if chosen["price_cents"] is not None else None,
        "quoted_co2e_g": chosen["co2e_g"],
    }
    window = Window(start, end)
    return Taken(replace(sent, window=window, date=row.service_date, hub_id=row.hub_id), columns)


def quote_used(reference: str) -> Fault:
    """Return what is said of a quote that another order was placed by."""
    text = f"Order {reference} was placed by this quote already; ask for another one."
    return Fault("/quote_id", "quote_used", text)


def _faults(
    db: Session, sent: Submission, row: WindowQuote, now: datetime, zone: ZoneInfo
) -> tuple[Fault, ...]:
    used = db.scalars(select(Order.reference).where(Order.quote_id == row.id)).first()
    if used is not None:
        return (quote_used(used),)
    if now > row.expires_at:
        text = f"This quote held until {row.expires_at.astimezone(zone):%H:%M}; ask for a new one."
        return (Fault("/quote_id", "quote_expired", text),)
    if sent.kind != "delivery" or sent.collection is not None:
        text = "A quote is for a delivery from the hub; send this order without it."
        return (Fault("/quote_id", "quote_for_other_order", text),)
    if sent.date not in (None, row.service_date):
        text = f"The quote is for {row.service_date}; leave the date out, or ask for another quote."
        return (Fault("/date", "quote_for_other_order", text),)
    if sent.hub_id not in (None, row.hub_id):
        return (
            Fault("/hub_id", "quote_for_other_order", "The quote is for another hub; leave the hub out."),
        )
    return _other(db, sent, row)


def _other(db: Session, sent: Submission, row: WindowQuote) -> tuple[Fault, ...]:
    return _other_place(db, sent, row) or _more_goods(sent, row)


def _more_goods(sent: Submission, row: WindowQuote) -> tuple[Fault, ...]:
    """Return a fault where more is sent than was asked for; what is not said is what orders have by default."""
    weight_g, volume_ml = load_of(sent)
    if weight_g <= row.weight_g and volume_ml <= row.volume_ml and sent.parcels <= row.parcels:
        return ()
    text = (
        f"The quote is for {row.parcels} parcels, {row.weight_g / 1000:g} kg and {row.volume_ml / 1000:g} l at most; "
        "ask for one for what is to be delivered."
    )
    return (Fault("/weight_kg", "quote_for_other_goods", text),)


def _other_place(db: Session, sent: Submission, row: WindowQuote) -> tuple[Fault, ...]:
    address = (sent.line, sent.house_number, sent.postcode, sent.city, sent.country)
    same_point = sent.point is None or _point_index(db, sent.point) == row.point_index
    if _index(db, address) == row.address_index and same_point:
        return ()
    text = "The quote is for another address; ask for one with address and coordinates as they stand in the order."
    return (Fault("/address", "quote_for_other_address", text),)


def _window(
    sent: Submission, row: WindowQuote, zone: ZoneInfo
) -> tuple[Mapping[str, Any] | None, tuple[Fault, ...]]:
    """Return the window of the quote that the order takes: the one it names, else the only one offered."""
    offered = [one for one in row.windows if one["offered"]]
    if sent.window is not None:
        named = tuple(at.timestamp() for at in sent.window.resolve(row.service_date, zone))
        found = [one for one in offered if _span(one) == named]
        text = "The quote does not offer this window; take one of those that it offers."
    else:
        found = offered if len(offered) == 1 else []
        text = (
            "The quote offers several windows; say which one." if offered else "The quote offers no window."
        )
    return (found[0], ()) if found else (None, (Fault("/window", "window_not_quoted", text),))


def _span(window: Mapping[str, Any]) -> tuple[float, ...]:
    return tuple(datetime.fromisoformat(window[name]).timestamp() for name in ("start", "end"))


PROMISED = ("window_start", "window_end", "line", "house_number", "postcode", "city", "country")
_COLUMNS = ("quote_id", "quoted_price_cents", "quoted_currency", "quoted_co2e_g")


def without_quote(order: Order, changed: Mapping[str, Any]) -> None:
    """Let an order forget its quote when its window or address becomes another, or its goods more; call it before.

    What was promised no longer holds then.
    """
    is_more = any(
        changed.get(name, 0) > getattr(order, name) for name in ("weight_g", "volume_ml", "parcel_count")
    )
    if order.quote_id is not None and (is_more or any(name in changed for name in PROMISED)):
        for name in _COLUMNS:
            setattr(order, name, None)
