"""How long an order is kept back: a short wait may let another one share its ride, and must never make it late."""

from pannier.core.on_demand.option import Option, lateness_s
from pannier.core.on_demand.order import OpenOrder
from pannier.core.on_demand.policy import Policy


def is_due(order: OpenOrder, now_s: int, policy: Policy) -> bool:
    """Tell whether it is time to look for a rider: not long before the order is ready."""
    return now_s >= order.ready_s - policy.ahead_s


def held_until(order: OpenOrder, best: Option, now_s: int, policy: Policy) -> int | None:
    """Return until when an order is kept back although `best` could have it now; None where it goes at once.

    Waiting can only spare a ride that somebody would set out on for it alone. It is kept for as long as it would still
    be in time afterwards, and for `policy.hold_s` since it is known at most.
    """
    if order.rider is not None or not best.is_own_ride or lateness_s(order, best) > 0:
        return None
    spare_s = min(order.leave_by_s - best.leave_s, order.deliver_by_s - best.door_s)
    until_s = min(order.known_s + policy.hold_s, now_s + spare_s)
    return until_s if until_s > now_s else None
