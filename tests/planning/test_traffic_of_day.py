"""Hours of traffic on a hub's day: whom they slow down, where and when, and what it does to a plan."""

from dataclasses import replace
from datetime import date

import pytest

from pannier.core.check import check
from pannier.engine import Budget, solve
from pannier.factors.kinds import vehicle_kind
from pannier.places.grid import GridNetwork
from pannier.places.profiles import profile_of
from pannier.places.traffic import MOST_HOURS, SlowHours
from pannier.planning.day import RulesOfDay
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.streets import kinds_of, places_of, streets_of
from pannier.planning.traffic_of_day import traffic_of_day
from tests.support.fleet_days import day, east, order, shift, spec

HOUR = 3600
VAN, BIKE = vehicle_kind("e_van"), vehicle_kind("cargo_bike")
MORNING = SlowHours(7 * 60, 9 * 60, 40)


def on(*hours, kind=VAN, **changes):
    given = day([order("A", east(1000)), order("B", east(3000))], [shift(spec(kind))], **changes)
    return replace(given, rules=RulesOfDay(traffic=hours))


def slices_of(given, kind=VAN):
    found = traffic_of_day(given, places_of(given), kind)
    return found and [(one.start_s / HOUR, one.permille[0][0]) for one in found.traffic.slices]


def problem_with(given):
    places = places_of(given)
    network = GridNetwork(speed_mps=5.0)
    streets = {one.code: streets_of(network, places.points, profile_of(one)) for one in kinds_of(given)}
    return problem_of_day(given, places, streets).problem


def test_hours_are_slices_of_the_day_and_of_the_next_one():
    assert slices_of(on(MORNING)) == [(0, 1000), (7, 1400), (9, 1000), (31, 1400), (33, 1000)]


def test_hours_of_other_kinds_and_days_say_nothing():
    given = on(replace(MORNING, kinds=("e_van",)))
    assert traffic_of_day(given, places_of(given), BIKE) is None
    weekday = given.service_date.isoweekday()
    elsewhere = on(
        replace(MORNING, weekdays=tuple(n for n in range(1, 8) if n not in (weekday, weekday % 7 + 1)))
    )
    assert slices_of(elsewhere) is None


def test_at_a_quicker_hour_than_usual_the_matrix_says_so():
    given = on(SlowHours(0, 6 * 60, -20), MORNING)
    assert slices_of(given)[:3] == [(0, 1000), (6, 1250), (7, 1750)]
    quick, usual = problem_with(given), problem_with(on())
    assert quick.matrices[0].duration_s[0, 1] == -(-usual.matrices[0].duration_s[0, 1] * 8 // 10)
    # As long as ever at noon, to a second.
    taken = quick.matrices[0].travel_s(0, 1, 12 * HOUR)
    assert abs(taken - usual.matrices[0].duration_s[0, 1]) <= 1


def test_a_zone_slows_down_the_ends_that_lie_in_it():
    given = on()
    far = places_of(given).points[2]
    ring = [
        [far.lon + x / 1000, far.lat + y / 1000] for x, y in ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
    ]
    zoned = on(replace(MORNING, longer_percent=100, polygon={"type": "Polygon", "coordinates": [ring]}))
    found = traffic_of_day(zoned, places_of(zoned), VAN)
    assert found.traffic.areas == (0, 0, 1)
    assert found.traffic.slices[1].permille == ((1000, 1500), (1500, 2000))


@pytest.mark.parametrize(("service_date", "begins_h"), [(date(2026, 3, 29), 6), (date(2026, 10, 25), 8)])
def test_hours_go_by_the_clock_on_the_wall(service_date, begins_h):
    # The clocks change in the night, so that seven o'clock is six or eight hours after midnight.
    given = replace(on(MORNING), service_date=service_date)
    assert slices_of(given)[1] == (begins_h, 1400)


def test_a_rush_makes_the_day_longer_and_the_checker_agrees():
    quiet, busy = (problem_with(on(*hours)) for hours in ((), (SlowHours(0, 24 * 60, 100),)))
    plans = [solve(one, budget=Budget(iterations=100), seed=1) for one in (quiet, busy)]
    assert [check(*pair) for pair in zip((quiet, busy), plans, strict=True)] == [(), ()]
    drives = [plan.routes[0].duration_s for plan in plans]
    assert drives[1] > drives[0]
    assert plans[1].routes[0].distance_m == plans[0].routes[0].distance_m


def test_energy_holds_at_the_slowest_hour_too():
    quiet, busy = (
        problem_with(on(*hours, temperature_c=-10.0))
        for hours in ((), (replace(MORNING, longer_percent=300),))
    )
    # Heating goes on in a traffic jam.
    assert busy.matrices[0].energy_base_j[0, 2] > quiet.matrices[0].energy_base_j[0, 2]


def test_as_many_hours_as_may_be_set_can_be_planned():
    hours = (SlowHours(30 * n, 30 * n + 17, 10 + n) for n in range(MOST_HOURS))
    assert len(slices_of(on(*hours))) == 1 + 4 * MOST_HOURS - 1
