"""Plan a running day anew: the smallest useful change of what can still be changed, and a plan of all that is ahead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pannier.core.check import Violation, check
from pannier.core.ids import TaskId
from pannier.core.plan import Plan
from pannier.core.problem import Problem, Rule
from pannier.core.running import AS_IT_IS, Running, Underway, merged
from pannier.core.timewindow import TimeWindow
from pannier.engine.budget import Budget
from pannier.engine.solving import solve
from pannier.engine.stability import Stability, steady

type Solve = Callable[[Problem, Plan], Plan]
"""Solves a problem beginning with a plan."""


@dataclass(frozen=True)
class Replanned:
    """A running day planned anew: `plan` is one of `running.whole`, and `violations` what it breaks."""

    running: Running
    plan: Plan
    violations: tuple[Violation, ...] = ()


def plan_anew(
    cut: Callable[[Sequence[Underway]], Running],
    underway: Sequence[Underway],
    solve_from: Solve,
    *,
    stability: Stability | None = None,
    promises: Mapping[TaskId, TimeWindow] | None = None,
) -> Replanned:
    """Return the running day with the change that costs least, what changing costs included.

    `cut` makes the running problem of vehicles (`core.running.open_problem` with all but them filled in). Where the
    stops that are locked leave no plan that the checker passes, the vehicles it names keep theirs no longer; where
    the breaks that are left do not keep the rules of working time, they get those that the rest of the shift needs; if
    that does not help, they keep their route as it is.
    """
    vehicles = list(underway)
    while True:
        running = cut(vehicles)
        priced = steady(running.rest, running.start, stability or Stability(), promises=promises)
        plan = merged(running, solve_from(priced, running.start))
        found = check(running.whole, plan)
        freer = [_freer(at, [one for one in found if one.vehicle_id == at.vehicle]) for at in vehicles]
        if not found or freer == vehicles:
            return Replanned(running, plan, found)
        vehicles = freer


def _freer(at: Underway, found: Sequence[Violation]) -> Underway:
    """Return a vehicle that may be given another route than one which breaks something."""
    if not found or at.locked == AS_IT_IS:
        return at
    if all(one.rule is Rule.WORK_TIME for one in found):
        if not at.breaks_anew:
            return replace(at, breaks_anew=True)
        # What the search found breaks the law with any breaks; the route as it is is let go as far as it does.
        return replace(at, locked=0 if at.locked else AS_IT_IS)
    return replace(at, locked=0)


def searching(budget: Budget, *, seed: int = 1) -> Solve:
    """Return the engine's own search as what solves."""

    def from_plan(problem: Problem, start: Plan) -> Plan:
        return solve(problem, budget=budget, seed=seed, start=start)

    return from_plan
