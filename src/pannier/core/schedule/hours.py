"""When a vehicle may begin a task: in the task's windows, and while it may be at the place."""

from collections.abc import Iterable

from pannier.core.problem import Access, Problem, Rule, TaskKind, Vehicle
from pannier.core.timewindow import TimeWindow

_ANY = TimeWindow(0, 1 << 40)
_NEVER = -1


def hours_of(problem: Problem, vehicle: Vehicle, index: int) -> tuple[TimeWindow, ...] | None:
    """Return the windows in which a vehicle may begin a task at a place that is not always open to it.

    Parking and service lie within the hours of access too. None where only the task's own windows count;
    an empty tuple where there is no moment at which it may.
    """
    task = problem.tasks[index]
    areas = problem.access_of(vehicle, task.place)
    if not areas:
        return None
    windows: Iterable[TimeWindow] = task.windows or (_ANY,)
    for area in areas:
        windows = _within(windows, area, vehicle.parking_s, vehicle.service_time_s(task.service_s))
    return tuple(windows)


def _within(
    windows: Iterable[TimeWindow], area: Access, before_s: int, after_s: int
) -> tuple[TimeWindow, ...]:
    """Return of some windows what leaves so much time in the area before, and so much behind."""
    found = []
    for window in windows:
        for open_ in area.windows:
            begin_s, end_s = open_.start_s + before_s, open_.end_s - after_s
            if max(begin_s, window.start_s) <= min(end_s, window.end_s):
                found.append(TimeWindow(max(begin_s, window.start_s), min(end_s, window.end_s)))
    return tuple(found)


def task_bounds(problem: Problem, vehicle: Vehicle, index: int, ready_s: int) -> tuple[int, int]:
    """Return the first moments of a task that still come when the vehicle is ready, else its last ones."""
    task = problem.tasks[index]
    earliest = task.release_s if task.kind is TaskKind.PICKUP else 0
    hours = hours_of(problem, vehicle, index)
    if hours == ():
        return _first_open(task.windows, earliest, ready_s)[0], _NEVER
    return _first_open(task.windows if hours is None else hours, earliest, ready_s)


def late_rules(problem: Problem, vehicle: Vehicle, index: int, start_s: int) -> tuple[Rule, ...]:
    """Return which rules a task breaks that begins too late: its windows, the hours of its place, or both."""
    task = problem.tasks[index]
    areas = problem.access_of(vehicle, task.place)
    if not areas:
        return (Rule.WINDOW,)
    stay = TimeWindow(max(0, start_s - vehicle.parking_s), start_s + vehicle.service_time_s(task.service_s))
    is_out = bool(task.windows) and not any(window.contains(start_s) for window in task.windows)
    is_shut = any(not any(window.covers(stay) for window in area.windows) for area in areas)
    return (*(Rule.WINDOW for _ in range(is_out)), *(Rule.ACCESS for _ in range(is_shut)))


def _first_open(windows: tuple[TimeWindow, ...], earliest_s: int, ready_s: int) -> tuple[int, int]:
    """Return the earliest and latest beginning in the first window that is open when somebody is ready."""
    if not windows:
        return earliest_s, _ANY.end_s
    ready_s = max(ready_s, earliest_s)
    window = next((open_ for open_ in windows if ready_s <= open_.end_s), windows[-1])
    return max(earliest_s, window.start_s), window.end_s
