"""Buffers in the problem that is handed to the search, each no larger than the day at hand asks for.

A promise is protected by a price and never by force: a task is *due* before its window ends, by as much as the rider
may be late there on one day in ten, and beginning later costs in proportion. At the window's end it would be late about
every second day, so it then costs half of what a broken promise counts. Windows themselves stay as they are, so no
order is left out for it, and a plan made with buffers can be driven as it stands. How late a rider may be grows along a
route, and shrinks where there is waiting; so it is taken from the plan itself, task by task.
A battery is protected by a higher reserve, by kind of vehicle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pannier.core.endurance import Judgement
from pannier.core.ids import TaskId
from pannier.core.problem import Due, Problem, Task, Vehicle
from pannier.core.units import S_PER_HOUR

_LEAST_DRIFT_S = 120
_MOST_OF_WINDOW = 0.75
"""A window is never narrowed to less than a quarter."""


@dataclass(frozen=True)
class Buffers:
    """`promise_millicents`: what a broken promise counts. `reserve_j`: by how much a kind's reserve is raised.

    `drift_s` is by how much each task may be late on one day in ten.
    """

    promise_millicents: int = 0
    reserve_j: Mapping[str, int] = field(default_factory=dict)
    drift_s: Mapping[TaskId, int] = field(default_factory=dict)


def drifts_of(judgement: Judgement) -> dict[TaskId, int]:
    """Return by how much each promised task of a plan may be late."""
    return {stop.task_id: max(_LEAST_DRIFT_S, stop.drift_s) for stop in judgement.stops}


def buffered(problem: Problem, buffers: Buffers) -> Problem:
    """Return the problem with these buffers; every plan of it is one of the problem, but for its cost."""
    tasks = problem.tasks
    if buffers.promise_millicents:
        known = sorted(buffers.drift_s.values()) or [_LEAST_DRIFT_S]
        usual = known[len(known) // 2]
        tasks = tuple(
            _due_earlier(task, buffers.drift_s.get(task.id, usual), buffers.promise_millicents)
            for task in tasks
        )
    vehicles = tuple(_spared(vehicle, buffers.reserve_j.get(vehicle.kind, 0)) for vehicle in problem.vehicles)
    return replace(problem, tasks=tasks, vehicles=vehicles)


def _due_earlier(task: Task, drift_s: int, promise_millicents: int) -> Task:
    """Return a promised task that is due before its promise ends; its own price of lateness is kept."""
    own = task.due
    if own is None and not task.windows:
        return task
    end_s = min([window.end_s for window in task.windows[-1:]] + ([own.by_s] if own else []))
    length_s = end_s - task.windows[-1].start_s if task.windows else end_s
    pull_s = max(1, min(drift_s, int(_MOST_OF_WINDOW * length_s)))
    at_end = promise_millicents // 2
    hour = at_end * S_PER_HOUR // pull_s
    if own is not None:
        hour += own.hour_millicents + own.once_millicents // 2 * S_PER_HOUR // pull_s
    return replace(task, due=Due(max(0, end_s - pull_s), hour_millicents=hour))


def _spared(vehicle: Vehicle, raise_j: int) -> Vehicle:
    """Return a vehicle with a higher reserve, as far as half of what it starts with is left to drive with."""
    battery = vehicle.battery
    if battery is None or not raise_j:
        return vehicle
    most_j = max(0, min(battery.start_j, battery.capacity_j - 1) - battery.reserve_j) // 2
    raised = replace(battery, reserve_j=battery.reserve_j + min(raise_j, most_j))
    return replace(vehicle, battery=raised)
