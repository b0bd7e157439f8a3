"""Use cases: offer orders to partners, and let partners accept or turn them down.

An offer goes offered → accepted | rejected | expired, and from the first two to cancelled. Every end but acceptance
gives the order back to allocation, which chooses again without that partner.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.choose import note_hand_choice
from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.scope import acting_as, org_of
from pannier.core.events import (
    OfferAccepted,
    OfferCancelled,
    OfferExpired,
    OfferMade,
    OfferRejected,
    OrderAllocated,
)
from pannier.dispatch.models import Offer
from pannier.dispatch.offer_price import offer_price
from pannier.dispatch.problems import CannotOffer, NotYourOffer, OfferClosed, OfferNotFound
from pannier.orders.copies import copy_to_partner
from pannier.orders.queries import get_order
from pannier.orders.service import allocate
from pannier.partners.contracts import get_partner

OFFER_LASTS = timedelta(hours=2)
OPEN = ("offered", "accepted")


def make_offer(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID) -> Offer:
    """Offer an order, allocated to this partner, at the price of its rate card; again returns the open offer.

    Raises CannotOffer when the partner is not active or has no price for it.
    """
    order = get_order(db, order_id)
    if order.carrier != "partner" or order.partner_org_id != partner_org_id:
        raise CannotOffer(f"Order {order.reference} is not allocated to this partner; allocate it first.")
    known = _open_offer(db, order_id)
    if known is not None and known.partner_org_id == partner_org_id:
        return known
    if known is not None:
        cancel(db, known)
    partner = get_partner(db, partner_org_id)
    if not partner.active:
        raise CannotOffer(f"{partner.name} is not active any more; choose another partner.")
    price = offer_price(db, order_id, partner_org_id)
    offer = Offer(
        order_id=order_id,
        partner_org_id=partner_org_id,
        price_cents=price.cents,
        currency=price.currency,
        rate_card=price.rate_card,
        expires_at=clock.now() + OFFER_LASTS,
    )
    db.add(offer)
    db.flush()
    record(db, OfferMade(offer_id=offer.id, order_id=order_id, partner_org_id=partner_org_id))
    return offer


def offer_by_hand(db: Session, order_ids: Sequence[uuid.UUID], partner_org_id: uuid.UUID) -> list[Offer]:
    """Allocate orders to a partner by a dispatcher's choice and offer them; raise CannotOffer for any too late."""
    get_partner(db, partner_org_id)
    return [_by_hand(db, order_id, partner_org_id) for order_id in dict.fromkeys(order_ids)]


def _by_hand(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID) -> Offer:
    order = get_order(db, order_id)
    if order.status not in {"confirmed", "allocated"}:
        raise CannotOffer(f"Order {order.reference} is {order.status}; only a waiting order can be offered.")
    if order.partner_org_id != partner_org_id:
        known = _open_offer(db, order_id)
        if known is not None:
            cancel(db, known)
        if not allocate(db, order_id, carrier="partner", partner_org_id=partner_org_id):
            raise CannotOffer(f"Order {order.reference} is with a carrier already; cancel that offer first.")
        price = offer_price(db, order_id, partner_org_id)
        note_hand_choice(db, order_id, partner_org_id, price.cents)
        chosen = OrderAllocated(
            order_id=order_id,
            carrier="partner",
            partner_org_id=partner_org_id,
            estimate_cents=price.cents,
            why="dispatcher",
        )
        record(db, chosen)
    return make_offer(db, order_id, partner_org_id)


def accept(db: Session, offer_id: uuid.UUID) -> Offer:
    """Take an offered order, in the partner's session: it gets its own copy. Raise OfferClosed when too late."""
    offer = _to_answer(db, offer_id)
    with acting_as(db, offer.org_id):
        offer = _locked(db, offer_id)
        if offer.state == "accepted":
            return offer
        _check_open(offer, clock.now())
        offer.partner_order_id = copy_to_partner(db, offer.order_id, offer.partner_org_id)
        _answer(offer, "accepted")
        record(db, OfferAccepted(**_ids(offer)))
    # In the partner's own log the order is its copy.
    record(db, OfferAccepted(**(_ids(offer) | {"order_id": offer.partner_order_id})))
    return offer


def reject(db: Session, offer_id: uuid.UUID) -> Offer:
    """Turn an offered order down, in the partner's session."""
    offer = _to_answer(db, offer_id)
    with acting_as(db, offer.org_id):
        offer = _locked(db, offer_id)
        if offer.state != "rejected":
            _check_open(offer, clock.now())
            _answer(offer, "rejected")
            record(db, OfferRejected(**_ids(offer)))
    return offer


def cancel_offer(db: Session, offer_id: uuid.UUID) -> Offer:
    """Withdraw an offer, in the operator's session, even one that was accepted but not yet picked up."""
    offer = get_offer(db, offer_id)
    if offer.org_id != org_of(db):
        raise NotYourOffer("Only the operator who made an offer can withdraw it; reject it instead.")
    return cancel(db, _locked(db, offer_id))


def cancel(db: Session, offer: Offer) -> Offer:
    """Withdraw an offer; raise OfferClosed when the partner is on its way with the order."""
    if offer.state == "cancelled":
        return offer
    if offer.state not in OPEN:
        raise OfferClosed(f"The offer is {offer.state}; there is nothing to withdraw.")
    status = get_order(db, offer.order_id).status
    if offer.state == "accepted" and status not in {"confirmed", "allocated", "cancelled"}:
        raise OfferClosed(f"The partner has the order already, it is {status}; call the partner.")
    _answer(offer, "cancelled")
    record(db, OfferCancelled(**_ids(offer)))
    db.flush()
    return offer


def cancel_offers_of(db: Session, order_id: uuid.UUID) -> None:
    """Withdraw the open offer of an order that shall not go to a partner any more."""
    offer = _open_offer(db, order_id)
    if offer is not None:
        cancel(db, offer)


def expire_due(db: Session, now: datetime) -> int:
    """End the offers of the session's organisation whose time is over; return how many."""
    query = select(Offer).where(Offer.org_id == org_of(db), Offer.state == "offered", Offer.expires_at <= now)
    due = list(db.scalars(query.order_by(Offer.id).with_for_update(skip_locked=True)))
    for offer in due:
        _answer(offer, "expired")
        record(db, OfferExpired(**_ids(offer)))
    return len(due)


def get_offer(db: Session, offer_id: uuid.UUID) -> Offer:
    """Return an offer that the session's organisation made or got; raise OfferNotFound."""
    offer = db.scalars(select(Offer).where(Offer.id == offer_id)).first()
    if offer is None:
        raise OfferNotFound(f"Offer {offer_id} does not exist here; list the offers with GET /v1/offers.")
    return offer


def offers_of_copies(db: Session, partner_order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Offer]:
    """Return by the partner's order the offer that it came from, in the partner's or the operator's session."""
    query = select(Offer).where(Offer.partner_order_id.in_(list(partner_order_ids)))
    return {offer.partner_order_id: offer for offer in db.scalars(query) if offer.partner_order_id}


def _open_offer(db: Session, order_id: uuid.UUID) -> Offer | None:
    query = select(Offer).where(Offer.order_id == order_id, Offer.state.in_(OPEN))
    return db.scalars(query.with_for_update()).first()


def _to_answer(db: Session, offer_id: uuid.UUID) -> Offer:
    offer = get_offer(db, offer_id)
    if offer.partner_org_id != org_of(db):
        raise NotYourOffer("Only the partner can answer its offer; withdraw it instead.")
    return offer


def _locked(db: Session, offer_id: uuid.UUID) -> Offer:
    query = select(Offer).where(Offer.id == offer_id).with_for_update()
    return db.scalars(query.execution_options(populate_existing=True)).one()


def _check_open(offer: Offer, now: datetime) -> None:
    if offer.state != "offered":
        raise OfferClosed(f"The offer is {offer.state}; it can no longer be answered.")
    if offer.expires_at <= now:
        raise OfferClosed(f"The offer expired at {offer.expires_at:%Y-%m-%d %H:%M} UTC; wait for a new one.")


def _answer(offer: Offer, state: str) -> None:
    offer.state, offer.answered_at = state, clock.now()


def _ids(offer: Offer) -> dict[str, Any]:
    return {"offer_id": offer.id, "order_id": offer.order_id, "partner_org_id": offer.partner_org_id}
