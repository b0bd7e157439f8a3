"""One run, several plans: searched with other weights, each beginning with the best plan for them found so far."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pannier.core.check import objective
from pannier.core.endurance import NO_TARGETS, Judgement, Spreads, Targets
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine.budget import Budget, OnProgress, Stop
from pannier.engine.choices.figures import Aim, Figures, figures_of, grams_of
from pannier.engine.choices.front import best_at, thinned
from pannier.engine.choices.weights import Scale, Weights, squared_hours, weighed
from pannier.engine.endurance.judging import judge, watch
from pannier.engine.slack.buffers import Buffers, buffered
from pannier.engine.slack.honest import honest, required_left_out
from pannier.engine.slack.protecting import CALIBRATION_DAYS, calibration_seed, verdict_seed
from pannier.engine.slack.raising import next_buffers
from pannier.engine.slack.rounds import Rounds
from pannier.engine.slack.tried import Tried

_FIRST_SHARE = 0.4
_WEIGHTS = (
    Weights(grams=1.0),
    Weights(fairness=0.5),
    Weights(grams=0.5, fairness=0.25),
    Weights(fairness=2.0),
)
_PROTECTED = 2
_RELIABLE = 0.99
"""The share of windows kept that the most reliable plan aims at, if no more is asked for."""
_RESERVE = 0.001


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A plan that the checker passed, its figures, and what none of the others is better at; nothing: a compromise."""

    plan: Plan
    judged: Judgement
    figures: Figures
    best_at: tuple[Aim, ...]


def choices(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    spreads: Spreads,
    targets: Targets = NO_TARGETS,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
    threads: int = 1,
) -> tuple[Choice, ...]:
    """Return up to five plans, none of which another one beats in everything; first what costs and weighs least.

    All share the budget. None leaves out more orders that must be served than another. The most reliable
    one aims at 99 % of the windows, or at what `targets` ask for beyond that. Raises EngineFault as `solve` does.
    """
    rounds = Rounds(budget=budget, seed=seed, on_progress=on_progress, stop=stop, threads=threads)
    found = list(_searched(problem, rounds, _aimed(targets), spreads))
    fewest = min(required_left_out(problem, plan) for plan in found)
    plans = [plan for plan in found if required_left_out(problem, plan) == fewest]
    judged = [judge(problem, plan, spreads=spreads, seed=verdict_seed(seed)) for plan in plans]
    figures = [figures_of(problem, plan, how) for plan, how in zip(plans, judged, strict=True)]
    kept = thinned(figures)
    shown = [figures[position] for position in kept]
    return tuple(
        Choice(
            plan=plans[position],
            judged=judged[position],
            figures=figures[position],
            best_at=best_at(shown, number),
        )
        for number, position in enumerate(kept)
    )


def _aimed(targets: Targets) -> Targets:
    """Return what the most reliable plan aims at."""
    return Targets(max(_RELIABLE, targets.promises or 0.0), targets.reserve or _RESERVE)


def _searched(problem: Problem, rounds: Rounds, targets: Targets, spreads: Spreads) -> Iterator[Plan]:
    """Yield the cheapest plan, then one for every other weight."""
    cheapest = rounds.solve(problem, share=_FIRST_SHARE)
    share = (1 - _FIRST_SHARE) / (len(_WEIGHTS) + _PROTECTED)
    plans = [cheapest]
    yield cheapest
    for plan in _protected(problem, cheapest, rounds, targets, spreads, share):
        plans.append(plan)
        yield plan
    scale = _scale_of(problem, cheapest)
    for weights in _WEIGHTS:
        other = weighed(problem, weights, scale)
        if rounds.is_stopped() or other.vehicles == problem.vehicles:
            continue
        begin = min((_in(other, plan) for plan in plans), key=lambda plan: plan.cost.total_millicents)
        plans.append(honest(problem, rounds.solve(other, share=share, start=begin)))
        yield plans[-1]


def _protected(
    problem: Problem, cheapest: Plan, rounds: Rounds, targets: Targets, spreads: Spreads, share: float
) -> Iterator[Plan]:
    """Yield plans that keep more promises, as slack is found, in two rounds."""

    def seen(plan: Plan, buffers: Buffers) -> Tried:
        days = calibration_seed(rounds.seed)
        return Tried(plan, buffers, watch(problem, plan, spreads=spreads, seed=days, days=CALIBRATION_DAYS))

    history = [seen(cheapest, Buffers())]
    for _ in range(_PROTECTED):
        buffers = next_buffers(problem, history, targets)
        if buffers == history[-1].buffers or rounds.is_stopped():
            return
        made = rounds.solve(buffered(problem, buffers), share=share, start=history[-1].plan)
        history.append(seen(honest(problem, made), buffers))
        yield history[-1].plan


def _in(problem: Problem, plan: Plan) -> Plan:
    """Return a plan with what it costs under other weights."""
    return replace(plan, cost=objective(problem, plan))


def _scale_of(problem: Problem, plan: Plan) -> Scale:
    hours = squared_hours([route.duration_s for route in plan.routes])
    return Scale(plan.cost.total_millicents, grams_of(problem, plan), hours)
