"""What is aboard along a route, and what each leg then takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add, sub

from pannier.core.plan import ActivityKind
from pannier.core.problem import UNREACHABLE, Problem, Rule, TaskKind, Vehicle
from pannier.core.schedule.steps import CLOSING, OPENING, Fault, Step

type Load = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from the step before: metres, seconds, joules with the payload then aboard."""

    distance_m: int
    duration_s: int
    energy_j: int


_NO_LEG = Leg(0, 0, 0)


def loads_along(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], faults: list[Fault]) -> list[Load]:
    """Return the load aboard after each step; returns leave the vehicle where the trip ends."""
    loads: list[Load] = []
    aboard: Load = ()
    for position, step in enumerate(steps):
        if step.kind in OPENING:
            aboard = _loaded_at_hub(problem, steps, position)
            if step.kind is ActivityKind.START and vehicle.start_load:
                aboard = tuple(map(add, aboard, vehicle.start_load))
            _note_overload(vehicle, aboard, position, faults)
        elif step.kind is ActivityKind.END:
            aboard = (0,) * len(problem.dimensions)
        elif step.task is not None:
            task = problem.tasks[step.task]
            if task.kind is TaskKind.PICKUP:
                aboard = tuple(map(add, aboard, task.demand))
                _note_overload(vehicle, aboard, position, faults)
            else:
                aboard = tuple(map(sub, aboard, task.demand))
        loads.append(aboard)
    return loads


def _loaded_at_hub(problem: Problem, steps: Sequence[Step], opening: int) -> Load:
    """Return what the trip that opens here takes from its hub."""
    total: Load = (0,) * len(problem.dimensions)
    loaded_at_hub, tasks = problem.loaded_at_hub, problem.tasks
    for position in range(opening + 1, len(steps)):
        step = steps[position]
        if step.task is None:
            if step.kind in CLOSING:
                break
        elif loaded_at_hub[step.task]:
            total = tuple(map(add, total, tasks[step.task].demand))
    return total


def _note_overload(vehicle: Vehicle, aboard: Load, position: int, faults: list[Fault]) -> None:
    """Add a fault for each dimension that holds more than it can."""
    for have, most in zip(aboard, vehicle.capacity, strict=True):
        if have > most:
            faults.append(Fault(Rule.CAPACITY, position, have - most))


def legs_along(
    problem: Problem, vehicle: Vehicle, steps: Sequence[Step], loads: Sequence[Load], faults: list[Fault]
) -> list[Leg]:
    """Return the leg before each step; a pair without a way is a fault and counts as nothing."""
    matrices = problem.matrices_of(vehicle)
    metres, seconds = matrices.distance_m.item, matrices.duration_s.item
    base_j, j_per_kg = matrices.energy_base_j.item, matrices.energy_j_per_kg.item
    legs = [_NO_LEG]
    for position in range(1, len(steps)):
        origin, target = steps[position - 1].place, steps[position].place
        distance_m = 0 if origin == target else metres(origin, target)
        if distance_m == UNREACHABLE:
            faults.append(Fault(Rule.REACHABLE, position, 1))
        if origin == target or distance_m == UNREACHABLE:
            legs.append(_NO_LEG)
            continue
        payload_g = problem.payload_g(loads[position - 1])
        energy_j = base_j(origin, target) - (-j_per_kg(origin, target) * payload_g // 1000)
        legs.append(Leg(distance_m, seconds(origin, target), energy_j))
    return legs
