"""Say why a task stays behind: the constraint that binds, as a code and in a sentence."""

from collections.abc import Mapping
from operator import gt

from pannier.core.plan import LeftOut, LeftOutCode
from pannier.core.problem import Problem, Rule, Task, Vehicle
from pannier.core.schedule import Fault, Timeline
from pannier.core.units import (
    amount_text,
    clock_text,
    distance_text,
    duration_text,
    energy_text,
    money_text,
)
from pannier.engine.fleet import Fleet, severity
from pannier.engine.jobs import Job
from pannier.engine.last_chance import Attempt

_CODES = {
    Rule.SKILL: LeftOutCode.SKILL,
    Rule.HUB: LeftOutCode.HUB,
    Rule.CAPACITY: LeftOutCode.CAPACITY,
    Rule.REACHABLE: LeftOutCode.UNREACHABLE,
    Rule.WINDOW: LeftOutCode.WINDOW,
    Rule.RELEASE: LeftOutCode.RELEASE,
    Rule.SHIFT: LeftOutCode.SHIFT,
    Rule.BREAK: LeftOutCode.BREAK,
    Rule.BATTERY: LeftOutCode.BATTERY,
    Rule.TRIPS: LeftOutCode.TRIPS,
    Rule.DISTANCE: LeftOutCode.LIMIT,
    Rule.DURATION: LeftOutCode.LIMIT,
    Rule.STOPS: LeftOutCode.LIMIT,
}
# The further a vehicle came before it failed, the more its obstacle is the one that binds.
_FURTHEST = (Rule.SKILL, Rule.HUB, Rule.CAPACITY, Rule.REACHABLE)


def left_out(fleet: Fleet, attempts: Mapping[Job, Attempt | None]) -> tuple[LeftOut, ...]:
    """Return every job left with its reason, one entry per task, in the order of the problem.

    `attempts` holds for each job that some vehicle could carry the attempt that came closest.
    """
    entries = {}
    for job in sorted(fleet.left):
        code, reason = _reason(fleet, job, attempts.get(job))
        for task in job:
            entries[task] = LeftOut(fleet.problem.tasks[task].id, code, reason)
    return tuple(entries[task] for task in sorted(entries))


def _reason(fleet: Fleet, job: Job, attempt: Attempt | None) -> tuple[LeftOutCode, str]:
    """Return why one job stays behind."""
    if not fleet.problem.vehicles:
        return LeftOutCode.NO_VEHICLE, "No vehicle is on duty this day; add a shift."
    if not fleet.fit.vehicles_of(job):
        return _never_possible(fleet, job)
    if attempt is None:
        words = "The capacity of the day is used up: no trip has room for it and no further trip is allowed."
        return LeftOutCode.CAPACITY, words
    if attempt.severity == 0:
        return LeftOutCode.PRIZE, _prize_words(fleet, job, attempt)
    return _no_room(fleet, job, attempt)


def _prize_words(fleet: Fleet, job: Job, attempt: Attempt) -> str:
    """Return what the own fleet would cost more, against the price at which the job may be left."""
    currency = fleet.problem.currency
    extra = money_text(attempt.insertion.extra_millicents / 1000, currency)
    prize = money_text(fleet.jobs.worth_millicents(job) / 1000, currency)
    return f"It would cost the own fleet {extra} more; leaving it to another carrier costs {prize}."


def _never_possible(fleet: Fleet, job: Job) -> tuple[LeftOutCode, str]:
    """Return why no vehicle can carry the job even with nothing else to do."""
    faults = [(obstacles[job], vehicle) for vehicle, obstacles in enumerate(fleet.fit.obstacles)]
    fault, vehicle = max(faults, key=lambda pair: (_stage(pair[0]), -pair[0].amount, -pair[1]))
    task = _blamed(fleet.problem, fleet.problem.vehicles[vehicle], job, fault)
    return _alone_words(fleet.problem, task, fleet.problem.vehicles[vehicle], fault)


def _blamed(problem: Problem, vehicle: Vehicle, job: Job, fault: Fault) -> Task:
    """Return the task of a job that meets its obstacle; all others of a pair may be fine."""
    tasks = [problem.tasks[index] for index in job]
    meets = {
        Rule.SKILL: lambda task: not task.needs <= vehicle.skills,
        Rule.CAPACITY: lambda task: any(map(gt, task.demand, vehicle.capacity)),
        Rule.WINDOW: lambda task: bool(task.windows),
    }
    # Behind the start the tasks stand in their order, but for breaks between them.
    nearest = sorted(tasks, key=lambda task: abs(1 + tasks.index(task) - fault.position))
    return next(filter(meets.get(fault.rule), nearest), tasks[0])


def _stage(fault: Fault) -> int:
    """Return how far a vehicle came before it failed."""
    return _FURTHEST.index(fault.rule) if fault.rule in _FURTHEST else len(_FURTHEST)


def _alone_words(problem: Problem, task: Task, vehicle: Vehicle, fault: Fault) -> tuple[LeftOutCode, str]:
    """Return code and sentence of the obstacle met by the vehicle that came furthest."""
    match fault.rule:
        case Rule.SKILL:
            missing = ", ".join(sorted(task.needs - vehicle.skills))
            return LeftOutCode.SKILL, f"No vehicle on duty offers what it needs ({missing} is missing)."
        case Rule.HUB:
            return LeftOutCode.HUB, "No vehicle on duty comes to the hub where its goods are."
        case Rule.CAPACITY:
            return LeftOutCode.TOO_LARGE, _too_large_words(problem, task)
        case Rule.REACHABLE:
            return (
                LeftOutCode.UNREACHABLE,
                "No vehicle on duty can reach the address and come back on its network.",
            )
        case Rule.WINDOW:
            return _late_words(task, vehicle, fault)
    return _CODES[fault.rule], f"Even alone it {_effect(vehicle, fault)}; no other vehicle does better."


def _late_words(task: Task, vehicle: Vehicle, fault: Fault) -> tuple[LeftOutCode, str]:
    """Return why even the first possible arrival is too late for the last window."""
    window = task.windows[-1]
    first, span = (
        clock_text(window.end_s + fault.amount),
        f"{clock_text(window.start_s)}-{clock_text(window.end_s)}",
    )
    if task.is_loaded_at_hub and task.release_s > vehicle.shift.start_s:
        there = clock_text(task.release_s)
        words = f"Its goods are at the hub at {there}, too late for {span}: {vehicle.label} comes at {first}."
        return LeftOutCode.RELEASE, words
    words = f"Its window {span} ends before {vehicle.label} can be there, at {first} at the earliest."
    return LeftOutCode.WINDOW, words


def _too_large_words(problem: Problem, task: Task) -> str:
    """Return the dimension in which the task is too large for every vehicle."""
    for dimension, named in enumerate(problem.dimensions):
        most = max((vehicle.capacity[dimension] for vehicle in problem.vehicles), default=0)
        if task.demand[dimension] > most:
            need, have = amount_text(task.demand[dimension], named.unit), amount_text(most, named.unit)
            return f"Too large for every vehicle on shift: {need} {named.name}, the largest on shift takes {have}."
    return "Too large in some dimension for every vehicle on shift that could carry it."


def _no_room(fleet: Fleet, job: Job, attempt: Attempt) -> tuple[LeftOutCode, str]:
    """Return what binds in the attempt that came closest, on a day that is full."""
    timed, closest = attempt.insertion.timed, fleet.problem.vehicles[attempt.insertion.vehicle]
    fault = max(timed.faults, key=lambda fault: severity([fault]))
    effect = _effect(closest, fault, own=_hits_job(timed, fault, job))
    return _CODES[fault.rule], f"{effect[:1].upper()}{effect[1:]}; every other vehicle fits it even less."


def _hits_job(timed: Timeline, fault: Fault, job: Job) -> bool:
    """Tell whether the fault hits the job itself rather than a stop after it."""
    return fault.position < len(timed.steps) and timed.steps[fault.position].task in job


def _effect(vehicle: Vehicle, fault: Fault, *, own: bool = True) -> str:
    """Return what adding the job would do, as the middle of a sentence."""
    who, amount = vehicle.label, fault.amount
    whose = "its own" if own else "another order's"
    sentences = {
        Rule.WINDOW: f"would make {who} miss {whose} window by {duration_text(amount)}",
        Rule.RELEASE: f"would have to leave with {who} before its goods are there",
        Rule.SHIFT: f"would end the shift of {who} {duration_text(amount)} late",
        Rule.BREAK: f"would leave {who} no room for the break",
        Rule.BATTERY: f"would bring {who} below its battery reserve by {energy_text(amount)}",
        Rule.CAPACITY: f"would overload {who}, the capacity of the day is used up",
        Rule.TRIPS: f"would need {amount} more trip than {who} may make",
        Rule.DISTANCE: f"would take {who} {distance_text(amount)} beyond its longest distance",
        Rule.DURATION: f"would take {who} {duration_text(amount)} beyond its longest duration",
        Rule.STOPS: f"would give {who} {amount} stops too many",
        Rule.REACHABLE: f"would lead {who} where no way goes",
        Rule.HUB: f"would send {who} to a hub where it does not call",
    }
    return sentences[fault.rule]
