"""Plan a made-up city of many hubs and say what the plan costs over time.

usage: python -m benchmarks.city_of_hubs [--stops 20000] [--hubs 20] [--vehicles 400] [--seconds 600] [--workers 2]
       [--seed 1] [--iterations N] [--clock cpu] [--nearest] [--day 1]
`--nearest` ties every order to its nearest hub before the search, for comparison. Goals for 20,000 stops: 10 minutes
on two cores, 2 GB, within 2 % of longer runs. Memory is the most that the process ever held.
"""

import argparse
import json
import resource
import time

from benchmarks.routing.hubs_city import hubs_city, nearest_hubs
from pannier.engine import Budget, Progress
from pannier.engine.city import check_city, solve_city


def main() -> None:
    """Plan what the command line asks for and print one line of JSON for each new cost and one for the plan."""
    asked = _asked()
    city = hubs_city(asked.stops, asked.hubs, asked.vehicles, asked.day)
    if asked.nearest:
        city = nearest_hubs(city)
    budget = (
        Budget(seconds=asked.seconds, clock=asked.clock)
        if asked.iterations is None
        else Budget(iterations=asked.iterations)
    )
    since, told = time.monotonic(), [0.0]

    def tell(progress: Progress) -> None:
        if progress.cost_cents != told[0]:
            told[0] = progress.cost_cents
            at = {"wall_s": round(time.monotonic() - since, 1), "cpu_s": round(time.process_time(), 1)}
            print(json.dumps({**at, "eur": round(told[0] / 100, 2), "left": progress.left_out}), flush=True)

    plan = solve_city(city, budget=budget, seed=asked.seed, workers=asked.workers, on_progress=tell)
    solved_s, solved_cpu_s = time.monotonic() - since, time.process_time()
    violations = check_city(city, plan)
    required = sum(left.task_id in city.required_tasks for left in plan.left_out)
    figures = {
        **{key: value for key, value in vars(asked).items() if value is not None},
        "eur": round(plan.cost.total_cents / 100, 2),
        "left_out": len(plan.left_out),
        "required_left_out": required,
        "routes": len(plan.routes),
        "iterations": plan.iterations,
        "wall_s": round(solved_s, 1),
        "cpu_s": round(solved_cpu_s, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "violations": [violation.words for violation in violations[:5]],
        "timings": {timing.step: timing.seconds for timing in plan.timings},
    }
    print(json.dumps(figures))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, usual in (
        ("stops", 20_000),
        ("hubs", 20),
        ("vehicles", 400),
        ("workers", 2),
        ("seed", 1),
        ("day", 1),
    ):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--iterations", type=int, default=None)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--nearest", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
