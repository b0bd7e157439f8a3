"""A plan as it stands, and where a job could go in it: exact answers of the search's own scheduler."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pannier.core.problem import Problem, Vehicle
from pannier.core.schedule import Step
from pannier.core.schedule.hours import hours_of
from pannier.core.timewindow import TimeWindow
from pannier.engine import _core
from pannier.engine.encoding import FAR, encode, encoded_task, goods_numbers, moment
from pannier.engine.jobs import Job, Jobs
from pannier.engine.kinds import kind_by_vehicle, kinds_of
from pannier.engine.searching import planned_stops, steps_of_stops
from pannier.engine.who_may import may_serve

Lever = _core.Lever
SWAP_S = 300
"""How long a swap is taken to last with a vehicle whose battery is never swapped as it is."""


@dataclass(frozen=True)
class Way:
    """One way to do a job: with whom, what it costs more, and how far the rule gives way (in its own unit).

    `stops` are the vehicle's stops then, `instead_of` the job that leaves for it.
    """

    vehicle: int
    extra_millicents: float
    amount: int
    stops: Sequence[tuple[int, int, int, int, bool, int, int]]
    instead_of: Job | None = None

    def steps(self, problem: Problem, vehicle: Vehicle) -> tuple[Step, ...]:
        """Return the stops as steps of the vehicle, which may have what it lacks as it is."""
        return tuple(steps_of_stops(problem, vehicle, self.stops))


@dataclass(frozen=True)
class Question:
    """Which rule may give way, and by how much at most; amounts are compared in whole steps.

    `also` are vehicles that count as able to do the job; `vehicle` asks about one alone; `without` are jobs that
    are looked away from.
    """

    lever: _core.Lever = Lever.NONE
    most: int = 0
    step: int = 1
    also: Sequence[int] = ()
    vehicle: int | None = None
    without: Sequence[Job] = ()


class Scout:
    """Answers for one problem and the steps of its vehicles; nothing is changed by asking."""

    def __init__(self, problem: Problem, jobs: Jobs, steps: Mapping[int, Sequence[Step]]) -> None:
        kinds = kinds_of(problem)
        self._jobs = jobs.all
        self._position = {job: position for position, job in enumerate(jobs.all)}
        self._kinds, self._kind_of = kinds, kind_by_vehicle(kinds)
        self._instance, self._alive = encode(problem, jobs, kinds)
        self._goods = goods_numbers(problem)
        self._examples = [kind.example for kind in kinds]
        self._put(steps)

    def with_steps(self, steps: Mapping[int, Sequence[Step]]) -> "Scout":
        """Return what answers for the same problem and other steps; making it spares handing the problem over."""
        other = copy.copy(self)
        other._put(steps)
        return other

    def twin(self, vehicle: int) -> int | None:
        """Return a vehicle without a route that differs from this one by name only, None where there is none."""
        found = self._idle[self._kind_of[vehicle]]
        return found if found >= 0 else None

    def _put(self, steps: Mapping[int, Sequence[Step]]) -> None:
        self._route_of = {vehicle: number for number, vehicle in enumerate(steps)}
        self._vehicles = tuple(steps)
        self._idle = {
            number: next((one for one in kind.vehicles if one not in steps), -1)
            for number, kind in enumerate(self._kinds)
        }
        routes = [
            _core.PlannedRoute(self._kind_of[vehicle], planned_stops(one)) for vehicle, one in steps.items()
        ]
        self._scout = _core.Scout(self._instance, routes)

    def best(self, job: Job, question: Question) -> Way | None:
        """Return the way on which the rule gives way least, among those the cheapest; None without any."""
        return next(iter(self._ask(job, question, is_each=False)), None)

    def each(self, job: Job, question: Question) -> list[Way]:
        """Return the best way with every vehicle that has one, of idle ones that differ by name only the first."""
        return self._ask(job, question, is_each=True)

    def instead(self, job: Job, *, mandatory_millicents: int, kept: Sequence[Job]) -> Way | None:
        """Return the way that needs another job's place, the least dear one; those of `kept` stay.

        What is mandatory counts so many millicents, anything else its prize.
        """
        positions = [self._position[one] for one in kept]
        found = self._scout.instead(self._position[job], float(mandatory_millicents), positions)
        return self._way(found) if found[0] >= 0 else None

    def change(self, task: int, problem: Problem) -> None:
        """Make another task of one that stands in no route, the one of a problem; it has one window or none."""
        now = problem.tasks[task]
        job = next(job for job in self._position if task in job)
        windows = now.windows or (TimeWindow(0, FAR),)
        hours = [hours_of(problem, vehicle, task) for vehicle in self._examples]
        self._scout.change(
            task,
            encoded_task(now, self._position[job], self._goods.get(now.goods or "", -1)),
            [(moment(one.start_s), moment(one.end_s)) for one in windows],
            [moment(vehicle.service_time_s(now.service_s)) for vehicle in self._examples],
            [
                may_serve(vehicle, now) and open_ != ()
                for vehicle, open_ in zip(self._examples, hours, strict=True)
            ],
            [[(moment(one.start_s), moment(one.end_s)) for one in open_ or ()] for open_ in hours],
        )

    def matrices(self, profile: str) -> Sequence[Sequence[npt.NDArray[np.int32]]]:
        """Return the matrices of a profile as the search reads them: metres, seconds, joules, joules a kilogram.

        They are several where doors are walked to and vehicles park differently. FAR stands where no way leads, and no
        energy. Who writes into them changes the answers that follow.
        """
        return self._alive[profile]

    def _ask(self, job: Job, question: Question, *, is_each: bool) -> list[Way]:
        asked = _core.Asked()
        asked.job, asked.lever = self._position[job], question.lever
        asked.most, asked.step, asked.swap_duration = question.most, question.step, SWAP_S
        asked.also_allowed = sorted({self._kind_of[vehicle] for vehicle in question.also})
        asked.without = [self._position[one] for one in question.without]
        asked.is_each = is_each
        if question.vehicle is not None and question.vehicle in self._route_of:
            asked.route = self._route_of[question.vehicle]
        return [self._way(found) for found in self._scout.find(asked)]

    def _way(self, found: "_core.FoundWay") -> Way:
        route, kind, extra, amount, instead_of, stops = found
        vehicle = self._vehicles[route] if route >= 0 else self._idle[kind]
        other = self._jobs[instead_of] if instead_of >= 0 else None
        return Way(vehicle, extra, amount, stops, other)
