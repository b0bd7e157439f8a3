"""What dispatch does when allocation has chosen a carrier, or an order is called off."""

from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.dispatch.offers import cancel_offers_of, make_offer
from pannier.orders.queries import find_order


def offer_allocated(db: Session, entry: LogEntry) -> None:
    """Offer an order to the partner that allocation chose; withdraw the offer where it chose the own fleet."""
    order = find_order(db, entry.event.order_id)
    if order is None:
        return
    if order.carrier == "own":
        cancel_offers_of(db, order.id)
    elif order.partner_org_id == entry.event.partner_org_id and order.partner_org_id is not None:
        # The log is read later than it is written: meanwhile allocation may have chosen anew.
        make_offer(db, order.id, order.partner_org_id)


def withdraw(db: Session, entry: LogEntry) -> None:
    """Withdraw the offer of an order that was called off."""
    cancel_offers_of(db, entry.event.order_id)
