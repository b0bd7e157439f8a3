"""Days of many hubs: searched in parts, the same plan whoever works, every order once, at the hub that suits it."""

import pickle
import random
import threading
from dataclasses import replace

import pytest

from benchmarks.few_plugs import shared_day
from benchmarks.routing.hubs_city import hubs_city, nearest_hubs
from pannier.core.check import Rule, check, objective
from pannier.core.problem import InvalidProblem, Preference
from pannier.engine import Budget
from pannier.engine.city import (
    City,
    GivenTravel,
    Part,
    Standing,
    Stretch,
    Threads,
    check_city,
    search_part,
    solve_city,
)
from pannier.engine.city.assigning import first_hubs
from pannier.engine.city.city import piece_of
from pannier.engine.city.cutting import MOST_HUBS, borders_of, groups_of
from pannier.engine.plugging import search_with_plugs
from tests.core.line_city import HUB, bike, dropoff, problem
from tests.engine.days import random_day
from tests.engine.random_problems import random_problem

FEW = Budget(iterations=1500)
OTHER = 4


def city_of(whole) -> City:
    """Return a problem as a city, whose every vehicle's hub is a hub."""
    fields = ("places", "dimensions", "vehicles", "tasks", "stations", "payload_dimension", "currency")
    rules = ("incompatible", "together", "apart", "access", "hub_chargers")
    same = {name: getattr(whole, name) for name in (*fields, *rules)}
    return City(**same, travel=GivenTravel.of(whole.matrices))


def two_hubs(*tasks, at_hub=("a",), at_other=("b", "c"), **changes) -> City:
    """Return a line with bikes at both of its hubs."""
    given = {"breaks": (), "battery": None} | changes
    here = [bike(id=name, **given) for name in at_hub]
    trips = replace(here[0].trips, reload_places=(OTHER,))
    there = [
        bike(id=name, **{**given, "start_place": OTHER, "end_place": OTHER, "trips": trips})
        for name in at_other
    ]
    return city_of(problem(*tasks, vehicles=(*here, *there)))


def carriers(plan):
    return {task_id: route.vehicle_id for route in plan.routes for task_id in route.task_ids}


@pytest.fixture(scope="module")
def small() -> City:
    return hubs_city(240, 4, 12, 3)


def test_a_city_of_2_000_stops_is_planned_and_every_order_is_served_once():
    city = hubs_city(2000, 4, 40, 1)
    plan = solve_city(city, budget=Budget(iterations=16_000), seed=1, workers=2)
    assert check_city(city, plan) == ()
    assert plan.left_out == ()
    assert sum(len(route.task_ids) for route in plan.routes) == 2000


@pytest.mark.parametrize(("day", "seed"), [(2, 1), (2, 2), (3, 1)])
def test_nobody_waits_at_the_end_where_a_few_vehicles_are_just_enough(day, seed):
    city = hubs_city(240, 4, 4, day)
    plan = solve_city(city, budget=Budget(iterations=9600), seed=seed)
    assert check_city(city, plan) == ()
    assert plan.left_out == ()


def test_a_part_that_still_misses_an_order_is_searched_cold_first(monkeypatch, small):
    asked = []

    def noted(problem, jobs, **given):
        asked.append((given["stretch"], given["budget"].iterations))
        return search_with_plugs(problem, jobs, **given)

    monkeypatch.setattr("pannier.engine.city.parts.search_with_plugs", noted)
    tasks, vehicles = tuple(range(len(small.tasks))), tuple(range(len(small.vehicles)))
    hot = Stretch(0.1, 0.2, 1000.0)
    part = Part(vehicles=vehicles, tasks=tasks, begun={}, budget=Budget(iterations=1000), seed=1, stretch=hot)
    found = search_part(small, part, lambda: False)
    assert asked == [(Stretch(0.9, 1.0, 1000.0), 150), (hot, 850)]
    assert found.iterations == 1000
    assert found.now.missing(small) == 0
    asked.clear()
    search_part(small, replace(part, begun=found.now.routes), lambda: False)
    search_part(small, replace(part, stretch=Stretch(0.0, 0.1)), lambda: False)
    assert asked == [(hot, 1000), (Stretch(0.0, 0.1), 1000)]


@pytest.mark.parametrize("make", [random_day, random_problem])
@pytest.mark.parametrize("seed", range(16))
def test_plans_of_random_problems_keep_every_rule_of_the_whole(make, seed):
    whole = make(seed)
    city = city_of(whole)
    plan = solve_city(city, budget=Budget(iterations=300), seed=seed, workers=1 + seed % 2)
    assert check(whole, plan) == ()
    assert check_city(city, plan) == ()
    assert objective(whole, plan) == plan.cost


@pytest.mark.parametrize("seed", [1, 2])
def test_few_plugs_of_a_hub_count_in_the_parts_and_in_the_whole(seed):
    day = shared_day(seed, vans=4, plugs=1)
    city = city_of(day)
    plan = solve_city(city, budget=Budget(iterations=600), seed=seed)
    assert check(day, plan) == check_city(city, plan) == ()
    ignored = solve_city(replace(city, hub_chargers=()), budget=Budget(iterations=600), seed=seed)
    assert Rule.PLUG in {one.rule for one in check(day, ignored)}
    assert Rule.PLUG in {one.rule for one in check_city(city, ignored)}


def sharing_hubs(seed: int) -> City:
    """Return vans of two hubs that all charge at the first one, which has one plug."""
    day = shared_day(seed, vans=4, plugs=1)
    other = len(day.places) - 1
    vans = [
        replace(van, start_place=other, trips=replace(van.trips, reload_places=(HUB,))) if number % 2 else van
        for number, van in enumerate(day.vehicles)
    ]
    trips = [replace(van.trips, reload_places=(other, HUB)) for van in vans]
    vans = [
        replace(van, trips=own) if van.start_place == other else van
        for van, own in zip(vans, trips, strict=True)
    ]
    return replace(city_of(day), vehicles=tuple(vans))


@pytest.mark.parametrize("seed", [1, 2])
def test_hubs_whose_vehicles_meet_at_a_plug_are_planned_together(seed):
    city = sharing_hubs(seed)
    assert city.ties == ((0, 1),)
    plan = solve_city(city, budget=Budget(iterations=600), seed=seed)
    whole = piece_of(city, range(len(city.vehicles)), range(len(city.tasks)))
    assert check_city(city, plan) == ()
    ignored = solve_city(replace(city, hub_chargers=()), budget=Budget(iterations=600), seed=seed)
    assert Rule.PLUG in {one.rule for one in check_city(city, ignored)}
    assert whole.problem.has_few_plugs


def test_hubs_that_share_no_plug_are_not_tied():
    day = shared_day(1, vans=2, plugs=9)
    assert city_of(day).ties == ((0,),)
    assert two_hubs(dropoff("one", 1)).ties == ((0,), (1,))


def test_a_tied_group_of_hubs_stays_together_in_every_round():
    city = hubs_city(600, 9, 27, 1)
    borders = borders_of(city)
    ties = ((0, 8), *((hub,) for hub in range(1, 8)))
    for seed in range(20):
        groups = groups_of([66] * 9, borders, random.Random(seed), ties)
        assert sorted(hub for group in groups for hub in group) == list(range(9))
        assert all((0 in group) == (8 in group) for group in groups)


def test_few_plugs_that_hubs_of_a_large_city_would_share_are_refused(monkeypatch):
    monkeypatch.setattr("pannier.engine.city.city.MOST_TIED", 10)
    with pytest.raises(InvalidProblem, match="few plugs"):
        sharing_hubs(1)


def test_the_same_seed_gives_the_same_plan_whoever_works(small):
    plan = solve_city(small, budget=FEW, seed=5, workers=1)
    assert solve_city(small, budget=FEW, seed=5, workers=3).routes == plan.routes
    assert solve_city(small, budget=FEW, seed=6, workers=1).routes != plan.routes


def test_a_part_may_be_searched_on_another_machine(small):
    def far_away(city, part, stop):
        sent = pickle.loads(pickle.dumps(part))
        return pickle.loads(pickle.dumps(search_part(hubs_city(240, 4, 12, 3), sent, stop)))

    plan = solve_city(small, budget=FEW, seed=5, work=Threads(2, far_away))
    assert plan.routes == solve_city(small, budget=FEW, seed=5).routes


def test_orders_go_to_the_hub_that_has_room():
    tasks = [dropoff(f"order-{n}", 1 + n % 2, hub=None, demand=(10_000, 5)) for n in range(8)]
    city = two_hubs(*tasks)
    plan = solve_city(city, budget=FEW, seed=1)
    assert plan.left_out == ()
    assert {"a"} < set(carriers(plan).values())
    tied = solve_city(replace(city, tasks=tuple(replace(one, hub=HUB) for one in tasks)), budget=FEW, seed=1)
    assert len(tied.left_out) == 4


def test_an_order_whose_goods_lie_at_a_hub_is_loaded_there():
    city = two_hubs(dropoff("near the other", 3, hub=HUB), dropoff("free", 3, hub=None))
    found = carriers(solve_city(city, budget=FEW, seed=1))
    assert found["near the other"] == "a"


def test_the_search_saves_what_the_nearest_hub_costs(small):
    budget = Budget(iterations=20_000)
    free = solve_city(small, budget=budget, seed=1)
    tied = solve_city(nearest_hubs(small), budget=budget, seed=1)
    assert len(free.left_out) <= len(tied.left_out)
    assert free.cost.total_cents < tied.cost.total_cents


def test_vehicles_that_a_task_names_count_although_they_are_elsewhere():
    wish = Preference(frozenset({"b"}), 70_000, "knows the area")
    tasks = dropoff("wishes", 1, preferences=(wish,)), dropoff("must", 1, hub=None, only=frozenset({"c"}))
    plan = solve_city(two_hubs(*tasks), budget=FEW, seed=1)
    assert carriers(plan) == {"wishes": "a", "must": "c"}
    assert plan.cost.preferences_millicents == 70_000


def test_what_nobody_can_do_is_left_out_in_words(small):
    heavy = replace(small.tasks[0], demand=(900_000, 1, 1))
    city = replace(small, tasks=(heavy, *small.tasks[1:]))
    plan = solve_city(city, budget=FEW, seed=1)
    assert [left.task_id for left in plan.left_out if left.task_id == heavy.id]
    assert all(left.reason for left in plan.left_out)
    assert check_city(city, plan) == ()


def test_a_plan_to_begin_with_is_gone_on_with(small):
    plan = solve_city(small, budget=FEW, seed=1)
    again = solve_city(small, budget=Budget(iterations=0), seed=2, start=plan)
    assert again.cost == plan.cost
    assert carriers(again) == carriers(plan)


def test_progress_is_told_in_the_callers_thread_and_costs_never_rise(small):
    told, threads = [], set()

    def tell(progress):
        threads.add(threading.get_ident())
        told.append((progress.left_out, progress.cost_cents))

    plan = solve_city(small, budget=FEW, seed=1, workers=2, on_progress=tell)
    assert threads == {threading.get_ident()}
    assert told == sorted(told, reverse=True)
    assert told[-1] == (len(plan.left_out), plan.cost.total_cents)


def test_a_search_that_is_stopped_at_once_still_gives_a_plan(small):
    plan = solve_city(small, budget=Budget(seconds=600), seed=1, stop=lambda: True)
    assert check_city(small, plan) == ()
    assert plan.routes


def test_a_listener_that_fails_is_heard_of(small):
    def fail(progress):
        raise RuntimeError("the line is dead")

    with pytest.raises(RuntimeError, match="the line is dead"):
        solve_city(small, budget=FEW, seed=1, workers=2, on_progress=fail)


@pytest.mark.parametrize("clock", ["wall", "cpu"])
def test_a_budget_in_seconds_is_kept(small, clock):
    plan = solve_city(small, budget=Budget(seconds=1.0, clock=clock), seed=1, workers=2)
    assert check_city(small, plan) == ()
    assert clock == "wall" or plan.iterations > 0


def test_the_check_of_a_city_finds_what_its_parts_cannot(small):
    plan = solve_city(small, budget=FEW, seed=1)
    first, *others = plan.routes
    twice = replace(plan, routes=(*plan.routes, first))
    assert {one.rule for one in check_city(small, twice)} >= {Rule.ASSIGNMENT, Rule.VEHICLE, Rule.COST}
    missing = {one.task_id for one in check_city(small, replace(plan, routes=tuple(others)))}
    assert set(first.task_ids) <= missing
    dear = replace(plan, cost=replace(plan.cost, fixed_millicents=1))
    assert [one.rule for one in check_city(small, dear)] == [Rule.COST]
    strange = replace(first, vehicle_id="nobody's")
    assert Rule.VEHICLE in {one.rule for one in check_city(small, replace(plan, routes=(strange, *others)))}


def test_a_route_that_calls_where_nothing_is_to_be_done_is_refused(small):
    plan = solve_city(small, budget=FEW, seed=1)
    other = next(route for route in plan.routes if route.task_ids != plan.routes[0].task_ids)
    trip = plan.routes[0].trips[0]
    away = replace(trip.activities[1], place=other.trips[0].activities[1].place)
    moved = replace(plan.routes[0], trips=(replace(trip, activities=(trip.activities[0], away)),))
    assert check_city(small, replace(plan, routes=(moved, *plan.routes[1:])))


def test_hubs_get_no_more_than_they_can_take():
    tasks = [dropoff(f"order-{n}", 1, hub=None, demand=(1_000, 5)) for n in range(12)]
    hubs = first_hubs(two_hubs(*tasks))
    assert hubs.count(0) < 12
    assert 0 < hubs.count(1) <= 9


def test_every_hub_is_in_one_group_and_all_neighbours_meet_in_time():
    city = hubs_city(600, 9, 27, 1)
    borders = borders_of(city)
    met = set()
    for seed in range(40):
        groups = groups_of([66] * 9, borders, random.Random(seed))
        assert sorted(hub for group in groups for hub in group) == list(range(9))
        assert max(map(len, groups)) <= MOST_HUBS
        met |= {frozenset((one, two)) for group in groups for one in group for two in group if one != two}
    assert met >= {pair for pair, jobs in borders.shared.items() if jobs > 10}


def test_a_hub_where_required_orders_wait_is_never_left_alone_between_groups():
    city = hubs_city(600, 9, 27, 1)
    borders = borders_of(city)
    for seed in range(40):
        groups = groups_of([66] * 9, borders, random.Random(seed), waiting={4})
        assert len(next(group for group in groups if 4 in group)) == MOST_HUBS
    alone = [groups_of([66] * 9, borders, random.Random(seed)) for seed in range(40)]
    assert any(len(group) < MOST_HUBS for groups in alone for group in groups if 4 in group)


def test_the_search_goes_on_from_no_plan_that_misses_more_than_it_once_did(small):
    later, left_by_best = [], set()

    def loses(city, part, stop):
        """Search a part, and end with a route less than the best plan has."""
        found = search_part(city, part, stop)
        if part.stretch.begins > 0:
            later.append(part)
        elif part.budget.iterations:
            left_by_best.update(found.best.left)
        (_, lost), *others = found.now.routes.items()
        left = found.now.left | {step.task for step in lost if step.task is not None}
        return replace(found, now=Standing(dict(others), left, found.now.cost_millicents))

    solve_city(small, budget=Budget(iterations=10_000), seed=1, work=Threads(1, loses))
    assert later
    for part in later:
        begun = {step.task for steps in part.begun.values() for step in steps}
        assert set(part.tasks) - begun <= left_by_best


def test_a_large_hub_is_a_part_of_its_own():
    city = hubs_city(600, 9, 27, 1)
    groups = groups_of([3000] * 9, borders_of(city), random.Random(1))
    assert sorted(groups) == [[hub] for hub in range(9)]


def test_a_city_without_orders_has_an_empty_plan():
    plan = solve_city(two_hubs(), budget=FEW, seed=1)
    assert plan.routes == plan.left_out == ()


def test_a_vehicle_that_stands_twice_is_refused():
    city = two_hubs(dropoff("one", 1))
    with pytest.raises(InvalidProblem, match="vehicles"):
        replace(city, vehicles=(*city.vehicles, city.vehicles[0]))


def test_a_city_needs_a_worker():
    with pytest.raises(ValueError, match="thread"):
        solve_city(two_hubs(dropoff("one", 1)), budget=FEW, seed=1, workers=0)
