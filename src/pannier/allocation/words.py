"""Say in words why a carrier was chosen."""

from collections.abc import Sequence

from pannier.allocation.options import Option

_WHY = {
    "cheapest": "It costs least.",
    "only_carrier": "It is the only carrier that fits.",
    "share_used_up": "A cheaper partner has its full share of this merchant's orders of the day.",
    "left_out": "The own fleet's plan could not hold it.",
    "dispatcher": "A dispatcher chose it.",
    "accepted": "You accepted it from its operator.",
    "no_other_carrier": "No carrier fits; the plan will say what is missing.",
}


def explain(option: Option, options: Sequence[Option], why: str, currency: str) -> str:
    """Return the chosen carrier, the rule, and each other one with its figures or what speaks against it."""
    others = [f"{each.name}: {_figures(each, currency)}" for each in options if each is not option]
    return " ".join([f"{option.name}, {_figures(option, currency)}", _WHY[why], *others])


def _figures(option: Option, currency: str) -> str:
    if option.cost_cents is None:
        return option.reason
    figures = f"{option.cost_cents / 100:.2f} {currency} and {option.co2e_g} g CO2e."
    return figures if option.eligible else f"{figures} {option.reason}"
