"""One price per delivery from a rate card, in lines that explain themselves."""

from pannier.core.pricing.card import (
    HourSurcharge,
    PricingError,
    RateCard,
    RateCardError,
    WeightBand,
    WindowBand,
    ZonePrice,
    parse_rate_card,
)
from pannier.core.pricing.price import Line, NoPrice, Occasion, Price, Shipment, price

__all__ = [
    "HourSurcharge",
    "Line",
    "NoPrice",
    "Occasion",
    "Price",
    "PricingError",
    "RateCard",
    "RateCardError",
    "Shipment",
    "WeightBand",
    "WindowBand",
    "ZonePrice",
    "parse_rate_card",
    "price",
]
