"""Measure how soon a large day has its first complete plan, how good it gets, and the memory that it takes.

usage: python -m benchmarks.first_plan [--stops 10000] [--seconds 10] [--seed 1]
A hub in the middle of a square of 40 km, stops drawn evenly, one kind of van for 100 parcels, costs by the kilometre.
"""

import argparse
import os
import platform
import resource
import time
from dataclasses import replace

import numpy as np

from pannier.core.problem import (
    CostRates,
    Dimension,
    Matrices,
    Place,
    Problem,
    Task,
    TaskKind,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, Progress, solve

SIDE_M = 40_000
PARCELS = 100


def main() -> None:
    """Solve one day and print when it had what."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    problem = square(asked.stops, asked.seed)
    print(f"{asked.stops} stops; with their matrices the process takes {peak_mb():.0f} MB")
    since = time.monotonic()
    complete: list[Progress] = []

    def hear(progress: Progress) -> None:
        if progress.left_out == 0 and not complete:
            complete.append(progress)
            print(
                f"first complete plan after {time.monotonic() - since:.2f} s: {progress.cost_cents / 100:.0f} EUR"
            )

    plan = solve(problem, budget=Budget(seconds=asked.seconds), seed=asked.seed, on_progress=hear)
    spent, euros = time.monotonic() - since, plan.cost.total_cents / 100
    print(
        f"after {spent:.1f} s, checked: {euros:.0f} EUR, {len(plan.routes)} routes, {len(plan.left_out)} left out"
    )
    print(f"peak {peak_mb():.0f} MB")


def peak_mb() -> float:
    """Return the most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def square(stops: int, seed: int) -> Problem:
    """Return a day with so many stops."""
    rng = np.random.default_rng(seed)
    at = np.vstack([[SIDE_M / 2, SIDE_M / 2], rng.uniform(0, SIDE_M, (stops, 2))]).astype(np.float32)
    metres = np.empty((stops + 1, stops + 1), dtype=np.int32)
    for row, point in enumerate(at):
        metres[row] = np.hypot(*(at - point).T)
    nothing = np.broadcast_to(np.int32(0), metres.shape)
    count = -(-stops // PARCELS) * 2
    van = Vehicle(
        id="v",
        kind="van",
        name="van",
        profile="van",
        capacity=(PARCELS,),
        shift=TimeWindow(0, 100 * 3600),
        start_place=0,
        end_place=0,
        rates=CostRates.of_cents(per_km=30),
    )
    return Problem(
        places=tuple(Place(str(n)) for n in range(stops + 1)),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(Matrices("van", metres, metres, nothing, nothing),),
        vehicles=tuple(replace(van, id=f"v{n}") for n in range(count)),
        tasks=tuple(
            Task(id=f"t{n}", kind=TaskKind.DROPOFF, place=n, demand=(1,), hub=0) for n in range(1, stops + 1)
        ),
    )


if __name__ == "__main__":
    main()
