"""Charging on the way: at stations in the middle of a trip, on the line city where a kilometre takes 10 kJ."""

from dataclasses import replace

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from pannier.core.check import check
from pannier.core.check.replay import plug_in
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    Battery,
    Charge,
    CurvePoint,
    InvalidProblem,
    Limits,
    Rule,
    Station,
    StationCurve,
    Swap,
    Trips,
    problem_sha256,
)
from pannier.core.schedule import Step, timeline
from tests.core.line_city import HUB, bike, dropoff, plan_of, problem, with_vehicle

# 100 W up to 40 kJ, then 20 W up to 60 kJ.
CURVE = (CurvePoint(0, 0), CurvePoint(400, 40_000), CurvePoint(1400, 60_000))
FAST = StationCurve("fast", Charge(CURVE))
FULL = StationCurve("fast", Charge(CURVE, only_full=True))
BATTERY = Battery(60_000, 60_000, 10_000, at_stations=(FAST,))
STATIONS = (
    Station("in the hub", HUB, "fast"),
    Station("at 2", 2, "fast"),
    Station("also at 2", 2, "slow"),
)
OUT = Step(ActivityKind.START, HUB)
SERVE = Step(ActivityKind.DELIVERY, 4, 0)
HOME = Step(ActivityKind.END, HUB)


def charge(charge_s, *, station=1, place=2):
    return Step(ActivityKind.CHARGE, place, charge_s=charge_s, station=station)


def day(battery=BATTERY, *, stations=STATIONS, **changes):
    """Return one delivery without weight 4 km away, for a bike whose battery holds 6 km, 1 of them in reserve."""
    given = {"breaks": (), "battery": battery, "trips": Trips((HUB,), max_trips=2), "limits": Limits()}
    made = problem(dropoff("a", 4, demand=(0, 1)), vehicles=(bike(**(given | changes)),))
    return replace(made, stations=stations)


def rules(given, *steps):
    """Return what scheduler and checker find; they must agree on whether there is anything."""
    faults = {fault.rule for fault in timeline(given, given.vehicles[0], steps).faults}
    broken = {violation.rule for violation in check(given, plan_of(given, steps, left=()))}
    assert bool(faults) == bool(broken)
    return broken


def test_a_charge_on_the_way_carries_a_trip_that_the_battery_would_not():
    # Out 40 kJ, home 40 kJ. At the station: 40 kJ and 500 s at 20 W, back there with 10 and 200 s at 100 W.
    assert rules(day(), OUT, SERVE, HOME) == {Rule.BATTERY}
    assert rules(day(), OUT, charge(500), SERVE, charge(200), HOME) == set()
    assert rules(day(), OUT, charge(500), SERVE, charge(199), HOME) == {Rule.BATTERY}


def test_the_charge_follows_the_curve_and_takes_its_time():
    steps = (OUT, charge(500), SERVE, charge(200), HOME)
    start, first, _, second, end = plan_of(day(), steps, left=()).routes[0].activities
    # 40 kJ on arrival; 500 s at 20 W.
    assert (first.arrival_s, first.start_s) == (start.departure_s + 200, first.arrival_s)
    assert (first.departure_s - first.start_s, first.charge_j) == (500, 50_000)
    # 50 - 40 = 10 kJ on arrival; 200 s at 100 W.
    assert (second.charge_j, second.station_id, second.load) == (30_000, "at 2", (0, 0))
    assert end.charge_j == 10_000


def test_the_reserve_holds_on_arrival_at_a_station_to_the_joule():
    steps = (OUT, charge(500), SERVE, charge(200), HOME)
    assert rules(day(), *steps) == set()
    assert rules(day(replace(BATTERY, reserve_j=10_001)), *steps) == {Rule.BATTERY}


def test_a_station_may_be_visited_again_and_again_and_for_no_time():
    assert rules(day(), OUT, charge(500), charge(0), SERVE, charge(200), charge(0), HOME) == set()


def test_a_charge_is_no_stop_and_needs_no_parking():
    given = day(limits=Limits(stops=1))
    steps = (OUT, charge(500), SERVE, charge(200), HOME)
    assert rules(given, *steps) == set()
    assert rules(with_vehicle(given, limits=Limits(stops=0)), *steps) == {Rule.STOPS}


def test_the_time_at_a_station_counts_for_the_limits_of_the_route():
    # 8 legs of 100 s, 700 s of charging, 60 s of parking and 210 s of service.
    steps = (OUT, charge(500), SERVE, charge(200), HOME)
    assert rules(day(limits=Limits(duration_s=1770)), *steps) == set()
    assert rules(day(limits=Limits(duration_s=1769)), *steps) == {Rule.DURATION}


def test_a_station_of_another_kind_cannot_be_used():
    assert rules(day(), OUT, charge(500, station=2), SERVE, charge(200), HOME) == {Rule.BATTERY}
    both = replace(BATTERY, at_stations=(FAST, StationCurve("slow", Charge(CURVE))))
    assert rules(day(both), OUT, charge(500, station=2), SERVE, charge(200), HOME) == set()


def test_a_charge_happens_where_its_station_is():
    wrong = charge(500, place=1), charge(500, place=4)
    assert Rule.PLACE in rules(day(), OUT, wrong[0], charge(0), SERVE, charge(200), HOME)
    assert Rule.PLACE in rules(day(), OUT, charge(500), SERVE, wrong[1], charge(200), HOME)


def test_on_the_way_nothing_is_charged_without_a_station():
    at_hub = replace(BATTERY, at_hub=Charge(CURVE))
    for battery in (BATTERY, at_hub):
        given = day(battery)
        steps = (OUT, charge(500, station=None), SERVE, charge(200), HOME)
        broken = {violation.rule for violation in check(given, plan_of(given, steps, left=()))}
        assert {Rule.PLACE} <= broken


def test_a_vehicle_without_a_battery_charges_nowhere():
    assert rules(day(None), OUT, charge(0), SERVE, HOME) == {Rule.BATTERY}
    assert rules(day(None), OUT, SERVE, HOME) == set()


def test_the_charger_of_the_hub_and_a_station_at_its_place_are_two_things():
    slow_hub = Charge((CurvePoint(0, 0), CurvePoint(60_000, 60_000)))
    given = day(replace(BATTERY, at_hub=slow_hub, start_j=40_000), stations=STATIONS)
    reload = Step(ActivityKind.RELOAD, HUB)
    at_hub = plan_of(given, (OUT, reload, charge(100, station=None, place=HUB), SERVE, HOME), left=())
    at_station = plan_of(given, (OUT, charge(100, station=0, place=HUB), SERVE, HOME), left=())
    assert at_hub.routes[0].activities[2].charge_j == 40_100
    assert at_station.routes[0].activities[1].charge_j == 42_000
    assert at_hub.routes[0].activities[2].station_id is None


def test_a_station_at_the_hub_charges_a_battery_that_the_hub_swaps():
    given = day(replace(BATTERY, at_hub=Swap(60, 0), start_j=40_000, reserve_j=0))
    steps = (OUT, charge(1000, station=0, place=HUB), charge(500), SERVE, charge(100), HOME)
    assert rules(given, *steps) == set()


@pytest.mark.parametrize(("short_s", "expected"), [(0, set()), (1, {Rule.BATTERY})])
def test_where_charges_are_only_full_they_go_on_to_the_end(short_s, expected):
    # 40 kJ on arrival: 1000 s to full; back at the station with 20 kJ: 200 + 1000 s.
    given = day(replace(BATTERY, at_stations=(FULL,)))
    assert rules(given, OUT, charge(1000), SERVE, charge(1200 - short_s), HOME) == expected
    assert rules(given, OUT, charge(1000 - short_s), SERVE, charge(1201), HOME) == expected


def test_an_only_full_charger_of_the_hub_charges_to_the_end():
    given = day(Battery(60_000, 60_000, 0, Charge(CURVE, only_full=True)))
    reload = Step(ActivityKind.RELOAD, HUB)
    near = replace(given, tasks=(dropoff("a", 1, demand=(0, 1)), dropoff("b", 1, demand=(0, 1))))
    first, second = (Step(ActivityKind.DELIVERY, 1, index) for index in (0, 1))
    at_hub = charge(1000, station=None, place=HUB)
    assert rules(near, OUT, first, reload, at_hub, second, HOME) == set()
    assert rules(near, OUT, first, reload, replace(at_hub, charge_s=999), second, HOME) == {Rule.BATTERY}


def changed(position, **changes):
    """Return the plan with one activity changed."""
    plan = plan_of(day(), (OUT, charge(500), SERVE, charge(200), HOME), left=())
    (trip,) = plan.routes[0].trips
    activities = list(trip.activities)
    activities[position] = replace(activities[position], **changes)
    route = replace(plan.routes[0], trips=(replace(trip, activities=tuple(activities)),))
    return replace(plan, routes=(route,))


LIES = {
    "a station that does not exist": (changed(1, station_id="ghost"), Rule.BATTERY),
    "a station of another kind": (changed(1, station_id="also at 2"), Rule.BATTERY),
    "a charge without its station": (changed(1, station_id=None), Rule.PLACE),
    "a charge that is not there": (changed(1, charge_j=50_001), Rule.SCHEDULE),
    "a shorter charge": (changed(1, departure_s=changed(1).routes[0].activities[1].start_s), Rule.SCHEDULE),
    "goods taken at a station": (changed(1, load=(1, 1)), Rule.SCHEDULE),
    "a delivery at a station": (changed(2, station_id="at 2"), Rule.BATTERY),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_untrue_charge_is_caught(lie):
    plan, rule = LIES[lie]
    assert rule in {violation.rule for violation in check(day(), plan)}


REFUSED = {
    "two stations of one name": (lambda: replace(day(), stations=STATIONS[:1] * 2), "stations: "),
    "a station nowhere": (
        lambda: replace(day(), stations=(Station("x", 9, "fast"),)),
        r"stations\[x\]\.place",
    ),
    "two curves of one kind": (lambda: replace(BATTERY, at_stations=(FAST, FULL)), "battery.at_stations"),
    "a curve that ends early": (
        lambda: replace(BATTERY, at_stations=(StationCurve("x", Charge(CURVE[:2])),)),
        r"battery\.at_stations\[0\]",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_stations_that_cannot_be_meant_are_refused(case):
    build, words = REFUSED[case]
    with pytest.raises(InvalidProblem, match=words):
        build()


def test_stations_and_curves_are_part_of_the_fingerprint():
    others = [
        day(stations=STATIONS[:2]),
        day(stations=(replace(STATIONS[0], kind="slow"), *STATIONS[1:])),
        day(replace(BATTERY, at_stations=())),
        day(replace(BATTERY, at_stations=(FULL,))),
    ]
    assert len({problem_sha256(given) for given in (day(), *others)}) == 5


@st.composite
def curves(draw):
    """Return a curve of two to five points."""
    points = [CurvePoint(0, 0)]
    for _ in range(draw(st.integers(1, 4))):
        rise = draw(st.tuples(st.integers(1, 5_000), st.integers(1, 500_000)))
        points.append(CurvePoint(points[-1].time_s + rise[0], points[-1].charge_j + rise[1]))
    return Charge(tuple(points))


@over(curves(), st.integers(0, 2_500_000), st.integers(0, 30_000))
def test_scheduler_and_checker_charge_alike(charger, charge_j, plugged_s):
    charge_j = min(charge_j, charger.full_j)
    after_j = charger.charge_after_j(charge_j, duration_s=plugged_s)
    assert after_j == plug_in(charger.curve, charge_j, plugged_s)
    assert charge_j <= after_j <= charger.full_j


@over(curves(), st.integers(0, 2_500_000), st.integers(0, 2_500_000))
def test_the_time_to_a_charge_is_enough_and_a_second_less_is_not(charger, charge_j, target_j):
    charge_j, target_j = min(charge_j, charger.full_j), min(target_j, charger.full_j)
    needed_s = charger.duration_to_s(charge_j, target_j=target_j)
    assert charger.charge_after_j(charge_j, duration_s=needed_s) >= target_j or needed_s == 0
    if needed_s:
        assert charger.charge_after_j(charge_j, duration_s=needed_s - 1) < target_j
