"""From what a dispatcher has fixed to what binds the tasks of a problem."""

from collections.abc import Container
from dataclasses import replace

from pannier.core.problem import Problem
from pannier.core.running import NO_LOCKS, Locks
from pannier.core.running.served import locked_tasks
from pannier.core.timewindow import TimeWindow
from pannier.planning.day import Day
from pannier.planning.task_ids import DROPOFF, task_id_of


def with_locks(day: Day, problem: Problem) -> Problem:
    """Return the problem with its locks; who has no shift any more holds nothing."""
    locks = locks_on(day, problem.task_index, problem.vehicle_index)
    return problem if locks == NO_LOCKS else replace(problem, tasks=locked_tasks(problem.tasks, locks))


def locks_on(day: Day, tasks: Container[str], shifts: Container[str]) -> Locks:
    """Return what is fixed of these tasks of a day, and by which of these shifts they go."""
    known = [(task_id_of(one.order_id, DROPOFF), one) for one in day.locks]
    known = [(task, one) for task, one in known if task in tasks]
    riders = {
        task: str(one.shift_id)
        for task, one in known
        if one.shift_id is not None and str(one.shift_id) in shifts
    }
    moments = {
        task: TimeWindow(max(0, day.seconds(one.begins[0])), max(0, day.seconds(one.begins[1])))
        for task, one in known
        if one.begins is not None
    }
    return Locks(rider=riders, time=moments)
