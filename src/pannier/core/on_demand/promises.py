"""What recipients of planned orders were told: an order on demand may come between, and never moves that."""

from collections.abc import Mapping
from dataclasses import replace

from pannier.core.ids import TaskId
from pannier.core.problem import Problem
from pannier.core.timewindow import TimeWindow


def with_promises(problem: Problem, promises: Mapping[TaskId, TimeWindow]) -> Problem:
    """Return the problem in which tasks without a window have the one that was told; all others keep theirs."""
    tasks = tuple(
        replace(task, windows=(promises[task.id],)) if task.id in promises and not task.windows else task
        for task in problem.tasks
    )
    return replace(problem, tasks=tasks)
