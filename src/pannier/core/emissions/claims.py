"""What may be said to a recipient about a delivery, and words that may not be used.

Directive (EU) 2024/825 bans claims of neutrality by offsetting and generic praise such as "green delivery".
"""

from __future__ import annotations

import re
from decimal import Decimal

_BLOCKED = (
    r"(carbon|climate|co2|co₂)[- ]?(neutral|positive|negative|free)\w*",
    r"net[- ]?zero",
    r"zero[- ]?emissions?\b(?! at the tailpipe)",
    r"emissions?[- ]?free",
    r"eco[- ]?friendly",
    r"(environment(ally)?|climate)[- ]friendly",
    r"green (delivery|deliveries|shipping)",
    r"offset\w*",
    r"klimaneutral\w*|klimafreundlich\w*|umweltfreundlich\w*",
)
_PATTERN = re.compile("|".join(rf"(?:\b{word})" for word in _BLOCKED), re.IGNORECASE)


def blocked_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that must not be said about a delivery, in their order."""
    return tuple(match.group(0) for match in _PATTERN.finditer(text))


def delivery_claim(co2e_mg: int, *, edition: str, primary: float) -> str:
    """Return the sentence that a recipient may read, with method, factors and share of measured data."""
    grams = (Decimal(co2e_mg) / 1000).quantize(Decimal("0.1"))
    return (
        f"This delivery: {grams} g CO2e (ISO 14083, well-to-wheel, factors {edition}, "
        f"{round(100 * primary)} % primary data)."
    )
