"""Vehicles that differ by name only are one kind to the search, with a count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pannier.core.problem import Problem, Vehicle


@dataclass(frozen=True)
class KindOfVehicle:
    """One of the vehicles, to read the kind's figures from, and the positions of all of them."""

    example: Vehicle
    vehicles: tuple[int, ...]


def kinds_of(problem: Problem) -> tuple[KindOfVehicle, ...]:
    """Return the kinds in the order of their first vehicles."""
    found: dict[Vehicle, list[int]] = {}
    for index, vehicle in enumerate(problem.vehicles):
        found.setdefault(replace(vehicle, id="", name=""), []).append(index)
    return tuple(KindOfVehicle(problem.vehicles[members[0]], tuple(members)) for members in found.values())


def kind_by_vehicle(kinds: Sequence[KindOfVehicle]) -> dict[int, int]:
    """Return the position of the kind of each vehicle."""
    return {vehicle: position for position, kind in enumerate(kinds) for vehicle in kind.vehicles}
