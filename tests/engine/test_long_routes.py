"""Long routes: fewer of them are sought first, though vehicles cost nothing and some orders fit nowhere."""

import math
from random import Random

import numpy as np
import pytest

from pannier.core.check import check
from pannier.core.problem import (
    CostRates,
    Dimension,
    Limits,
    Matrices,
    Place,
    Problem,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve

STOPS, HOUR = 600, 3600


def town(*, too_late=0):
    """Return 600 deliveries within 5 km of the hub for 60 vans of 53 parcels; some end before anybody can come."""
    rng = Random(1)
    points = [(0, 0), *((rng.uniform(-3.5, 3.5), rng.uniform(-3.5, 3.5)) for _ in range(STOPS))]
    metres = np.array([[round(1000 * math.dist(a, b)) for b in points] for a in points], dtype=np.int32)
    zeros = np.zeros_like(metres)
    tasks = []
    for number in range(STOPS):
        windows = (TimeWindow(0, 1),) if number < too_late else ()
        tasks.append(
            Task(id=str(number), kind=TaskKind.DROPOFF, place=number + 1, demand=(1,), windows=windows)
        )
    rates = CostRates.of_cents(per_km=100)
    van = {"kind": "van", "name": "", "profile": "road", "capacity": (53,), "rates": rates, "trips": Trips()}
    van |= {"shift": TimeWindow(0, 12 * HOUR), "start_place": 0, "end_place": 0, "limits": Limits()}
    return Problem(
        places=tuple(Place(str(number)) for number in range(STOPS + 1)),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(Matrices("road", metres, metres // 8, zeros, zeros),),
        vehicles=tuple(Vehicle(id=str(number), **van) for number in range(60)),
        tasks=tuple(tasks),
    )


@pytest.mark.parametrize("too_late", [0, 3])
def test_the_plan_is_whole_and_the_same_again(too_late):
    day = town(too_late=too_late)
    plans = [solve(day, budget=Budget(iterations=4000), seed=1) for _ in range(2)]
    assert plans[0] == plans[1]
    assert check(day, plans[0]) == ()
    assert len(plans[0].left_out) == too_late


def test_a_town_of_long_routes_needs_no_more_vehicles_than_its_loads():
    plan = solve(town(), budget=Budget(iterations=20_000), seed=1)
    assert len(plan.routes) == math.ceil(STOPS / 53)
