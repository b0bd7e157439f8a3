"""What moves from pickups to drop-offs on one trip, without touching a hub."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pannier.core.ids import PairId
from pannier.core.problem.errors import require
from pannier.core.problem.task import Task, TaskKind


@dataclass(frozen=True)
class Bundle:
    """All tasks of one pair id, as positions in the problem's tasks: one or more of each kind, in order.

    One trip of one vehicle serves all of them, every pickup before every drop-off, or none is served. All
    carry the same prize, which counts once.
    """

    pickups: tuple[int, ...]
    dropoffs: tuple[int, ...]

    @property
    def tasks(self) -> tuple[int, ...]:
        """Return the pickups, then the drop-offs."""
        return self.pickups + self.dropoffs


def bundles_of(tasks: Sequence[Task]) -> Mapping[PairId, Bundle]:
    """Return the bundle of each pair id in the order of their first tasks."""
    found: dict[PairId, dict[TaskKind, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, task in enumerate(tasks):
        if task.pair is not None:
            found[task.pair][task.kind].append(index)
    return {
        pair: Bundle(tuple(both[TaskKind.PICKUP]), tuple(both[TaskKind.DROPOFF]))
        for pair, both in found.items()
    }


def check_bundles(tasks: Sequence[Task], bundles: Mapping[PairId, Bundle]) -> None:
    """Raise InvalidProblem unless what each bundle picks up is what it hands over, at one prize."""
    for pair, bundle in bundles.items():
        field = f"pairs[{pair}]"
        whole = bool(bundle.pickups and bundle.dropoffs)
        require(whole, field, "needs at least one pickup and one drop-off.")
        taken, given = (_sum(tasks, half) for half in (bundle.pickups, bundle.dropoffs))
        require(taken == given, f"{field}.demand", "differs between its pickups and its drop-offs.")
        prizes = {tasks[index].prize_cents for index in bundle.tasks}
        require(len(prizes) == 1, f"{field}.prize_cents", "differs between its tasks.")


def _sum(tasks: Sequence[Task], half: Sequence[int]) -> tuple[int, ...]:
    """Return the demand of some tasks together, dimension by dimension."""
    return tuple(map(sum, zip(*(tasks[index].demand for index in half), strict=True)))
