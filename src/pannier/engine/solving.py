"""Solve a routing problem: search, time the routes, give reasons, check."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace

from pannier.core.check import check, said_cost
from pannier.core.plan import Cost, LeftOut, Plan, Timing
from pannier.core.problem import Problem
from pannier.core.schedule import Step, Timeline, route_of, timeline
from pannier.core.work_time import lawful_problem
from pannier.engine.budget import Budget, OnProgress, Stop, Watch
from pannier.engine.fit import fit_of
from pannier.engine.fleet import START_SLACK_S, Fleet
from pannier.engine.jobs import Job, Jobs
from pannier.engine.last_chance import insert_or_explain, trips_of
from pannier.engine.plugging import search_with_plugs
from pannier.engine.reasons import left_out
from pannier.engine.searching import LEAST_PART, NAME, Found, Team

_COST_PRECISION = 1e-9
"""Share of a cost that may be lost where its parts outgrow what the search counts exactly, 2^53."""


class EngineFault(RuntimeError):
    """The engine made a plan that the checker refuses, or that costs something else than it counted.

    It is a defect of the engine, never of the input.
    """


@dataclass
class Stopwatch:
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
    threads: int = 1,
    least_part: int = LEAST_PART,
    heat: float = 1.0,
) -> Plan:
    """Return the best plan found; it has passed the checker, and every task left out has its reason.

    `start` is a plan to begin with, also of a slightly different problem. `on_progress` hears about twice a
    second how far the search is; `stop` is asked as often, and the best plan so far is kept.
    With a budget in iterations the same seed and number of threads give the same plan. Several threads search in
    parts of a plan, none of which has fewer tasks than `least_part`; a problem that is too small for that has one.
    `heat` is how hot the search begins, as a multiple of the usual: less stays nearer to `start`.
    Raises EngineFault when the plan breaks a rule or costs something else than the search counted, which would be
    defects of the engine; ValueError without a thread.
    """
    watch, steps = Watch(on_progress, stop), Stopwatch()
    problem = lawful_problem(problem)
    jobs = Jobs(problem)
    with steps.step("search"):
        team = Team(threads, least_part, heat)
        found, _ = search_with_plugs(
            problem, jobs, budget=budget, seed=seed, team=team, start=start, tell=watch.hear
        )
    with steps.step("timing"):
        timed = timed_routes(problem, found)
        require_same_cost(found.cost_millicents, counted_millicents(problem, found, timed), len(timed))
    made = finished(problem, jobs, found, timed, seed=seed, steps=steps)
    plan = made if start is None else _better_of(problem, made, start)
    watch.report(cost_cents=plan.cost.total_cents, left_out=len(plan.left_out))
    return plan


def _better_of(problem: Problem, made: Plan, start: Plan) -> Plan:
    """Return the plan made, with the routes of the plan begun with where those are better and still allowed.

    The search times routes in its own way: it may not know that one can be driven as it was.
    """
    is_whole = len(start.planned_task_ids) + len(start.left_out) == len(problem.tasks)
    if not is_whole or _rank(problem, start) >= _rank(problem, made) or check(problem, start):
        return made
    return replace(made, routes=start.routes, left_out=start.left_out, cost=start.cost)


def _rank(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Return what plans are compared by: required tasks left out, then the cost."""
    left = {entry.task_id for entry in plan.left_out}
    return sum(
        task.id in left and task.prize_cents is None for task in problem.tasks
    ), plan.cost.total_millicents


def timed_routes(problem: Problem, found: Found) -> Mapping[int, Timeline]:
    """Return the times of what a search found, by vehicle."""
    return {vehicle: _timed(problem, vehicle, one) for vehicle, one in found.steps.items()}


def counted_millicents(problem: Problem, found: Found, timed: Mapping[int, Timeline]) -> int:
    """Return what the routes and the prizes of what is left cost."""
    prizes = sum(problem.tasks[job[0]].prize_cents or 0 for job in found.left)
    return 1000 * prizes + sum(one.cost.total_millicents for one in timed.values())


def require_same_cost(searched_millicents: float, counted_millicents: int, routes: int) -> None:
    """Raise EngineFault when the search counted other costs than the plan has; only halves are rounded otherwise."""
    rounded = routes * len(fields(Cost)) / 2
    if abs(counted_millicents - searched_millicents) > rounded + _COST_PRECISION * counted_millicents:
        raise EngineFault(
            f"The search counted {searched_millicents:.0f} millicents, but it is {counted_millicents}."
        )


def finished(
    problem: Problem,
    jobs: Jobs,
    found: Found,
    timed: Mapping[int, Timeline],
    *,
    seed: int,
    steps: Stopwatch,
) -> Plan:
    """Return a plan that the checker has passed, with a reason for each task left; raises EngineFault otherwise."""
    with steps.step("reasons"):
        routes, left = _explain(problem, jobs, timed, found.left)
    return _plan_of(problem, routes, left, found, seed=seed, steps=steps)


def _timed(problem: Problem, vehicle: int, steps: tuple[Step, ...]) -> Timeline:
    return timeline(problem, problem.vehicles[vehicle], steps, keep_slack_s=START_SLACK_S)


def _explain(
    problem: Problem, jobs: Jobs, timed: Mapping[int, Timeline], left: frozenset[Job]
) -> tuple[Mapping[int, Timeline], tuple[LeftOut, ...]]:
    """Return the routes and the reasons of what is left; a last careful try may put more in."""
    if not left:
        return timed, ()
    fleet = Fleet(problem, jobs, fit_of(problem, jobs), left=set(left))
    for vehicle, one in timed.items():
        fleet.put(vehicle, trips_of(one), one)
    reasons = left_out(fleet, insert_or_explain(fleet))
    return fleet.timed, reasons


def _plan_of(
    problem: Problem,
    timed: Mapping[int, Timeline],
    left: tuple[LeftOut, ...],
    found: Found,
    *,
    seed: int,
    steps: Stopwatch,
) -> Plan:
    """Return the routes as a plan that has passed the checker; raises EngineFault when it has not."""
    routes = tuple(
        route_of(problem, problem.vehicles[vehicle], one) for vehicle, one in sorted(timed.items())
    )
    unpriced = Plan(
        routes=routes,
        left_out=left,
        cost=Cost(),
        seed=seed,
        engine=NAME,
        iterations=found.iterations,
        threads=found.threads,
    )
    with steps.step("check"):
        plan = replace(unpriced, cost=said_cost(problem, unpriced), timings=tuple(steps.timings))
        violations = check(problem, plan)
    if violations:
        words = "; ".join(violation.words for violation in violations[:3])
        raise EngineFault(f"The engine's plan breaks {len(violations)} rules: {words}")
    return plan
