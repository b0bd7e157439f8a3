"""What is moved as one: a single task, or all pickups and drop-offs of a pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pannier.core.problem import Problem
from pannier.engine.company import Company, Job

REQUIRED_MILLICENTS = 1 << 70
"""What leaving out a required task weighs: more than any day's routes cost, see core.problem.bounds."""

__all__ = ["REQUIRED_MILLICENTS", "Job", "Jobs"]


@dataclass(frozen=True, eq=False)
class Jobs:
    """All jobs of a problem in the order of their first tasks."""

    problem: Problem

    @cached_property
    def all(self) -> tuple[Job, ...]:
        """Return every job once."""
        jobs: list[Job] = []
        for index, task in enumerate(self.problem.tasks):
            if task.pair is None:
                jobs.append((index,))
            elif self.problem.pairs[task.pair].pickups[0] == index:
                jobs.append(self.problem.pairs[task.pair].tasks)
        return tuple(jobs)

    @cached_property
    def company(self) -> Company:
        """Return which jobs must go by the same vehicle, and which must not."""
        return Company(self.problem)

    @cached_property
    def by_task(self) -> Mapping[int, Job]:
        """Return the job each task belongs to."""
        return {task: job for job in self.all for task in job}

    def worth_millicents(self, job: Job) -> int:
        """Return what leaving the job out costs in the search."""
        prize_cents = self.problem.tasks[job[0]].prize_cents
        return REQUIRED_MILLICENTS if prize_cents is None else 1000 * prize_cents
