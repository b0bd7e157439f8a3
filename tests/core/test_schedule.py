"""The scheduler against numbers that one can check by hand on the line city."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind
from pannier.core.problem import Charge, CurvePoint, Rule
from pannier.core.schedule import timeline
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import HOUR, HUB, STEPS, bike, dropoff, morning, plan_of, problem, with_vehicle


def activities(given=None):
    return plan_of(given or morning()).routes[0].activities


def test_a_stop_parks_waits_serves_and_leaves():
    # 10 min loading, 100 s ride, 60 s parking, then 1.5 * 120 s service + 30 s to the door.
    start, first, *_ = activities()
    assert start.departure_s - start.start_s == 600
    assert first.arrival_s == start.departure_s + 100
    assert first.start_s >= first.arrival_s + 60
    assert first.departure_s - first.start_s == 210


def test_the_route_starts_as_late_as_costs_nothing():
    # Loaded at 8:00 it would wait for the window of 9:00; so it starts 12 min 40 s before.
    start, first, *_ = activities()
    assert first.start_s >= 9 * HOUR
    assert first.start_s == first.arrival_s + 60
    assert start.start_s > 8 * HOUR


def test_a_trip_waits_for_its_goods():
    reload = next(activity for activity in activities() if activity.kind is ActivityKind.RELOAD)
    assert reload.start_s == 12 * HOUR


def test_loads_fall_and_rise_along_the_route():
    masses = [activity.load[0] for activity in activities()]
    assert masses == [20_000, 10_000, 0, 10_000, 10_000, 10_000, 10_000, 20_000, 10_000, 0, 0]


def test_payload_costs_energy_and_a_swap_fills_up():
    charges = [activity.charge_j for activity in activities()]
    # To place 1 with 20 kg: 10 000 + 200 J; to 2 with 10 kg: 10 100; to 3 empty: 10 000; home with 10 kg: 30 300.
    assert charges[:6] == [100_000, 89_800, 79_700, 69_700, 69_700, 39_400]
    assert charges[6] == 130_000


def test_tasks_at_one_place_park_once():
    given = problem(dropoff("a", 1), dropoff("b", 1), vehicles=(bike(breaks=()),))
    steps = (STEPS[0], STEPS[1], replace(STEPS[1], task=1), STEPS[-1])
    first, second = plan_of(given, steps, left=()).routes[0].activities[1:3]
    assert second.start_s == first.departure_s


def test_a_task_uses_the_first_window_still_open():
    windows = (TimeWindow(8 * HOUR, 8 * HOUR + 60), TimeWindow(9 * HOUR, 10 * HOUR))
    given = problem(dropoff("a", 1, windows=windows), vehicles=(bike(breaks=()),))
    timed = timeline(given, given.vehicles[0], (STEPS[0], STEPS[1], STEPS[-1]))
    assert timed.is_feasible
    assert timed.clock.starts[1] == 9 * HOUR


def test_slack_kept_makes_the_route_start_earlier():
    # The second stop waits until 10:00, so the start may move until the first is served at 9:00, its end.
    early, late = TimeWindow(8 * HOUR, 9 * HOUR), TimeWindow(10 * HOUR, 11 * HOUR)
    given = problem(
        dropoff("a", 1, windows=(early,)), dropoff("b", 2, windows=(late,)), vehicles=(bike(breaks=()),)
    )
    steps = STEPS[:3] + STEPS[-1:]
    tight = timeline(given, given.vehicles[0], steps)
    eased = timeline(given, given.vehicles[0], steps, keep_slack_s=400)
    assert tight.clock.starts[1] == 9 * HOUR
    assert eased.clock.starts[1] == 9 * HOUR - 400
    assert tight.clock.departures[-1] == eased.clock.departures[-1]


def test_charging_follows_the_curve():
    # 100 W up to 60 kJ in 600 s, then 20 W: from 30 kJ, 400 s give 30 kJ + 2 kJ.
    charge = Charge((CurvePoint(0, 0), CurvePoint(600, 60_000), CurvePoint(4100, 130_000)))
    assert charge.charge_after_j(30_000, duration_s=400) == 62_000
    assert charge.duration_to_s(30_000, target_j=62_000) == 400
    assert charge.duration_to_s(30_000, target_j=10_000) == 0
    assert charge.charge_after_j(129_990, duration_s=9_999) == 130_000


def test_a_charge_at_the_hub_passes_the_checker():
    curve = (CurvePoint(0, 0), CurvePoint(600, 60_000), CurvePoint(4100, 130_000))
    battery = replace(bike().battery, at_hub=Charge(curve))
    given = with_vehicle(morning(), battery=battery)
    steps = list(STEPS)
    steps[6] = replace(steps[6], kind=ActivityKind.CHARGE, charge_s=3100)
    assert check(given, plan_of(given, steps)) == ()


@pytest.mark.parametrize(
    ("steps", "rule"),
    [
        ((*STEPS[:4], *STEPS[5:]), Rule.BREAK),
        ((*STEPS[:6], *STEPS[7:]), Rule.BATTERY),
        ((*STEPS[:9], STEPS[5], *STEPS[9:]), Rule.TRIPS),
    ],
)
def test_the_scheduler_names_what_is_missing(steps, rule):
    given = morning()
    assert rule in {fault.rule for fault in timeline(given, given.vehicles[0], steps).faults}


def test_the_hub_is_left_at_once_when_nothing_waits():
    given = problem(dropoff("a", 1), vehicles=(bike(breaks=()),))
    route = plan_of(given, (STEPS[0], STEPS[1], STEPS[-1]), left=()).routes[0]
    assert (route.start_s, route.distance_m) == (8 * HOUR, 2000)
    assert route.duration_s == 600 + 100 + 60 + 210 + 100
    assert route.activities[0].place == HUB
