"""Random days whose order of stops is fixed, and how long they take at best: charging by frvcpy.

frvcpy is the labelling algorithm of Froger et al. (2019) by its authors. It knows one route, no windows, concave
curves, a triangle of times and energies, and charges a fraction of a second.
"""

from dataclasses import dataclass

import numpy as np
from frvcpy.solver import Solver

from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Charge,
    CostRates,
    CurvePoint,
    Dimension,
    Matrices,
    Place,
    Problem,
    Station,
    StationCurve,
    Task,
    TaskKind,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow

HOUR = 3600
SERVICE_S = 120
# Shares of the battery and of the time to fill it.
SHAPES = {
    "line": ((0, 0), (1, 1)),
    "bent": ((0, 0), (0.4, 0.7), (1, 1)),
    "slow": ((0, 0), (0.5, 0.8), (1, 1)),
}
FULL_S = {"line": 1500, "bent": 3000, "slow": 9000}


@dataclass(frozen=True)
class FixedRoute:
    """A hub at place 0, customers in their order behind it, then stations, each with the kind of its plug."""

    seconds: np.ndarray
    joules: np.ndarray
    customers: int
    plugs: tuple[str, ...]
    full_j: int
    start_j: int


def random_route(seed: int) -> FixedRoute:
    rng = np.random.default_rng(seed)
    customers, stations = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    at = np.vstack([[(0, 0)], rng.integers(-8_000, 8_000, (customers + stations, 2))])
    metres = np.ceil(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))).astype(int)
    full_j = int(rng.integers(150_000, 350_000))
    plugs = tuple(str(kind) for kind in rng.choice(sorted(SHAPES), stations))
    start_j = full_j if rng.random() < 0.5 else int(full_j * rng.uniform(0.4, 1))
    return FixedRoute(np.ceil(metres / 8).astype(int), 10 * metres, customers, plugs, full_j, start_j)


def curve_of(kind: str, full_j: int) -> list[tuple[int, int]]:
    return [(round(time * FULL_S[kind]), round(charge * full_j)) for time, charge in SHAPES[kind]]


def least_seconds(route: FixedRoute) -> float:
    """Return how long the route takes at best with one station a leg, infinity when the battery does not last."""
    size = len(route.seconds)
    order = [*range(1 + route.customers), 0]
    copied = np.ix_([*range(size), 0], [*range(size), 0])
    curves = {
        kind: list(zip(*curve_of(kind, route.full_j), strict=True)) for kind in sorted(set(route.plugs))
    }
    # Every node must be left with enough for the nearest station: so one that charges nothing lies at the hub.
    curves["hub"] = [(0, 10**9), (0, route.full_j)]
    instance = {
        "max_q": route.full_j,
        "t_max": 40 * HOUR,
        "energy_matrix": route.joules[copied].tolist(),
        "time_matrix": route.seconds[copied].tolist(),
        "process_times": [0] + [SERVICE_S] * route.customers + [0] * (len(route.plugs) + 1),
        "breakpoints_by_type": [
            {"cs_type": kind, "time": list(times), "charge": list(charges)}
            for kind, (times, charges) in curves.items()
        ],
        "css": [{"node_id": size, "cs_type": "hub"}]
        + [{"node_id": 1 + route.customers + n, "cs_type": kind} for n, kind in enumerate(route.plugs)],
    }
    duration_s, _ = Solver(instance, order, route.start_j, multi_insert=False).solve()
    return duration_s


def problem_of(route: FixedRoute) -> Problem:
    """Return the route as a problem: time costs money, and no way leads from a customer to any but the next.

    A station between two of them may still join them in another order, which is then a better one.
    """
    customers = range(1, 1 + route.customers)
    gone = np.zeros_like(route.seconds, dtype=bool)
    for a in (0, *customers):
        for b in (0, *customers):
            gone[a, b] = b != a + 1 and a != b and (a, b) != (route.customers, 0)
    parts = (8 * route.seconds, route.seconds, route.joules, 0 * route.joules)
    plugs = {
        kind: Charge(tuple(CurvePoint(*point) for point in curve_of(kind, route.full_j))) for kind in SHAPES
    }
    curves = tuple(StationCurve(kind, charge) for kind, charge in plugs.items())
    vehicle = Vehicle(
        id="v",
        kind="van",
        name="v",
        profile="van",
        capacity=(9,),
        shift=TimeWindow(0, 40 * HOUR),
        start_place=0,
        end_place=0,
        battery=Battery(route.full_j, route.start_j, 0, None, curves),
        rates=CostRates(hour_millicents=3_600_000),
    )
    return Problem(
        places=tuple(Place(str(n)) for n in range(len(route.seconds))),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(Matrices("van", *(np.where(gone, UNREACHABLE, part) for part in parts)),),
        vehicles=(vehicle,),
        tasks=tuple(
            Task(id=str(n), kind=TaskKind.DROPOFF, place=n, demand=(1,), service_s=SERVICE_S)
            for n in customers
        ),
        stations=tuple(Station(f"s{n}", 1 + route.customers + n, kind) for n, kind in enumerate(route.plugs)),
    )
