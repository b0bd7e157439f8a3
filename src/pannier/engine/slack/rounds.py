"""Several searches that share one budget, one listener and one way to be stopped."""

import time
from dataclasses import dataclass, field

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine.budget import Budget, OnProgress, Progress, Stop
from pannier.engine.solving import solve

_WARM = 0.5
"""How hot a search begins that goes on from another one's plan: hot enough to leave it, not to lose it."""


@dataclass
class Rounds:
    """Searches one after the other; each hears the same stop, and time goes on from one to the next."""

    budget: Budget
    seed: int
    on_progress: OnProgress | None = None
    stop: Stop | None = None
    threads: int = 1
    _began: float = field(default_factory=time.monotonic)
    _count: int = 0

    def solve(self, problem: Problem, *, share: float, start: Plan | None = None) -> Plan:
        """Search with a share of the budget, each time with another seed, the first with the given one."""
        since = time.monotonic() - self._began
        seed, self._count = self.seed + self._count, self._count + 1

        def tell(progress: Progress) -> None:
            if self.on_progress is not None:
                self.on_progress(Progress(progress.cost_cents, progress.left_out, since + progress.elapsed_s))

        return solve(
            problem,
            budget=self.budget.share(share),
            seed=seed,
            start=start,
            on_progress=tell,
            stop=self.stop,
            threads=self.threads,
            heat=1.0 if start is None else _WARM,
        )

    def is_stopped(self) -> bool:
        """Tell whether nothing more shall be searched."""
        return self.stop is not None and self.stop()
