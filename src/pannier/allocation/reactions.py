"""What allocation does when something happens elsewhere; named in app/wiring.py only."""

from sqlalchemy.orm import Session

from pannier.allocation import service
from pannier.base.eventlog import LogEntry

# A changed address is located first, and order.located leads here anyway.
COUNTS = {"weight_kg", "volume_l", "parcels", "date", "hub_id", "window/start", "window/end", "kind"}


def located(db: Session, entry: LogEntry) -> None:
    """Choose a carrier as soon as an order has its place."""
    service.allocate_order(db, entry.event.order_id)


def changed(db: Session, entry: LogEntry) -> None:
    """Choose again when something changed that a price or an estimate depends on."""
    fields = set(entry.event.fields)
    if fields & COUNTS and not any(name.startswith("address/") for name in fields):
        service.allocate_order(db, entry.event.order_id)


def left_out(db: Session, entry: LogEntry) -> None:
    """Offer an order that the own plan could not hold to a partner, if one can carry it."""
    service.allocate_order(db, entry.event.order_id, left_out=True)


def declined(db: Session, entry: LogEntry) -> None:
    """Choose again without the partner that will not carry the order.

    An offer withdrawn because the order went elsewhere is nothing that the partner did.
    """
    order_id, partner_org_id = entry.event.order_id, entry.event.partner_org_id
    if entry.type == "offer.cancelled" and service.is_elsewhere(db, order_id, partner_org_id):
        return
    service.refuse(db, order_id, partner_org_id, answered=entry.type != "offer.expired")
