"""One more careful try for every job left, and what came closest where it fails: the source of the reasons."""

from dataclasses import dataclass

from pannier.core.plan import ActivityKind, RelaxationKind
from pannier.core.problem import Rule
from pannier.core.schedule import Timeline, timeline
from pannier.engine.decode import Trips
from pannier.engine.fleet import START_SLACK_S, Fleet
from pannier.engine.jobs import Job
from pannier.engine.relaxing import COMPANY, Candidate, candidates, closest
from pannier.engine.scout import Question
from pannier.engine.severity import severity

_OF_NO_ROUTE = (RelaxationKind.SKILL, RelaxationKind.ONLY, *COMPANY)


@dataclass(frozen=True)
class Insertion:
    """One way to serve a job: the vehicle's new trips, timed, and what they cost more."""

    vehicle: int
    trips: Trips
    timed: Timeline
    extra_millicents: int


@dataclass(frozen=True)
class Attempt:
    """The way to serve a job that came closest: 0 severity means that it would be feasible.

    `candidates` are the ways on which one rule alone gives way.
    """

    severity: float
    insertion: Insertion
    candidates: tuple[Candidate, ...] = ()

    @property
    def rank(self) -> tuple[float, int]:
        """Return what makes one attempt better than another: fewer faults, then less cost."""
        return self.severity, self.insertion.extra_millicents


def insert_or_explain(fleet: Fleet) -> dict[Job, Attempt | None]:
    """Insert what still fits; return for each job left the attempt that came closest, None without any."""
    while True:
        waiting = rarest_first(fleet)
        inserted = [job for job in waiting if _insert(fleet, job, _as_it_is(fleet, job))]
        if inserted:
            continue
        attempts: dict[Job, Attempt | None] = {}
        for job in waiting:
            attempts[job] = attempt = _closest(fleet, job)
            # Numbers beyond those of the search: where its rules would give way those of the problem need not.
            if attempt is not None and _insert(fleet, job, attempt.insertion):
                break
        if fleet.left.issuperset(waiting):
            return attempts


def _insert(fleet: Fleet, job: Job, found: Insertion | None) -> bool:
    """Put a job in where that breaks nothing and costs less than leaving it out."""
    if found is None or found.timed.faults or found.extra_millicents >= fleet.jobs.worth_millicents(job):
        return False
    accept(fleet, job, found)
    return True


def _as_it_is(fleet: Fleet, job: Job) -> Insertion | None:
    """Return the cheapest way that needs no rule to give way."""
    way = fleet.scout.best(job, Question())
    if way is None:
        return None
    vehicle = fleet.problem.vehicles[way.vehicle]
    steps = way.steps(fleet.problem, vehicle)
    return _insertion(fleet, way.vehicle, timeline(fleet.problem, vehicle, steps, keep_slack_s=START_SLACK_S))


def _closest(fleet: Fleet, job: Job) -> Attempt | None:
    """Return the best attempt: feasible but too dear, else where one rule alone is broken, else where several are."""
    as_it_is = _as_it_is(fleet, job)
    if as_it_is is not None and not as_it_is.timed.faults:
        return Attempt(0, as_it_is)
    if as_it_is is not None and all(fault.rule is Rule.PLUG for fault in as_it_is.timed.faults):
        return Attempt(severity(as_it_is.timed.faults), as_it_is)
    found = tuple(candidates(fleet, job))
    ways = [(one.way.vehicle, one.timed) for one in found if one.kind not in _OF_NO_ROUTE]
    if not ways and (worst := closest(fleet, job)) is not None:
        ways = [worst]
    attempts = [
        Attempt(severity(timed.faults), _insertion(fleet, vehicle, timed), found) for vehicle, timed in ways
    ]
    return min(attempts, key=lambda attempt: attempt.rank, default=None)


def _insertion(fleet: Fleet, vehicle: int, timed: Timeline) -> Insertion:
    timed = fleet.judge(vehicle, timed)
    extra = timed.cost.total_millicents - fleet.cost_of(vehicle)
    return Insertion(vehicle, trips_of(timed), timed, extra)


def trips_of(timed: Timeline) -> Trips:
    """Return the tasks of each trip in order."""
    trips: list[list[int]] = [[]]
    for step in timed.steps:
        if step.kind is ActivityKind.RELOAD:
            trips.append([])
        elif step.task is not None:
            trips[-1].append(step.task)
    return tuple(tuple(trip) for trip in trips)


def accept(fleet: Fleet, job: Job, found: Insertion) -> None:
    """Carry out an insertion."""
    fleet.put(found.vehicle, found.trips, found.timed)
    fleet.left.discard(job)


def rarest_first(fleet: Fleet) -> list[Job]:
    """Return the jobs left that some vehicle can carry: worth most first, then those with fewest vehicles."""
    ways = {job: len(fleet.fit.vehicles_of(job)) for job in fleet.left}
    able = [job for job, count in ways.items() if count]
    return sorted(able, key=lambda job: (-fleet.jobs.worth_millicents(job), ways[job], job))
