"""The search knows the hours: a rush changes who goes where and when, and a quiet day nothing."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import Traffic, TrafficSlice
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.problem_json.reading import read_problem
from pannier.engine.problem_json.writing import write_problem
from tests.core.line_city import HOUR, dropoff
from tests.core.test_traffic import everywhere, in_traffic
from tests.engine.random_problems import random_problem

BUDGET = Budget(iterations=200)


def sliced(problem, traffic):
    matrices = (replace(one, traffic=replace(traffic, areas=(0,) * one.size)) for one in problem.matrices)
    return replace(problem, matrices=tuple(matrices))


def order_of(plan):
    return [one.task_id for one in plan.routes[0].activities if one.kind is ActivityKind.DELIVERY]


def solved(problem):
    plan = solve(problem, budget=BUDGET, seed=1)
    assert check(problem, plan) == ()
    return plan


def test_a_rush_near_the_hub_lets_the_far_stop_come_first():
    near = (0, 0, 1, 1, 1, 1)
    blocked = TrafficSlice(0, ((20_000, 1000), (1000, 1000)))
    later = TrafficSlice(9 * HOUR, ((1000, 1000), (1000, 1000)))
    tasks = [dropoff("near", 1), dropoff("far", 2, windows=(TimeWindow(8 * HOUR, 8 * HOUR + 1200),))]
    shift = TimeWindow(8 * HOUR, 10 * HOUR)
    quiet = solved(in_traffic(None, *tasks, shift=shift))
    busy = solved(in_traffic(Traffic(near, (blocked, later)), *tasks, shift=shift))
    assert (order_of(quiet), order_of(busy)) == (["near", "far"], ["far", "near"])


def test_an_order_that_only_the_rush_keeps_out_is_left_out_with_its_reason():
    far = dropoff("far", 4, windows=(TimeWindow(8 * HOUR, 8 * HOUR + 500),))
    shift = TimeWindow(8 * HOUR, 12 * HOUR)
    assert solved(in_traffic(everywhere((0, 1000)), far, shift=shift)).left_out == ()
    left = solved(in_traffic(everywhere((0, 1500)), far, shift=shift)).left_out
    assert [(one.task_id, one.code) for one in left] == [("far", "window")]


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_hours_that_are_all_the_same_cost_what_none_cost(seed):
    day = random_problem(seed)
    same = sliced(day, Traffic((), (TrafficSlice(0, ((1000,),)), TrafficSlice(9 * HOUR, ((1000,),)))))
    plain = sliced(day, Traffic((), (TrafficSlice(0, ((1000,),)),)))
    plans = [solve(one, budget=BUDGET, seed=seed) for one in (same, plain)]
    assert plans[0].cost == plans[1].cost
    assert (
        check(replace(day, matrices=tuple(replace(one, traffic=None) for one in day.matrices)), plans[0])
        == ()
    )


@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_problem_files_keep_the_hours(seed):
    day = sliced(random_problem(seed), everywhere((0, 1000), (7 * HOUR, 1350)))
    again = read_problem(write_problem(day))
    assert [one.traffic for one in again.matrices] == [one.traffic for one in day.matrices]
