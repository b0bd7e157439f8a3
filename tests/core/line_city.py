"""A city on one line that can be computed by hand: 1 km, 100 s and 10 kJ between neighbours.

Place 0 is the hub, places 1 to 4 follow every kilometre, nothing leads to place 5. Each kilogram of payload
costs 10 J a kilometre.
"""

from dataclasses import replace

import numpy as np

from pannier.core.geo import LonLat
from pannier.core.plan import ActivityKind, Cost, LeftOut, LeftOutCode, Plan
from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Break,
    CostRates,
    Dimension,
    Limits,
    Matrices,
    Place,
    Problem,
    Swap,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.schedule import Step, route_of, timeline
from pannier.core.timewindow import TimeWindow

HUB, ISLAND = 0, 5
HOUR = 3600


def matrices(profile: str, *, seconds_per_km: int = 100) -> Matrices:
    """Return the line's matrices at a speed of one's own."""
    at = np.arange(6)
    km = np.abs(at[:, None] - at[None, :])
    parts = [km * per_km for per_km in (1000, seconds_per_km, 10_000, 10)]
    for part in parts:
        part[ISLAND, :ISLAND] = part[:ISLAND, ISLAND] = UNREACHABLE
    return Matrices(profile, *parts)


def bike(**changes) -> Vehicle:
    """Return a bike whose every number matters for the plan below."""
    given = {
        "id": "bike",
        "kind": "e-cargo_bike",
        "name": "Ana",
        "profile": "bike",
        "capacity": (50_000, 10),
        "shift": TimeWindow(8 * HOUR, 12 * HOUR + 1800),
        "start_place": HUB,
        "end_place": HUB,
        "trips": Trips((HUB,), loading_s=600, max_trips=2, limits=Limits(9_000, 6 * HOUR, 4)),
        "breaks": (Break(TimeWindow(11 * HOUR, 13 * HOUR), 1800),),
        "battery": Battery(130_000, 100_000, 20_000, Swap(180, 1)),
        "parking_s": 60,
        "door_s": 30,
        "service_percent": 150,
        "skills": frozenset({"cold"}),
        "rates": CostRates.of_cents(
            fixed=500, per_hour=2000, per_km=4, per_kwh=30, per_kg_co2e=10, overtime_per_hour=900
        ),
        "co2e_mg_per_kwh": 250_000,
        "max_overtime_s": 2 * HOUR,
        "limits": Limits(15_000, 7 * HOUR, 8),
    }
    return Vehicle(**(given | changes))


def dropoff(name: str, place: int, **changes) -> Task:
    """Return a delivery of 10 kg in one parcel."""
    given = {"kind": TaskKind.DROPOFF, "place": place, "hub": HUB, "demand": (10_000, 1), "service_s": 120}
    return Task(**({"id": name} | given | changes))


def pickup(name: str, place: int, **changes) -> Task:
    """Return a return to the hub of 10 kg in one parcel."""
    return dropoff(name, place, **({"kind": TaskKind.PICKUP} | changes))


def pair(name: str, from_place: int, to_place: int, **changes) -> tuple[Task, Task]:
    """Return a pickup and its drop-off."""
    shared = {"pair": name, "hub": None} | changes
    return pickup(f"{name}-up", from_place, **shared), dropoff(f"{name}-down", to_place, **shared)


def problem(*tasks: Task, vehicles: tuple[Vehicle, ...] | None = None) -> Problem:
    """Return the line with these tasks, one bike unless others are given."""
    return Problem(
        places=tuple(Place(str(i), LonLat(i / 80, 0)) for i in range(6)),
        dimensions=(Dimension("mass", "g"), Dimension("parcels", "parcels")),
        payload_dimension=0,
        matrices=(matrices("bike"), matrices("slow", seconds_per_km=200)),
        vehicles=(bike(),) if vehicles is None else vehicles,
        tasks=tasks,
    )


def morning() -> Problem:
    """Return a problem that needs two trips, a swap, a break and overtime."""
    return problem(
        dropoff("a", 1, windows=(TimeWindow(9 * HOUR, 10 * HOUR),), needs=frozenset({"cold"})),
        dropoff("b", 2),
        pickup("c", 3),
        *pair("p", 3, 4),
        dropoff("late", 1, release_s=12 * HOUR),
        dropoff("unwanted", 4, prize_cents=5),
    )


STEPS = (
    Step(ActivityKind.START, HUB),
    Step(ActivityKind.DELIVERY, 1, 0),
    Step(ActivityKind.DELIVERY, 2, 1),
    Step(ActivityKind.PICKUP, 3, 2),
    Step(ActivityKind.BREAK, 3, rest=0),
    Step(ActivityKind.RELOAD, HUB),
    Step(ActivityKind.SWAP, HUB),
    Step(ActivityKind.PICKUP, 3, 3),
    Step(ActivityKind.DELIVERY, 4, 4),
    Step(ActivityKind.DELIVERY, 1, 5),
    Step(ActivityKind.END, HUB),
)


def plan_of(given: Problem, steps=STEPS, *, left: tuple[str, ...] = ("unwanted",)) -> Plan:
    """Return the plan of one vehicle with these steps; what is left has a reason."""
    timed = timeline(given, given.vehicles[0], steps)
    route = route_of(given, given.vehicles[0], timed)
    prizes = sum(1000 * (given.tasks[given.task_index[name]].prize_cents or 0) for name in left)
    reasons = tuple(LeftOut(name, LeftOutCode.PRIZE, "It would cost more than it is worth.") for name in left)
    cost = route.cost + Cost(prizes_millicents=prizes)
    return Plan(routes=(route,), left_out=reasons, cost=cost, seed=1, engine="by hand", iterations=0)


def with_vehicle(given: Problem, **changes) -> Problem:
    """Return the problem with its first vehicle changed."""
    return replace(given, vehicles=(replace(given.vehicles[0], **changes), *given.vehicles[1:]))


def with_task(given: Problem, name: str, **changes) -> Problem:
    """Return the problem with one task changed."""
    tasks = tuple(replace(task, **changes) if task.id == name else task for task in given.tasks)
    return replace(given, tasks=tasks)
