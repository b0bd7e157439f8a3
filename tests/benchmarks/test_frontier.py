"""How much to charge along a fixed route."""

import pytest

from benchmarks.routing.verify.frontier import Stop, levels_after

LINEAR = ((0.0, 0.0), (20.0, 10.0))


def test_a_route_within_range_charges_nothing():
    assert levels_after([Stop(3, 3), Stop(3, 3)], capacity=10) == [3, 0]


def test_a_station_gives_what_the_way_home_takes():
    assert levels_after([Stop(8, 8, curve=LINEAR), Stop(7, 7)], capacity=10) == [7, 0]


def test_waiting_time_is_used_for_charging_before_it_costs():
    # The first station lies before a stop that opens at 30; charging there is free, at the second it is not.
    stops = [Stop(2, 2, curve=LINEAR), Stop(2, 2, ready=30), Stop(4, 4, curve=LINEAR), Stop(4, 4)]
    levels = levels_after(stops, capacity=10)
    assert levels is not None
    assert levels[0] == pytest.approx(10)


def test_a_late_window_allows_only_part_of_the_charge():
    # At the station at time 2; the next stop is 2 away and closes at 10: 6 time units give 3 energy.
    stops = [Stop(2, 8, curve=LINEAR), Stop(2, 2, due=10, curve=LINEAR), Stop(5, 8)]
    assert levels_after(stops, capacity=10)[1] == pytest.approx(8)


def test_no_charge_helps_where_a_leg_outgrows_the_battery():
    assert levels_after([Stop(8, 8, curve=LINEAR), Stop(11, 11)], capacity=10) is None


def test_no_charge_helps_where_the_window_closes_too_early():
    assert levels_after([Stop(8, 8, curve=LINEAR), Stop(7, 7, due=20)], capacity=10) is None


def test_a_fast_part_of_a_curve_is_used_at_both_stations():
    # Each station charges fast up to 5. Both legs after them need 6 together with the first: 4 + 6.
    bent = ((0.0, 0.0), (1.0, 5.0), (11.0, 10.0))
    stops = [Stop(10, 10, curve=bent), Stop(4, 4, curve=bent), Stop(5, 5)]
    levels = levels_after(stops, capacity=10)
    assert levels == pytest.approx([4, 5, 0])
