"""Days on which the engine once failed, each made as small as it can be by hand."""

from dataclasses import replace

import numpy as np
import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, LeftOutCode
from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CurvePoint,
    Limits,
    Matrices,
    Station,
    StationCurve,
    Swap,
    Trips,
)
from pannier.core.problem.bounds import MOST_J, MOST_S
from pannier.core.timewindow import TimeWindow
from pannier.engine import Budget, solve
from tests.core.line_city import HOUR, HUB, bike, dropoff, pair, problem, with_vehicle

FEW = Budget(iterations=50)
PLAIN = {"breaks": (), "battery": None, "limits": Limits(), "trips": Trips()}


def day(*tasks, stations=(), **changes):
    """Return a day on the line city with one bike without break, battery, limits and further trips."""
    return replace(problem(*tasks, vehicles=(bike(**(PLAIN | changes)),)), stations=stations)


def solved(given, **more):
    """Return a plan that passes the checker."""
    plan = solve(given, budget=FEW, seed=1, **more)
    assert check(given, plan) == ()
    return plan


def station_battery(capacity_j, *, start_j, full_s=600, reserve_j=0, at_hub=None, only_full=False):
    charge = Charge((CurvePoint(0, 0), CurvePoint(full_s, capacity_j)), only_full=only_full)
    return Battery(capacity_j, start_j, reserve_j, at_hub, (StationCurve("plug", charge),))


PLUG = (Station("plug", 2, "plug"),)


def test_a_break_and_a_station_lie_on_one_route():
    rest = Break(TimeWindow(8 * HOUR, 10 * HOUR), 1800)
    early, late = TimeWindow(8 * HOUR, 8 * HOUR + 300), TimeWindow(10 * HOUR, 11 * HOUR)
    given = day(
        dropoff("b", 1, demand=(0, 1), windows=(early,)),
        dropoff("a", 4, demand=(0, 1), windows=(late,)),
        breaks=(rest, replace(rest, duration_s=600)),
        battery=station_battery(60_000, start_j=60_000),
        stations=PLUG,
    )
    plan = solved(given)
    assert plan.left_out == ()
    kinds = [activity.kind for _, activity in plan.activities()]
    assert {ActivityKind.BREAK, ActivityKind.CHARGE} <= set(kinds)


def test_two_breaks_in_one_stay_are_taken_in_the_order_that_fits():
    # From half past eight to half past nine first, then until ten; the later one stands first.
    later, earlier = Break(TimeWindow(8 * HOUR, 10 * HOUR), 1800), Break(TimeWindow(8 * HOUR, 9 * HOUR), 3000)
    stops = [dropoff(f"t{hour}", 1, windows=(TimeWindow(hour * HOUR, hour * HOUR),)) for hour in (8, 10)]
    given = day(*stops, breaks=(later, earlier), parking_s=0, service_percent=0, door_s=0)
    given = with_vehicle(given, shift=TimeWindow(8 * HOUR - 100, 12 * HOUR))
    assert solved(given).left_out == ()


def test_the_largest_battery_is_full_within_a_second():
    charge = Charge((CurvePoint(0, 0), CurvePoint(1, MOST_J)))
    battery = Battery(MOST_J, 100_000, 99_999, charge, (StationCurve("plug", charge),))
    given = day(dropoff("a", 4, demand=(0, 1)), battery=battery, stations=(Station("plug", HUB, "plug"),))
    assert solved(given).left_out == ()


def test_nobody_plugs_in_for_no_time():
    # Two loads; the battery lasts for both, so the hub's socket is of no use between them.
    at_hub = Charge((CurvePoint(0, 0), CurvePoint(600, 600_000)))
    battery = station_battery(600_000, start_j=600_000, at_hub=at_hub)
    tasks = [dropoff(name, 2, demand=(0, 6)) for name in "ab"]
    plan = solved(day(*tasks, battery=battery, stations=PLUG, trips=Trips((HUB,), max_trips=3)))
    kinds = [activity.kind for route in plan.routes for activity in route.activities]
    assert (ActivityKind.RELOAD in kinds, ActivityKind.CHARGE in kinds) == (True, False)


@pytest.mark.parametrize("only_full", [False, True])
def test_a_charge_of_34_years_harms_nothing(only_full):
    # 4 J a second are enough for what is missing, not for all.
    battery = station_battery(MOST_J, start_j=50_000, full_s=MOST_S, only_full=only_full)
    given = day(dropoff("a", 4, demand=(0, 1)), battery=battery, stations=PLUG)
    assert len(solved(given).left_out) == only_full


@pytest.mark.parametrize("only_full", [False, True])
def test_a_charger_that_takes_hours_for_a_joule_ends_no_search(only_full):
    # Whole joules are not looked for second by second. What takes longer than eight years is never done.
    given = day(dropoff("a", 4, demand=(0, 1)), stations=PLUG)
    for full_s, left in ((1 << 28, 0), (MOST_S, 1)):
        battery = station_battery(60_000, start_j=60_000, full_s=full_s, only_full=only_full)
        assert len(solved(with_vehicle(given, battery=battery, shift=TimeWindow(0, MOST_S))).left_out) == left


def test_a_swap_is_no_longer_due_when_the_spares_are_used_up():
    battery = station_battery(85_000, start_j=45_000, at_hub=Swap(3000, 1))
    tasks = [dropoff(name, 2, demand=(0, 6)) for name in "abc"]
    given = day(*tasks, battery=battery, stations=PLUG, trips=Trips((HUB,), max_trips=3))
    assert solved(given).left_out == ()


def test_metres_beyond_two_to_the_28th_count():
    legs = problem().matrices[0]
    long_m = np.where(legs.distance_m > 0, 300_000_000, legs.distance_m)
    far = Matrices("bike", long_m, legs.duration_s, legs.energy_base_j, legs.energy_j_per_kg)
    for most_m, planned in ((600_000_000, 1), (599_999_999, 0)):
        given = replace(day(dropoff("a", 1), limits=Limits(distance_m=most_m)), matrices=(far,))
        assert len(solved(given).routes) == planned


def test_moments_after_eight_years_are_different_ones():
    # Both windows lie behind the end of time that the search knows, in the wrong order.
    ends = (1 << 29, (1 << 29) - HOUR)
    tasks = [dropoff(f"t{n}", HUB, windows=(TimeWindow(end, end),)) for n, end in enumerate(ends)]
    free = {"shift": TimeWindow(0, MOST_S), "service_percent": 0, "door_s": 0, "parking_s": 0}
    solved(day(*tasks, **free))


def test_a_service_of_eight_years_is_not_cut_short():
    given = day(dropoff("a", HUB, service_s=1 << 29), shift=TimeWindow(0, MOST_S), service_percent=100)
    solved(with_vehicle(given, limits=Limits(duration_s=1 << 28)))


def test_where_nothing_can_be_reached_kinds_are_not_mixed_up():
    # Twelve legs that do not exist are more seconds than 32 bits hold.
    gone = np.where(np.eye(6) > 0, 0, -1)
    walk = Matrices("walk", gone, gone, gone, gone)
    given = problem(*(dropoff(f"t{n}", n % 4 + 1, demand=(1, 0), windows=()) for n in range(12)))
    free = bike(**PLAIN, rates=replace(bike().rates, hour_millicents=0, overtime_hour_millicents=0))
    vehicles = (free, replace(free, id="walker", profile="walk"))
    plan = solved(replace(given, matrices=(*given.matrices, walk), vehicles=vehicles))
    assert [route.vehicle_id for route in plan.routes] == ["bike"]


def test_the_reason_is_about_the_task_of_a_pair_that_fails():
    up, down = pair("p", 1, 4)
    late = replace(down, windows=(TimeWindow(6 * HOUR, 7 * HOUR),))
    (entry, _) = solved(day(up, late)).left_out
    assert entry.code is LeftOutCode.WINDOW
    skilled = replace(down, needs=frozenset({"crane"}))
    (entry, _) = solved(day(up, skilled)).left_out
    assert (entry.code, "crane" in entry.reason) == (LeftOutCode.SKILL, True)


def test_a_required_task_is_planned_at_any_price():
    given = day(dropoff("a", 1), rates=replace(bike().rates, fixed_millicents=1 << 40))
    assert solved(given).left_out == ()


TODAY = {
    "the rider lacks a skill": {"skills": frozenset()},
    "reloading elsewhere": {"trips": Trips((3,), max_trips=3)},
    "no battery": {"battery": None},
    "another plug": {"battery": replace(station_battery(60_000, start_j=60_000), at_stations=())},
}


@pytest.mark.parametrize("case", TODAY)
def test_a_plan_to_begin_with_may_be_impossible_today(case):
    tasks = (dropoff("a", 4, demand=(0, 6), needs=frozenset({"cold"})), dropoff("b", 2, demand=(0, 6)))
    hub = Trips((HUB,), max_trips=3)
    given = day(*tasks, battery=station_battery(60_000, start_j=60_000), stations=PLUG, trips=hub)
    before = solved(given)
    assert before.left_out == ()
    solved(with_vehicle(given, **TODAY[case]), start=before)


def test_a_plan_to_begin_with_may_name_places_that_are_none():
    tasks = [dropoff(name, 4, demand=(0, 6)) for name in "ab"]
    given = day(*tasks, trips=Trips((HUB,), max_trips=2))
    before = solved(given)
    (route,) = before.routes
    for place in (6, 1 << 40, -1):
        first, second = route.trips
        moved = replace(
            second, activities=(replace(second.activities[0], place=place), *second.activities[1:])
        )
        solved(given, start=replace(before, routes=(replace(route, trips=(first, moved)),)))


def test_a_plan_to_begin_with_may_name_pairs_otherwise():
    tasks = (*pair("p", 1, 2), *pair("q", 3, 4))
    before = solved(day(*tasks))
    for crossed in (("p", "q", "q", "p"), ("q", "q", "p", "p")):
        changed = [replace(task, pair=name) for task, name in zip(tasks, crossed, strict=True)]
        solved(day(*changed), start=before)
    # What was picked up is handed over now, and the other way round.
    turned = [
        replace(task, kind=other.kind) for task, other in zip(tasks, (tasks[1], tasks[0]) * 2, strict=True)
    ]
    solved(day(*turned), start=before)
