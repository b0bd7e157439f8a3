"""Which vehicle can carry which job at all, even with nothing else to do, and what forbids the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pannier.core.problem import UNREACHABLE, Problem, Rule, Task, TaskKind, Vehicle
from pannier.core.schedule import Fault, hours_of
from pannier.engine.alone import can_charge_on_the_way, faults_with_charging
from pannier.engine.decode import decode
from pannier.engine.jobs import Job, Jobs
from pannier.engine.kinds import kind_by_vehicle, kinds_of
from pannier.engine.scout import Question, Scout
from pannier.engine.severity import severity


@dataclass(frozen=True, eq=False)
class Fit:
    """Which vehicle can carry which job alone, found out when it is asked for: only jobs left are asked for."""

    problem: Problem
    jobs: Jobs
    _known: dict[tuple[int, Job], Fault | None] = field(default_factory=dict)
    _able: dict[Job, list[int]] = field(default_factory=dict)

    def vehicles_of(self, job: Job) -> list[int]:
        """Return the vehicles that can carry a job."""
        if job not in self._able:
            kinds = {self._kinds[way.vehicle] for way in self._empty.each(job, Question())}
            self._able[job] = [one for one, kind in self._kinds.items() if kind in kinds] or [
                one for one in range(len(self.problem.vehicles)) if self.obstacle(one, job) is None
            ]
        return self._able[job]

    @cached_property
    def _empty(self) -> Scout:
        """Return what tells of routes with nothing else to do."""
        return Scout(self.problem, self.jobs, {})

    def obstacle(self, vehicle: int, job: Job) -> Fault | None:
        """Return what forbids a job to a vehicle; vehicles that differ by name only are tried once."""
        asked = self._kinds[vehicle], job
        if asked not in self._known:
            self._known[asked] = _obstacle(self.problem, self.problem.vehicles[vehicle], job)
        return self._known[asked]

    @cached_property
    def _kinds(self) -> Mapping[int, int]:
        """Return the kind of each vehicle."""
        return kind_by_vehicle(kinds_of(self.problem))


def fit_of(problem: Problem, jobs: Jobs) -> Fit:
    """Return what tells of the jobs of a problem who can carry them."""
    return Fit(problem, jobs)


def _obstacle(problem: Problem, vehicle: Vehicle, job: Job) -> Fault | None:
    """Return what keeps a vehicle from doing a job even alone, or None."""
    for index in job:
        task = problem.tasks[index]
        if task.only and vehicle.id not in task.only:
            return Fault(Rule.ONLY, 0, 1)
        if not task.needs <= vehicle.skills:
            return Fault(Rule.SKILL, 0, len(task.needs - vehicle.skills))
        if not _touches_hub(vehicle, task):
            return Fault(_rule_of_hub(vehicle, task), 0, 1)
        if any(amount > most for amount, most in zip(task.demand, vehicle.capacity, strict=True)):
            return Fault(Rule.CAPACITY, 0, 1)
        if not _has_way(problem, vehicle, task):
            return Fault(Rule.REACHABLE, 0, 1)
        if hours_of(problem, vehicle, index) == ():
            return Fault(Rule.ACCESS, 0, 1)
    faults = _faults_alone(problem, vehicle, job)
    return max(faults, key=_weight) if faults else None


def _touches_hub(vehicle: Vehicle, task: Task) -> bool:
    """Tell whether a trip of the vehicle can begin (drop-off) or end (pickup) at the task's hub."""
    if task.hub is None:
        return True
    own = vehicle.start_place if task.kind is TaskKind.DROPOFF else vehicle.end_place
    return task.hub == own or (vehicle.trips.max_trips > 1 and task.hub in vehicle.trips.reload_places)


def _rule_of_hub(vehicle: Vehicle, task: Task) -> Rule:
    """Return whether the number of trips keeps a vehicle from the hub, or nothing brings it there."""
    return Rule.TRIPS if task.hub in vehicle.trips.reload_places else Rule.HUB


def _has_way(problem: Problem, vehicle: Vehicle, task: Task) -> bool:
    """Tell whether ways lead from some hub of the vehicle to the task and back to some hub."""
    distance_m = problem.matrices_of(vehicle).distance_m
    hubs = vehicle.hub_places
    to_task = any(distance_m.item(hub, task.place) != UNREACHABLE for hub in hubs)
    return to_task and any(distance_m.item(task.place, hub) != UNREACHABLE for hub in hubs)


def _faults_alone(problem: Problem, vehicle: Vehicle, job: Job) -> list[Fault]:
    """Return the faults of a route with this job only, or none when some trip can carry it."""
    faults = _faults_of_a_trip(problem, vehicle, job)
    if not faults:
        return []
    # Who could do it without a break is kept from it by that, whichever window or shift it then misses.
    if vehicle.breaks and not _faults_of_a_trip(problem, replace(vehicle, breaks=()), job):
        return [Fault(Rule.BREAK, 0, 1)]
    if not any(fault.rule is Rule.BATTERY for fault in faults):
        return faults
    if can_charge_on_the_way(problem, vehicle):
        faults = faults_with_charging(problem, vehicle, job)
    # What forbids it with energy for nothing forbids it with charging, which takes time.
    batteries = [fault for fault in faults if fault.rule is Rule.BATTERY]
    return (_faults_alone(problem, replace(vehicle, battery=None), job) or batteries) if batteries else faults


def _faults_of_a_trip(problem: Problem, vehicle: Vehicle, job: Job) -> list[Fault]:
    """Return the faults of a route with this job only, without stations, or none when some trip can carry it."""
    faults = list(decode(problem, vehicle, (job,)).faults)
    if not faults or vehicle.trips.max_trips < 2:
        return faults
    # A trip before it lets the vehicle begin at another hub or with another battery, one after it ends there.
    for trips in (((), job), (job, ()), ((), job, ())):
        if len(trips) <= vehicle.trips.max_trips and not decode(problem, vehicle, trips).faults:
            return []
    return faults


def _weight(fault: Fault) -> tuple[bool, float]:
    """Rank faults so that the one to tell comes out on top: where there is no way nothing else counts."""
    return fault.rule is Rule.REACHABLE, severity([fault])
