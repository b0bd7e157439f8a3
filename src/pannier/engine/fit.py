"""Which vehicle can carry which job at all, even with nothing else to do, and what forbids the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pannier.core.problem import UNREACHABLE, Problem, Rule, Task, TaskKind, Vehicle
from pannier.core.schedule import Fault
from pannier.engine.decode import decode
from pannier.engine.jobs import Job, Jobs


@dataclass(frozen=True, eq=False)
class Fit:
    """For each vehicle the jobs it can carry alone; for the others the fault that forbids it."""

    allowed: tuple[frozenset[Job], ...]
    obstacles: tuple[Mapping[Job, Fault], ...]

    def vehicles_of(self, job: Job) -> list[int]:
        """Return the vehicles that can carry a job."""
        return [vehicle for vehicle, jobs in enumerate(self.allowed) if job in jobs]


def fit_of(problem: Problem, jobs: Jobs) -> Fit:
    """Try every job alone on every vehicle; vehicles that differ by name only are tried once."""
    known: dict[Vehicle, tuple[frozenset[Job], Mapping[Job, Fault]]] = {}
    found = []
    for vehicle in problem.vehicles:
        nameless = replace(vehicle, id="", name="")
        if nameless not in known:
            known[nameless] = _fit_of_vehicle(problem, vehicle, jobs)
        found.append(known[nameless])
    return Fit(tuple(allowed for allowed, _ in found), tuple(obstacles for _, obstacles in found))


def _fit_of_vehicle(
    problem: Problem, vehicle: Vehicle, jobs: Jobs
) -> tuple[frozenset[Job], Mapping[Job, Fault]]:
    """Return the jobs one vehicle can carry, and the fault for each other one."""
    obstacles = {}
    for job in jobs.all:
        fault = _obstacle(problem, vehicle, job)
        if fault is not None:
            obstacles[job] = fault
    return frozenset(job for job in jobs.all if job not in obstacles), obstacles


def _obstacle(problem: Problem, vehicle: Vehicle, job: Job) -> Fault | None:
    """Return what keeps a vehicle from doing a job even alone, or None."""
    for index in job:
        task = problem.tasks[index]
        if not task.needs <= vehicle.skills:
            return Fault(Rule.SKILL, 0, len(task.needs - vehicle.skills))
        if not _touches_hub(vehicle, task):
            return Fault(Rule.HUB, 0, 1)
        if any(amount > most for amount, most in zip(task.demand, vehicle.capacity, strict=True)):
            return Fault(Rule.CAPACITY, 0, 1)
        if not _has_way(problem, vehicle, task):
            return Fault(Rule.REACHABLE, 0, 1)
    faults = _faults_alone(problem, vehicle, job)
    return max(faults, key=_weight) if faults else None


def _touches_hub(vehicle: Vehicle, task: Task) -> bool:
    """Tell whether a trip of the vehicle can begin (drop-off) or end (pickup) at the task's hub."""
    if task.hub is None:
        return True
    own = vehicle.start_place if task.kind is TaskKind.DROPOFF else vehicle.end_place
    return task.hub == own or (vehicle.trips.max_trips > 1 and task.hub in vehicle.trips.reload_places)


def _has_way(problem: Problem, vehicle: Vehicle, task: Task) -> bool:
    """Tell whether ways lead from some hub of the vehicle to the task and back to some hub."""
    distance_m = problem.matrices_of(vehicle).distance_m
    hubs = vehicle.hub_places
    to_task = any(distance_m.item(hub, task.place) != UNREACHABLE for hub in hubs)
    return to_task and any(distance_m.item(task.place, hub) != UNREACHABLE for hub in hubs)


def _faults_alone(problem: Problem, vehicle: Vehicle, job: Job) -> list[Fault]:
    """Return the faults of a route with this job only, or none when some trip can carry it."""
    faults = list(decode(problem, vehicle, (job,)).faults)
    if not faults or vehicle.trips.max_trips < 2:
        return faults
    # A trip before it lets the vehicle begin at another hub or with another battery, one after it ends there.
    for trips in (((), job), (job, ()), ((), job, ())):
        if len(trips) <= vehicle.trips.max_trips and not decode(problem, vehicle, trips).faults:
            return []
    return faults


def _weight(fault: Fault) -> tuple[bool, int]:
    """Rank faults so that the one to tell comes out on top: where there is no way nothing else counts."""
    return fault.rule is Rule.REACHABLE, fault.amount
