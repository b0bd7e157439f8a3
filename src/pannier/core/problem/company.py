"""Tasks that must go by the same vehicle, and tasks that must not: what such sets may say."""

from collections.abc import Mapping, Sequence

from pannier.core.ids import TaskId
from pannier.core.problem.errors import require
from pannier.core.problem.task import Task


def check_company(
    tasks: Sequence[Task], together: Sequence[frozenset[TaskId]], apart: Sequence[frozenset[TaskId]]
) -> None:
    """Raise InvalidProblem unless every set can be meant.

    The tasks of a pair count as one. It may be in one set of `together` only, else those two would be one; and no
    two that must go together may have to go apart.
    """
    unit_of = {task.id: _unit(task) for task in tasks}
    for name, sets in (("together", together), ("apart", apart)):
        for position, members in enumerate(sets):
            field = f"{name}[{position}]"
            require(bool(members), field, "names no task.")
            for task_id in sorted(members - unit_of.keys()):
                require(False, field, f"task {task_id} is not there.")
    home = _homes(unit_of, together)
    for position, members in enumerate(apart):
        _check_apart(f"apart[{position}]", {unit_of[one]: one for one in sorted(members)}, home)


def _unit(task: Task) -> tuple[str, str]:
    """Return what stands for a task: itself, or its pair."""
    return ("task", task.id) if task.pair is None else ("pair", task.pair)


def _homes(
    unit_of: Mapping[TaskId, tuple[str, str]], together: Sequence[frozenset[TaskId]]
) -> Mapping[tuple[str, str], int]:
    """Return which set of `together` holds each task or pair; raises InvalidProblem when two do."""
    home: dict[tuple[str, str], int] = {}
    for position, members in enumerate(together):
        for one in sorted(members):
            alone = home.setdefault(unit_of[one], position) == position
            require(alone, f"together[{position}]", f"{one} is in another set already; make them one.")
    return home


def _check_apart(
    field: str, members: Mapping[tuple[str, str], TaskId], home: Mapping[tuple[str, str], int]
) -> None:
    """Raise InvalidProblem when two of a set must go by the same vehicle."""
    seen: dict[int, TaskId] = {}
    for unit, task_id in members.items():
        if unit in home:
            first = seen.setdefault(home[unit], task_id)
            require(first == task_id, field, f"{first} and {task_id} must go by the same vehicle.")
