"""The search goes by every wish: with it the plan is another one than without."""

from dataclasses import replace

from pannier.core.plan import LeftOutCode
from pannier.core.problem import CostRates, Due, Limits, Preference, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, HUB, bike, dropoff, pair, pickup, problem, with_task

FEW = Budget(iterations=80)


def rider(name="bike", **changes):
    usual = {
        "id": name,
        "breaks": (),
        "battery": None,
        "limits": Limits(),
        "trips": Trips((HUB,), max_trips=3),
        "rates": CostRates.of_cents(fixed=1000, per_km=10, per_hour=100),
    }
    return bike(**(usual | changes))


def plan_of(*tasks, vehicles=(), **changes):
    given = replace(problem(*tasks, vehicles=vehicles or (rider(),)), **changes)
    plan = solve(given, budget=FEW, seed=1)
    assert plan.left_out == ()
    return plan


def orders(plan):
    return [trip.task_ids for route in plan.routes for trip in route.trips if trip.task_ids]


def test_what_is_due_comes_first():
    far = dropoff("far", 4)
    near = dropoff("near", 1, due=Due(8 * HOUR + 300, 90_000))
    assert orders(plan_of(near, far)) == [("near", "far")]
    plan = plan_of(dropoff("near", 1), replace(far, due=Due(8 * HOUR + 480, 90_000)))
    assert orders(plan) == [("far", "near")]
    assert plan.cost.lateness_millicents == 0


def test_lateness_is_chosen_where_it_costs_less_than_another_vehicle():
    one, two = (dropoff(name, place, due=Due(8 * HOUR + 600, 5_000)) for name, place in (("a", 3), ("b", 4)))
    plan = plan_of(one, two, vehicles=(rider(), rider("second")))
    assert (len(plan.routes), plan.cost.lateness_millicents) == (1, 5_000)
    dear = [replace(task, due=Due(8 * HOUR + 600, 5_000_000)) for task in (one, two)]
    plan = plan_of(*dear, vehicles=(rider(), rider("second")))
    assert (len(plan.routes), plan.cost.lateness_millicents) == (2, 0)


def test_who_should_do_it_does_it_unless_that_costs_more():
    vehicles = rider("a"), rider("b")
    wish = Preference(frozenset({"b"}), 300_000, "knows the area")
    plan = plan_of(dropoff("x", 1, preferences=(wish,)), vehicles=vehicles)
    assert [route.vehicle_id for route in plan.routes] == ["b"]
    # Another route costs a thousand cents, the wish three hundred.
    tied = dropoff("y", 1, only=frozenset({"a"}))
    plan = plan_of(dropoff("x", 1, preferences=(wish,)), tied, vehicles=vehicles)
    assert [route.vehicle_id for route in plan.routes] == ["a"]
    assert plan.cost.preferences_millicents == 300_000


def test_a_task_for_some_only_goes_with_them():
    cheap, dear = rider("cheap"), rider("dear", rates=CostRates.of_cents(fixed=9000))
    assert [r.vehicle_id for r in plan_of(dropoff("x", 1), vehicles=(cheap, dear)).routes] == ["cheap"]
    tied = dropoff("x", 1, only=frozenset({"dear"}))
    assert [r.vehicle_id for r in plan_of(tied, vehicles=(cheap, dear)).routes] == ["dear"]


def test_tasks_of_a_pair_for_different_vehicles_stay_behind_with_that_reason():
    up, down = pair("p", 1, 2, prize_cents=None)
    apart = replace(up, only=frozenset({"a"})), replace(down, only=frozenset({"b"}))
    plan = solve(problem(*apart, vehicles=(rider("a"), rider("b"))), budget=FEW, seed=1)
    assert {entry.code for entry in plan.left_out} == {LeftOutCode.ONLY}


def test_even_work_is_shared():
    tasks = [dropoff(f"t{n}", 1 + n % 2) for n in range(4)]
    vehicles = [rider(name, rates=CostRates.of_cents(per_km=1)) for name in "ab"]
    assert len(plan_of(*tasks, vehicles=tuple(vehicles)).routes) == 1
    for weight in ({"per_squared_hour": 9000}, {"per_squared_task": 40}):
        even = tuple(replace(one, rates=CostRates.of_cents(per_km=1, **weight)) for one in vehicles)
        assert sorted(len(route.task_ids) for route in plan_of(*tasks, vehicles=even).routes) == [2, 2]


def test_hot_goods_get_a_trip_of_their_own_where_the_round_is_long():
    hot = dropoff("hot", 4, max_aboard_s=500)
    others = dropoff("x", 2), dropoff("y", 3)
    assert len(orders(plan_of(replace(hot, max_aboard_s=None), *others))) == 1
    plan = plan_of(hot, *others)
    assert any(trip[0] == "hot" for trip in orders(plan))


def test_a_pair_waits_before_its_pickup_and_not_behind():
    up, down = pair("p", 1, 2)
    given = problem(
        up, replace(down, windows=(TimeWindow(9 * HOUR, 10 * HOUR),), max_aboard_s=200), vehicles=(rider(),)
    )
    plan = solve(given, budget=FEW, seed=1)
    assert plan.left_out == ()
    reason = solve(with_task(given, "p-down", max_aboard_s=159), budget=FEW, seed=1).left_out
    assert {entry.code for entry in reason} == {LeftOutCode.ABOARD}
    assert "aboard" in reason[0].reason


def test_incompatible_goods_are_planned_apart():
    fish, cake = dropoff("fish", 1, goods="fish"), dropoff("cake", 1, goods="cake")
    assert len(orders(plan_of(fish, cake))) == 1
    assert len(orders(plan_of(fish, cake, incompatible=(("cake", "fish"),)))) == 2


def test_goods_that_exclude_their_own_kind_are_planned_one_by_one():
    pianos = [dropoff(name, 1, goods="piano") for name in "ab"]
    assert len(orders(plan_of(*pianos, incompatible=(("piano", "piano"),)))) == 2


def test_as_many_goods_may_exclude_each_other_as_a_problem_may_name():
    names = [f"goods-{n}" for n in range(64)]
    tasks = dropoff("one", 1, goods=names[0]), dropoff("other", 1, goods=names[63])
    every = tuple((one, other) for one in names for other in names if one < other)
    assert len(orders(plan_of(*tasks, incompatible=every))) == 2


def test_a_box_is_planned_from_the_top():
    tasks = *pair("p", 1, 3), *pair("q", 2, 4)
    rack = orders(plan_of(*tasks))[0]
    assert rack.index("p-down") < rack.index("q-down")
    box = orders(plan_of(*tasks, vehicles=(rider(last_in_first_out=True),)))
    for trip in box:
        if {"p-up", "q-up"} <= set(trip) and trip.index("q-up") < trip.index("p-down"):
            assert trip.index("q-down") < trip.index("p-down")


def test_returns_come_after_the_deliveries_of_a_box():
    tasks = pickup("back", 1), dropoff("far", 4)
    box = orders(plan_of(*tasks, vehicles=(rider(last_in_first_out=True),)))
    assert box in ([("far", "back")], [("far",), ("back",)], [("back",), ("far",)])


def test_a_round_under_way_hands_over_what_it_has_aboard_and_fetches_more():
    under_way = rider(start_place=2, trips=Trips((HUB,), 600, 2, first_loading_s=0), start_load=(30_000, 0))
    plan = plan_of(dropoff("aboard", 3, hub=2), dropoff("at-hub", 1), vehicles=(under_way,))
    assert orders(plan) == [("aboard",), ("at-hub",)]
