"""Measure quotes: which windows fit at an address nobody knows, at which extra cost and grams, in a plan as it stands.

usage: python -m benchmarks.quotes [--stops 1000] [--quotes 20] [--windows 10] [--seconds 20]
The plan is of a made-up city day (see benchmarks.routing.city) without its last orders, which are then asked for; ways
to the new address are rows of the day's own matrices, so what a street network takes comes on top.
"""

import argparse
import json
import statistics
import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from benchmarks.routing.city import city_problem
from pannier.core.plan import Plan
from pannier.core.problem import Matrices, Problem, Task
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.elsewhere import Elsewhere, StandingPlan
from pannier.engine.quoting import Quoter, Ways

HUB, HOUR = 0, 3600


def main() -> None:
    """Print one JSON line: milliseconds of the processor a quote, warm, and how many windows fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=1000)
    parser.add_argument("--quotes", type=int, default=20)
    parser.add_argument("--windows", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20.0)
    asked = parser.parse_args()
    print(json.dumps(measured(asked.stops, asked.quotes, asked.windows, asked.seconds)))


def measured(stops: int, quotes: int, windows: int, seconds: float) -> Mapping[str, object]:
    """Return what quotes take and come to."""
    whole = city_problem(str(stops + quotes))
    day = among(whole, stops + 1)
    plan = solve(day, budget=Budget(seconds=seconds, clock="cpu"), seed=1)
    began_s = time.process_time()
    quoter = Quoter(StandingPlan(day, steps_of(day, plan)), HUB)
    ready_s = time.process_time() - began_s
    took_ms, fitting = [], []
    for task in whole.tasks[stops:]:
        since_s = time.process_time()
        answers = quoted(quoter, whole, task, windows)
        took_ms.append(1000 * (time.process_time() - since_s))
        fitting.append(sum(one is not None and not one.forbidden for one in answers))
    return {
        "stops": stops,
        "left_out": len(plan.left_out),
        "windows": windows,
        "first_ready_s": round(ready_s, 2),
        "cpu_ms_median": round(statistics.median(took_ms), 1),
        "cpu_ms_most": round(max(took_ms), 1),
        "windows_that_fit": round(statistics.mean(fitting), 1),
    }


def quoted(quoter: Quoter, whole: Problem, task: Task, windows: int) -> list[Elsewhere | None]:
    """Return the answers for windows of an hour from eight o'clock on."""
    quoter.move_to({one.profile: ways_to(one, quoter.places, task.place) for one in whole.matrices})
    starts = [8 * HOUR + number * HOUR for number in range(windows)]
    return [quoter.ask(replace(task, windows=(TimeWindow(start, start + HOUR),))) for start in starts]


def ways_to(matrices: Matrices, places: int, place: int) -> Ways:
    """Return the ways between the first places and one of those behind them."""
    parts = (matrices.distance_m, matrices.duration_s, matrices.energy_base_j, matrices.energy_j_per_kg)
    there = [np.asarray(part[:places, place]) for part in parts]
    back = [np.asarray(part[place, :places]) for part in parts]
    return Ways((there[0], there[1], there[2], there[3]), (back[0], back[1], back[2], back[3]))


def among(whole: Problem, places: int) -> Problem:
    """Return the problem with its first places only, and the tasks there."""
    parts = ("distance_m", "duration_s", "energy_base_j", "energy_j_per_kg")
    return replace(
        whole,
        places=whole.places[:places],
        matrices=tuple(
            Matrices(one.profile, *(getattr(one, name)[:places, :places] for name in parts))
            for one in whole.matrices
        ),
        tasks=tuple(task for task in whole.tasks if task.place < places),
    )


def steps_of(problem: Problem, plan: Plan) -> dict[int, tuple[Step, ...]]:
    """Return the steps of each vehicle of a plan."""
    found = {}
    for route in plan.routes:
        found[problem.vehicle_index[route.vehicle_id]] = tuple(
            Step(
                one.kind,
                one.place,
                task=None if one.task_id is None else problem.task_index[one.task_id],
                rest=0 if one.kind == "break" else None,
            )
            for one in route.activities
        )
    return found


if __name__ == "__main__":
    main()
