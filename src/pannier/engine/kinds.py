"""Vehicles that differ by name only, also to every task, are one kind to the search, with a count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pannier.core.ids import VehicleId
from pannier.core.problem import Problem, Vehicle


@dataclass(frozen=True)
class KindOfVehicle:
    """One of the vehicles, to read the kind's figures from, and the positions of all of them."""

    example: Vehicle
    vehicles: tuple[int, ...]


def kinds_of(problem: Problem) -> tuple[KindOfVehicle, ...]:
    """Return the kinds in the order of their first vehicles."""
    wished = _wished(problem)
    found: dict[tuple[Vehicle, frozenset[int]], list[int]] = {}
    for index, vehicle in enumerate(problem.vehicles):
        groups = frozenset(group for group, members in enumerate(wished) if vehicle.id in members)
        found.setdefault((replace(vehicle, id="", name="", called=""), groups), []).append(index)
    return tuple(KindOfVehicle(problem.vehicles[members[0]], tuple(members)) for members in found.values())


def _wished(problem: Problem) -> Sequence[frozenset[VehicleId]]:
    """Return every group of vehicles that some task names, each once."""
    groups: dict[frozenset[VehicleId], None] = {}
    for task in problem.tasks:
        for group in (task.only, *(one.vehicles for one in task.preferences)):
            if group:
                groups[group] = None
    return tuple(groups)


def kind_by_vehicle(kinds: Sequence[KindOfVehicle]) -> dict[int, int]:
    """Return the position of the kind of each vehicle."""
    return {vehicle: position for position, kind in enumerate(kinds) for vehicle in kind.vehicles}
