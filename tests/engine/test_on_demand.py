"""Orders on demand in routes that run: nothing planned moves to another rider or breaks its promise."""

from dataclasses import replace

import pytest

from pannier.core.on_demand import Policy, Terms, open_order, with_deadlines, with_promises
from pannier.core.plan import Plan
from pannier.core.running import Running, open_problem
from pannier.core.timewindow import TimeWindow
from pannier.engine.joined import base_steps, joined
from pannier.engine.on_demand import Placed, place, without
from tests.engine.running_days import running_day

AT_ONCE = Policy(hold_s=0)
TERMS = Terms(leave_within_s=900, deliver_within_s=2_400)
SEEDS = range(120)


def cut_of(seed: int) -> Running | None:
    """Return a running day, None where a pair was picked up in part."""
    cut = running_day(seed)
    try:
        return cut.running
    except ValueError:
        return None


def fresh_orders(running: Running, now_s: int) -> list:
    """Return an order for every job that is on no route."""
    planned = {task for route in running.as_is.routes for task in route.task_ids}
    names = {}
    for task in running.rest.tasks:
        if task.id not in planned:
            names[task.pair or task.id] = task.id
    return [open_order(name, TERMS, known_s=now_s, ready_s=now_s) for name in names.values()]


def placed_in(running: Running, policy: Policy = AT_ONCE) -> tuple[list, Placed]:
    now_s = min((one.shift.start_s for one in running.whole.vehicles), default=0)
    orders = fresh_orders(running, now_s)
    return orders, place(running.rest, base_steps(running), orders, policy, now_s=now_s)


def order_of_stops(plan: Plan, planned: set) -> dict:
    found = {route.vehicle_id: [task for task in route.task_ids if task in planned] for route in plan.routes}
    return {vehicle: tasks for vehicle, tasks in found.items() if tasks}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_planned_keeps_rider_order_and_every_rule_and_nothing_is_lost(seed):
    running = cut_of(seed)
    if running is None:
        return
    planned = {task for route in running.as_is.routes for task in route.task_ids}
    orders, placed = placed_in(running)
    made = joined(running, placed.steps)
    # Loads, batteries, windows, breaks, zones: the checker, which shares no code with the search, finds nothing new.
    assert made.violations == ()
    assert order_of_stops(made.plan, planned) == order_of_stops(running.as_is, planned)
    served = [task for route in made.plan.routes for task in route.task_ids]
    assert len(served) == len(set(served))
    assert set(placed.options) | placed.late.keys() | placed.nobody == {order.id for order in orders}
    assert set(placed.options) <= set(served)


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_the_same_facts_give_the_same_choice(seed):
    running = cut_of(seed)
    if running is not None:
        first, again = placed_in(running)[1], placed_in(running)[1]
        assert (first.options, first.steps) == (again.options, again.steps)


def test_orders_wait_for_company_only_where_somebody_would_set_out_for_them_alone():
    held = 0
    for seed in range(60):
        running = cut_of(seed)
        if running is None:
            continue
        orders, placed = placed_in(running, Policy(hold_s=600))
        assert not placed.held.keys() & placed.options.keys()
        assert all(now <= order.known_s + 600 for order in orders for now in [placed.held.get(order.id, 0)])
        held += len(placed.held)
    assert held > 0


def test_a_late_minute_costs_so_much_that_the_place_in_time_wins():
    running = next(found for seed in SEEDS if (found := cut_of(seed)) and fresh_orders(found, 0))
    order = fresh_orders(running, 0)[0]
    priced = with_deadlines(running.whole, [order], replace(AT_ONCE, late_minute_millicents=1_000))
    due = priced.tasks[priced.task_index[order.id]].due
    assert due is not None
    assert (due.by_s, due.hour_millicents) == (order.deliver_by_s, 60_000)


def test_what_was_told_without_a_window_is_one_and_windows_stay():
    running = next(found for seed in SEEDS if (found := cut_of(seed)))
    told = {task.id: TimeWindow(100, 200) for task in running.whole.tasks}
    promised = with_promises(running.whole, told)
    for before, after in zip(running.whole.tasks, promised.tasks, strict=True):
        assert after.windows == (before.windows or (TimeWindow(100, 200),))


def test_an_order_taken_off_a_route_leaves_all_others_in_their_order():
    running = next(found for seed in SEEDS if (found := cut_of(seed)) and found.start.routes)
    steps = next(iter(base_steps(running).values()))
    tasks = [step.task for step in steps if step.task is not None]
    left = without(steps, frozenset(tasks[:1]))
    assert [step.task for step in left if step.task is not None] == tasks[1:]
    assert (left[0].kind, left[-1].kind) == (steps[0].kind, steps[-1].kind)


def test_open_problem_of_nothing_is_nothing():
    running = running_day(1)
    empty = open_problem(replace(running.problem, tasks=(), together=(), apart=()), (), now_s=0)
    assert place(empty.rest, {}, [], AT_ONCE, now_s=0).options == {}
