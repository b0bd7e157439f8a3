"""A plan that people go by already changes as little as is useful."""

from dataclasses import replace

from pannier.core.problem import CostRates, Due, Limits, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.stability import HAD_BEFORE, Stability, steady
from tests.core.line_city import HOUR, bike, dropoff, pair, problem
from tests.engine.days import random_day

FEW = Budget(iterations=100)
BY_THE_KM = CostRates.of_cents(per_km=10)
NO_PRICE = Stability(0, 0)


def riders(*names):
    return tuple(
        bike(id=name, breaks=(), battery=None, limits=Limits(), trips=Trips(), rates=BY_THE_KM)
        for name in names
    )


def driver_of(plan, task):
    return next(route.vehicle_id for route in plan.routes if task in route.task_ids)


def running():
    """Return a day on which both riders have a stop at the same place, and the plan that says so."""
    tied = dropoff("a", 2, only=frozenset({"ana"})), dropoff("b", 2, only=frozenset({"bo"}))
    day = problem(*tied, vehicles=riders("ana", "bo"))
    plan = solve(day, budget=FEW, seed=1)
    return replace(day, tasks=tuple(replace(task, only=frozenset()) for task in day.tasks)), plan


def test_without_a_price_on_changes_the_cheapest_plan_wins():
    day, plan = running()
    changed = solve(steady(day, plan, NO_PRICE), budget=FEW, seed=1, start=plan)
    assert driver_of(changed, "a") == driver_of(changed, "b")


def test_a_task_changes_its_rider_only_where_that_saves_more_than_it_costs():
    day, plan = running()
    # One rider less saves 4 km, which cost 40 cents.
    for price, changes in ((39_999, 1), (40_001, 0)):
        stable = steady(day, plan, Stability(vehicle_changed_millicents=price))
        changed = solve(stable, budget=FEW, seed=1, start=plan)
        moved = sum(driver_of(changed, task) != driver_of(plan, task) for task in "ab")
        assert (moved, changed.cost.preferences_millicents) == (changes, changes * price)


def test_a_promise_is_moved_only_where_that_saves_more_than_it_costs():
    day = problem(dropoff("a", 1), dropoff("new", 4), vehicles=riders("ana"))
    plan = solve(replace(day, tasks=day.tasks[:1]), budget=FEW, seed=1)
    late = TimeWindow(8 * HOUR, 8 * HOUR + 100)
    stable = steady(day, plan, Stability(0, 700), promises={"a": late})
    assert stable.tasks[0].due == Due(late.end_s, 700, 700, from_s=late.start_s)
    changed = solve(stable, budget=FEW, seed=1, start=plan)
    (begins,) = [one.start_s for _, one in changed.activities() if one.task_id == "a"]
    assert begins > late.end_s
    assert changed.cost.lateness_millicents == 700 + round(700 * (begins - late.end_s) / HOUR)


def test_who_was_told_a_later_moment_is_not_served_before_where_the_price_is_higher():
    """The order of stops that costs nothing more comes to whom was told the end first."""
    day = problem(dropoff("a", 2), dropoff("b", 2), vehicles=riders("ana"))
    plan = solve(day, budget=FEW, seed=1)
    first, second = plan.routes[0].task_ids
    begins = {one.task_id: one.start_s for _, one in plan.activities() if one.task_id}
    told = {
        first: TimeWindow(begins[second] - 60, begins[second] + 60),
        second: TimeWindow(0, begins[first] + 60),
    }
    changed = solve(steady(day, plan, Stability(), promises=told), budget=FEW, seed=1, start=plan)
    assert changed.routes[0].task_ids == (second, first)
    assert changed.cost.lateness_millicents == 0


def test_what_is_due_at_a_moment_of_its_own_keeps_it():
    day, plan = running()
    due = Due(7 * HOUR, 5, 5)
    given = replace(day, tasks=(replace(day.tasks[0], due=due), day.tasks[1]))
    stable = steady(given, plan, Stability(), promises={"a": TimeWindow(0, 8 * HOUR), "b": TimeWindow(0, 5)})
    assert [task.due for task in stable.tasks] == [due, Due(5, 300_000, 300_000)]


def test_new_orders_and_riders_who_are_gone_are_free():
    day, plan = running()
    alone = replace(day, vehicles=day.vehicles[1:], tasks=(*day.tasks, dropoff("new", 1)))
    wishes = {task.id: task.preferences for task in steady(alone, plan, Stability()).tasks}
    assert (wishes["a"], wishes["new"]) == ((), ())
    assert [(wish.vehicles, wish.why) for wish in wishes["b"]] == [(frozenset({"bo"}), HAD_BEFORE)]


def test_a_pair_that_changes_its_rider_costs_once():
    tasks = pair("p", 1, 2)
    day = problem(*tasks, vehicles=riders("ana", "bo"))
    plan = solve(day, budget=FEW, seed=1)
    wishes = [len(task.preferences) for task in steady(day, plan, Stability()).tasks]
    assert wishes == [1, 0]


def test_a_random_running_day_stays_as_it_is_when_nothing_happens():
    for seed in range(12):
        day = random_day(seed)
        plan = solve(day, budget=Budget(iterations=300), seed=seed)
        again = solve(
            steady(day, plan, Stability(900_000, 0)), budget=Budget(iterations=50), seed=2, start=plan
        )
        assert again.cost.preferences_millicents == 0
