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


# On 275 and 1302 an order comes to a route only with two stations more.
@pytest.mark.parametrize("seed", [*range(30), 275, 1302])
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


def test_the_station_that_helps_is_found_behind_six_that_lie_nearer():
    # 8 km out with a battery for 12: of what lies on the way home only the last, half a kilometre aside, is in reach.
    nearer = [(metres, 0) for metres in range(100, 700, 100)]
    points = [(0, 0), (8_000, 0), *nearer, (6_000, 500)]
    given = day(points, (1,), range(2, 9), range_m=12_000, rates=METRES)
    plan = solve(given, budget=Budget(iterations=10), seed=1)
    assert plan.left_out == ()
    # 8 km out, then 2,062 and 6,021 m.
    assert sum(route.distance_m for route in plan.routes) == 16_083
