"""Search, drive the plan on drawn days, raise buffers where they are missed, search on: until the targets are met.

The days that buffers are chosen by are others than those that the plan is judged by in the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pannier.core.endurance import Judgement, Spreads, Targets
from pannier.core.plan import LeftOut, Plan
from pannier.core.problem import Problem
from pannier.engine.budget import Budget, OnProgress, Stop
from pannier.engine.endurance.judging import judge, watch
from pannier.engine.slack.buffers import Buffers, buffered
from pannier.engine.slack.honest import honest
from pannier.engine.slack.raising import next_buffers
from pannier.engine.slack.rounds import Rounds
from pannier.engine.slack.tried import Tried

_ROUNDS = 5
_FIRST_SHARE = 0.5
"""Of the budget, for the plan without slack: the price is only worth something if that one is good."""
CALIBRATION_DAYS = 500


@dataclass(frozen=True, kw_only=True)
class Protected:
    """The plan with slack and how it holds; `without` is the plan without, and `without_judged` how that one holds.

    Where nothing had to be raised both are the same plan. `reached` tells whether the judged days meet the targets.
    """

    plan: Plan
    judged: Judgement
    without: Plan
    without_judged: Judgement
    targets: Targets
    rounds: int

    @property
    def reached(self) -> bool:
        """Tell whether all that was aimed at is reached on days that nothing was chosen by."""
        return self.judged.reaches(self.targets)


def protect(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    targets: Targets,
    spreads: Spreads,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    threads: int = 1,
) -> Protected:
    """Return the cheapest plan found that meets the targets, else the one that comes closest.

    No order that must be served is left out for the sake of slack. With a budget in iterations the same seed gives the
    same plan. Raises EngineFault as `solve` does.
    """
    rounds = Rounds(budget=budget, seed=seed, on_progress=on_progress, stop=stop, threads=threads)
    without = rounds.solve(problem, share=_FIRST_SHARE)
    tried = list(_tried(problem, without, rounds, targets, spreads))
    best = min(tried, key=lambda one: one.rank(problem, targets))
    cheapest = min((tried[0], best), key=lambda one: one.price_rank(problem))
    plan = replace(best.plan, left_out=_explained(best.plan, without))
    return Protected(
        plan=plan,
        judged=judge(problem, plan, spreads=spreads, seed=verdict_seed(seed)),
        without=cheapest.plan,
        without_judged=judge(problem, cheapest.plan, spreads=spreads, seed=verdict_seed(seed)),
        targets=targets,
        rounds=len(tried) - 1,
    )


def verdict_seed(seed: int) -> int:
    """Return the seed of the days a plan is judged by."""
    return 2 * seed + 2


def calibration_seed(seed: int) -> int:
    """Return the seed of the days that buffers are chosen by; no verdict has it."""
    return 2 * seed + 1


def _tried(
    problem: Problem, without: Plan, rounds: Rounds, targets: Targets, spreads: Spreads
) -> Iterator[Tried]:
    """Yield the plan without slack, then one of each round."""

    def seen(plan: Plan, buffers: Buffers) -> Tried:
        seed = calibration_seed(rounds.seed)
        return Tried(plan, buffers, watch(problem, plan, spreads=spreads, seed=seed, days=CALIBRATION_DAYS))

    history = [seen(without, Buffers())]
    yield history[0]
    for _ in range(_ROUNDS):
        buffers = next_buffers(problem, history, targets)
        if buffers == history[-1].buffers or rounds.is_stopped():
            return
        best = min(history, key=lambda one: one.rank(problem, targets))
        share = (1 - _FIRST_SHARE) / _ROUNDS
        made = rounds.solve(buffered(problem, buffers), share=share, start=best.plan)
        history.append(seen(honest(problem, made), buffers))
        yield history[-1]


def _explained(plan: Plan, without: Plan) -> tuple[LeftOut, ...]:
    """Return the reasons of what is left out, with a word where it is so for the sake of slack."""
    held = without.planned_task_ids
    words = "The plan without slack holds it: lower the plan's targets, or add a vehicle."
    return tuple(
        replace(left, reason=f"{left.reason} {words}") if left.task_id in held else left
        for left in plan.left_out
    )
