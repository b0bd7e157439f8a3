"""What is aboard along a route: goods, and energy in the battery."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.plan import ActivityKind
from pannier.core.problem import UNREACHABLE, Charge, Problem, Rule, Swap, TaskKind, Vehicle
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
            _note_overload(vehicle, aboard, position, faults)
        elif step.kind is ActivityKind.END:
            aboard = (0,) * len(problem.dimensions)
        elif step.task is not None:
            aboard = _after_task(problem, aboard, step.task)
            _note_overload(vehicle, aboard, position, faults)
        loads.append(aboard)
    return loads


def _loaded_at_hub(problem: Problem, steps: Sequence[Step], opening: int) -> Load:
    """Return what the trip that opens here takes from its hub."""
    total = [0] * len(problem.dimensions)
    for step in steps[opening + 1 :]:
        if step.kind in CLOSING:
            break
        if step.task is not None and problem.tasks[step.task].is_loaded_at_hub:
            for dimension, amount in enumerate(problem.tasks[step.task].demand):
                total[dimension] += amount
    return tuple(total)


def _after_task(problem: Problem, aboard: Load, index: int) -> Load:
    """Return the load after handing over or taking in one task's goods."""
    task = problem.tasks[index]
    if task.kind is TaskKind.PICKUP:
        return tuple([have + amount for have, amount in zip(aboard, task.demand, strict=True)])
    return tuple([have - amount for have, amount in zip(aboard, task.demand, strict=True)])


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
    legs = [_NO_LEG]
    for position in range(1, len(steps)):
        origin, target = steps[position - 1].place, steps[position].place
        if origin == target:
            legs.append(_NO_LEG)
            continue
        distance_m = matrices.distance_m.item(origin, target)
        if distance_m == UNREACHABLE:
            faults.append(Fault(Rule.REACHABLE, position, 1))
            legs.append(_NO_LEG)
            continue
        payload_g = problem.payload_g(loads[position - 1])
        energy_j = matrices.energy_base_j.item(origin, target)
        energy_j -= -matrices.energy_j_per_kg.item(origin, target) * payload_g // 1000
        legs.append(Leg(distance_m, matrices.duration_s.item(origin, target), energy_j))
    return legs


def charges_along(
    vehicle: Vehicle, steps: Sequence[Step], legs: Sequence[Leg], faults: list[Fault]
) -> list[int | None]:
    """Return the charge after each step; a leg that ends below the reserve is a fault."""
    battery = vehicle.battery
    if battery is None:
        return [None] * len(steps)
    charge_j, swaps = battery.start_j, 0
    charges: list[int | None] = []
    for position, step in enumerate(steps):
        charge_j -= legs[position].energy_j
        moved = position > 0 and step.place != steps[position - 1].place
        if moved and charge_j < battery.reserve_j:
            faults.append(Fault(Rule.BATTERY, position, battery.reserve_j - charge_j))
        if step.kind is ActivityKind.SWAP:
            charge_j, swaps = battery.capacity_j, swaps + 1
            if not isinstance(battery.at_hub, Swap) or swaps > battery.at_hub.spares:
                faults.append(Fault(Rule.BATTERY, position, 1))
        elif step.kind is ActivityKind.CHARGE and isinstance(battery.at_hub, Charge):
            charge_j = battery.at_hub.charge_after_j(max(charge_j, 0), duration_s=step.charge_s)
        charges.append(charge_j)
    return charges
