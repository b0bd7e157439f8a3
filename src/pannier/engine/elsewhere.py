"""Why a job goes with this vehicle and with no other: what it would cost elsewhere, or which rule forbids it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pannier.core.ids import VehicleId
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Vehicle
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.units import J_PER_KWH, S_PER_HOUR, divide_half_up
from pannier.core.work_time import lawful_problem
from pannier.engine.decode import START_SLACK_S, decode
from pannier.engine.jobs import Job, Jobs
from pannier.engine.last_chance import trips_of
from pannier.engine.levers import lacks
from pannier.engine.reason_words import effect_words
from pannier.engine.relaxing import MINUTE_S
from pannier.engine.scout import Lever, Question, Scout, Way
from pannier.engine.severity import severity

_MOST_ASKED = 30
"""So many vehicles at most are asked for the rule that forbids them a job."""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A job with another vehicle: what the whole plan then costs more (or less), or why it cannot be (`forbidden`).

    `start_s` is when its first task would begin. `extra_weights_millicents` is the part of the money that only weighs
    and is not paid.
    """

    vehicle_id: VehicleId
    extra_millicents: int = 0
    extra_weights_millicents: int = 0
    extra_s: int = 0
    extra_co2e_mg: int = 0
    start_s: int | None = None
    forbidden: str = ""


@dataclass(frozen=True)
class _Took:
    """What a route takes: money, what of it only weighs, seconds, milligrams."""

    millicents: int = 0
    weights_millicents: int = 0
    seconds: int = 0
    co2e_mg: int = 0


class StandingPlan:
    """The routes of a plan as they stand, timed, for questions about them; nothing is changed by asking."""

    def __init__(self, problem: Problem, steps: Mapping[int, Sequence[Step]]) -> None:
        self.problem = lawful_problem(problem)
        self.jobs = Jobs(self.problem)
        self.timed = {vehicle: self._time(vehicle, one) for vehicle, one in steps.items()}
        self.scout = Scout(self.problem, self.jobs, steps)

    def elsewhere(self, task: int, *, vehicles: int = 2) -> tuple[Elsewhere, ...]:
        """Return what a task's job would cost with the next best vehicles; those that may not have it come last."""
        job = self.jobs.by_task[task]
        own = next((one for one, timed in self.timed.items() if _serves(timed, task)), None)
        if own is None:
            return ()
        saved = _less(self._took(own, self.timed[own]), self._took_without(own, job))
        ways = [way for way in self.scout.each(job, Question(without=(job,))) if way.vehicle != own]
        told = [one for way in ways if (one := self._moved(way, job, saved)) is not None]
        best = sorted(told, key=lambda one: (one.extra_millicents, one.vehicle_id))[:vehicles]
        return (*best, *self._forbidden(own, job, {way.vehicle for way in ways})[: vehicles - len(best)])

    def _moved(self, way: Way, job: Job, saved: _Took) -> Elsewhere | None:
        """Return a way as what the plan then costs more; None where core.schedule finds a fault in it."""
        vehicle = self.problem.vehicles[way.vehicle]
        timed = self._time(way.vehicle, way.steps(self.problem, vehicle))
        if timed.faults:
            return None
        now = self.timed.get(way.vehicle)
        more = _less(self._took(way.vehicle, timed), self._took(way.vehicle, now) if now else _Took())
        extra = _less(more, saved)
        return Elsewhere(
            vehicle_id=vehicle.id,
            extra_millicents=extra.millicents,
            extra_weights_millicents=extra.weights_millicents,
            extra_s=extra.seconds,
            extra_co2e_mg=extra.co2e_mg,
            start_s=_start_s(timed, job[0]),
        )

    def _forbidden(self, own: int, job: Job, able: set[int]) -> list[Elsewhere]:
        """Return the vehicles that have routes and may not have the job, those that come closest first."""
        found = []
        others = [one for one in self.timed if one != own and one not in able]
        for number in others[:_MOST_ASKED]:
            rank, words = self._why_not(number, job)
            found.append((rank, Elsewhere(vehicle_id=self.problem.vehicles[number].id, forbidden=words)))
        return [one for _, one in sorted(found, key=lambda one: (one[0], one[1].vehicle_id))]

    def _why_not(self, number: int, job: Job) -> tuple[float, str]:
        """Return how far a vehicle is from doing a job, and the rule that forbids it."""
        vehicle = self.problem.vehicles[number]
        missing = lacks(self.problem, vehicle, job)
        if missing:
            return float("inf"), _lacks_words(self.problem, vehicle, job, sorted(missing))
        question = Question(Lever.ALL, most=4 * S_PER_HOUR, step=MINUTE_S, vehicle=number, without=(job,))
        way = self.scout.best(job, question)
        timed = None if way is None else self._time(number, way.steps(self.problem, vehicle))
        if timed is None or not timed.faults:
            return float("inf"), f"No trip of {vehicle.label} has a place for it."
        worst = max(timed.faults, key=lambda fault: severity([fault]))
        is_own = worst.position < len(timed.steps) and timed.steps[worst.position].task in job
        return severity(timed.faults), f"It {effect_words(vehicle, worst, own=is_own)}."

    def _time(self, vehicle: int, steps: Sequence[Step]) -> Timeline:
        return timeline(self.problem, self.problem.vehicles[vehicle], steps, keep_slack_s=START_SLACK_S)

    def _took(self, vehicle: int, timed: Timeline) -> _Took:
        """Return what a route takes."""
        energy_j = sum(leg.energy_j for leg in timed.legs)
        return _Took(
            timed.cost.total_millicents,
            timed.cost.weights_millicents,
            timed.clock.departures[-1] - timed.clock.starts[0],
            divide_half_up(energy_j * self.problem.vehicles[vehicle].co2e_mg_per_kwh, J_PER_KWH),
        )

    def _took_without(self, vehicle: int, job: Job) -> _Took:
        """Return what a route takes without a job, with its batteries as they are or seen to anew."""
        timed = self.timed[vehicle]
        if not any(step.task is not None and step.task not in job for step in timed.steps):
            return _Took()
        trips = tuple(tuple(task for task in trip if task not in job) for trip in trips_of(timed))
        tried = [self._time(vehicle, _without(timed.steps, job))]
        own = self.problem.vehicles[vehicle]
        tried.append(decode(self.problem, own, tuple(filter(None, trips)), keep_slack_s=START_SLACK_S))
        kept = min(tried, key=lambda one: (bool(one.faults), one.cost.total_millicents))
        return self._took(vehicle, kept)


def _without(steps: Sequence[Step], job: Job) -> list[Step]:
    """Return the steps without a job and without reloads between which nothing is done any more."""
    kept: list[Step] = []
    for step in steps:
        if step.task in job and step.task is not None:
            continue
        is_idle = step.kind is ActivityKind.RELOAD and kept[-1].kind in (
            ActivityKind.START,
            ActivityKind.RELOAD,
        )
        if not (is_idle and kept[-1].place == step.place):
            kept.append(step)
    return kept


def _less(one: _Took, other: _Took) -> _Took:
    return _Took(
        one.millicents - other.millicents,
        one.weights_millicents - other.weights_millicents,
        one.seconds - other.seconds,
        one.co2e_mg - other.co2e_mg,
    )


def _serves(timed: Timeline, task: int) -> bool:
    return any(step.task == task for step in timed.steps)


def _start_s(timed: Timeline, task: int) -> int:
    return next(timed.clock.starts[i] for i, step in enumerate(timed.steps) if step.task == task)


def _lacks_words(problem: Problem, vehicle: Vehicle, job: Job, missing: Sequence[str]) -> str:
    """Return in words what a vehicle lacks for a job."""
    needs = frozenset[str]().union(*(problem.tasks[index].needs for index in job)) - vehicle.skills
    words = {
        "skill": f"{vehicle.heading} does not offer {', '.join(sorted(needs))}.",
        "only": f"It is for other vehicles only than {vehicle.label}.",
        "room": f"It is too large for {vehicle.label}.",
        "trip": f"{vehicle.heading} does not come to the hub where its goods are.",
    }
    return words[missing[0]]
