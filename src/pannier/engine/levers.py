"""Rules that can give way for one job and one vehicle: what then holds instead. Pure values in, pure values out."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import gt

from pannier.core.plan import Relaxation, RelaxationKind
from pannier.core.problem import Battery, Limits, Problem, Swap, Task, TaskKind, Vehicle
from pannier.core.timewindow import TimeWindow
from pannier.engine.jobs import Job
from pannier.engine.lawful_ways import with_lawful_breaks
from pannier.engine.scout import SWAP_S

type Changed = tuple[Mapping[int, Task], Vehicle]


@dataclass(frozen=True)
class Eased:
    """A problem and a vehicle of it where one rule gives way."""

    problem: Problem
    vehicle: Vehicle


def ease(
    problem: Problem, vehicle: Vehicle, job: Job, kind: RelaxationKind, amounts: Mapping[str, int]
) -> Eased:
    """Return what holds when one rule gives way by these amounts (seconds under `s`, joules under `J`, else by name).

    Nothing is checked anew, so that this may be asked for often; `changed_by` tells what a whole problem needs.
    """
    tasks, changed = changed_by(problem, vehicle, job, kind, amounts)
    return Eased(with_tasks(problem, tasks) if tasks else problem, changed)


def changed_by(
    problem: Problem, vehicle: Vehicle, job: Job, kind: RelaxationKind, amounts: Mapping[str, int]
) -> Changed:
    """Return the tasks that change, by position, and the vehicle as it then is."""
    if kind in _OF_TASKS:
        change = _OF_TASKS[kind]
        return {index: change(problem.tasks[index], vehicle, amounts) for index in job}, vehicle
    if kind is RelaxationKind.SKILL:
        needs = frozenset[str]().union(*(problem.tasks[index].needs for index in job))
        return {}, replace(vehicle, skills=vehicle.skills | needs)
    if kind is RelaxationKind.ROOM:
        added = (amounts.get(one.name, 0) for one in problem.dimensions)
        capacity = tuple(have + more for have, more in zip(vehicle.capacity, added, strict=True))
        return {}, replace(vehicle, capacity=capacity)
    return {}, _OF_VEHICLES[kind](vehicle, amounts) if kind in _OF_VEHICLES else vehicle


def with_tasks(problem: Problem, tasks: Mapping[int, Task]) -> Problem:
    """Return the problem with other tasks at some positions; what follows from the rest stays known."""
    eased, changed = copy.copy(problem), list(problem.tasks)
    for position, task in tasks.items():
        changed[position] = task
    object.__setattr__(eased, "tasks", tuple(changed))
    return eased


def _later(task: Task, vehicle: Vehicle, amounts: Mapping[str, int]) -> Task:
    del vehicle
    windows = [TimeWindow(one.start_s, one.end_s + amounts["s"]) for one in task.windows]
    return replace(task, windows=_joined(windows))


def _earlier(task: Task, vehicle: Vehicle, amounts: Mapping[str, int]) -> Task:
    del vehicle
    windows = [TimeWindow(max(0, one.start_s - amounts["s"]), one.end_s) for one in task.windows]
    return replace(task, windows=_joined(windows))


def _joined(windows: Sequence[TimeWindow]) -> tuple[TimeWindow, ...]:
    """Return windows with those as one that overlap or touch."""
    joined: list[TimeWindow] = []
    for window in windows:
        if joined and window.start_s <= joined[-1].end_s:
            last = joined.pop()
            window = TimeWindow(last.start_s, max(last.end_s, window.end_s))
        joined.append(window)
    return tuple(joined)


def _released(task: Task, vehicle: Vehicle, amounts: Mapping[str, int]) -> Task:
    del vehicle
    return replace(task, release_s=max(0, task.release_s - amounts["s"]))


def _longer_aboard(task: Task, vehicle: Vehicle, amounts: Mapping[str, int]) -> Task:
    del vehicle
    most_s = task.max_aboard_s
    return task if most_s is None else replace(task, max_aboard_s=most_s + amounts["s"])


def _for_this_one(task: Task, vehicle: Vehicle, amounts: Mapping[str, int]) -> Task:
    del amounts
    only = task.only | {vehicle.id} if task.only else task.only
    return replace(task, only=only)


_OF_TASKS: Mapping[RelaxationKind, Callable[[Task, Vehicle, Mapping[str, int]], Task]] = {
    RelaxationKind.WINDOW_LATER: _later,
    RelaxationKind.WINDOW_EARLIER: _earlier,
    RelaxationKind.RELEASE: _released,
    RelaxationKind.ABOARD: _longer_aboard,
    RelaxationKind.GOODS: lambda task, vehicle, amounts: replace(task, goods=None),
    RelaxationKind.ONLY: _for_this_one,
}


def _starting_earlier(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    start_s = max(0, vehicle.shift.start_s - amounts["s"])
    return with_lawful_breaks(replace(vehicle, shift=TimeWindow(start_s, vehicle.shift.end_s)))


def _rested_otherwise(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    more_s = amounts["s"]
    breaks = tuple(
        replace(one, window=TimeWindow(max(0, one.window.start_s - more_s), one.window.end_s + more_s))
        for one in vehicle.breaks
    )
    return replace(vehicle, breaks=breaks)


def _fuller(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    battery = vehicle.battery
    if battery is None:
        return vehicle
    return replace(vehicle, battery=replace(battery, start_j=battery.start_j + amounts["J"]))


def _swapped(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    del amounts
    battery = vehicle.battery
    return vehicle if battery is None else replace(vehicle, battery=_with_spare(battery))


def _with_spare(battery: Battery) -> Battery:
    own = battery.at_hub if isinstance(battery.at_hub, Swap) else Swap(SWAP_S, 0)
    return replace(battery, at_hub=replace(own, spares=own.spares + 1))


def _farther(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    def more(limits: Limits) -> Limits:
        names = ("distance_m", "duration_s", "stops")
        had = {name: getattr(limits, name) for name in names}
        return Limits(
            **{name: None if most is None else most + amounts.get(name, 0) for name, most in had.items()}
        )

    trips = replace(vehicle.trips, limits=more(vehicle.trips.limits))
    return replace(vehicle, limits=more(vehicle.limits), trips=trips)


def _once_more(vehicle: Vehicle, amounts: Mapping[str, int]) -> Vehicle:
    del amounts
    trips = vehicle.trips
    return (
        replace(vehicle, trips=replace(trips, max_trips=trips.max_trips + 1))
        if trips.reload_places
        else vehicle
    )


_OF_VEHICLES: Mapping[RelaxationKind, Callable[[Vehicle, Mapping[str, int]], Vehicle]] = {
    RelaxationKind.SHIFT_LATER: lambda vehicle, amounts: with_lawful_breaks(
        replace(vehicle, max_overtime_s=vehicle.max_overtime_s + amounts["s"])
    ),
    RelaxationKind.SHIFT_EARLIER: _starting_earlier,
    RelaxationKind.BREAK: _rested_otherwise,
    RelaxationKind.CHARGE: _fuller,
    RelaxationKind.SWAP: _swapped,
    RelaxationKind.TRIP: _once_more,
    RelaxationKind.LIMIT: _farther,
    RelaxationKind.STACK: lambda vehicle, amounts: replace(vehicle, last_in_first_out=False),
}


def lacks(problem: Problem, vehicle: Vehicle, job: Job) -> frozenset[RelaxationKind]:
    """Return which rules keep a vehicle from a job whatever the time; TRIP also stands for a hub it lacks."""
    found = set()
    for index in job:
        task = problem.tasks[index]
        if not task.needs <= vehicle.skills:
            found.add(RelaxationKind.SKILL)
        if task.only and vehicle.id not in task.only:
            found.add(RelaxationKind.ONLY)
        if any(map(gt, task.demand, vehicle.capacity)):
            found.add(RelaxationKind.ROOM)
        own = vehicle.start_place if task.kind is TaskKind.DROPOFF else vehicle.end_place
        reloads = vehicle.trips.reload_places if vehicle.trips.max_trips > 1 else ()
        if task.hub is not None and task.hub != own and task.hub not in reloads:
            found.add(RelaxationKind.TRIP)
    return frozenset(found)


def relaxed(problem: Problem, task_id: str, relaxation: Relaxation) -> Problem:
    """Return the problem in which a rule gives way as a relaxation of a task left out says.

    What another task's place or a price decides is no rule: such a problem stays as it is. Raises KeyError for a
    task or vehicle that the problem does not have, InvalidProblem where nothing could hold the amounts.
    """
    index = problem.task_index[task_id]
    pair = problem.tasks[index].pair
    job = (index,) if pair is None else problem.pairs[pair].tasks
    number = problem.vehicle_index[relaxation.vehicle_id]
    amounts = amounts_of(relaxation)
    tasks, vehicle = changed_by(problem, problem.vehicles[number], job, relaxation.kind, amounts)
    vehicles = (*problem.vehicles[:number], vehicle, *problem.vehicles[number + 1 :])
    changed = tuple(tasks.get(position, task) for position, task in enumerate(problem.tasks))
    eased = replace(problem, tasks=changed, vehicles=vehicles)
    return free_of_company(eased, job, relaxation)


def free_of_company(problem: Problem, job: Job, relaxation: Relaxation) -> Problem:
    """Return the problem in which a job goes alone, or also with those it had to be apart from, as a relaxation says.

    Those named stay apart from all others, and so does the job.
    """
    own = frozenset(problem.tasks[index].id for index in job)
    if relaxation.kind is RelaxationKind.TOGETHER:
        left = (members - own for members in problem.together)
        return replace(problem, together=tuple(members for members in left if members))
    if relaxation.kind is RelaxationKind.APART:
        named = frozenset[str]().union(*(_all_of(problem, name) for name in relaxation.names))
        both = [
            (members - named, members - own) if members & own and members & named else (members,)
            for members in problem.apart
        ]
        return replace(problem, apart=tuple(one for parts in both for one in parts if one))
    return problem


def _all_of(problem: Problem, task_id: str) -> frozenset[str]:
    """Return the ids of a task and of all that is moved with it."""
    pair = problem.tasks[problem.task_index[task_id]].pair
    moved = () if pair is None else problem.pairs[pair].tasks
    return frozenset(problem.tasks[index].id for index in moved) | {task_id}


def amounts_of(relaxation: Relaxation) -> Mapping[str, int]:
    """Return by how much a rule gives way, by name and by unit."""
    return {one.name: one.amount for one in relaxation.amounts} | {
        one.unit: one.amount for one in relaxation.amounts
    }
