"""What is aboard: no dimension too full, the battery never below its reserve."""

from collections.abc import Iterator, Sequence

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.problem import Problem, Rule, Vehicle
from pannier.core.units import amount_text, energy_text


def check_loads(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield for each trip and dimension the fullest point beyond the capacity."""
    for dimension, (named, most) in enumerate(zip(problem.dimensions, vehicle.capacity, strict=True)):
        for trip in range(seen[-1].trip + 1):
            at_trip = [
                (now.load[dimension], -position) for position, now in enumerate(seen) if now.trip == trip
            ]
            fullest, negative_position = max(at_trip)
            if fullest > most:
                over = amount_text(fullest - most, named.unit)
                words = f"Trip {trip + 1} of {vehicle.label} carries {over} too much ({named.name})."
                unit, position = named.unit, -negative_position
                yield Violation(Rule.CAPACITY, words, vehicle.id, None, position, fullest - most, unit)


def check_battery(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield every leg after which the battery holds less than its reserve."""
    if vehicle.battery is None:
        return
    charge_j = vehicle.battery.start_j
    for position, now in enumerate(seen):
        on_arrival_j = charge_j - now.leg_energy_j
        short_j = vehicle.battery.reserve_j - on_arrival_j
        if now.moved and short_j > 0:
            words = (
                f"{vehicle.heading} arrives at position {position} with "
                f"{energy_text(short_j)} less than its battery reserve."
            )
            yield Violation(Rule.BATTERY, words, vehicle.id, now.activity.task_id, position, short_j, "J")
        charge_j = now.charge_j if now.charge_j is not None else on_arrival_j
