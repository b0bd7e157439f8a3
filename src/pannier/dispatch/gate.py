"""What keeps a route from leaving: pure words on facts that were read before."""

from collections.abc import Sequence
from dataclasses import dataclass, field

OVERRIDABLE = "parcels_missing"
NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """What is known of a route when somebody wants to release it.

    `broken` are the checker's words, `missing` barcodes and `missing_of` the references of their orders.
    """

    state: str
    plan_checked: bool
    rider_active: bool
    vehicle_active: bool
    open_orders: int
    broken: Sequence[str] = ()
    missing: Sequence[str] = ()
    missing_of: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why a route stays: a code, a sentence, and the barcodes it is about."""

    code: str
    detail: str
    missing: tuple[str, ...] = field(default=())


def block(facts: RouteFacts) -> Block | None:
    """Return the first reason against a release, the gravest first, or None."""
    if facts.state != "draft":
        return Block("not_a_draft", f"The route is {facts.state}; only a draft can be released.")
    if not facts.plan_checked:
        return Block("plan_not_checked", "The checker has not passed this plan; plan the day again.")
    if not facts.open_orders:
        return Block("nothing_to_do", "All its orders were called off; plan the day again.")
    if not facts.rider_active:
        return Block("rider_inactive", "Its rider is no longer active; give the route to another shift.")
    if not facts.vehicle_active:
        return Block("vehicle_inactive", "Its vehicle is no longer active; give the route to another shift.")
    if facts.broken:
        text = f"Something changed since it was planned, and now it breaks a rule: {facts.broken[0]}"
        return Block("plan_outdated", f"{text} Plan the day again.")
    if facts.missing:
        many = len(facts.missing)
        what = "1 parcel is" if many == 1 else f"{many} parcels are"
        advice = f"receive {'it' if many == 1 else 'them'}, or release with an override and its reason"
        text = f"{what} not in the hub{_of_orders(facts.missing_of)}; {advice}."
        return Block(OVERRIDABLE, text, tuple(facts.missing))
    return None


def _of_orders(references: Sequence[str]) -> str:
    """Return whose parcels they are: the first orders by name, the others by number."""
    orders = list(dict.fromkeys(references))
    if not orders:
        return ""
    more = len(orders) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f" ({'order' if len(orders) == 1 else 'orders'} {', '.join(orders[:NAMED])}{rest})"
