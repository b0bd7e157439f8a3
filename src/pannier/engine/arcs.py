"""What the search sees of the streets: one pair of matrices for each group of vehicles that drive alike.

The search knows one service time per stop and no skills. So parking, service and the way to the door go into
the travel times of a group, and tasks that a group cannot serve get arcs so long that no shift holds them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pannier.core.ids import PlaceIndex
from pannier.core.problem import UNREACHABLE, Problem, Vehicle
from pannier.engine.fit import Fit

FORBIDDEN_S = 10_000_000
FORBIDDEN_M = 10_000_000

type Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Vehicles with the same profile, parking, service and allowed tasks."""

    profile: str
    parking_s: int
    service_percent: int
    door_s: int
    allowed: frozenset[int]


@dataclass(frozen=True, eq=False)
class Arcs:
    """Locations of the search: first the places where trips begin or end, then one per task."""

    problem: Problem
    fit: Fit

    @cached_property
    def hub_places(self) -> tuple[PlaceIndex, ...]:
        """Return every place where some vehicle's trip can begin or end."""
        return tuple(sorted({place for vehicle in self.problem.vehicles for place in vehicle.hub_places}))

    @cached_property
    def location_of_hub(self) -> dict[PlaceIndex, int]:
        """Return the location of each hub place."""
        return {place: location for location, place in enumerate(self.hub_places)}

    def location_of_task(self, task: int) -> int:
        """Return the location of a task."""
        return len(self.hub_places) + task

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """Return the place of each location."""
        return np.array([*self.hub_places, *(task.place for task in self.problem.tasks)], dtype=np.int64)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the group of each vehicle."""
        return tuple(self._group(index, vehicle) for index, vehicle in enumerate(self.problem.vehicles))

    def _group(self, index: int, vehicle: Vehicle) -> Group:
        allowed = frozenset(task for job in self.fit.allowed[index] for task in job)
        return Group(vehicle.profile, vehicle.parking_s, vehicle.service_percent, vehicle.door_s, allowed)

    def matrices(self, vehicle: Vehicle, group: Group) -> tuple[Matrix, Matrix]:
        """Return metres and seconds between all locations for a group, given one of its vehicles."""
        matrices = self.problem.matrices_of(vehicle)
        grid = np.ix_(self.places, self.places)
        distance_m = matrices.distance_m[grid].astype(np.int64)
        duration_s = matrices.duration_s[grid].astype(np.int64)
        closed = distance_m == UNREACHABLE
        hubs = len(self.hub_places)
        moved = self.places[:, None] != self.places[None, :]
        duration_s[:, hubs:] += vehicle.parking_s * moved[:, hubs:]
        service_s = [vehicle.service_time_s(task.service_s) for task in self.problem.tasks]
        duration_s[hubs:, :] += np.array(service_s, dtype=np.int64)[:, None]
        refused = [self.location_of_task(i) for i in range(len(self.problem.tasks)) if i not in group.allowed]
        closed[refused, :] = True
        closed[:, refused] = True
        distance_m[closed], duration_s[closed] = FORBIDDEN_M, FORBIDDEN_S
        np.fill_diagonal(distance_m, 0)
        np.fill_diagonal(duration_s, 0)
        return distance_m, duration_s


def mean_energy_j_per_m(problem: Problem, vehicle: Vehicle) -> float:
    """Return joules per metre over all legs with half the payload aboard."""
    matrices = problem.matrices_of(vehicle)
    driven = matrices.distance_m > 0
    metres = int(matrices.distance_m[driven].sum(dtype=np.int64))
    if not metres:
        return 0.0
    base_j = int(matrices.energy_base_j[driven].sum(dtype=np.int64))
    per_kg_j = int(matrices.energy_j_per_kg[driven].sum(dtype=np.int64))
    half_payload_kg = problem.payload_g(vehicle.capacity) / 2000
    return (base_j + half_payload_kg * per_kg_j) / metres
