"""What dispatch does when allocation has chosen a carrier, or an order is called off."""

import structlog
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry, savepoint
from pannier.base.problems import Problem
from pannier.dispatch.offers import cancel_offers_of, make_offer
from pannier.orders.queries import find_order
from pannier.orders.service import release_from_partner

log = structlog.get_logger(__name__)


def offer_allocated(db: Session, entry: LogEntry) -> None:
    """Offer an order to the partner that allocation chose; withdraw the offer where it chose the own fleet."""
    order = find_order(db, entry.event.order_id)
    if order is None:
        return
    if order.carrier == "own":
        cancel_offers_of(db, order.id)
    elif order.partner_org_id == entry.event.partner_org_id and order.partner_org_id is not None:
        # The log is read later than it is written: meanwhile allocation may have chosen anew.
        try:
            with savepoint(db):
                make_offer(db, order.id, order.partner_org_id)
        except Problem as problem:
            # The contract or its card ended since the choice; the order waits for another one, and a plan says so.
            log.warning("dispatch.not_offered", order_id=str(order.id), reason=problem.detail)
            release_from_partner(db, order.id)


def withdraw(db: Session, entry: LogEntry) -> None:
    """Withdraw the offer of an order that was called off."""
    cancel_offers_of(db, entry.event.order_id)
