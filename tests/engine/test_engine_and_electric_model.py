"""The engine against the electric oracle: no more metres than the mixed-integer model finds, on small random days."""

import numpy as np
import pytest

from pannier.core.problem import CostRates
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.engine.electric_model import shortest
from tests.engine.test_electric_model import HOUR, day

METRES = CostRates(km_millicents=1000)


def random_electric_day(seed):
    """Return two to four customers, one to three stations, one or two vehicles; some windows, shifts, full charges."""
    rng = np.random.default_rng(seed)
    customers, stations = int(rng.integers(2, 5)), int(rng.integers(1, 4))
    points = [(0, 0), *rng.integers(-8_000, 8_000, (customers + stations, 2)).tolist()]
    starts = rng.integers(0, 5000, customers).tolist()
    windowed = (rng.random(customers) < 0.3).tolist()
    windows = [(TimeWindow(start, start + 3000),) for start in starts]
    tasks = [{"windows": window} if has else {} for has, window in zip(windowed, windows, strict=True)]
    return day(
        points,
        range(1, 1 + customers),
        range(1 + customers, 1 + customers + stations),
        range_m=int(rng.integers(14_000, 34_000)),
        vehicles=int(rng.integers(1, 3)),
        only_full=bool(rng.random() < 0.3),
        tasks=tasks,
        shift=TimeWindow(0, int(rng.choice((6_000, 9_000, 40 * HOUR)))),
        rates=METRES,
    )


@pytest.mark.parametrize("seed", range(30))
def test_the_engine_drives_no_more_metres_than_the_model(seed):
    problem = random_electric_day(seed)
    best = shortest(problem, copies=2)
    plan = solve(problem, budget=Budget(iterations=300), seed=1)
    if best is None:
        assert plan.left_out
    else:
        # HiGHS ends with a plan that is not quite the best on one day in a hundred, 22 among them.
        assert plan.left_out == ()
        assert sum(route.distance_m for route in plan.routes) <= best.distance_m
