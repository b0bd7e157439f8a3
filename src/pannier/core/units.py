"""Whole-number arithmetic with units: rounding, exact splits, and how quantities read in a sentence."""

from collections.abc import Sequence
from fractions import Fraction

J_PER_WH = 3_600
J_PER_KWH = 3_600_000
S_PER_HOUR = 3_600
S_PER_DAY = 86_400
M_PER_KM = 1_000
G_PER_KG = 1_000

# Units are free words, some of which end with an s without being many.
_SINGULARS = {
    "boxes": "box", "pallets": "pallet", "parcels": "parcel", "pieces": "piece", "stops": "stop", "units": "unit",
}  # fmt: skip


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded to the nearest whole number, halves away from zero.

    Raises ZeroDivisionError when the denominator is zero.
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    whole, rest = divmod(abs(numerator), abs(denominator))
    return sign * (whole + (2 * rest >= abs(denominator)))


def divide_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded up to a whole number."""
    return -(-numerator // denominator)


def round_half_up(value: float) -> int:
    """Return the nearest whole number, halves away from zero (Python's own round goes to even)."""
    exact = Fraction(value)
    return divide_half_up(exact.numerator, exact.denominator)


def joules_of_wh(energy_wh: float) -> int:
    """Return watt-hours as whole joules."""
    return round_half_up(energy_wh * J_PER_WH)


def wh_of_joules(energy_j: int) -> float:
    """Return joules as watt-hours."""
    return energy_j / J_PER_WH


def split_exactly(total: int, weights: Sequence[int | float]) -> tuple[int, ...]:
    """Split a whole total in proportion to weights, so that the shares sum to it exactly.

    Largest-remainder method (Hamilton): every share is rounded down, and the units left go to the largest
    remainders; equal remainders are served in the order given, so the result is always the same. When all
    weights are zero the shares are equal. A negative total is split like its positive and negated.
    Raises ValueError for a negative or non-finite weight, or for a non-zero total and no weights.
    """
    if not weights:
        if total:
            raise ValueError(f"Cannot split {total} among nobody; give at least one weight.")
        return ()
    if total < 0:
        return tuple(-share for share in split_exactly(-total, weights))
    exact = _exact_weights(weights)
    whole = sum(exact)
    floors = [int(total * weight // whole) for weight in exact]
    remainders = [total * weight - floor * whole for weight, floor in zip(exact, floors, strict=True)]
    order = sorted(range(len(exact)), key=lambda i: (-remainders[i], i))
    for i in order[: total - sum(floors)]:
        floors[i] += 1
    return tuple(floors)


def _exact_weights(weights: Sequence[int | float]) -> list[Fraction]:
    """Return the weights as exact fractions, all one when all are zero."""
    exact = []
    for position, weight in enumerate(weights):
        if not 0 <= weight < float("inf"):
            raise ValueError(f"Weight {position} is {weight}; weights are finite and not negative.")
        exact.append(Fraction(weight))
    return exact if any(exact) else [Fraction(1)] * len(exact)


def clock_text(time_s: int) -> str:
    """Return seconds since the service day began as hh:mm, with +1 for the day after."""
    day, rest = divmod(time_s, S_PER_DAY)
    text = f"{rest // 3600:02d}:{rest % 3600 // 60:02d}"
    return f"{text}+{day}" if day else text


def duration_text(duration_s: int) -> str:
    """Return a duration as people say it: 45 s, 12 min, 2 h 05 min."""
    if duration_s < 60:
        return f"{duration_s} s"
    minutes = divide_up(duration_s, 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def distance_text(distance_m: int) -> str:
    """Return a distance as people say it: 850 m, 12.4 km."""
    return f"{distance_m} m" if distance_m < M_PER_KM else f"{distance_m / M_PER_KM:.1f} km"


def energy_text(energy_j: int) -> str:
    """Return an energy as people say it: 340 Wh, 12.5 kWh."""
    wh = divide_up(energy_j, J_PER_WH)
    return f"{wh} Wh" if wh < 10_000 else f"{wh / 1000:.1f} kWh"


def money_text(cents: float, currency: str) -> str:
    """Return an amount of money with its currency where that is known: 9.65 EUR, 9.65."""
    return f"{cents / 100:.2f} {currency}".rstrip()


def count_text(count: int, one: str, several: str = "") -> str:
    """Return a number with its noun: 1 stop, 2 stops; `several` is the plural that adding an s does not make."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def amount_text(amount: int, unit: str) -> str:
    """Return a load in its unit, grams and millilitres in the larger unit people use."""
    larger = {"g": "kg", "ml": "l"}.get(unit)
    return f"{amount / 1000:.1f} {larger}" if larger else one_text(amount, unit)


def one_text(amount: int, unit: str) -> str:
    """Return a number with its unit, which is in the plural where it has one: 1 stop, 2 stops, 3 m."""
    return f"{amount} {_SINGULARS.get(unit, unit) if amount == 1 else unit}"
