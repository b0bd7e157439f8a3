"""Who must go with whom, and who must not, when some of them are served or aboard already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pannier.core.ids import TaskId, VehicleId
from pannier.core.problem import Problem, Task
from pannier.core.running.underway import Underway

IN_COMPANY = "company that is with another vehicle"
"""What nobody has: the need of a task that cannot go as its company asks any more."""


def company_left(
    problem: Problem, tasks: Sequence[Task], served: Mapping[TaskId, VehicleId], ats: Sequence[Underway]
) -> Problem:
    """Return the problem with the tasks that are left, bound to where those are that they must or must not join."""
    by = {task_id: at.vehicle for at in ats for task_id in at.aboard} | dict(served)
    found = {task.id: task for task in tasks}
    everybody = frozenset(problem.vehicle_index)
    for members in problem.together:
        riders = frozenset(by[one] for one in members if one in by)
        for one in members & found.keys() - by.keys() if riders else ():
            found[one] = _only(found[one], riders & everybody)
    for members in problem.apart:
        for one in members & found.keys() - by.keys():
            others = frozenset(by[other] for other in members if other in by)
            if others:
                found[one] = _only(found[one], everybody - others)
    return replace(
        problem,
        tasks=tuple(found.values()),
        together=_left(problem.together, found),
        apart=_left(tuple(members - by.keys() for members in problem.apart), found),
    )


def _only(task: Task, vehicles: frozenset[VehicleId]) -> Task:
    only = (task.only or vehicles) & vehicles
    return replace(task, only=only) if only else replace(task, needs=task.needs | {IN_COMPANY})


def _left(sets: Sequence[frozenset[TaskId]], found: Mapping[TaskId, Task]) -> tuple[frozenset[TaskId], ...]:
    return tuple(left for members in sets if (left := members & found.keys()))
