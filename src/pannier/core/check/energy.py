"""Swaps and charges: only what the vehicle can have, where it can have it, and as long as it must."""

from collections.abc import Iterator, Sequence

from pannier.core.check.replay import Seen, curve_used
from pannier.core.check.violation import Violation
from pannier.core.plan import Activity, ActivityKind, Route
from pannier.core.problem import Problem, Rule, Swap, Vehicle
from pannier.core.units import count_text, energy_text


def check_energy_actions(problem: Problem, vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    """Yield swaps and charges that this vehicle cannot have, or more swaps than batteries."""
    at_hub = None if vehicle.battery is None else vehicle.battery.at_hub
    swaps = 0
    for position, activity in enumerate(route.activities):
        yield from _check_action(problem, vehicle, position, activity)
        swaps += activity.kind is ActivityKind.SWAP
    if isinstance(at_hub, Swap) and swaps > at_hub.spares:
        times, spares = (
            count_text(swaps, "time"),
            count_text(at_hub.spares, "spare battery", "spare batteries"),
        )
        words = f"{vehicle.heading} swaps {times}, but has {spares}."
        yield Violation(Rule.BATTERY, words, vehicle.id, None, None, swaps - at_hub.spares, "swaps")


def _check_action(
    problem: Problem, vehicle: Vehicle, position: int, activity: Activity
) -> Iterator[Violation]:
    """Yield a swap or charge that does not fit the battery, and a station where nothing is charged."""
    where = f"(position {position})"
    words = None
    if activity.kind is ActivityKind.CHARGE:
        fits = vehicle.battery is not None and curve_used(problem, vehicle.battery, activity) is not None
        source = "the hub" if activity.station_id is None else f"station {activity.station_id}"
        words = None if fits else f"{vehicle.heading} cannot charge at {source} {where}."
    elif activity.station_id is not None:
        words = f"{vehicle.heading} has a {activity.kind} at station {activity.station_id} {where}."
    elif activity.kind is ActivityKind.SWAP:
        fits = vehicle.battery is not None and isinstance(vehicle.battery.at_hub, Swap)
        words = None if fits else f"{vehicle.heading} has no swap at the hub {where}."
    if words is not None:
        yield Violation(Rule.BATTERY, words, vehicle.id, activity.task_id, position, 1, "action")


def check_full_charges(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield charges that end before the battery is full where a charge always goes on until then."""
    if vehicle.battery is None:
        return
    for position, now in enumerate(seen):
        curve = curve_used(problem, vehicle.battery, now.activity)
        short_j = vehicle.battery.capacity_j - (now.charge_j or 0)
        if curve is not None and curve.only_full and short_j > 0:
            words = (
                f"{vehicle.heading} stops charging {energy_text(short_j)} before full (position {position})."
            )
            yield Violation(Rule.BATTERY, words, vehicle.id, None, position, short_j, "J")
