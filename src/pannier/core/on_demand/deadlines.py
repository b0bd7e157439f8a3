"""Deadlines of orders on demand as the engine counts them: later costs, so the place that is in time wins."""

from collections.abc import Sequence
from dataclasses import replace

from pannier.core.on_demand.order import OpenOrder
from pannier.core.on_demand.policy import Policy
from pannier.core.problem import Due, Problem, Task, TaskKind

ANSWER = "a rider who answers"
"""What nobody has: the need of an order that every rider was asked for in vain."""
_MINUTES = 60


def with_deadlines(problem: Problem, orders: Sequence[OpenOrder], policy: Policy) -> Problem:
    """Return the problem in which each minute late of these orders costs, at the pickup and at the door.

    `orders` are named by their drop-off tasks. Goods of a hub leave when their trip does, which is no task: only the
    door counts there.
    """
    tasks = list(problem.tasks)
    for order in orders:
        drop = problem.task_index.get(order.id)
        if drop is None:
            continue
        tasks[drop] = _due(_refused(problem, tasks[drop], order), order.deliver_by_s, policy)
        pair = tasks[drop].pair
        for pickup in problem.pairs[pair].pickups if pair is not None else ():
            longest_s = max(
                (one.service_time_s(tasks[pickup].service_s) for one in problem.vehicles), default=0
            )
            tasks[pickup] = _due(tasks[pickup], order.leave_by_s - longest_s, policy)
            ready_s = max(tasks[pickup].release_s, order.ready_s)
            tasks[pickup] = replace(tasks[pickup], release_s=ready_s)
        if pair is None and tasks[drop].kind is TaskKind.DROPOFF:
            tasks[drop] = replace(tasks[drop], release_s=max(tasks[drop].release_s, order.ready_s))
    return replace(problem, tasks=tuple(tasks))


def _refused(problem: Problem, task: Task, order: OpenOrder) -> Task:
    """Return a task that goes with none of those who did not answer."""
    if not order.refused:
        return task
    only = (task.only or frozenset(problem.vehicle_index)).difference(order.refused)
    return replace(task, only=only) if only else replace(task, needs=task.needs | {ANSWER})


def _due(task: Task, by_s: int, policy: Policy) -> Task:
    return replace(task, due=Due(max(0, by_s), 0, _MINUTES * policy.late_minute_millicents))
