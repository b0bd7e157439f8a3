"""Charging stations on the way: which of them a day's vehicles know, and how their batteries charge there."""

from itertools import pairwise
from typing import Any

from pannier.core.check import check
from pannier.core.geo import LonLat
from pannier.core.plan import ActivityKind
from pannier.core.problem import CurvePoint, Problem
from pannier.engine import Budget, solve
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.day import Day
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.shift_battery import station_charge
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import day, east, order, shift, spec, station

MINUTE = 60


def problem(of: Day, network: GridNetwork | None = None) -> Problem:
    places = places_of(of)
    streets = {
        kind.code: streets_around(of, network or GridNetwork(), places.points, kind) for kind in kinds_of(of)
    }
    return problem_of_day(of, places, streets).problem


def van_day(*stations: Any, point: LonLat | None = None, **values: Any) -> Day:
    van = spec("e_van", name="Van", **values)
    return day([order("A", point or east(500))], [shift(van)], stations=stations)


def test_a_quick_charge_tapers_from_four_fifths_on() -> None:
    # 52 kWh at 50 kW: 80 % in 49.92 minutes, a tenth at 25 kW, the last one at 12.5 kW.
    curve = station_charge(52_000, 50_000).curve
    assert [point.charge_j * 100 // (52_000 * 3600) for point in curve] == [0, 80, 90, 100]
    steps = [after.time_s - before.time_s for before, after in pairwise(curve)]
    assert steps == [2996, 749, 1498]


def test_a_slow_charge_is_straight() -> None:
    # 52 kWh at 11 kW take longer than three hours.
    assert station_charge(52_000, 11_000).curve == (CurvePoint(0, 0), CurvePoint(17_019, 52_000 * 3600))


def test_the_weaker_of_charger_and_vehicle_decides() -> None:
    strong, weak = (
        problem(van_day(station(power_w=power))).vehicles[0].battery for power in (150_000, 22_000)
    )
    assert strong is not None
    assert weak is not None
    assert strong.at_stations[0].charge == station_charge(52_000, 50_000)
    assert weak.at_stations[0].charge == station_charge(52_000, 22_000)


def test_a_station_is_a_place_of_the_matrices() -> None:
    only = problem(van_day(station("Quai", east(900))))
    (found,) = only.stations
    assert only.places[found.place].at == east(900)
    assert only.matrices[0].size == 3
    # Nobody is served there, so it costs no parking energy: only the way and back differ.
    assert only.matrices[0].distance_m[0, found.place] == 900


def test_a_station_that_no_vehicle_of_the_day_may_use_is_no_place() -> None:
    only = problem(van_day(station("Bikes only", kinds=("cargo_bike",))))
    assert (only.stations, only.matrices[0].size) == ((), 2)
    assert only.vehicles[0].battery is not None
    assert only.vehicles[0].battery.at_stations == ()


def test_walkers_charge_nowhere() -> None:
    on_foot = day([order("A", east(500))], [shift(spec("walker"))], stations=[station()])
    only = problem(on_foot)
    assert (only.vehicles[0].battery, only.stations) == (None, ())


def test_a_station_that_cannot_be_reached_helps_nobody() -> None:
    quai = east(900)
    assert problem(van_day(station("Quai", quai)), GridNetwork.with_closed([quai])).stations == ()


def test_stations_of_one_power_share_a_curve() -> None:
    only = problem(van_day(station("A", east(900)), station("B", east(1900)), station("C", power_w=11_000)))
    assert len(only.stations) == 3
    assert only.vehicles[0].battery is not None
    assert [at.kind for at in only.vehicles[0].battery.at_stations] == ["11000 W for all", "22000 W for all"]


def test_a_vehicle_that_would_not_come_back_charges_on_the_way() -> None:
    far = east(6000)
    empty = van_day(point=far, battery_wh=2_600)
    assert not solve(problem(empty), budget=Budget(iterations=50), seed=1).routes
    helped = problem(van_day(station("Quai", east(3000)), point=far, battery_wh=2_600))
    plan = solve(helped, budget=Budget(iterations=50), seed=1)
    charges = [step for _, step in plan.activities() if step.kind is ActivityKind.CHARGE]
    assert [step.station_id for step in charges] == [helped.stations[0].id]
    assert check(helped, plan) == ()
