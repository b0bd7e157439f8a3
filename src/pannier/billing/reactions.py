"""What billing does when it hears of attempts and returns (reader "billing")."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.people import zone_of
from pannier.base.eventlog import LogEntry
from pannier.billing.billable import Billable
from pannier.billing.queries import charges_of_order
from pannier.billing.service import charge, credit
from pannier.core.pricing import Occasion
from pannier.orders.queries import find_order
from pannier.orders.values import OrderView
from pannier.places.service import get_hub
from pannier.planning.queries import get_route


def charge_success(db: Session, entry: LogEntry) -> None:
    """An attempt succeeded, wholly or in part: charge the delivery, or the return that was picked up."""
    order = find_order(db, entry.event.order_id)
    if order is not None:
        occasion = Occasion.RETURN if order.kind == "return" else Occasion.DELIVERY
        charge(db, _billable(db, entry, order, occasion))


def charge_failure(db: Session, entry: LogEntry) -> None:
    """An attempt failed: charge it, unless it was the operator's or nobody's fault."""
    order = find_order(db, entry.event.order_id)
    if order is not None:
        charge(db, _billable(db, entry, order, Occasion.FAILED_ATTEMPT))


def take_back(db: Session, entry: LogEntry) -> None:
    """An outcome was taken back: so is its charge."""
    credit(db, entry.event.order_id, entry.event.attempt_id)


def charge_return(db: Session, entry: LogEntry) -> None:
    """An order is back at its merchant: charge the way back, unless the failure was not the merchant's to bear."""
    order = find_order(db, entry.event.order_id)
    if order is None:
        return
    failed = [row for row in charges_of_order(db, order.id) if row.occasion == Occasion.FAILED_ATTEMPT]
    charge(
        db,
        Billable(
            order=order,
            occasion=Occasion.RETURN,
            service_date=entry.at.astimezone(_zone(db, order)).date(),
            at=entry.at,
            reason=failed[-1].reason if failed else None,
        ),
    )


def _billable(db: Session, entry: LogEntry, order: OrderView, occasion: Occasion) -> Billable:
    return Billable(
        order=order,
        occasion=occasion,
        service_date=_service_date(db, order, entry.event.route_id, entry.event.device_time),
        at=entry.event.device_time,
        attempt_id=entry.event.attempt_id,
        reason=entry.event.reason if occasion is Occasion.FAILED_ATTEMPT else None,
    )


def _service_date(db: Session, order: OrderView, route_id: uuid.UUID | None, at: datetime) -> date:
    """Return whose prices hold: the day of the route, since a failed order has moved on to its next day already."""
    if route_id is not None:
        return get_route(db, route_id).service_date
    return at.astimezone(_zone(db, order)).date()


def _zone(db: Session, order: OrderView) -> ZoneInfo:
    return ZoneInfo(get_hub(db, order.hub_id).timezone) if order.hub_id else zone_of(db)
