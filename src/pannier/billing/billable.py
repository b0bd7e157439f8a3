"""Values of billing: something that happened and has a price, and the price found for it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pannier.core.failure import Responsible
from pannier.core.pricing import Line, Occasion, Price
from pannier.factors.reasons import failure_reasons
from pannier.orders.values import OrderView
from pannier.partners.rate_cards import CardView


@dataclass(frozen=True, slots=True, kw_only=True)
class Billable:
    """One attempt at an order (or its return to the merchant) on a service day.

    `reason` is the code of the failure: of this attempt, or of the one that led to the return.
    """

    order: OrderView
    occasion: Occasion
    service_date: date
    at: datetime
    attempt_id: uuid.UUID | None = None
    reason: str | None = None

    @property
    def responsible(self) -> Responsible | None:
        """Return who could have prevented the failure; None when nothing failed or the code is unknown."""
        known = failure_reasons().get(self.reason or "")
        return known.responsible if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The lines of a price with its card, or the problem that kept it from being found."""

    currency: str
    lines: Sequence[Line] = ()
    card: CardView | None = None
    problem: str | None = None

    @classmethod
    def of(cls, price: Price, card: CardView) -> "Quote":
        """Return the quote of a price on a card."""
        return cls(currency=price.currency, lines=price.lines, card=card)

    @property
    def total_cents(self) -> int:
        """Return the sum of the lines, zero when there is no price."""
        return sum(line.amount_cents for line in self.lines)

    def columns(self) -> Mapping[str, Any]:
        """Return the quote as the columns of `models.Priced`."""
        card = self.card
        return {
            "price_cents": self.total_cents,
            "currency": self.currency,
            "lines": [
                {"code": line.code, "text": line.text, "amount_cents": line.amount_cents}
                for line in self.lines
            ],
            "rate_card_id": card.id if card else None,
            "rate_card_code": card.code if card else None,
            "rate_card_version": card.version if card else None,
            "rate_card_valid_from": card.valid_from if card else None,
            "problem": self.problem,
        }
