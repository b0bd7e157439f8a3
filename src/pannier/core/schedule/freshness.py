"""Goods that may be aboard for so long only: where they come aboard, and which are there for too long."""

from collections.abc import Sequence

from pannier.core.ids import PairId
from pannier.core.problem import Problem, TaskKind
from pannier.core.schedule.steps import OPENING, Step


def sources_along(problem: Problem, steps: Sequence[Step]) -> Sequence[tuple[int, int]]:
    """Return where the goods of each drop-off that may not be aboard for long come aboard, and where they leave."""
    found, opening, pickups = [], 0, dict[PairId, int]()
    for position, step in enumerate(steps):
        if step.kind in OPENING:
            opening = position
        if step.task is None:
            continue
        task = problem.tasks[step.task]
        if task.kind is TaskKind.PICKUP and task.pair is not None:
            pickups.setdefault(task.pair, position)
        elif task.max_aboard_s is not None:
            found.append((opening if task.pair is None else pickups.get(task.pair, opening), position))
    return found


def longest_aboard(
    problem: Problem,
    steps: Sequence[Step],
    sources: Sequence[tuple[int, int]],
    starts: Sequence[int],
    departures: Sequence[int],
) -> tuple[int, int, int] | None:
    """Return the first goods that are aboard for too long: where they came, by how many seconds, where they leave."""
    for source, position in sources:
        index = steps[position].task
        most_s = None if index is None else problem.tasks[index].max_aboard_s
        over_s = starts[position] - departures[source] - (most_s or 0)
        if over_s > 0:
            return source, over_s, position
    return None
