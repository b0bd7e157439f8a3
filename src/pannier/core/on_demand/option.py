"""One way to serve an order: with whom, what it costs more, and when the order then leaves and is there."""

from dataclasses import dataclass

from pannier.core.ids import VehicleId
from pannier.core.on_demand.order import OpenOrder
from pannier.core.on_demand.policy import Policy
from pannier.core.units import divide_half_up

_MINUTE_S = 60


@dataclass(frozen=True, kw_only=True)
class Option:
    """A rider's route with one order more.

    `extra_millicents` is what all routes then cost more, `counted_late_s` the lateness that is in it already.
    `is_own_ride` tells that the rider sets out for this order alone.
    """

    order: str
    vehicle: VehicleId
    extra_millicents: int
    leave_s: int
    door_s: int
    counted_late_s: int = 0
    is_own_ride: bool = False


def lateness_s(order: OpenOrder, option: Option) -> int:
    """Return by how much an order leaves too late or is at the door too late, the worse of both."""
    return max(0, option.leave_s - order.leave_by_s, option.door_s - order.deliver_by_s)


def price_of(order: OpenOrder, option: Option, policy: Policy) -> int:
    """Return what an option counts in the choice: its cost, its minutes, its lateness, and taking it from somebody."""
    minutes = policy.minute_millicents * max(0, option.door_s - order.ready_s)
    late = policy.late_minute_millicents * max(0, lateness_s(order, option) - option.counted_late_s)
    price = option.extra_millicents + divide_half_up(minutes + late, _MINUTE_S)
    is_taken = order.rider is not None and order.rider != option.vehicle
    return price + (policy.changed_millicents if is_taken else 0)
