"""What planning asks of an optimiser; the process pool and the fakes of tests both answer it."""

from dataclasses import dataclass
from typing import Protocol

from pannier.core.endurance import NO_TARGETS, Judgement, Targets
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, OnProgress, Stop
from pannier.engine.choices import Aim, Figures


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long to search: seconds of wall time, or iterations, which with the seed make a plan reproducible."""

    seed: int = 1
    budget_s: float | None = 20.0
    iterations: int | None = None
    targets: Targets = NO_TARGETS
    """What the plan shall hold on days that are not as planned."""
    choices: bool = False
    """Whether several plans are searched for, to choose from."""
    start: Plan | None = None
    """A plan to begin with: its order of stops counts."""

    @property
    def is_weighed(self) -> bool:
        """Tell whether more than the cheapest plan is searched for."""
        return self.choices or not self.targets.are_off

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


class SolverFrom(Protocol):
    """Return a plan for a problem, beginning with one that is there already."""

    def __call__(
        self,
        problem: Problem,
        start: Plan,
        effort: Effort,
        *,
        on_progress: OnProgress | None,
        stop: Stop | None,
    ) -> Plan:
        """Solve; `on_progress` hears how far the search is, `stop` is asked whether to end it."""


@dataclass(frozen=True, kw_only=True)
class Endurance:
    """How a plan holds on drawn days; `without` is the plan without slack, None where none was asked for."""

    judged: Judgement
    targets: Targets = NO_TARGETS
    without: Plan | None = None
    without_judged: Judgement | None = None
    rounds: int = 0


@dataclass(frozen=True, kw_only=True)
class Option:
    """A plan to choose; alone it has no figures, for there is nothing to compare it with."""

    plan: Plan
    endurance: Endurance
    figures: Figures | None = None
    best_at: tuple[Aim, ...] = ()


class Weigher(Protocol):
    """Return one plan with slack, or several to choose from, as the effort asks."""

    def __call__(
        self, problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
    ) -> tuple[Option, ...]:
        """Search; the cheapest option comes first."""
