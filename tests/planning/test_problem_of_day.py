"""From a hub's day to the routing problem: every value of the day has its place in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from pannier.core.geo import LonLat
from pannier.core.problem import Charge, Problem, Swap, TaskKind
from pannier.core.timewindow import TimeWindow
from pannier.factors.kinds import vehicle_kind
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.day import Day
from pannier.planning.problem_of_day import DayProblem, problem_of_day, spares_of
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import HUB, at, day, east, order, shift, spec

HOUR = 3600


def made(of: Day, network: GridNetwork | None = None) -> DayProblem:
    network = network or GridNetwork()
    places = places_of(of)
    streets = {kind.code: streets_around(of, network, places.points, kind) for kind in kinds_of(of)}
    return problem_of_day(of, places, streets)


def problem(of: Day) -> Problem:
    return made(of).problem


def test_money_is_told_in_the_currency_of_the_organisation() -> None:
    of = day([order("A", east(500))], [shift()])
    places = places_of(of)
    streets = {kind.code: streets_around(of, GridNetwork(), places.points, kind) for kind in kinds_of(of)}
    assert problem_of_day(of, places, streets, currency="CHF").problem.currency == "CHF"


def test_times_count_from_local_midnight() -> None:
    only = problem(day([order("A", east(500), window_start=at(9), window_end=at(11))], [shift()]))
    assert only.tasks[0].windows == (TimeWindow(9 * HOUR, 11 * HOUR),)
    assert only.vehicles[0].shift == TimeWindow(8 * HOUR, 16 * HOUR)


def test_a_day_with_a_change_of_time_counts_real_seconds() -> None:
    spring = day(service_date=date(2026, 3, 29), now=datetime(2026, 3, 28, 23, tzinfo=UTC))
    assert spring.seconds(datetime(2026, 3, 29, 6, tzinfo=UTC)) == 7 * HOUR
    assert spring.moment(7 * HOUR).isoformat() == "2026-03-29T08:00:00+02:00"


def test_demand_is_counted_in_grams_millilitres_and_parcels() -> None:
    only = problem(day([order("A", east(500), weight_g=1200, volume_ml=3400, parcels=2)], [shift()]))
    assert only.tasks[0].demand == (1200, 3400, 2)
    assert [dimension.unit for dimension in only.dimensions] == ["g", "ml", "parcels"]
    assert only.payload_dimension == 0


def test_a_return_is_picked_up_and_brought_to_the_hub() -> None:
    only = problem(day([order("A", east(500), kind="return")], [shift()]))
    assert (only.tasks[0].kind, only.tasks[0].hub) == (TaskKind.PICKUP, 0)


def test_parcels_of_a_transfer_are_released_when_it_arrives() -> None:
    only = problem(day([order("A", east(500), release_at=at(10.5))], [shift()]))
    assert only.tasks[0].release_s == 10.5 * HOUR


def test_needs_meet_the_riders_skills_and_the_vehicles_kind() -> None:
    only = problem(day([order("A", east(500), needs=("cool", "cargo_bike"))], [shift(skills=("cool",))]))
    assert only.tasks[0].needs <= only.vehicles[0].skills


def test_orders_at_one_address_share_a_place() -> None:
    only = problem(day([order("A", east(500)), order("B", east(500)), order("C", east(900))], [shift()]))
    assert [task.place for task in only.tasks] == [1, 1, 2]
    assert only.places[0].at == HUB


def test_nobody_drives_before_now() -> None:
    late = day([order("A", east(500))], [shift(), shift(spec(name="Two"), hours=(6, 9))], now=at(9.5))
    assert [vehicle.shift.start_s for vehicle in problem(late).vehicles] == [9.5 * HOUR]


def test_nobody_drives_while_the_hub_is_closed() -> None:
    usual = day([order("A", east(500))], [shift()])
    closed = replace(usual, hub=replace(usual.hub, opens=time(9), closes=time(12)))
    assert problem(closed).vehicles[0].shift == TimeWindow(9 * HOUR, 12 * HOUR)


def test_a_break_lies_in_its_window() -> None:
    rest = shift(break_start=at(11), break_end=at(13), break_s=1800)
    (found,) = problem(day([order("A", east(500))], [rest])).vehicles[0].breaks
    assert (found.window, found.duration_s) == (TimeWindow(11 * HOUR, 13 * HOUR), 1800)


def test_a_bike_swaps_and_a_van_charges_at_the_hub() -> None:
    both = problem(
        day([order("A", east(500))], [shift(spec(spare_batteries=2)), shift(spec("e_van", name="Van"))])
    )
    bike, van = (vehicle.battery for vehicle in both.vehicles)
    assert bike is not None
    assert bike.at_hub == Swap(vehicle_kind("cargo_bike").battery.swap_s, 2)
    assert van is not None
    assert isinstance(van.at_hub, Charge)
    # 52 kWh at 11 kW take 4.73 hours.
    assert van.at_hub.curve[-1].time_s == pytest.approx(52_000 / 11_000 * HOUR, abs=1)


def test_a_part_of_the_battery_is_never_planned() -> None:
    battery = problem(day([order("A", east(500))], [shift()])).vehicles[0].battery
    assert battery is not None
    assert (battery.capacity_j, battery.reserve_j) == (500 * 3600, 75 * 3600)


def test_a_reported_charge_is_where_the_plan_starts() -> None:
    battery = problem(day([order("A", east(500))], [shift(charge_wh=200.0)])).vehicles[0].battery
    assert battery is not None
    assert battery.start_j == 200 * 3600


def test_a_second_shift_does_not_begin_with_a_full_battery_for_nothing() -> None:
    van = spec("e_van", name="Van")
    second = problem(day([order("A", east(500))], [shift(van, rested_s=1000)])).vehicles[0].battery
    assert second is not None
    assert second.start_j == pytest.approx(second.reserve_j + 1000 * 11_000, rel=1e-3)
    assert second.start_j <= second.reserve_j + 1000 * 11_000


def test_a_second_shift_on_a_bike_costs_a_spare_battery_and_a_swap() -> None:
    bike = shift(spec(spare_batteries=1), rested_s=0)
    found = problem(day([order("A", east(500))], [bike])).vehicles[0]
    assert found.battery is not None
    assert found.battery.start_j == found.battery.capacity_j
    assert found.battery.at_hub == Swap(120, 0)
    assert found.shift.start_s == 8 * HOUR + 120


def test_spare_batteries_are_shared_among_the_shifts_of_a_vehicle() -> None:
    bike = spec(spare_batteries=3)
    early, late = shift(bike, hours=(8, 12)), shift(bike, hours=(13, 17))
    assert spares_of((late, early)) == {early.id: 2, late.id: 1}


def test_energy_is_asked_at_the_plug() -> None:
    rates = problem(day([order("A", east(500))], [shift()])).vehicles[0].rates
    assert rates.kwh_millicents == round(28 / 0.85 * 1000)


def test_cold_days_cost_more_energy() -> None:
    mild = problem(day([order("A", east(2000))], [shift(spec("e_van"))], temperature_c=18.0))
    cold = problem(day([order("A", east(2000))], [shift(spec("e_van"))], temperature_c=-5.0))
    assert cold.matrices[0].energy_base_j[0, 1] > 1.2 * mild.matrices[0].energy_base_j[0, 1]


def test_an_order_that_nobody_can_reach_is_left_out_in_words() -> None:
    island = east(700)
    closed = GridNetwork.with_closed([island])
    found = made(day([order("A", east(500)), order("B", island)], [shift()]), closed)
    assert [task.place for task in found.problem.tasks] == [1]
    (left,) = found.left_out
    assert left.code == "unreachable"
    assert left.reason == (
        "No vehicle of the day can reach it. Cargo bike: no way leads from the hub there and back."
        " Check the pin of B on the map."
    )


def test_a_window_before_the_day_is_said_and_not_moved() -> None:
    found = made(day([order("A", east(500), window_start=at(-5), window_end=at(-3))], [shift()]))
    assert [left.code for left in found.left_out] == ["window"]


def test_two_days_are_equal_whenever_they_are_read() -> None:
    assert day([order("A", east(500))], [shift()]) == day([order("A", east(500))], [shift()], now=at(3))
    assert day([order("A", east(500))]) != day([order("A", east(500), weight_g=3000)])


def test_no_place_is_ever_crow_flies() -> None:
    far = LonLat(HUB.lon, HUB.lat + 0.01)
    matrix = problem(day([order("A", far)], [shift()])).matrices[0]
    assert matrix.distance_m[0, 1] == pytest.approx(1112, abs=1)
