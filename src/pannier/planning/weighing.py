"""From an effort to plans with slack, or to several to choose from."""

from pannier.core.endurance import Judgement
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import OnProgress, Stop
from pannier.engine.choices import Choice, choices
from pannier.engine.endurance import judge
from pannier.engine.slack import protect, verdict_seed
from pannier.factors.spreads import spreads
from pannier.planning.solver import Effort, Endurance, Option


def weigh_here(
    problem: Problem,
    effort: Effort,
    *,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    threads: int = 1,
) -> tuple[Option, ...]:
    """Search in this thread for one plan with slack, or for several where the effort asks for choices."""
    if effort.choices:
        found = choices(
            problem, budget=effort.budget, seed=effort.seed, spreads=spreads(), targets=effort.targets,
            on_progress=on_progress, stop=stop, threads=threads,
        )  # fmt: skip
        return tuple(_of_choice(one, effort) for one in found)
    made = protect(
        problem, budget=effort.budget, seed=effort.seed, targets=effort.targets, spreads=spreads(),
        on_progress=on_progress, stop=stop, threads=threads,
    )  # fmt: skip
    held = Endurance(
        judged=made.judged,
        targets=made.targets,
        without=made.without,
        without_judged=made.without_judged,
        rounds=made.rounds,
    )
    return (Option(plan=made.plan, endurance=held),)


def judged(problem: Problem, plan: Plan, effort: Effort) -> Judgement:
    """Return how a plan holds that no slack was asked for."""
    return judge(problem, plan, spreads=spreads(), seed=verdict_seed(effort.seed))


def _of_choice(one: Choice, effort: Effort) -> Option:
    held = Endurance(judged=one.judged, targets=effort.targets)
    return Option(plan=one.plan, endurance=held, figures=one.figures, best_at=one.best_at)
