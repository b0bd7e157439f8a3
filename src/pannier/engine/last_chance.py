"""One more careful try for every job left, and what came closest where it fails: the source of the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from pannier.core.schedule import Timeline, timeline
from pannier.engine.fleet import START_SLACK_S, Fleet
from pannier.engine.insertion import Insertion, Placement, ranked_placements
from pannier.engine.jobs import Job
from pannier.engine.severity import severity

_MANY_LEFT = 30
"""With more jobs left than this the day is overfull, and each gets fewer trials."""


@dataclass(frozen=True)
class Attempt:
    """The way to serve a job that came closest: 0 severity means that it would be feasible."""

    severity: float
    insertion: Insertion

    @property
    def rank(self) -> tuple[float, int]:
        """Return what makes one attempt better than another: fewer faults, then less cost."""
        return self.severity, self.insertion.extra_millicents


def insert_or_explain(fleet: Fleet) -> dict[Job, Attempt | None]:
    """Insert what still fits; return for each job left the attempt that came closest, None without any."""
    while True:
        attempts: dict[Job, Attempt | None] = {}
        waiting = rarest_first(fleet)
        for job in waiting:
            attempt = _closest(fleet, job, trials=8 if len(waiting) <= _MANY_LEFT else 3)
            attempts[job] = attempt
            if attempt is not None and _is_worth_it(fleet, job, attempt):
                accept(fleet, job, attempt.insertion)
                del attempts[job]
        if len(attempts) == len(waiting):
            return attempts


def _is_worth_it(fleet: Fleet, job: Job, attempt: Attempt) -> bool:
    """Tell whether an attempt is feasible and costs less than leaving the job out."""
    return attempt.severity == 0 and attempt.insertion.extra_millicents < fleet.jobs.worth_millicents(job)


def _closest(fleet: Fleet, job: Job, *, trials: int) -> Attempt | None:
    """Return the best attempt over all vehicles that could carry the job."""
    attempts = (
        attempt
        for vehicle in fleet.fit.vehicles_of(job)
        for attempt in _attempts(fleet, vehicle, job, trials)
    )
    return min(attempts, key=lambda attempt: attempt.rank, default=None)


def _attempts(fleet: Fleet, vehicle: int, job: Job, trials: int) -> Iterator[Attempt]:
    """Yield attempts on one vehicle: many with batteries and breaks as they are, some planned anew."""
    placements = ranked_placements(fleet, vehicle, job)
    own = fleet.problem.vehicles[vehicle]
    for placement in placements[:trials]:
        if placement.steps is not None:
            timed = timeline(fleet.problem, own, placement.steps, keep_slack_s=START_SLACK_S)
            yield _attempt(fleet, vehicle, placement, timed)
    anew = [one for one in placements if one.steps is None or own.breaks or own.battery]
    for placement in anew[: max(1, trials // 2)]:
        yield _attempt(fleet, vehicle, placement, fleet.try_trips(vehicle, placement.trips))


def _attempt(fleet: Fleet, vehicle: int, placement: Placement, timed: Timeline) -> Attempt:
    """Return one timed placement as an attempt."""
    extra = timed.cost.total_millicents - fleet.cost_of(vehicle)
    return Attempt(severity(timed.faults), Insertion(vehicle, placement.trips, timed, extra))


def accept(fleet: Fleet, job: Job, found: Insertion) -> None:
    """Carry out an insertion."""
    fleet.put(found.vehicle, found.trips, found.timed)
    fleet.left.discard(job)


def rarest_first(fleet: Fleet) -> list[Job]:
    """Return the jobs left that some vehicle can carry: worth most first, then those with fewest vehicles."""
    ways = {job: len(fleet.fit.vehicles_of(job)) for job in fleet.left}
    able = [job for job, count in ways.items() if count]
    return sorted(able, key=lambda job: (-fleet.jobs.worth_millicents(job), ways[job], job))
