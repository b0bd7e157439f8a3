"""A plan driven on drawn days: the rider's policy by hand, and what chance does to it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pannier.core.endurance import Spread, Spreads
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    Access,
    Battery,
    Break,
    Charge,
    CurvePoint,
    Due,
    Limits,
    Station,
    StationCurve,
    Trips,
)
from pannier.core.schedule import Step
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from pannier.engine.endurance import judge
from pannier.engine.endurance.areas import areas_of
from pannier.engine.endurance.chance import Chance, factors, of_leg
from pannier.engine.endurance.driving import drive
from tests.core.line_city import HOUR, HUB, STEPS, bike, dropoff, morning, plan_of, problem
from tests.engine.days import random_day

CALM = Spreads()
ROUGH = Spreads(
    Spread(day_travel=0.1, area_travel=0.1, leg_travel=0.3, pace=0.1, service=0.5, parking=0.5,
           loading=0.2, day_energy=0.05, rider_energy=0.05, leg_energy=0.1)
)  # fmt: skip
THERE_AND_BACK = (
    Step(ActivityKind.START, HUB),
    Step(ActivityKind.DELIVERY, 1, 0),
    Step(ActivityKind.END, HUB),
)


def simple(**changes):
    return bike(breaks=(), battery=None, limits=Limits(), trips=Trips(), parking_s=0, door_s=0,
                service_percent=100, **changes)  # fmt: skip


def driven(day, steps, *, days=1, spread=None, seed=1):
    plan = plan_of(day, steps, left=())
    chance = Chance(seed, days)
    return plan, drive(
        day, plan.routes[0], spread=spread or Spread(), chance=chance, areas=areas_of(day).tolist()
    )


def test_a_day_without_spread_is_the_planned_one() -> None:
    day = morning()
    found = judge(day, plan_of(day), spreads=CALM, seed=1, days=5)
    assert (found.windows.successes, found.windows.n) == (5, 5)
    assert (found.reserves.successes, found.reserves.n) == (0, 5)
    assert found.shifts.rate == 1.0
    (stop,) = found.stops
    assert (stop.task_id, stop.late_share, stop.expected_late_s) == ("a", 0.0, 0.0)


def test_without_spread_every_route_ends_and_holds_what_was_planned() -> None:
    plan, found = driven(morning(), STEPS)
    activities = plan.routes[0].activities
    assert found.end_s.tolist() == [activities[-1].departure_s]
    # The least it has above its reserve is at the end of the way to the swap or behind it.
    reached = []
    for before, now in pairwise(activities):
        if now.leg_energy_j:
            reached.append(before.charge_j - now.leg_energy_j)
    assert found.margin_j.tolist() == [min(reached) - 20_000]


@pytest.mark.parametrize("seed", range(12))
def test_random_plans_come_out_as_planned_where_nothing_spreads(seed: int) -> None:
    day = random_day(seed)
    plan = solve(day, budget=Budget(iterations=60), seed=seed)
    found = judge(day, plan, spreads=CALM, seed=1, days=2)
    due = {task.id for task in day.tasks if task.due}
    assert all(stop.late_share == 0 for stop in found.stops if stop.task_id not in due)
    assert found.reserves.successes == 0
    assert found.shifts.successes == found.shifts.n


def test_the_rider_waits_for_a_window_and_is_late_behind_it() -> None:
    early = problem(dropoff("a", 1, windows=(TimeWindow(9 * HOUR, 10 * HOUR),)), vehicles=(simple(),))
    _, found = driven(early, THERE_AND_BACK)
    assert found.kept[0].late_s.tolist() == [0]
    # Planned as if it took 100 s; each day it takes so many times as long.
    end_s = 8 * HOUR + 700
    tight = problem(dropoff("a", 1, windows=(TimeWindow(8 * HOUR, end_s),)), vehicles=(simple(),))
    days = 400
    plan, found = driven(tight, THERE_AND_BACK, days=days, spread=Spread(day_travel=0.3))
    took = 100 * factors(Chance(1, days).of_day()[0], 0.3)
    begun = plan.routes[0].start_s + took
    assert found.kept[0].late_s.tolist() == pytest.approx(np.maximum(0, np.floor(begun - end_s)).tolist())


def test_the_second_window_counts_where_the_first_is_missed() -> None:
    windows = (
        TimeWindow(0, 8 * HOUR + 50),
        TimeWindow(8 * HOUR + 90, 8 * HOUR + 95),
        TimeWindow(9 * HOUR, 10 * HOUR),
    )
    day = problem(dropoff("a", 1, windows=windows, service_s=0), vehicles=(simple(),))
    _, found = driven(day, THERE_AND_BACK)
    assert found.kept[0].late_s.tolist() == [0]
    assert found.end_s.tolist() == [9 * HOUR + 100]


def test_what_is_due_is_a_promise_too() -> None:
    day = problem(dropoff("a", 1, due=Due(8 * HOUR)), vehicles=(simple(),))
    found = judge(day, plan_of(day, THERE_AND_BACK, left=()), spreads=CALM, seed=1, days=3)
    assert found.windows.rate == 0.0
    assert found.stops[0].expected_late_s == 100.0


def test_a_break_is_not_begun_before_its_window() -> None:
    rest = Break(TimeWindow(9 * HOUR, 11 * HOUR), 1800)
    rider = replace(simple(), breaks=(rest,))
    day = problem(
        dropoff("a", 1), dropoff("b", 1, windows=(TimeWindow(10 * HOUR, 11 * HOUR),)), vehicles=(rider,)
    )
    steps = (THERE_AND_BACK[0], THERE_AND_BACK[1], Step(ActivityKind.BREAK, 1, rest=0),
             Step(ActivityKind.DELIVERY, 1, 1), THERE_AND_BACK[2])  # fmt: skip
    plan, found = driven(day, steps)
    assert found.end_s.tolist() == [plan.routes[0].end_s]


def test_a_battery_without_margin_touches_its_reserve_about_every_second_day() -> None:
    # Two legs of 10 kJ and 100 J for 10 kg aboard on the first one.
    tight = simple(kind="bike")
    tight = replace(tight, battery=Battery(130_000, 40_100, 20_000))
    day = problem(dropoff("a", 1), vehicles=(tight,))
    plan = plan_of(day, THERE_AND_BACK, left=())
    none = judge(day, plan, spreads=CALM, seed=1, days=500)
    assert none.reserves.successes == 0
    half = judge(day, plan, spreads=Spreads(Spread(day_energy=0.1)), seed=1, days=500)
    assert 0.42 < half.reserves.rate < 0.54
    assert half.reserves.n == 500


def test_a_charge_on_the_way_takes_as_long_as_planned() -> None:
    curve = Charge((CurvePoint(0, 0), CurvePoint(1300, 130_000)))
    able = replace(simple(), battery=Battery(130_000, 40_000, 20_000, None, (StationCurve("plug", curve),)))
    day = problem(dropoff("a", 2), vehicles=(able,))
    day = replace(day, stations=(Station("s", 1, "plug"),))
    steps = (
        Step(ActivityKind.START, HUB),
        Step(ActivityKind.CHARGE, 1, charge_s=600, station=0),
        Step(ActivityKind.DELIVERY, 2, 0),
        Step(ActivityKind.END, HUB),
    )
    plan, found = driven(day, steps)
    # 29.9 kJ are left at the station, 60 come on top, 10.1 and 20 are used behind it.
    assert found.margin_j.tolist() == [9_900.0]
    assert plan.routes[0].activities[-1].charge_j == 59_800


def test_the_same_seed_draws_the_same_days_and_another_draws_others() -> None:
    day = random_day(3)
    plan = solve(day, budget=Budget(iterations=60), seed=1)
    one, same, other = (judge(day, plan, spreads=ROUGH, seed=seed, days=200) for seed in (5, 5, 6))
    assert one == same
    assert one.stops != other.stops


def test_more_spread_never_keeps_more() -> None:
    window = TimeWindow(8 * HOUR, 8 * HOUR + 720)
    day = problem(dropoff("a", 1, windows=(window,)), vehicles=(simple(),))
    plan = plan_of(day, THERE_AND_BACK, left=())
    rates = [
        judge(day, plan, spreads=Spreads(Spread(leg_travel=variation)), seed=1, days=800).windows.rate
        for variation in (0.0, 0.1, 0.3)
    ]
    assert rates == sorted(rates, reverse=True)


def test_factors_have_mean_one_and_the_variation_asked_for() -> None:
    normal = Chance(1, 200_000).of_day()[0]
    drawn = factors(normal, 0.3)
    assert float(np.mean(drawn)) == pytest.approx(1.0, abs=0.005)
    assert float(np.std(drawn)) == pytest.approx(0.3, abs=0.01)
    assert factors(normal, 0.0) == 1.0


def test_a_long_leg_varies_less_than_a_short_one() -> None:
    assert of_leg(0.2, 300) == pytest.approx(0.2)
    assert of_leg(0.2, 1200) == pytest.approx(0.1)
    assert of_leg(0.2, 0) == 1.5


def test_areas_are_the_places_near_each_other() -> None:
    assert areas_of(morning()).tolist() == [0] * 6


def test_who_comes_when_a_place_is_shut_serves_nobody_there() -> None:
    day = problem(dropoff("a", 1, service_s=60), vehicles=(simple(),))
    shuts = TimeWindow(8 * HOUR, 8 * HOUR + 180)
    shut = replace(day, access=(Access("the old town", (1,), (day.vehicles[0].kind,), (shuts,)),))
    often = Spread(leg_travel=1.0)
    _, free = driven(day, THERE_AND_BACK, days=400, spread=often)
    plan, found = driven(shut, THERE_AND_BACK, days=400, spread=often)
    assert free.kept == []
    # Service takes a minute, so it must begin within the first two: on some days that fails, and nobody waits.
    (kept,) = found.kept
    late = kept.late_s > 0
    assert 0.05 < late.mean() < 0.6
    assert set(kept.late_s[late].tolist()) == {86_400.0}
    assert (found.end_s[late] < free.end_s[late]).all()
    assert (found.end_s[~late] == free.end_s[~late]).all()
    assert judge(shut, plan, spreads=CALM, seed=1, days=5).windows.n == 5
