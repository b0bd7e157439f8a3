"""What the steps of a route take: the way there, parking, the step itself; and until when it costs nothing."""

from collections.abc import Sequence

from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Swap, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.steps import OPENING, Step


def travel_s(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    position: int,
    departure_s: int,
) -> int:
    """Return how long the way to a step takes when it is begun at a moment."""
    base_s = legs[position].duration_s
    traffic = problem.matrices_of(vehicle).traffic
    if traffic is None or not base_s:
        return base_s
    origin, target = steps[position - 1].place, steps[position].place
    return problem.matrices_of(vehicle).travel_s(origin, target, departure_s)


def parking_s(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int) -> int:
    """Return the parking time before a step: only for tasks, only at a stop just reached."""
    if not is_new_stop(problem, vehicle, steps, position):
        return 0
    return vehicle.parking_s


def is_new_stop(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int) -> bool:
    """Tell whether a vehicle parks for a step: a task neither where it stands nor within a walk from there."""
    before, step = steps[position - 1], steps[position]
    return step.task is not None and not problem.matrices_of(vehicle).is_same_stop(before.place, step.place)


def occupied_s(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int) -> int:
    """Return how long a step takes once it has begun."""
    step = steps[position]
    if step.task is not None:
        return vehicle.service_time_s(problem.tasks[step.task].service_s)
    if step.rest is not None:
        return vehicle.breaks[step.rest].duration_s
    if step.kind in OPENING:
        return vehicle.trips.loading_s if position else vehicle.trips.start_loading_s
    if step.kind is ActivityKind.SWAP and vehicle.battery and isinstance(vehicle.battery.at_hub, Swap):
        return vehicle.battery.at_hub.duration_s
    return step.charge_s


def due_s(problem: Problem, step: Step, latest_s: int) -> int:
    """Return until when a step may begin at no price."""
    due = None if step.task is None else problem.tasks[step.task].due
    return latest_s if due is None else min(latest_s, due.by_s)
