"""Random small days for the engine: everything the problem can say, mixed."""

import random
from dataclasses import replace

import numpy as np

from pannier.core.geo import LonLat
from pannier.core.problem import (
    UNREACHABLE,
    Battery,
    Break,
    Charge,
    CostRates,
    CurvePoint,
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
from pannier.core.timewindow import TimeWindow

HOUR = 3600
HUBS = (0, 1)
PLACES = 12


def random_day(seed: int) -> Problem:
    """Return a small problem; about one leg in thirty does not exist."""
    rng = random.Random(seed)
    tasks: list[Task] = []
    for number in range(rng.randint(0, 10)):
        tasks.extend(_tasks(rng, number))
    return Problem(
        places=tuple(Place(str(i), LonLat(i / 100, 0)) for i in range(PLACES)),
        dimensions=(Dimension("mass", "g"), Dimension("parcels", "parcels")),
        payload_dimension=rng.choice((0, None)),
        matrices=(random_matrices(rng, "bike", 5), random_matrices(rng, "van", 8)),
        vehicles=tuple(_vehicle(rng, number) for number in range(rng.randint(0, 3))),
        tasks=tuple(tasks),
    )


def random_matrices(rng: random.Random, profile: str, speed_mps: int) -> Matrices:
    """Return random ways between all places, one of them missing."""
    metres = np.array(
        [[0 if a == b else rng.randint(200, 4000) for b in range(PLACES)] for a in range(PLACES)]
    )
    metres[[rng.randrange(PLACES)], [rng.randrange(PLACES)]] = UNREACHABLE
    np.fill_diagonal(metres, 0)
    parts = (metres, metres // speed_mps, metres * 40, metres // 10)
    return Matrices(profile, *(np.where(metres == UNREACHABLE, UNREACHABLE, part) for part in parts))


def _tasks(rng: random.Random, number: int) -> tuple[Task, ...]:
    place = rng.randrange(PLACES)
    shared = {
        "demand": (rng.randint(0, 30_000), rng.randint(1, 3)),
        "service_s": rng.randint(0, 600),
        "needs": frozenset({"cold"}) if rng.random() < 0.15 else frozenset(),
        "prize_cents": rng.choice((None, None, 300, 5000)),
    }
    name = f"task-{number}"
    if rng.random() < 0.2:
        up = Task(
            id=f"{name}-up", kind=TaskKind.PICKUP, place=place, pair=name, windows=_windows(rng), **shared
        )
        down = Task(
            id=f"{name}-down", kind=TaskKind.DROPOFF, place=rng.randrange(PLACES), pair=name, **shared
        )
        return (up, down) if rng.random() < 0.7 else (up, down, *_more_of(rng, up))
    return (
        Task(
            id=name,
            kind=rng.choice((TaskKind.DROPOFF, TaskKind.DROPOFF, TaskKind.PICKUP)),
            place=place,
            hub=rng.choice((0, 0, 0, 1, None)),
            windows=_windows(rng),
            release_s=rng.choice((0, 0, 0, rng.randint(0, 12 * HOUR))),
            **shared,
        ),
    )


def _more_of(rng: random.Random, up: Task) -> tuple[Task, Task]:
    """Return one more pickup and drop-off of a pair, so that it is a bundle of two and two."""
    place, target = rng.randrange(PLACES), rng.randrange(PLACES)
    down = replace(up, id=f"{up.id}-down-2", kind=TaskKind.DROPOFF, place=target, windows=())
    return replace(up, id=f"{up.id}-up-2", place=place), down


def _windows(rng: random.Random) -> tuple[TimeWindow, ...]:
    if rng.random() < 0.4:
        return ()
    start = rng.randint(6 * HOUR, 14 * HOUR)
    first = TimeWindow(start, start + rng.randint(0, 3 * HOUR))
    second = TimeWindow(first.end_s + 1800, first.end_s + HOUR)
    return (first, second) if rng.random() < 0.3 else (first,)


def _vehicle(rng: random.Random, number: int) -> Vehicle:
    begins = rng.randint(7, 9) * HOUR
    start = rng.choice((0, 0, 0, 1))
    max_trips = rng.randint(1, 4)
    return Vehicle(
        id=f"vehicle-{number}",
        kind="e-cargo_bike",
        name=str(number),
        profile=rng.choice(("bike", "van")),
        capacity=(rng.randint(20_000, 80_000), rng.randint(2, 8)),
        shift=TimeWindow(begins, begins + rng.randint(2, 8) * HOUR),
        start_place=start,
        end_place=rng.choice((start, start, *HUBS)),
        trips=Trips(
            rng.choice(((0,), (0, 1))),
            loading_s=rng.randint(0, 900),
            max_trips=max_trips,
            limits=Limits(rng.choice((None, 15_000)), rng.choice((None, 3 * HOUR)), rng.choice((None, 4))),
        ),
        breaks=(Break(TimeWindow(begins + HOUR, begins + 3 * HOUR), 1200),) if rng.random() < 0.6 else (),
        battery=_battery(rng),
        parking_s=rng.randint(0, 120),
        door_s=rng.randint(0, 60),
        service_percent=rng.choice((80, 100, 130)),
        skills=frozenset({"cold"}) if rng.random() < 0.5 else frozenset(),
        rates=CostRates.of_cents(
            fixed=rng.choice((0, 900)), per_hour=2000, per_km=9, per_kwh=30, per_kg_co2e=8
        ),
        co2e_mg_per_kwh=250_000,
        max_overtime_s=rng.choice((0, HOUR)),
        limits=Limits(rng.choice((None, 40_000)), rng.choice((None, 6 * HOUR)), rng.choice((None, 9))),
    )


def _battery(rng: random.Random) -> Battery | None:
    capacity_j = rng.randint(200_000, 900_000)
    curve = (CurvePoint(0, 0), CurvePoint(1800, capacity_j * 3 // 4), CurvePoint(3600, capacity_j))
    at_hub = rng.choice((None, Swap(200, rng.randint(0, 3)), Charge(curve)))
    start_j = rng.randint(capacity_j // 3, capacity_j)
    return rng.choice((None, Battery(capacity_j, start_j, capacity_j // 10, at_hub)))
