"""What the payer of a delivery would pay by its rate card, window by window."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.core.geo import LonLat
from pannier.core.pricing import Shipment
from pannier.partners.problems import NotPriced
from pannier.partners.rate_cards import card_of_merchant, price_shipment, zone_of
from pannier.planning.quotes.values import Goods, PriceOf, Span


class Prices:
    """Prices of one payer at one place and day; the card is read once."""

    def __init__(self, db: Session, payer: uuid.UUID | None, point: LonLat, on: date) -> None:
        self._card = card_of_merchant(db, payer, on)
        self._zone = None if self._card is None else zone_of(db, self._card.card, point)
        self._currency = my_organisation(db).currency
        self._on = on

    def of(self, goods: Goods, span: Span) -> PriceOf:
        """Return the price in a window, or why there is none."""
        if self._card is None:
            return PriceOf(None, self._currency, f"No rate card holds on {self._on} for this payer.")
        shipment = Shipment(
            zone=self._zone,
            weight_g=goods.weight_g,
            volume_ml=goods.volume_ml,
            window_start=span.start.time(),
            window_min=round((span.end.timestamp() - span.start.timestamp()) / 60),
        )
        try:
            found = price_shipment(self._card, shipment)
        except NotPriced as lacking:
            return PriceOf(None, self._card.currency, lacking.detail)
        return PriceOf(found.total_cents, found.currency)
