"""Which tasks a job must go by the same vehicle with, and which it must not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pannier.core.ids import TaskId
from pannier.core.problem import Problem

type Job = tuple[int, ...]
"""Positions of tasks: one, or the pickups and then the drop-offs of a pair."""


@dataclass(frozen=True, eq=False)
class Company:
    """What the sets of a problem say about each job, found out when it is asked for."""

    problem: Problem

    def with_it(self, job: Job) -> frozenset[int]:
        """Return the other tasks that must go by the vehicle of a job."""
        return self._others(job, self._together)

    def kept_from(self, job: Job) -> frozenset[int]:
        """Return the tasks that must not go by the vehicle of a job."""
        return self._others(job, self._apart)

    @cached_property
    def _together(self) -> Mapping[int, Sequence[frozenset[int]]]:
        return self._by_task(self.problem.together)

    @cached_property
    def _apart(self) -> Mapping[int, Sequence[frozenset[int]]]:
        return self._by_task(self.problem.apart)

    def _by_task(self, sets: Iterable[frozenset[TaskId]]) -> Mapping[int, Sequence[frozenset[int]]]:
        """Return the sets each task is in, with tasks by their positions."""
        found: dict[int, list[frozenset[int]]] = defaultdict(list)
        for members in sets:
            positions = frozenset(self.problem.task_index[task_id] for task_id in members)
            for position in positions:
                found[position].append(positions)
        return found

    def _others(self, job: Job, sets: Mapping[int, Sequence[frozenset[int]]]) -> frozenset[int]:
        """Return what is in a set with a task of the job, without the job itself."""
        return frozenset[int]().union(*(one for task in job for one in sets.get(task, ()))) - frozenset(job)
