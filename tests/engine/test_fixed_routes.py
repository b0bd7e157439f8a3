"""Charging on fixed routes: the engine is no slower than the exact algorithm of frvcpy."""

import math

import pytest

from pannier.core.plan import ActivityKind
from pannier.engine import Budget, solve
from tests.engine.fixed_routes import least_seconds, problem_of, random_route

# A charge lasts whole seconds.
ROUNDING_S = 1


@pytest.mark.parametrize("seed", range(60))
def test_the_engine_charges_no_longer_than_it_must(seed):
    route = random_route(seed)
    best_s = least_seconds(route)
    plan = solve(problem_of(route), budget=Budget(iterations=200), seed=1)
    if math.isinf(best_s):
        return
    assert plan.left_out == ()
    charges = sum(activity.kind is ActivityKind.CHARGE for _, activity in plan.activities())
    assert sum(one.duration_s for one in plan.routes) <= best_s + 1 + ROUNDING_S * charges
