"""What the engine does with a day, on the line city that one can compute by hand."""

import pickle
from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, LeftOutCode
from pannier.core.problem import Battery, Break, Charge, CostRates, CurvePoint, Limits, Swap, Trips
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, Progress, solve
from tests.core.line_city import HOUR, ISLAND, bike, dropoff, morning, pair, pickup, problem

FEW = Budget(iterations=100)
PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips()}


def plain_bike(**changes):
    """Return a bike without break, battery, limits and further trips."""
    return bike(**(PLAIN | changes))


def kinds_of(plan):
    return [activity.kind for _, activity in plan.activities()]


def test_a_day_with_trips_swap_break_release_and_pair_is_planned():
    plan = solve(morning(), budget=FEW, seed=1)
    assert {entry.task_id for entry in plan.left_out} == {"unwanted"}
    assert check(morning(), plan) == ()
    assert {ActivityKind.RELOAD, ActivityKind.BREAK} <= set(kinds_of(plan))


def test_reloads_and_one_swap_come_where_they_are_needed():
    # Each trip of 8 km costs 80 kJ and payload; 30 kg is the most at once; two batteries of 110 kJ are there.
    tasks = [dropoff(f"order-{i}", 4, demand=(15_000, 1)) for i in range(4)]
    vehicle = plain_bike(
        capacity=(30_000, 10),
        trips=Trips((0,), loading_s=300, max_trips=3),
        battery=Battery(110_000, 110_000, 10_000, Swap(180, 1)),
    )
    plan = solve(problem(*tasks, vehicles=(vehicle,)), budget=FEW, seed=1)
    assert plan.left_out == ()
    assert kinds_of(plan).count(ActivityKind.RELOAD) == 1
    assert kinds_of(plan).count(ActivityKind.SWAP) == 1


def test_a_trip_too_long_for_the_battery_is_split_at_the_hub():
    # 1 + 2 + ... km: one trip to place 4 and back costs over 80 kJ; with a stop at 3 on the way no more.
    tasks = [dropoff("near", 1), dropoff("far", 4)]
    windows = (TimeWindow(8 * HOUR, 9 * HOUR), TimeWindow(11 * HOUR, 12 * HOUR))
    tasks = [replace(task, windows=(window,)) for task, window in zip(tasks, windows, strict=True)]
    vehicle = plain_bike(
        trips=Trips((0,), loading_s=0, max_trips=2), battery=Battery(82_000, 40_000, 0, Swap(60, 1))
    )
    plan = solve(problem(*tasks, vehicles=(vehicle,)), budget=FEW, seed=1)
    assert plan.left_out == ()
    assert kinds_of(plan).count(ActivityKind.SWAP) == 1


def test_a_trip_that_waits_for_its_last_goods_is_cut_so_that_the_first_leave_earlier():
    # All late goods in one trip would leave with the last of them, 45 minutes after the first could.
    tasks = (
        dropoff("last", 2, release_s=38_861, service_s=60),
        dropoff("first", 1, release_s=36_833, service_s=600),
        dropoff("early", 2, windows=(TimeWindow(33_301, 34_801),)),
        dropoff("third", 1, release_s=38_581, service_s=600),
    )
    vehicle = plain_bike(trips=Trips((0,), loading_s=300, max_trips=4))
    (route,) = solve(problem(*tasks, vehicles=(vehicle,)), budget=Budget(iterations=30), seed=64).routes
    reloads = [activity.start_s for activity in route.activities if activity.kind is ActivityKind.RELOAD]
    assert reloads == [36_833, 38_861]


def test_a_charge_lasts_as_long_as_the_next_trip_needs():
    curve = (CurvePoint(0, 0), CurvePoint(3000, 90_000))
    vehicle = plain_bike(
        capacity=(20_000, 1),
        trips=Trips((0,), loading_s=0, max_trips=2),
        battery=Battery(90_000, 90_000, 0, Charge(curve)),
    )
    tasks = [dropoff("a", 4, demand=(0, 1)), dropoff("b", 4, demand=(0, 1))]
    plan = solve(problem(*tasks, vehicles=(vehicle,)), budget=FEW, seed=1)
    (charge,) = [activity for _, activity in plan.activities() if activity.kind is ActivityKind.CHARGE]
    # 90 kJ less 80 leaves 10; the second trip needs 80: 70 kJ at 30 W.
    assert charge.departure_s - charge.start_s == 2334
    assert charge.charge_j == 80_020


ONLY = {
    "skill": (
        dropoff("t", 1, needs=frozenset({"crane"})),
        {"skills": frozenset({"crane"})},
        LeftOutCode.SKILL,
    ),
    "weight": (dropoff("t", 1, demand=(60_000, 1)), {"capacity": (60_000, 1)}, LeftOutCode.TOO_LARGE),
    "parcels": (dropoff("t", 1, demand=(1, 11)), {"capacity": (1, 11)}, LeftOutCode.TOO_LARGE),
    "hub": (dropoff("t", 1, hub=2), {"start_place": 2}, LeftOutCode.HUB),
    "hub of a return": (pickup("t", 1, hub=2), {"end_place": 2}, LeftOutCode.HUB),
    "window": (
        dropoff("t", 4, windows=(TimeWindow(8 * HOUR, 8 * HOUR + 100),)),
        {"shift": TimeWindow(7 * HOUR, 9 * HOUR)},
        LeftOutCode.WINDOW,
    ),
    "release": (
        dropoff("t", 4, release_s=10 * HOUR, windows=(TimeWindow(8 * HOUR, 10 * HOUR + 1000),)),
        {"profile": "bike", "parking_s": 0},
        LeftOutCode.RELEASE,
    ),
    "shift": (dropoff("t", 4, service_s=4 * HOUR), {"service_percent": 100}, LeftOutCode.SHIFT),
    "battery": (dropoff("t", 4), {"battery": Battery(90_000, 90_000)}, LeftOutCode.BATTERY),
    "distance": (dropoff("t", 4), {"limits": Limits(distance_m=8000)}, LeftOutCode.LIMIT),
    "duration": (dropoff("t", 4), {"limits": Limits(duration_s=1200)}, LeftOutCode.LIMIT),
    "stops": (dropoff("t", 4), {"limits": Limits(stops=1)}, LeftOutCode.LIMIT),
    "trip distance": (dropoff("t", 4), {"trips": Trips(limits=Limits(distance_m=8000))}, LeftOutCode.LIMIT),
    "break": (
        dropoff(
            "t",
            1,
            windows=(TimeWindow(8 * HOUR + 1800, 8 * HOUR + 1800),),
        ),
        {"breaks": (Break(TimeWindow(8 * HOUR, 9 * HOUR), 1200),)},
        LeftOutCode.BREAK,
    ),
}
LACKING = {
    "window": {"shift": TimeWindow(8 * HOUR, 9 * HOUR)},
    "release": {"profile": "slow", "parking_s": 600},
    "shift": {"service_percent": 200},
    "battery": {"battery": Battery(70_000, 70_000)},
    "distance": {"limits": Limits(distance_m=7999)},
    "duration": {"limits": Limits(duration_s=900)},
    "stops": {"limits": Limits(stops=0)},
    "trip distance": {"trips": Trips(limits=Limits(distance_m=7999))},
    "break": {"breaks": (Break(TimeWindow(8 * HOUR + 900, 8 * HOUR + 2900), 1950),)},
}


@pytest.mark.parametrize("limit", ONLY)
def test_the_engine_keeps_each_constraint_and_says_which_one_binds(limit):
    task, able, code = ONLY[limit]
    served = solve(problem(task, vehicles=(plain_bike(**able),)), budget=FEW, seed=1)
    assert served.left_out == ()
    refused = solve(problem(task, vehicles=(plain_bike(**LACKING.get(limit, {})),)), budget=FEW, seed=1)
    assert [(entry.task_id, entry.code) for entry in refused.left_out] == [("t", code)]
    assert refused.routes == ()


def test_the_reason_names_vehicle_and_amount():
    task = dropoff("t", 4)
    plan = solve(problem(task, vehicles=(plain_bike(battery=Battery(70_000, 70_000)),)), budget=FEW, seed=1)
    # Out with 10 kg: 40 400 J, back: 40 000 J; 10 400 J are missing, rounded up to 3 Wh.
    assert "bring e-cargo bike Ana below its battery reserve by 3 Wh" in plan.left_out[0].reason


def test_a_place_without_a_way_is_reported_as_such():
    plan = solve(problem(dropoff("t", ISLAND), dropoff("u", 1)), budget=FEW, seed=1)
    assert [(entry.task_id, entry.code) for entry in plan.left_out] == [("t", LeftOutCode.UNREACHABLE)]
    assert plan.planned_task_ids == {"u"}


def test_both_halves_of_a_pair_stay_behind_together():
    plan = solve(problem(*pair("p", 1, ISLAND)), budget=FEW, seed=1)
    assert [entry.task_id for entry in plan.left_out] == ["p-up", "p-down"]


def test_the_reason_compares_both_costs_in_the_currency_of_the_day():
    vehicle = plain_bike(rates=CostRates.of_cents(per_km=100))
    day = problem(dropoff("t", 4, prize_cents=240), vehicles=(vehicle,))
    told = "Serving it would make the routes cost 8.00{0} more; leaving it out costs 2.40{0}."
    for currency, shown in (("EUR", " EUR"), ("", "")):
        (left,) = solve(replace(day, currency=currency), budget=FEW, seed=1).left_out
        assert (left.code, left.reason) == (LeftOutCode.PRIZE, told.format(shown))


def test_an_order_worth_less_than_it_costs_stays_behind_at_its_prize():
    rates = CostRates.of_cents(per_km=100)
    for prize_cents, left in ((700, ["t"]), (900, [])):
        task = dropoff("t", 4, prize_cents=prize_cents)
        plan = solve(problem(task, vehicles=(plain_bike(rates=rates),)), budget=FEW, seed=1)
        assert [entry.task_id for entry in plan.left_out] == left
        assert plan.cost.total_cents == (prize_cents if left else 800)


def test_on_a_full_day_the_orders_worth_least_stay_behind():
    tasks = [dropoff(f"t{i}", 1, demand=(20_000, 1), prize_cents=5000 + i) for i in range(4)]
    plan = solve(problem(*tasks, vehicles=(plain_bike(),)), budget=Budget(iterations=1000), seed=1)
    assert {entry.task_id for entry in plan.left_out} == {"t0", "t1"}
    assert {entry.code for entry in plan.left_out} == {LeftOutCode.CAPACITY}


def test_the_cheaper_vehicle_is_used():
    dear, cheap = plain_bike(), plain_bike(id="cheap", rates=CostRates.of_cents(fixed=1, per_km=1))
    plan = solve(problem(dropoff("t", 1), vehicles=(dear, cheap)), budget=FEW, seed=1)
    assert [route.vehicle_id for route in plan.routes] == ["cheap"]


def test_a_second_window_is_used_when_the_first_is_too_early():
    windows = (TimeWindow(7 * HOUR, 7 * HOUR + 60), TimeWindow(10 * HOUR, 10 * HOUR + 60))
    plan = solve(problem(dropoff("t", 1, windows=windows), vehicles=(plain_bike(),)), budget=FEW, seed=1)
    assert windows[1].contains(plan.routes[0].activities[1].start_s)


@pytest.mark.parametrize("vehicles", [(), None])
def test_no_fleet_and_no_orders_are_plans_too(vehicles):
    assert solve(problem(vehicles=vehicles), budget=FEW, seed=1).routes == ()
    plan = solve(problem(dropoff("t", 1), vehicles=()), budget=FEW, seed=1)
    assert plan.left_out[0].code is LeftOutCode.NO_VEHICLE


@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(iterations=0)])
def test_no_budget_still_gives_a_checked_plan(budget):
    plan = solve(morning(), budget=budget, seed=1)
    assert check(morning(), plan) == ()


@pytest.mark.parametrize(
    "wrong", [{}, {"seconds": 1, "iterations": 1}, {"seconds": -1}, {"seconds": float("nan")}]
)
def test_a_budget_that_cannot_be_spent_is_refused(wrong):
    with pytest.raises(ValueError, match="budget"):
        Budget(**wrong)


def test_a_plan_to_begin_with_is_kept_when_there_is_no_time():
    begun = solve(morning(), budget=FEW, seed=1)
    again = solve(morning(), budget=Budget(iterations=0), seed=2, start=begun)
    assert [route.task_ids for route in again.routes] == [route.task_ids for route in begun.routes]


def test_a_plan_to_begin_with_may_be_of_another_day():
    begun = solve(morning(), budget=FEW, seed=1)
    given = problem(dropoff("a", 1), dropoff("new", 2), vehicles=(bike(), bike(id="second")))
    plan = solve(given, budget=FEW, seed=1, start=replace(begun, routes=(begun.routes[0],)))
    assert plan.planned_task_ids == {"a", "new"}


def test_the_caller_hears_of_the_progress_and_can_stop():
    heard: list[Progress] = []
    asked = iter(range(1_000_000))
    plan = solve(
        morning(),
        budget=Budget(seconds=60),
        seed=1,
        on_progress=heard.append,
        stop=lambda: next(asked) > 50,
    )
    assert check(morning(), plan) == ()
    assert heard[-1] == Progress(plan.cost.total_cents, len(plan.left_out), heard[-1].elapsed_s)
    assert heard[-1].elapsed_s < 30


def test_plans_and_problems_travel_to_other_processes():
    plan = solve(pickle.loads(pickle.dumps(morning())), budget=FEW, seed=1)
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_the_plan_says_how_it_was_made():
    plan = solve(morning(), budget=FEW, seed=7)
    assert (plan.seed, plan.engine) == (7, "pannier")
    assert [timing.step for timing in plan.timings] == ["search", "timing", "reasons"]
    assert plan.iterations == 100
