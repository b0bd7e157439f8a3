"""A plan that people go by already: the smallest change that is useful wins, since each change costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import Plan
from pannier.core.problem import Due, Preference, Problem, Task
from pannier.core.timewindow import TimeWindow

HAD_BEFORE = "had it before"


@dataclass(frozen=True)
class Stability:
    """What changing a plan costs: a task that goes to another vehicle, and a promise that has to be made anew."""

    vehicle_changed_millicents: int = 200_000
    promise_moved_millicents: int = 300_000


def steady(
    problem: Problem,
    plan: Plan,
    stability: Stability,
    *,
    promises: Mapping[TaskId, TimeWindow] | None = None,
) -> Problem:
    """Return the problem with a price on every change of the plan.

    A task that the plan gives to a vehicle of the problem prefers that one; a task with a promise is due at its
    end, unless it is due earlier. What the plan does not hold is as free as before.
    """
    had = _vehicles_of(plan)
    known = problem.vehicle_index
    tasks = tuple(
        _steady(task, had.get(task.id, "") if had.get(task.id) in known else None, stability, promises or {})
        for task in problem.tasks
    )
    return replace(problem, tasks=tasks)


def _vehicles_of(plan: Plan) -> Mapping[TaskId, VehicleId]:
    """Return who has which task."""
    return {task_id: route.vehicle_id for route in plan.routes for task_id in route.task_ids}


def _steady(
    task: Task, vehicle: VehicleId | None, stability: Stability, promises: Mapping[TaskId, TimeWindow]
) -> Task:
    """Return a task that would rather stay as it was."""
    if vehicle is not None and stability.vehicle_changed_millicents > 0:
        wish = Preference(frozenset((vehicle,)), stability.vehicle_changed_millicents, HAD_BEFORE)
        task = replace(task, preferences=(*task.preferences, wish))
    promise = promises.get(task.id)
    if promise is None or stability.promise_moved_millicents == 0:
        return task
    before = task.due or Due(promise.end_s)
    if before.by_s < promise.end_s:
        return task
    once = before.once_millicents + stability.promise_moved_millicents
    return replace(task, due=Due(promise.end_s, once, before.hour_millicents))
