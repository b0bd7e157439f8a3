"""What is in a vehicle behind its locked stops: of its hub's goods, of pairs, and to be brought back."""

from collections.abc import Sequence
from dataclasses import replace
from operator import add

from pannier.core.ids import TaskId
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, TaskKind
from pannier.core.running.underway import Underway
from pannier.core.schedule import OPENING, Step, Timeline


def with_goods(
    problem: Problem, now: Underway, at: Underway, route: Sequence[Step], last: int, timed: Timeline
) -> Underway:
    """Return the vehicle with what is in it then: what the hub gave for this trip, and what was picked up since."""
    opening = opening_of(route, last)
    since_s = timed.clock.departures[opening]
    aboard = dict.fromkeys(at.aboard, at.at_s) if opening == 0 else _loaded(problem, route, opening, since_s)
    load: tuple[int, ...] = at.load if opening == 0 else ()
    goods: set[str | None] = set(at.goods) if opening == 0 else set()
    goods |= {
        problem.tasks[problem.task_index[task_id]].goods
        for task_id in aboard
        if task_id in problem.task_index
    }
    for position in range(opening, last + 1):
        index = route[position].task
        if index is None:
            continue
        task = problem.tasks[index]
        goods.add(task.goods)
        if task.kind is TaskKind.DROPOFF:
            aboard.pop(task.id, None)
        elif task.pair is None:
            load = tuple(map(add, load, task.demand)) if load else task.demand
        else:
            drops = (problem.tasks[drop].id for drop in problem.pairs[task.pair].dropoffs)
            aboard |= {drop: timed.clock.departures[position] for drop in drops if drop not in aboard}
    return replace(now, aboard=aboard, load=load, goods=frozenset(one for one in goods if one is not None))


def _loaded(problem: Problem, route: Sequence[Step], opening: int, since_s: int) -> dict[TaskId, int]:
    """Return what a reload takes in for its trip."""
    found = {}
    for step in route[opening + 1 :]:
        if step.kind is ActivityKind.RELOAD:
            break
        if step.task is not None and problem.loaded_at_hub[step.task]:
            found[problem.tasks[step.task].id] = since_s
    return found


def opening_of(route: Sequence[Step], last: int) -> int:
    """Return the position at which the trip opened that a step is on."""
    return max(position for position in range(last + 1) if route[position].kind in OPENING)
