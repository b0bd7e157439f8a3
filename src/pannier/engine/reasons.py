"""Say why a task stays behind: the constraint that binds, as a code and in a sentence."""

from collections.abc import Mapping
from dataclasses import replace
from operator import gt

from pannier.core.plan import LeftOut, LeftOutCode, Relaxation, RelaxationKind
from pannier.core.problem import Problem, Rule, Task, Vehicle
from pannier.core.schedule import Fault, Timeline
from pannier.core.units import money_text
from pannier.engine.alone import can_charge_on_the_way
from pannier.engine.company_words import company_words, no_trip_words, with_it_text
from pannier.engine.decode import decode
from pannier.engine.fleet import Fleet
from pannier.engine.jobs import Job
from pannier.engine.last_chance import Attempt
from pannier.engine.reason_words import CODES, Alone, alone_words, effect_words
from pannier.engine.relaxing import candidates, relaxations
from pannier.engine.severity import severity

# The further a vehicle came before it failed, the more its obstacle is the one that binds.
_FURTHEST = (Rule.ONLY, Rule.SKILL, Rule.HUB, Rule.TRIPS, Rule.CAPACITY, Rule.REACHABLE, Rule.ACCESS)

MOST_RELAXED = 100
"""With more jobs left than this, what would let them in is looked for of those only that are worth most."""


def left_out(fleet: Fleet, attempts: Mapping[Job, Attempt | None]) -> tuple[LeftOut, ...]:
    """Return every job left with its reason, one entry per task, in the order of the problem.

    `attempts` holds for each job that some vehicle could carry the attempt that came closest.
    """
    entries = {}
    for number, job in enumerate(
        sorted(fleet.left, key=lambda job: (-fleet.jobs.worth_millicents(job), job))
    ):
        attempt = attempts.get(job)
        code, reason = _reason(fleet, job, attempt)
        told = _relaxations(fleet, job, attempt) if number < MOST_RELAXED else None
        for task in job:
            entries[task] = LeftOut(fleet.problem.tasks[task].id, code, reason, told)
    return tuple(entries[task] for task in sorted(entries))


def _relaxations(fleet: Fleet, job: Job, attempt: Attempt | None) -> tuple[Relaxation, ...]:
    """Return what would let a job in; nothing does without a vehicle."""
    if not fleet.problem.vehicles:
        return ()
    return relaxations(fleet, job, candidates(fleet, job) if attempt is None else attempt.candidates)


def _reason(fleet: Fleet, job: Job, attempt: Attempt | None) -> tuple[LeftOutCode, str]:
    """Return why one job stays behind."""
    if not fleet.problem.vehicles:
        return LeftOutCode.NO_VEHICLE, "No vehicle is on duty this day; add a shift."
    if not fleet.fit.vehicles_of(job):
        return _never_possible(fleet, job)
    if not any(fleet.may_join(vehicle, job) for vehicle in fleet.fit.vehicles_of(job)):
        return company_words(fleet, job)
    if attempt is not None and attempt.severity == 0:
        return LeftOutCode.PRIZE, _prize_words(fleet, job, attempt)
    if attempt is None or _is_full(attempt):
        return LeftOutCode.CAPACITY, no_trip_words(fleet, job)
    return _no_room(fleet, job, attempt)


def _is_full(attempt: Attempt) -> bool:
    """Tell whether room, or a trip more for want of it, is all that is missing."""
    rules = {fault.rule for fault in attempt.insertion.timed.faults}
    if rules <= {Rule.CAPACITY}:
        return True
    return rules == {Rule.TRIPS} and any(one.kind is RelaxationKind.ROOM for one in attempt.candidates)


def _prize_words(fleet: Fleet, job: Job, attempt: Attempt) -> str:
    """Return what serving the job would cost more, against the price at which it may be left."""
    currency = fleet.problem.currency
    extra = money_text(attempt.insertion.extra_millicents / 1000, currency)
    prize = money_text(fleet.jobs.worth_millicents(job) / 1000, currency)
    return f"Serving it would make the routes cost {extra} more; leaving it out costs {prize}."


def _never_possible(fleet: Fleet, job: Job) -> tuple[LeftOutCode, str]:
    """Return why no vehicle can carry the job even with nothing else to do."""
    obstacles = [fleet.fit.obstacle(vehicle, job) for vehicle in range(len(fleet.problem.vehicles))]
    faults = {vehicle: fault for vehicle, fault in enumerate(obstacles) if fault is not None}
    vehicle = max(faults, key=lambda one: (_stage(faults[one]), -severity([faults[one]]), -one))
    came = [fleet.problem.vehicles[one] for one in faults if _stage(faults[one]) == _stage(faults[vehicle])]
    own, fault = fleet.problem.vehicles[vehicle], faults[vehicle]
    tasks = tuple(fleet.problem.tasks[index] for index in job)
    task = _blamed(fleet.problem, own, job, fault)
    return alone_words(Alone(fleet.problem, own, fault, task, tasks, tuple(came)))


def _blamed(problem: Problem, vehicle: Vehicle, job: Job, fault: Fault) -> Task:
    """Return the task of a job that meets its obstacle; all others of a pair may be fine."""
    tasks = [problem.tasks[index] for index in job]
    meets = {
        Rule.CAPACITY: lambda task: any(map(gt, task.demand, vehicle.capacity)),
        Rule.WINDOW: lambda task: bool(task.windows),
        Rule.ACCESS: lambda task: bool(problem.access_of(vehicle, task.place)),
        Rule.SHIFT: lambda task: task.release_s > vehicle.latest_end_s,
    }
    # Behind the start the tasks stand in their order, but for breaks between them.
    nearest = sorted(tasks, key=lambda task: abs(1 + tasks.index(task) - fault.position))
    return next(filter(meets.get(fault.rule), nearest), tasks[0])


def _stage(fault: Fault) -> int:
    """Return how far a vehicle came before it failed."""
    return _FURTHEST.index(fault.rule) if fault.rule in _FURTHEST else len(_FURTHEST)


def _no_room(fleet: Fleet, job: Job, attempt: Attempt) -> tuple[LeftOutCode, str]:
    """Return what binds in the attempt that came closest, on a day that is full."""
    timed, closest = attempt.insertion.timed, fleet.problem.vehicles[attempt.insertion.vehicle]
    fault = _binding(fleet.problem, closest, attempt)
    words = effect_words(closest, fault, own=_hits_job(timed, fault, job))
    if fault.rule is Rule.BATTERY and can_charge_on_the_way(fleet.problem, closest):
        words += ", and no way was found to charge more"
    others = "; no other vehicle fits it better" if len(fleet.fit.vehicles_of(job)) > 1 else ""
    if fleet.home_of(job) is not None:
        others = f", by which it must go with {with_it_text(fleet, job)}"
    return CODES[fault.rule], f"{words[:1].upper()}{words[1:]}{others}."


def _binding(problem: Problem, vehicle: Vehicle, attempt: Attempt) -> Fault:
    """Return the worst fault of an attempt; the break, where there would be none without it."""
    worst = max(attempt.insertion.timed.faults, key=lambda fault: severity([fault]))
    free = replace(vehicle, breaks=())
    if vehicle.breaks and not decode(problem, free, attempt.insertion.trips).faults:
        return Fault(Rule.BREAK, len(attempt.insertion.timed.steps), worst.amount)
    return worst


def _hits_job(timed: Timeline, fault: Fault, job: Job) -> bool:
    """Tell whether the fault hits the job itself rather than a stop after it."""
    return fault.position < len(timed.steps) and timed.steps[fault.position].task in job
