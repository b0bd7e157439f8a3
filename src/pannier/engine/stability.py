"""A plan that people go by already: the smallest change that is useful wins, since each change costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import Plan
from pannier.core.problem import Due, Preference, Problem, Task
from pannier.core.timewindow import TimeWindow

HAD_BEFORE = "had it before"


@dataclass(frozen=True)
class Stability:
    """What changing a plan costs: a task that goes to another vehicle, and a promise that has to be made anew.

    A promise costs that once, and as much again for each hour by which it is missed, in proportion.
    """

    vehicle_changed_millicents: int = 200_000
    promise_moved_millicents: int = 300_000

    def of_promise(self, promise: TimeWindow) -> Due:
        """Return what a task is due at that was promised for these moments."""
        price = self.promise_moved_millicents
        return Due(promise.end_s, price, price, from_s=promise.start_s)


def steady(
    problem: Problem,
    plan: Plan,
    stability: Stability,
    *,
    promises: Mapping[TaskId, TimeWindow] | None = None,
) -> Problem:
    """Return the problem with a price on every change of the plan.

    A task that the plan gives to a vehicle of the problem prefers that one; of a pair the first pickup says so for
    all. A task with a promise is due within it, later and earlier cost alike; one that is due at a moment of its own
    keeps that instead. What the plan does not hold is as free as before.
    """
    had = {task: vehicle for task, vehicle in _vehicles_of(plan).items() if vehicle in problem.vehicle_index}
    first = {problem.tasks[bundle.pickups[0]].id for bundle in problem.pairs.values()}
    tasks = []
    for task in problem.tasks:
        asks = task.id in had and (task.pair is None or task.id in first)
        changes: dict[str, Any] = _kept(task, had[task.id], stability) if asks else {}
        changes |= _promised(task, (promises or {}).get(task.id), stability)
        tasks.append(replace(task, **changes) if changes else task)
    return replace(problem, tasks=tuple(tasks))


def _vehicles_of(plan: Plan) -> Mapping[TaskId, VehicleId]:
    """Return who has which task."""
    return {task_id: route.vehicle_id for route in plan.routes for task_id in route.task_ids}


def _kept(task: Task, vehicle: VehicleId, stability: Stability) -> dict[str, Any]:
    """Return what of a task says that it would rather stay with a vehicle."""
    if stability.vehicle_changed_millicents == 0:
        return {}
    wish = Preference(frozenset((vehicle,)), stability.vehicle_changed_millicents, HAD_BEFORE)
    return {"preferences": (*task.preferences, wish)}


def _promised(task: Task, promise: TimeWindow | None, stability: Stability) -> dict[str, Any]:
    """Return what of a task says that it should begin when it was promised."""
    if promise is None or task.due is not None or stability.promise_moved_millicents == 0:
        return {}
    return {"due": stability.of_promise(promise)}
