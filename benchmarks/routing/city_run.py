"""One run of our own day; only Pannier's checker judges it, for no published set has its rules."""

from benchmarks.routing.asked import Asked
from benchmarks.routing.city import city_problem
from benchmarks.routing.instance import BadFile
from benchmarks.routing.our_engine import engine_version, run_engine
from benchmarks.routing.report import Run
from pannier.core.check import check
from pannier.core.plan import ActivityKind, Plan


def run_city(asked: Asked) -> Run:
    """Return the run; its cost is in euros, its distance in kilometres."""
    if asked.peer is not None:
        raise BadFile("No rival can express a city day: batteries, breaks and reloads together.")
    problem = city_problem(asked.file)
    plan, seconds = run_engine(
        problem,
        seconds=asked.seconds,
        seed=asked.seed,
        threads=asked.threads,
        iterations=asked.iterations,
    )
    return Run(
        instance=f"city-{asked.file}",
        set="city",
        objective="cost",
        vehicles=len(plan.routes),
        distance=round(sum(route.distance_m for route in plan.routes) / 1000, 3),
        cost=round(plan.cost.total_cents / 100, 2),
        violations=tuple(violation.words for violation in check(problem, plan)),
        seconds=round(seconds, 3),
        iterations=plan.iterations,
        seed=asked.seed,
        engine=f"{plan.engine} {engine_version()}",
        threads=plan.threads,
        budget=None if asked.iterations is not None else asked.seconds,
        routes=tuple(route.task_ids for route in plan.routes) if asked.routes else None,
        more=_counts(plan),
    )


def _counts(plan: Plan) -> dict[str, int]:
    """Return what a day's plan is worth besides its cost."""
    kinds = [activity.kind for _, activity in plan.activities()]
    return {
        "left_out": len(plan.left_out),
        "reloads": kinds.count(ActivityKind.RELOAD),
        "swaps": kinds.count(ActivityKind.SWAP),
        "breaks": kinds.count(ActivityKind.BREAK),
    }
