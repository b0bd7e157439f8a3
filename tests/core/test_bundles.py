"""Bundles: several pickups and drop-offs of one pair id, on one trip, all or none."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from pannier.core.check import check, objective
from pannier.core.plan import ActivityKind, LeftOutCode
from pannier.core.problem import Bundle, InvalidProblem, Limits, Rule, Trips
from pannier.core.schedule import Step, timeline
from pannier.engine import Budget, solve
from tests.core.line_city import HUB, ISLAND, bike, dropoff, pickup, plan_of, problem, with_task

SHARED = {"pair": "p", "hub": None, "prize_cents": 700}
TASKS = (
    pickup("up-1", 1, demand=(10_000, 1), **SHARED),
    dropoff("down-2", 2, demand=(25_000, 2), **SHARED),
    pickup("up-3", 3, demand=(20_000, 2), **SHARED),
    dropoff("down-4", 4, demand=(5_000, 1), **SHARED),
)
KINDS = (ActivityKind.PICKUP, ActivityKind.DELIVERY, ActivityKind.PICKUP, ActivityKind.DELIVERY)
START, RELOAD, END = (Step(kind, HUB) for kind in (ActivityKind.START, ActivityKind.RELOAD, ActivityKind.END))


def day(*more, **changes):
    """Return a bundle of two pickups and two drop-offs for a plain bike."""
    given = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips((HUB,), max_trips=2)}
    return problem(*TASKS, *more, vehicles=(bike(**(given | changes)),))


def serve(*order):
    return tuple(Step(KINDS[index], TASKS[index].place, index) for index in order)


def rules(given, *steps, left=()):
    return {violation.rule for violation in check(given, plan_of(given, (START, *steps, END), left=left))}


def test_a_bundle_knows_its_pickups_and_drop_offs():
    assert day().pairs == {"p": Bundle((0, 2), (1, 3))}
    assert day().pairs["p"].tasks == (0, 2, 1, 3)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_pickup_comes_before_every_drop_off(order):
    assert rules(day(), *serve(*order)) == (set() if {*order[:2]} == {0, 2} else {Rule.PAIR})


def test_a_bundle_goes_by_one_trip():
    assert rules(day(), *serve(0, 2, 1), RELOAD, *serve(3)) >= {Rule.PAIR}
    assert rules(day(), RELOAD, *serve(0, 2, 1, 3)) == set()


def test_a_bundle_goes_by_one_vehicle():
    given = day()
    both = replace(given, vehicles=(*given.vehicles, replace(given.vehicles[0], id="second")))
    first = plan_of(both, (START, *serve(0, 1), END), left=())
    second = plan_of(both, (START, *serve(2, 3), END), left=())
    routes = (*first.routes, replace(second.routes[0], vehicle_id="second"))
    plan = replace(first, routes=routes, cost=first.cost + second.cost)
    assert {violation.rule for violation in check(both, plan)} == {Rule.PAIR}


@pytest.mark.parametrize("missing", range(4))
def test_a_part_of_a_bundle_is_broken(missing):
    order = [index for index in (0, 2, 1, 3) if index != missing]
    assert Rule.PAIR in rules(day(), *serve(*order), left=(TASKS[missing].id,))


def test_the_prize_of_a_bundle_counts_once():
    plan = solve(replace(day(), vehicles=()), budget=Budget(iterations=1), seed=1)
    assert [entry.task_id for entry in plan.left_out] == [task.id for task in TASKS]
    assert plan.cost.prizes_millicents == 700_000
    assert objective(day(), plan) == plan.cost


def test_all_of_a_bundle_is_aboard_at_once():
    steps = (START, *serve(0, 2, 1, 3), END)
    for capacity, fits in (((30_000, 3), True), ((29_999, 3), False), ((30_000, 2), False)):
        given = day(capacity=capacity)
        assert timeline(given, given.vehicles[0], steps).is_feasible is fits
        assert (check(given, plan_of(given, steps, left=())) == ()) is fits


def test_a_pickup_of_a_bundle_waits_for_its_goods():
    given = with_task(day(), "up-3", release_s=36_000)
    plan = plan_of(given, (START, *serve(0, 2, 1, 3), END), left=())
    assert check(given, plan) == ()
    assert plan.routes[0].activities[2].start_s == 36_000


REFUSED = {
    "more is handed over than taken": ("down-4", {"demand": (5_001, 1)}, r"pairs\[p\]\.demand"),
    "another prize": ("down-4", {"prize_cents": None}, r"pairs\[p\]\.prize_cents"),
    "goods of a hub": ("down-4", {"hub": 0}, r"tasks\[down-4\]\.hub"),
    "a release at the drop-off": ("down-4", {"release_s": 1}, r"tasks\[down-4\]\.release_s"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bundle_that_cannot_be_meant_is_refused(case):
    name, changes, words = REFUSED[case]
    with pytest.raises(InvalidProblem, match=words):
        with_task(day(), name, **changes)


@pytest.mark.parametrize("kind", [0, 1])
def test_a_bundle_needs_both_kinds(kind):
    with pytest.raises(InvalidProblem, match="at least one pickup and one drop-off"):
        problem(*TASKS[kind::2])


def test_the_engine_serves_a_bundle_with_other_work():
    given = day(dropoff("a", 2), pickup("b", 4))
    plan = solve(given, budget=Budget(iterations=50), seed=1)
    assert plan.left_out == ()
    assert check(given, plan) == ()


def test_the_engine_serves_a_bundle_alone():
    required = tuple(replace(task, prize_cents=None) for task in TASKS)
    plan = solve(replace(day(), tasks=required), budget=Budget(iterations=10), seed=1)
    assert plan.planned_task_ids == {task.id for task in TASKS}


def test_the_engine_leaves_a_bundle_out_as_a_whole():
    given = with_task(day(), "down-4", place=ISLAND)
    plan = solve(given, budget=Budget(iterations=10), seed=1)
    assert {entry.task_id for entry in plan.left_out} == {task.id for task in TASKS}
    too_much = solve(day(capacity=(29_999, 10)), budget=Budget(iterations=10), seed=1)
    assert [entry.code for entry in too_much.left_out] == [LeftOutCode.TOO_LARGE] * 4


@over(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_bundles_of_any_shape_keep_their_order(parcels, rng):
    shared = {"pair": "p", "hub": None}
    taken = [pickup(f"u{n}", 1 + n % 4, demand=(0, amount), **shared) for n, amount in enumerate(parcels)]
    given = dropoff("d", 2, demand=(0, sum(parcels)), **shared)
    tasks = [*taken, given]
    rng.shuffle(tasks)
    made = problem(*tasks, vehicles=(bike(breaks=(), battery=None, limits=Limits(), capacity=(0, 50)),))
    made = replace(made, vehicles=(replace(made.vehicles[0], trips=Trips()),))
    steps = [
        Step(ActivityKind(task.kind) if task.kind == "pickup" else ActivityKind.DELIVERY, task.place, index)
        for index, task in enumerate(tasks)
    ]
    found = check(made, plan_of(made, (START, *steps, END), left=()))
    assert (Rule.PAIR in {violation.rule for violation in found}) is (tasks[-1] is not given)
