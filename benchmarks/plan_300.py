"""Plan a synthetic city day and print what it took; run by hand: python -m benchmarks.plan_300 --seconds 20.

300 deliveries of 7 vehicles (2 e-vans, 4 e-cargo bikes with small batteries, 1 walker) on a grid city of
4 by 4 km with one hub, half of them with windows of two hours, weights and volumes; every vehicle has a break.
"""

import argparse
import json
import platform
import random

import numpy as np

from pannier.core.check import check
from pannier.core.geo import LonLat
from pannier.core.plan import Plan
from pannier.core.problem import (
    Battery,
    Break,
    CostRates,
    Dimension,
    Matrices,
    Place,
    Problem,
    Swap,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow
from pannier.core.units import joules_of_wh
from pannier.engine import Budget, solve

HOUR = 3600
HUB = 0


def city(*, seed: int, orders: int, vans: int = 2, bikes: int = 4, walkers: int = 1) -> Problem:
    """Return the synthetic day; the same arguments give the same day."""
    rng = random.Random(seed)
    points = [(2000.0, 2000.0), *((rng.uniform(0, 4000), rng.uniform(0, 4000)) for _ in range(orders))]
    fleet = (
        [_van(i) for i in range(vans)]
        + [_bike(i) for i in range(bikes)]
        + [_walker(i) for i in range(walkers)]
    )
    return Problem(
        places=tuple(Place(str(i), LonLat(x / 80_000, y / 111_000)) for i, (x, y) in enumerate(points)),
        dimensions=(Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels")),
        payload_dimension=0,
        matrices=_matrices(np.array(points)),
        vehicles=tuple(fleet),
        tasks=tuple(_task(rng, i) for i in range(1, orders + 1)),
    )


def _matrices(points: np.ndarray) -> tuple[Matrices, ...]:
    """Return street distances (city blocks) with a speed and energy per profile."""
    metres = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=2)
    base = {"van": (1.25, 5.5, 600, 0.25), "bike": (1.1, 4.2, 45, 0.12), "foot": (1.0, 1.3, 0, 0)}
    made = []
    for profile, (detour, speed_mps, j_per_m, j_per_m_kg) in base.items():
        driven = metres * detour
        parts = (driven, driven / speed_mps, driven * j_per_m, driven * j_per_m_kg)
        made.append(Matrices(profile, *(np.ceil(part).astype(np.int32) for part in parts)))
    return tuple(made)


def _task(rng: random.Random, index: int) -> Task:
    windows = ()
    if rng.random() < 0.5:
        start = rng.choice(range(8, 17)) * HOUR
        windows = (TimeWindow(start, start + 2 * HOUR),)
    mass_g = int(min(25_000, rng.lognormvariate(7.6, 0.9)))
    return Task(
        id=f"order-{index}",
        kind=TaskKind.DROPOFF,
        place=index,
        hub=HUB,
        demand=(mass_g, mass_g * rng.randint(3, 7), 1),
        service_s=rng.choice((90, 120, 180)),
        windows=windows,
        needs=frozenset({"cold"}) if rng.random() < 0.03 else frozenset(),
    )


def _shared(index: int, begins: int) -> dict[str, object]:
    return {
        "shift": TimeWindow(begins * HOUR, (begins + 8) * HOUR),
        "start_place": HUB,
        "end_place": HUB,
        "breaks": (Break(TimeWindow((begins + 3) * HOUR, (begins + 6) * HOUR), 1800),),
        "name": f"{index + 1}",
    }


def _van(index: int) -> Vehicle:
    return Vehicle(
        id=f"van-{index}",
        kind="e-van",
        profile="van",
        capacity=(800_000, 6_000_000, 150),
        trips=Trips((HUB,), loading_s=900, max_trips=3),
        battery=Battery(joules_of_wh(40_000), joules_of_wh(32_000), joules_of_wh(4_000)),
        parking_s=120,
        door_s=30,
        skills=frozenset({"cold"}),
        rates=CostRates.of_cents(fixed=2500, per_hour=2400, per_km=18, per_kwh=30, per_kg_co2e=10),
        co2e_mg_per_kwh=250_000,
        **_shared(index, 8 + index),
    )


def _bike(index: int) -> Vehicle:
    return Vehicle(
        id=f"bike-{index}",
        kind="e-cargo_bike",
        profile="bike",
        capacity=(120_000, 900_000, 40),
        trips=Trips((HUB,), loading_s=480, max_trips=4),
        battery=Battery(joules_of_wh(400), joules_of_wh(360), joules_of_wh(60), Swap(180, 2)),
        parking_s=30,
        door_s=20,
        rates=CostRates.of_cents(fixed=600, per_hour=2200, per_km=4, per_kwh=30, per_kg_co2e=10),
        co2e_mg_per_kwh=250_000,
        **_shared(index, 8 + index % 3),
    )


def _walker(index: int) -> Vehicle:
    return Vehicle(
        id=f"walker-{index}",
        kind="walker",
        profile="foot",
        capacity=(30_000, 150_000, 15),
        trips=Trips((HUB,), loading_s=240, max_trips=4),
        door_s=20,
        rates=CostRates.of_cents(per_hour=2000),
        **_shared(index, 9),
    )


def figures(problem: Problem, plan: Plan) -> dict[str, object]:
    """Return what is worth knowing of a run."""
    kinds = [activity.kind for _, activity in plan.activities()]
    return {
        "machine": f"{platform.machine()} {platform.python_version()}",
        "orders": len(problem.tasks),
        "planned": len(plan.planned_task_ids),
        "left_out": [f"{entry.code}: {entry.reason}" for entry in plan.left_out][:5],
        "violations": len(check(problem, plan)),
        "routes": len(plan.routes),
        "reloads": kinds.count("reload"),
        "swaps": kinds.count("swap"),
        "breaks": kinds.count("break"),
        "cost_eur": round(plan.cost.total_cents / 100, 2),
        "iterations": plan.iterations,
        "seconds": {timing.step: timing.seconds for timing in plan.timings},
    }


def main() -> None:
    """Plan one day and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--vans", type=int, default=2)
    parser.add_argument("--bikes", type=int, default=4)
    arguments = parser.parse_args()
    problem = city(seed=arguments.seed, orders=arguments.orders, vans=arguments.vans, bikes=arguments.bikes)
    plan = solve(problem, budget=Budget(seconds=arguments.seconds), seed=arguments.seed)
    print(json.dumps(figures(problem, plan), indent=2))


if __name__ == "__main__":
    main()
