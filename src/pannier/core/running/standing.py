"""Vehicles that stand where a hub is: only what is in them leaves from there, all else has to be loaded first.

A trip takes along what the hub at its opening holds. One that is under way took all that it takes; so where such a
vehicle stands is a place of its own, with the ways of the hub.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pannier.core.ids import PlaceIndex
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Task, TaskKind
from pannier.core.running.underway import Underway


def apart_from_hubs(problem: Problem, ats: Sequence[Underway]) -> tuple[Problem, list[Underway]]:
    """Return the problem with a place more for each hub where a vehicle under way stands, and the vehicles there."""
    hubs = sorted(_hubs(problem, ats) & {at.place for at in ats})
    twin = {place: len(problem.places) + number for number, place in enumerate(hubs)}
    if not twin:
        return problem, list(ats)
    places = tuple(
        replace(problem.places[place], id=f"{problem.places[place].id}, left as {number}")
        for place, number in twin.items()
    )
    rows = [*range(len(problem.places)), *hubs]
    grown = replace(
        problem,
        places=(*problem.places, *places),
        matrices=tuple(matrices.among(rows) for matrices in problem.matrices),
    )
    return grown, [replace(at, place=twin.get(at.place, at.place)) for at in ats]


def _hubs(problem: Problem, ats: Sequence[Underway]) -> frozenset[PlaceIndex]:
    """Return where goods may be loaded that are in no vehicle yet."""
    aboard = {task_id for at in ats for task_id in at.aboard}
    goods = {task.hub for task in problem.tasks if task.hub is not None and task.id not in aboard}
    places = {place for vehicle in problem.vehicles for place in vehicle.trips.reload_places}
    return frozenset(goods | places)


def from_a_hub(problem: Problem, tasks: Sequence[Task], ats: Sequence[Underway]) -> tuple[Task, ...]:
    """Return tasks of which none that is in no vehicle could leave with one from where it happens to be.

    Goods that any hub holds are where they are planned to be fetched, else at the only place where vehicles reload,
    else not for those under way.
    """
    aboard = {task_id for at in ats for task_id in at.aboard}
    reloads = {place for vehicle in problem.vehicles for place in vehicle.trips.reload_places}
    out = {at.vehicle for at in ats}
    waiting = frozenset(problem.vehicle_index.keys() - out)
    planned = {task: hub for at in ats for task, hub in _fetched(at)}
    found = []
    for number, task in enumerate(tasks):
        is_anywhere = task.kind is TaskKind.DROPOFF and task.pair is None and task.hub is None
        if out and is_anywhere and task.id not in aboard:
            task = _placed(task, {planned[number]} if number in planned else reloads, waiting)
        found.append(task)
    return tuple(found)


def _fetched(at: Underway) -> Iterator[tuple[int, PlaceIndex]]:
    """Yield the tasks behind each reload ahead, with its place."""
    hub: PlaceIndex | None = None
    for step in at.ahead:
        if step.kind is ActivityKind.RELOAD:
            hub = step.place
        elif step.task is not None and hub is not None:
            yield step.task, hub


UNKNOWN_HUB = "a hub"
"""What nobody has: the need of goods of which no hub is known where a vehicle on the way could fetch them."""


def _placed(task: Task, reloads: set[PlaceIndex], waiting: frozenset[str]) -> Task:
    if len(reloads) == 1:
        return replace(task, hub=next(iter(reloads)))
    only = (task.only or waiting) & waiting
    return replace(task, only=only) if only else replace(task, needs=task.needs | {UNKNOWN_HUB})
