"""Plan a running day anew when orders come, and tell what it takes and how little changes.

usage: python -m benchmarks.replan [--stops 400] [--new 8] [--seconds 1] [--seeds 3]
The running plan of a made-up city day (see benchmarks.routing.city) was searched for 40 CPU seconds without the new
orders; the rival is a plan of all orders from nothing in 15 CPU seconds.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.routing.city import city_problem
from pannier.core.ids import TaskId, VehicleId
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, solve
from pannier.engine.stability import Stability, steady

RUNNING_S, FROM_NOTHING_S = 40.0, 15.0


def main() -> None:
    """Print one JSON line a seed, first for the plan made from nothing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=400)
    parser.add_argument("--new", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    for line in runs(asked.stops, asked.new, asked.seconds, asked.seeds):
        print(json.dumps(line), flush=True)


def runs(stops: int, new: int, seconds: float, seeds: int) -> Iterator[Mapping[str, object]]:
    """Yield what the plan from nothing and each plan from the running one come to."""
    day = city_problem(str(stops))
    before = replace(day, tasks=day.tasks[: len(day.tasks) - new])
    running = solve(before, budget=Budget(seconds=RUNNING_S, clock="cpu"), seed=1)
    cold = solve(day, budget=Budget(seconds=FROM_NOTHING_S, clock="cpu"), seed=1)
    yield {"from": "nothing", "seconds": FROM_NOTHING_S, **_figures(running, cold, cold)}
    for seed in range(1, seeds + 1):
        began_s, used_s = time.monotonic(), time.process_time()
        plan = _changed(day, running, seconds, seed)
        took = {
            "wall_s": round(time.monotonic() - began_s, 2),
            "cpu_s": round(time.process_time() - used_s, 2),
        }
        yield (
            {"from": "the running plan", "seconds": seconds, "seed": seed}
            | took
            | _figures(running, cold, plan)
        )


def _changed(day: Problem, running: Plan, seconds: float, seed: int) -> Plan:
    """Return the running plan with the new orders."""
    priced = steady(day, running, Stability())
    return solve(priced, budget=Budget(seconds=seconds, clock="cpu"), seed=seed, start=running)


def _figures(running: Plan, cold: Plan, plan: Plan) -> dict[str, object]:
    """Return the cost without that of changes, beside the plan from nothing, and the share that kept their rider."""
    had, has = _riders(running), _riders(plan)
    cost, rival = _own_cost(plan), _own_cost(cold)
    return {
        "cost_cents": round(cost / 1000),
        "over_nothing_percent": round(100 * (cost / rival - 1), 2),
        "kept_percent": round(100 * sum(has.get(task) == rider for task, rider in had.items()) / len(had), 1),
        "left_out": len(plan.left_out),
    }


def _own_cost(plan: Plan) -> int:
    """Return what a plan costs but for its changes, in thousandths of a cent."""
    return plan.cost.total_millicents - plan.cost.preferences_millicents


def _riders(plan: Plan) -> Mapping[TaskId, VehicleId]:
    """Return who has which task."""
    return {task_id: route.vehicle_id for route in plan.routes for task_id in route.task_ids}


if __name__ == "__main__":
    main()
