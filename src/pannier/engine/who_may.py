"""Which tasks each kind of vehicle may serve, how long and at what cost: tasks that are alike are looked at once."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from pannier.core.ids import VehicleId
from pannier.core.problem import Problem, Task, TaskKind, Vehicle
from pannier.engine.jobs import Jobs

type _Signature = tuple[frozenset[str], frozenset[VehicleId], int | None, TaskKind]


def may_serve(vehicle: Vehicle, task: Task) -> bool:
    """Tell whether skills, hubs and room allow a vehicle to serve a task at all."""
    return _is_entitled(vehicle, task) and _has_room(vehicle, task)


def _is_entitled(vehicle: Vehicle, task: Task) -> bool:
    if not task.needs <= vehicle.skills or (task.only and vehicle.id not in task.only):
        return False
    if task.hub is None:
        return True
    own = vehicle.start_place if task.kind is TaskKind.DROPOFF else vehicle.end_place
    return task.hub == own or (vehicle.trips.max_trips > 1 and task.hub in vehicle.trips.reload_places)


def _has_room(vehicle: Vehicle, task: Task) -> bool:
    return all(amount <= most for amount, most in zip(task.demand, vehicle.capacity, strict=True))


@dataclass(frozen=True, eq=False)
class TasksOfKinds:
    """The tasks of a problem as each kind of vehicle is asked about all of them."""

    problem: Problem
    jobs: Jobs

    def allowed(self, vehicle: Vehicle) -> list[bool]:
        """Return for each job whether a vehicle may serve all tasks of it."""
        may = [_is_entitled(vehicle, one) for one in self._alike[1]]
        of_job = {kind: all(may[one] for one in kind) for kind in set(self._jobs_alike)}
        found = [of_job[kind] for kind in self._jobs_alike]
        if all(amount <= most for amount, most in zip(self._largest, vehicle.capacity, strict=True)):
            return found
        tasks, jobs = self.problem.tasks, self.jobs.all
        return [
            ok and all(_has_room(vehicle, tasks[index]) for index in job)
            for ok, job in zip(found, jobs, strict=True)
        ]

    def prices_millicents(self, vehicle: Vehicle) -> list[float]:
        """Return for each task what it costs that this vehicle does it; none where no task wishes for anybody."""
        if not any(self._strangers_millicents):
            return []
        prices = list(self._strangers_millicents)
        for index, millicents in self._wished.get(vehicle.id, ()):
            prices[index] -= millicents
        return [float(price) for price in prices]

    def service_s(self, vehicle: Vehicle) -> list[int]:
        """Return how long each task takes with a vehicle."""
        lasts = [task.service_s for task in self.problem.tasks]
        of_length = {service_s: vehicle.service_time_s(service_s) for service_s in set(lasts)}
        return [of_length[service_s] for service_s in lasts]

    @cached_property
    def _alike(self) -> tuple[list[int], list[Task]]:
        """Return for each task the number of those whom the same vehicles may serve, and one task of each number."""
        numbers: dict[_Signature, int] = {}
        examples: list[Task] = []
        found = []
        for task in self.problem.tasks:
            number = numbers.setdefault((task.needs, task.only, task.hub, task.kind), len(numbers))
            if number == len(examples):
                examples.append(task)
            found.append(number)
        return found, examples

    @cached_property
    def _jobs_alike(self) -> list[tuple[int, ...]]:
        numbers = self._alike[0]
        return [tuple(numbers[index] for index in job) for job in self.jobs.all]

    @cached_property
    def _largest(self) -> tuple[int, ...]:
        """Return the most that any task takes up, dimension by dimension."""
        demands = [task.demand for task in self.problem.tasks]
        return tuple(max((one[n] for one in demands), default=0) for n in range(len(self.problem.dimensions)))

    @cached_property
    def _strangers_millicents(self) -> list[int]:
        """Return for each task what it costs with a vehicle that it does not wish for."""
        return [sum(wish.millicents for wish in task.preferences) for task in self.problem.tasks]

    @cached_property
    def _wished(self) -> dict[VehicleId, list[tuple[int, int]]]:
        """Return for each vehicle the tasks that wish for it, and how much each does."""
        found: dict[VehicleId, list[tuple[int, int]]] = defaultdict(list)
        for index, task in enumerate(self.problem.tasks):
            for wish in task.preferences:
                for vehicle_id in wish.vehicles:
                    found[vehicle_id].append((index, wish.millicents))
        return found
