"""A plan of one round, and how far it is from the targets."""

from dataclasses import dataclass

from pannier.core.endurance import Judgement, Targets
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine.endurance.judging import Watched
from pannier.engine.slack.buffers import Buffers
from pannier.engine.slack.honest import required_left_out

_SAFETY = 0.1
"""Of what may be missed: so much less is aimed at, since other days decide than those that are aimed with."""


@dataclass(frozen=True)
class Tried:
    """A plan with the buffers it was made with, and what came out of it on the days of calibration."""

    plan: Plan
    buffers: Buffers
    watched: Watched

    def rank(self, problem: Problem, targets: Targets) -> tuple[int, float, int]:
        """Return what plans are compared by: orders left out, how far from the targets, cost."""
        missed = misses_promises(self.watched.judgement, targets) + misses_reserve(
            self.watched.judgement, targets
        )
        return required_left_out(problem, self.plan), missed, self.plan.cost.total_millicents

    def price_rank(self, problem: Problem) -> tuple[int, int]:
        """Return what plans are compared by where nothing is aimed at."""
        return required_left_out(problem, self.plan), self.plan.cost.total_millicents


def misses_promises(judgement: Judgement, targets: Targets) -> float:
    """Return how many windows too many are missed, as a share of those that may be; 0 when few enough."""
    if targets.promises is None or judgement.windows.rate is None:
        return 0.0
    allowed = (1 - targets.promises) * (1 - _SAFETY)
    return max(0.0, (1 - judgement.windows.rate) / allowed - 1)


def misses_reserve(judgement: Judgement, targets: Targets) -> float:
    """Return how many routes too many touch the reserve, as a share of those that may; 0 when few enough."""
    if targets.reserve is None or judgement.reserves.rate is None:
        return 0.0
    return max(0.0, judgement.reserves.rate / (targets.reserve * (1 - _SAFETY)) - 1)
