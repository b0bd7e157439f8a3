"""Goods aboard that their vehicle cannot deliver any more from where it is: they come back with it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from operator import add

from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Rule, TaskKind
from pannier.core.running.underway import Underway
from pannier.core.running.vehicles import vehicle_now
from pannier.core.schedule import Step, timeline

_FOR_GOOD = frozenset((Rule.ACCESS, Rule.REACHABLE))


def brought_back(
    problem: Problem, underway: Sequence[Underway]
) -> tuple[list[Underway], dict[TaskId, VehicleId]]:
    """Return vehicles that keep what they cannot deliver any more until the hub, and which tasks those are."""
    back = {task_id: at.vehicle for at in underway for task_id in not_deliverable(problem, at)}
    return [bringing_back(problem, at, at.aboard.keys() & back.keys()) for at in underway], back


def not_deliverable(problem: Problem, at: Underway) -> frozenset[TaskId]:
    """Return what is aboard and could not be delivered even if the vehicle drove there next.

    That is where it may not be at the place at any hour that is left, or where no way leads from where it is.
    """
    vehicle = vehicle_now(
        problem.vehicles[problem.vehicle_index[at.vehicle]], at, {one.id: one for one in problem.tasks}
    )
    found = set()
    for task_id in at.aboard:
        index = problem.task_index.get(task_id)
        if index is None or problem.tasks[index].kind is not TaskKind.DROPOFF:
            continue
        place = problem.tasks[index].place
        cut_off = problem.matrices_of(vehicle).distance_m[at.place, place] < 0 and place != at.place
        if not problem.access_of(vehicle, place) and not cut_off:
            continue
        steps = (
            Step(ActivityKind.START, at.place),
            Step(ActivityKind.DELIVERY, place, task=index),
            Step(ActivityKind.END, vehicle.end_place),
        )
        faults = timeline(problem, vehicle, steps).faults
        if any(fault.rule in _FOR_GOOD and fault.position == 1 for fault in faults):
            found.add(task_id)
    return frozenset(found)


def bringing_back(problem: Problem, at: Underway, back: Collection[TaskId]) -> Underway:
    """Return a vehicle that keeps these goods in it until it comes to a hub, and does not drive there for them."""
    if not back:
        return at
    numbers = {problem.task_index[task_id] for task_id in back}
    load = at.load or (0,) * len(problem.dimensions)
    for number in numbers:
        load = tuple(map(add, load, problem.tasks[number].demand))
    goods = {goods for number in numbers if (goods := problem.tasks[number].goods) is not None}
    return replace(
        at,
        ahead=tuple(step for step in at.ahead if step.task not in numbers),
        locked=at.locked - sum(step.task in numbers for step in at.ahead[: at.locked]),
        aboard={task_id: since_s for task_id, since_s in at.aboard.items() if task_id not in back},
        load=load,
        goods=at.goods | goods,
    )
