"""What planning asks of an optimiser; the process pool and the fakes of tests both answer it."""

from dataclasses import dataclass
from typing import Protocol

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, OnProgress, Stop


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long to search: seconds of wall time, or iterations, which with the seed make a plan reproducible."""

    seed: int = 1
    budget_s: float | None = 20.0
    iterations: int | None = None

    @property
    def budget(self) -> Budget:
        """Return the engine's budget; iterations win when both are given."""
        return Budget(self.budget_s) if self.iterations is None else Budget(iterations=self.iterations)


class Solver(Protocol):
    """Return a plan for a problem; it is checked by planning itself, whatever the solver says."""

    def __call__(
        self, problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
    ) -> Plan:
        """Solve; `on_progress` hears how far the search is, `stop` is asked whether to end it."""
