"""How figures read: money, rates with their number and interval, grams and kilometres. Pure."""

from pannier.reports.report import Rate


def money(cents: float | None, currency: str) -> str:
    """Return an amount of minor units; a dash when there is none."""
    return "–" if cents is None else f"{cents / 100:,.2f} {currency}"


def percent(share: float) -> str:
    """Return a share in percent with one digit."""
    return f"{100 * share:.1f} %"


def rate(value: Rate) -> str:
    """Return a rate with what it rests on and its 95 % interval."""
    if value.rate is None:
        return "nothing to judge (n = 0)"
    return (
        f"{percent(value.rate)} (n = {value.n}, 95 % between {percent(value.low)} and {percent(value.high)})"
    )


def grams(value: float | None) -> str:
    """Return grams of CO2e, in kilograms above one."""
    if value is None:
        return "–"
    return f"{value / 1000:,.2f} kg" if abs(value) >= 1000 else f"{value:,.1f} g"


def saved(value: float | None) -> str:
    """Return what was saved, or by how much more was emitted, in words."""
    if value is None:
        return "not known: no frozen baseline"
    return f"{grams(value)} saved" if value >= 0 else f"{grams(-value)} more than the diesel van"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
