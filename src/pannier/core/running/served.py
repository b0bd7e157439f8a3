"""The tasks that are still open: of a pair that was picked up, only the drop-offs are left, aboard their vehicle."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.problem import Problem, Task
from pannier.core.running.underway import Locks, Underway
from pannier.core.timewindow import TimeWindow


def open_tasks(problem: Problem, served: Collection[TaskId]) -> tuple[Task, ...]:
    """Return what was not served; drop-offs whose pickups all were have no pair any more.

    Raises ValueError where a pair has been picked up in part, or handed over before: lock the rest of it first.
    """
    gone = frozenset(served)
    collected = set()
    for pair, bundle in problem.pairs.items():
        taken = [problem.tasks[index].id in gone for index in bundle.pickups]
        given = [problem.tasks[index].id in gone for index in bundle.dropoffs]
        if any(taken) != all(taken) or (any(given) and not all(taken)):
            raise ValueError(f"Pair {pair} is picked up in part; lock what is left of its pickups.")
        if all(taken):
            collected.add(pair)
    left = (task for task in problem.tasks if task.id not in gone)
    return tuple(replace(task, pair=None) if task.pair in collected else task for task in left)


APART = "a box without what it must not go with"
"""What no vehicle has: the need of goods that every vehicle they could go with has other goods aboard against."""


def bound_tasks(
    problem: Problem, tasks: Collection[Task], vehicles: Collection[Underway], locks: Locks
) -> tuple[Task, ...]:
    """Return tasks with what binds them: goods aboard go with their vehicle, locks hold.

    Goods that are aboard together already are so; no others come to them that they exclude.
    """
    holder = {task_id: one for one in vehicles for task_id in one.aboard}
    inside = {one.vehicle: one.goods | _goods_of(tasks, one) for one in vehicles}
    later = {step.task: one.vehicle for one in vehicles for step in one.ahead if step.task is not None}
    found = []
    for number, task in enumerate(tasks):
        bound = _bound(task, holder.get(task.id), locks)
        others = {one: goods for one, goods in inside.items() if one != later.get(number)}
        found.append(_apart(problem, bound, holder.get(task.id), inside if task.id in holder else others))
    return tuple(found)


def _goods_of(tasks: Collection[Task], at: Underway) -> frozenset[str]:
    """Return the kinds of goods aboard."""
    return frozenset(task.goods for task in tasks if task.id in at.aboard and task.goods is not None)


def _apart(
    problem: Problem, task: Task, holder: Underway | None, inside: Mapping[VehicleId, frozenset[str]]
) -> Task:
    """Return a task kept from vehicles whose goods it excludes; one aboard is with them already."""
    refused = problem.conflicts.get(task.goods or "", frozenset())
    if holder is not None:
        return replace(task, goods=None) if refused & inside[holder.vehicle] else task
    wrong = {vehicle for vehicle, goods in inside.items() if refused & goods}
    if not wrong:
        return task
    right = (task.only or problem.vehicle_index.keys()) - wrong
    return replace(task, only=frozenset(right)) if right else replace(task, needs=task.needs | {APART})


def locked_tasks(tasks: Iterable[Task], locks: Locks) -> tuple[Task, ...]:
    """Return tasks that nobody has begun with what is fixed of them."""
    return tuple(_bound(task, None, locks) for task in tasks)


def _bound(task: Task, holder: Underway | None, locks: Locks) -> Task:
    """Return one task with its hub where its vehicle is, its rider and its moment."""
    if holder is not None:
        task = _aboard(task, holder)
    rider = locks.rider.get(task.id)
    if rider is not None and holder is None:
        task = replace(task, only=frozenset((rider,)))
    moment = locks.time.get(task.id)
    return task if moment is None else replace(task, windows=narrowed(task.windows, moment))


def _aboard(task: Task, holder: Underway) -> Task:
    """Return a drop-off that only this vehicle can do, from where it is; what was fresh once is so for less."""
    left_s = task.max_aboard_s
    if left_s is not None:
        left_s = max(0, left_s - max(0, holder.at_s - holder.aboard[task.id]))
    only = frozenset((holder.vehicle,))
    return replace(task, hub=holder.place, only=only, release_s=0, max_aboard_s=left_s)


def narrowed(windows: Collection[TimeWindow], moment: TimeWindow) -> tuple[TimeWindow, ...]:
    """Return what windows and a moment share, the moment itself where that is nothing."""
    shared = tuple(
        TimeWindow(max(window.start_s, moment.start_s), min(window.end_s, moment.end_s))
        for window in windows
        if window.start_s <= moment.end_s and moment.start_s <= window.end_s
    )
    return shared or (moment,)
