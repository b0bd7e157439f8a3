"""Solve a routing problem: search, repair, rebuild, give reasons, check."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pannier.core.check import check, objective
from pannier.core.plan import Cost, Plan, Timing
from pannier.core.problem import Problem
from pannier.core.schedule import route_of
from pannier.engine.budget import Allowance, Budget, OnProgress, Stop, Watch
from pannier.engine.decode import Trips
from pannier.engine.fit import Fit, fit_of
from pannier.engine.fleet import Fleet
from pannier.engine.jobs import Jobs
from pannier.engine.last_chance import insert_or_explain
from pannier.engine.pyvrp_solver import NAME, search
from pannier.engine.reasons import left_out
from pannier.engine.rebuild import rebuild
from pannier.engine.repair import insert_left, take_over

SEARCH_SHARE = 0.7
"""Part of the budget for the search; the rest puts back what batteries and breaks pushed out."""
ITERATIONS_PER_REBUILD = 10
"""Search iterations that count like one ruin-and-recreate on the full rules."""
FEWEST_REBUILDS = 20
"""A budget in iterations gives at least so many rebuilds, as far as it has iterations."""


class EngineFault(RuntimeError):
    """The engine made a plan that the checker refuses: a defect of the engine, never of the input."""


@dataclass
class _Stopwatch:
    """Collects how long each step took."""

    timings: list[Timing] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        since = time.monotonic()
        yield
        self.timings.append(Timing(name, round(time.monotonic() - since, 3)))


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    start: Plan | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """Return the best plan found; it has passed the checker, and every task left out has its reason.

    `start` is a plan to begin with, also of a slightly different problem. `on_progress` hears about twice a
    second how far the search is; `stop` is asked in every iteration, and the best plan so far is kept.
    With a budget in iterations the same seed gives the same plan.
    """
    watch, steps = Watch(on_progress, stop), _Stopwatch()
    jobs = Jobs(problem)
    with steps.step("fit"):
        fit = fit_of(problem, jobs)
    with steps.step("search"):
        begun = _tours_of(problem, start) if start is not None else None
        tours, iterations = _search(problem, jobs, fit, watch, budget, seed, begun)
    with steps.step("repair"):
        fleet = Fleet(problem, jobs, fit)
        take_over(fleet, tours)
        insert_left(fleet)
    with steps.step("rebuild"):
        fleet, rebuilds = _rebuild(fleet, watch, budget, seed)
    plan = _plan_of(fleet, seed=seed, iterations=iterations + rebuilds, steps=steps)
    watch.report(cost_cents=plan.cost.total_cents, left_out=len(plan.left_out))
    return plan


def _search(
    problem: Problem,
    jobs: Jobs,
    fit: Fit,
    watch: Watch,
    budget: Budget,
    seed: int,
    begun: Mapping[int, Trips] | None,
) -> tuple[Mapping[int, Trips], int]:
    """Return the searched tours, or none when nobody can serve anything."""
    if not any(fit.allowed):
        return {}, 0
    allowance = Allowance(budget.share(SEARCH_SHARE), watch)
    found = search(problem, jobs, fit, allowance=allowance, seed=seed, start=begun)
    return found.tours, found.iterations


def _rebuild(fleet: Fleet, watch: Watch, budget: Budget, seed: int) -> tuple[Fleet, int]:
    """Spend what is left of the budget on putting jobs back and on mending what repair made dearer."""
    if budget.seconds is not None:
        rest = Budget(seconds=max(0.0, budget.seconds - watch.elapsed_s))
    else:
        share = (1 - SEARCH_SHARE) / ITERATIONS_PER_REBUILD
        most = budget.iterations or 0
        rest = Budget(iterations=max(int(most * share), min(most, FEWEST_REBUILDS)))
    allowance = Allowance(rest, watch)
    better = rebuild(fleet, allowance=allowance, rng=random.Random(seed))  # noqa: S311  # A search, no secret.
    return better, allowance.iterations


def _tours_of(problem: Problem, plan: Plan) -> dict[int, Trips]:
    """Return the trips of an earlier plan, as far as its vehicles and tasks still exist."""
    tours: dict[int, Trips] = {}
    for route in plan.routes:
        vehicle = problem.vehicle_index.get(route.vehicle_id)
        known = (tuple(filter(problem.task_index.__contains__, trip.task_ids)) for trip in route.trips)
        if vehicle is not None:
            tours[vehicle] = tuple(tuple(problem.task_index[task] for task in trip) for trip in known if trip)
    return tours


def _plan_of(fleet: Fleet, *, seed: int, iterations: int, steps: _Stopwatch) -> Plan:
    """Return the fleet as a plan that has passed the checker; raises EngineFault when it has not."""
    problem = fleet.problem
    with steps.step("reasons"):
        left = left_out(fleet, insert_or_explain(fleet))
    routes = tuple(
        route_of(problem, problem.vehicles[vehicle], timed) for vehicle, timed in sorted(fleet.timed.items())
    )
    lost = sum(fleet.jobs.worth_millicents(job) for job in fleet.left if _has_prize(problem, job[0]))
    cost = sum((route.cost for route in routes), Cost(prizes_millicents=lost))
    plan = Plan(
        routes=routes,
        left_out=left,
        cost=cost,
        seed=seed,
        engine=NAME,
        iterations=iterations,
        timings=tuple(steps.timings),
    )
    violations = check(problem, plan)
    if violations or objective(problem, plan) != plan.cost:
        words = "; ".join(violation.words for violation in violations[:3]) or "the costs differ"
        raise EngineFault(f"The engine's plan breaks {len(violations)} rules: {words}")
    return plan


def _has_prize(problem: Problem, task: int) -> bool:
    """Tell whether leaving the task out has a price."""
    return problem.tasks[task].prize_cents is not None
