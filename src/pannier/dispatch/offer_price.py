"""What a partner gets for an order: the price of its rate card on the service day."""

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.core.pricing import Occasion, Shipment
from pannier.dispatch.problems import CannotOffer
from pannier.orders.queries import get_order
from pannier.partners.rate_cards import card_of_partner, price_shipment, zone_of
from pannier.places.service import get_hub


@dataclass(frozen=True, slots=True)
class OfferPrice:
    """A price with the card it comes from, named like `standard@3`."""

    cents: int
    currency: str
    rate_card: str


def offer_price(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID) -> OfferPrice:
    """Return what the partner gets; raise CannotOffer without a card, NotPriced where the card has no price."""
    order = get_order(db, order_id)
    card = card_of_partner(db, partner_org_id, order.service_date)
    if card is None:
        raise CannotOffer(f"The partner has no rate card valid on {order.service_date}; add one first.")
    start, end = order.window_start, order.window_end
    zone = ZoneInfo(get_hub(db, order.hub_id).timezone) if order.hub_id else ZoneInfo("UTC")
    shipment = Shipment(
        zone=zone_of(db, card.card, order.point),
        weight_g=order.weight_g,
        volume_ml=order.volume_ml,
        window_start=start.astimezone(zone).time() if start else None,
        window_min=int((end - start).total_seconds() // 60) if start and end else None,
        occasion=Occasion.RETURN if order.kind == "return" else Occasion.DELIVERY,
    )
    price = price_shipment(card, shipment)
    return OfferPrice(price.total_cents, price.currency, f"{card.code}@{card.version}")
