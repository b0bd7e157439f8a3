"""The price of one delivery, failed attempt or return, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from pannier.core.failure import Responsible
from pannier.core.pricing.card import PricingError, RateCard, WeightBand
from pannier.core.units import divide_half_up


class NoPrice(PricingError):
    """A rate card has no price for a shipment; the message says what it lacks."""


class Occasion(StrEnum):
    """What is paid for."""

    DELIVERY = "delivery"
    FAILED_ATTEMPT = "failed_attempt"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What a price depends on, and nothing about the person.

    `zone` is None outside all zones; an unknown weight or volume is None. `window_start` is the hub's time of
    day, `window_min` the promised window's length. `responsible` is whose fault a failed attempt was.
    """

    zone: str | None
    weight_g: int | None = None
    volume_ml: int | None = None
    window_start: time | None = None
    window_min: int | None = None
    occasion: Occasion = Occasion.DELIVERY
    responsible: Responsible | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of a price: a stable code, a sentence for people, an amount in minor units."""

    code: str
    text: str
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The lines of a price; their sum is the price."""

    lines: tuple[Line, ...]
    currency: str

    @property
    def total_cents(self) -> int:
        """Return the sum of the lines."""
        return sum(line.amount_cents for line in self.lines)


def price(card: RateCard, shipment: Shipment) -> Price:
    """Return the price of a shipment; raise NoPrice when the card has none for its zone or weight."""
    if shipment.occasion is Occasion.FAILED_ATTEMPT:
        return Price(lines=(_failed_line(card, shipment),), currency=card.currency)
    base = _return_line(card) if shipment.occasion is Occasion.RETURN else _zone_line(card, shipment)
    lines = [base, _weight_line(card, shipment), *_window_lines(card, shipment)]
    missing_cents = card.minimum_cents - sum(line.amount_cents for line in lines)
    if missing_cents > 0:
        text = f"Up to the minimum of {_money(card.minimum_cents)}"
        lines.append(Line(code="minimum", text=text, amount_cents=missing_cents))
    return Price(lines=tuple(lines), currency=card.currency)


def _failed_line(card: RateCard, shipment: Shipment) -> Line:
    if shipment.responsible in (Responsible.OPERATOR, Responsible.EXTERNAL):
        text = f"Failed attempt, not charged: {shipment.responsible} cause"
        return Line(code="failed_attempt", text=text, amount_cents=0)
    return Line(code="failed_attempt", text="Failed attempt", amount_cents=card.failed_attempt_cents)


def _return_line(card: RateCard) -> Line:
    return Line(code="return", text="Return to the merchant", amount_cents=card.return_cents)


def _zone_line(card: RateCard, shipment: Shipment) -> Line:
    for zone in card.zones:
        if zone.code == shipment.zone:
            return Line(code="zone", text=f"Delivery in zone {zone.code}", amount_cents=zone.base_cents)
    if card.elsewhere_cents is None:
        known = ", ".join(zone.code for zone in card.zones)
        where = f"zone {shipment.zone}" if shipment.zone else "places outside all zones"
        raise NoPrice(f"The rate card has no price for {where}; it knows {known}. Add it or elsewhere_cents.")
    return Line(code="zone", text="Delivery outside the zones", amount_cents=card.elsewhere_cents)


def _weight_line(card: RateCard, shipment: Shipment) -> Line:
    by_volume_g = divide_half_up(1000 * (shipment.volume_ml or 0), card.volumetric_ml_per_kg)
    weight_g = max(shipment.weight_g or 0, by_volume_g)
    band, over_g = _band(card, weight_g)
    how = " by volume" if by_volume_g > (shipment.weight_g or 0) else ""
    range_text = f"over {_kg(over_g)} to {_kg(band.up_to_g)}" if over_g else f"up to {_kg(band.up_to_g)}"
    text = f"Weight {_kg(weight_g)}{how}: {range_text}" if weight_g else f"Weight unknown: {range_text}"
    return Line(code="weight", text=text, amount_cents=band.add_cents)


def _band(card: RateCard, weight_g: int) -> tuple[WeightBand, int]:
    """Return the band of a weight and the limit of the band below."""
    over_g = 0
    for band in card.weight_bands:
        if weight_g <= band.up_to_g:
            return band, over_g
        over_g = band.up_to_g
    raise NoPrice(f"The rate card ends at {_kg(over_g)}; the shipment counts as {_kg(weight_g)}. Add a band.")


def _window_lines(card: RateCard, shipment: Shipment) -> list[Line]:
    lines = []
    if shipment.window_min is not None:
        fitting = [band for band in card.window_bands if shipment.window_min <= band.up_to_min]
        lines += [
            Line(code="window", text=f"Window of at most {band.up_to_min} min", amount_cents=band.add_cents)
            for band in fitting[:1]
        ]
    if shipment.window_start is not None:
        start = shipment.window_start.strftime("%H:%M")
        lines += [
            Line(code="hours", text=f"{rule.label}: window starts at {start}", amount_cents=rule.add_cents)
            for rule in card.hour_surcharges
            if rule.start <= start < rule.end
        ]
    return lines


def _kg(grams: int) -> str:
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".") + " kg"


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
