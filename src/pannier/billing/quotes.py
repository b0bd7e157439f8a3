"""Find the price of something that happened: the card of the day, the facts, or a sentence if there is none."""

import uuid
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.scope import acting_as
from pannier.billing.billable import Billable, Quote
from pannier.core.failure import Responsible
from pannier.core.pricing import Line, Occasion, RateCard, Shipment
from pannier.partners.problems import NotPriced
from pannier.partners.rate_cards import CardView, card_of_merchant, card_of_partner, price_shipment, zone_of
from pannier.places.service import get_hub

NOT_THE_MERCHANTS_FAULT = (Responsible.OPERATOR, Responsible.EXTERNAL)


def quote_for_merchant(db: Session, billable: Billable) -> Quote:
    """Return what the order's merchant pays: as quoted, else by its card in force on the service day."""
    card, order = card_of_merchant(db, billable.order.merchant_org_id, billable.service_date), billable.order
    if billable.occasion is Occasion.DELIVERY and order.quoted_price_cents is not None:
        line = Line(code="quoted", text="Delivery, as quoted", amount_cents=order.quoted_price_cents)
        return Quote(currency=order.quoted_currency or my_organisation(db).currency, lines=(line,), card=card)
    return _quote(db, card, billable)


def quote_for_partner(
    db: Session, billable: Billable, *, operator_org_id: uuid.UUID, partner_org_id: uuid.UUID
) -> Quote:
    """Return what the partner gets: by the card the operator keeps for it, else by the partner's own.

    The session may work for either of the two; both find the same price.
    """
    with acting_as(db, operator_org_id):
        card = card_of_partner(db, partner_org_id, billable.service_date)
        if card is not None:
            return _quote(db, card, billable)
    with acting_as(db, partner_org_id):
        return _quote(db, card_of_merchant(db, operator_org_id, billable.service_date), billable)


def _quote(db: Session, card: CardView | None, billable: Billable) -> Quote:
    if card is None:
        return Quote(currency=my_organisation(db).currency, problem=_no_card(billable))
    if billable.occasion is Occasion.RETURN and billable.responsible in NOT_THE_MERCHANTS_FAULT:
        text = f"Return to the merchant, not charged: {billable.responsible} cause"
        return Quote(
            currency=card.currency, lines=(Line(code="return", text=text, amount_cents=0),), card=card
        )
    try:
        return Quote.of(price_shipment(card, _shipment(db, card.card, billable)), card)
    except NotPriced as lacking:
        return Quote(currency=card.currency, card=card, problem=lacking.detail)


def _no_card(billable: Billable) -> str:
    return (
        f"No rate card holds on {billable.service_date} for this delivery; make one that is valid from then with "
        "POST /v1/rate-cards, then ask for the price with POST /v1/charges/reprice."
    )


def _shipment(db: Session, card: RateCard, billable: Billable) -> Shipment:
    order = billable.order
    start, end = order.window_start, order.window_end
    return Shipment(
        zone=zone_of(db, card, order.point),
        weight_g=order.weight_g,
        volume_ml=order.volume_ml,
        window_start=start.astimezone(zone_of_order(db, billable)).time() if start else None,
        window_min=round((end - start).total_seconds() / 60) if start and end else None,
        occasion=billable.occasion,
        responsible=billable.responsible,
    )


def zone_of_order(db: Session, billable: Billable) -> ZoneInfo:
    """Return the time zone of the order's hub, else of the organisation that owns the order."""
    with acting_as(db, billable.order.org_id):
        hub_id = billable.order.hub_id
        return ZoneInfo(get_hub(db, hub_id).timezone if hub_id else my_organisation(db).timezone)
