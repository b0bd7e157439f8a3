"""What the running plan misses already, whoever drives: nobody is left out for it, it becomes late and costs.

Only what the plan as it is does not keep is moved, and only as far as that plan needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pannier.core.problem import Break, Due, Limits, Problem, Rule, Task, Vehicle
from pannier.core.problem.bounds import MOST_SUM
from pannier.core.running.underway import Lateness
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.timewindow import TimeWindow

_ROUNDS = 4
_TO_FIND_A_BREAK_S = 3600
"""How long from now a break that was missed may still begin."""


def relaxed(problem: Problem, steps: Mapping[int, Sequence[Step]], lateness: Lateness) -> Problem:
    """Return the problem that allows the running plan's own lateness; `steps` are its routes by vehicle."""
    for _ in range(_ROUNDS):
        tasks, vehicles = list(problem.tasks), list(problem.vehicles)
        for number, route in steps.items():
            timed = timeline(problem, vehicles[number], route)
            for fault in timed.faults:
                task = route[fault.position].task
                if fault.rule in _OF_TASKS and task is not None:
                    tasks[task] = _OF_TASKS[fault.rule](tasks[task], timed, fault.position, lateness)
            vehicles[number] = _patient(vehicles[number], timed)
        if tuple(tasks) == problem.tasks and tuple(vehicles) == problem.vehicles:
            break
        problem = replace(problem, tasks=tuple(tasks), vehicles=tuple(vehicles))
    return problem


def _late(task: Task, timed: Timeline, position: int, lateness: Lateness) -> Task:
    """Return a task that may begin when it will; after its window it is late."""
    start_s, last = timed.clock.starts[position], task.windows[-1]
    due = task.due or Due(last.end_s, lateness.once_millicents, lateness.hour_millicents)
    open_ = TimeWindow(last.start_s, max(last.end_s, start_s))
    return replace(task, windows=(*task.windows[:-1], open_), due=due)


def _less_fresh(task: Task, timed: Timeline, position: int, lateness: Lateness) -> Task:
    """Return goods that stay aboard for as long as they will."""
    del lateness
    over_s = next(fault.amount for fault in timed.faults if fault.position == position)
    return replace(task, max_aboard_s=(task.max_aboard_s or 0) + over_s)


_LIMITS: tuple[Rule, ...] = (Rule.DISTANCE, Rule.DURATION, Rule.STOPS)
_OF_TASKS = {Rule.WINDOW: _late, Rule.ABOARD: _less_fresh}


def _patient(vehicle: Vehicle, timed: Timeline) -> Vehicle:
    """Return a vehicle whose shift, breaks and limits allow what it will have to do anyway."""
    found = {fault.rule: fault for fault in timed.faults}
    if Rule.SHIFT in found:
        # The shift's own end stays, for overtime is paid from there on.
        vehicle = replace(vehicle, max_overtime_s=vehicle.max_overtime_s + found[Rule.SHIFT].amount)
    if Rule.BREAK in found:
        vehicle = replace(vehicle, breaks=_later_breaks(vehicle.breaks, timed))
    over = {rule: found[rule].amount for rule in _LIMITS if rule in found}
    if not over:
        return vehicle
    trips = replace(vehicle.trips, first_limits=_wider(vehicle.trips.start_limits, over))
    return replace(vehicle, limits=_wider(vehicle.limits, over), trips=trips)


def _later_breaks(breaks: tuple[Break, ...], timed: Timeline) -> tuple[Break, ...]:
    """Return the breaks, each with a window that its present moment lies in, or one from now on."""
    at = {
        step.rest: start
        for step, start in zip(timed.steps, timed.clock.starts, strict=True)
        if step.rest is not None
    }
    kept = []
    for number, rest in enumerate(breaks):
        start_s = at.get(number, timed.clock.starts[0] + _TO_FIND_A_BREAK_S)
        end_s = max(rest.window.end_s, start_s + rest.duration_s)
        kept.append(replace(rest, window=TimeWindow(rest.window.start_s, end_s)))
    return tuple(kept)


def _wider(limits: Limits, over: Mapping[Rule, int]) -> Limits:
    return Limits(
        _more(limits.distance_m, over.get(Rule.DISTANCE, 0)),
        _more(limits.duration_s, over.get(Rule.DURATION, 0)),
        _more(limits.stops, over.get(Rule.STOPS, 0)),
    )


def _more(limit: int | None, over: int) -> int | None:
    return None if limit is None else min(MOST_SUM, limit + over)
