"""Goods that may be aboard for so long only, on a vehicle that charges between their pickup and the door."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, LeftOutCode
from pannier.core.problem import Battery, Charge, CostRates, CurvePoint, Limits, Station, StationCurve, Trips
from pannier.engine import Budget, solve
from tests.core.line_city import bike, pair, problem

# 100 W at the fast one, 20 W at the slow one.
FAST = StationCurve("fast", Charge((CurvePoint(0, 0), CurvePoint(600, 60_000))))
SLOW = StationCurve("slow", Charge((CurvePoint(0, 0), CurvePoint(3000, 60_000))))
BEFORE, BETWEEN = Station("before", 2, "slow"), Station("between", 3, "fast")


def planned(most_s, *stations):
    """Plan a pair from 2 to 4 for a bike with 40 kJ: it is empty at 4, and 10 kJ from there to where it can charge."""
    battery = Battery(60_000, 40_000, 0, at_stations=(FAST, SLOW))
    plain = {"breaks": (), "limits": Limits(), "trips": Trips(), "max_overtime_s": 0}
    paid = CostRates(hour_millicents=3_600_000)
    vehicle = bike(**plain, service_percent=100, parking_s=0, door_s=0, battery=battery, rates=paid)
    up, down = pair("p", 2, 4, demand=(0, 1))
    given = problem(up, replace(down, max_aboard_s=most_s), vehicles=(vehicle,))
    given = replace(given, stations=stations)
    plan = solve(given, budget=Budget(iterations=100), seed=1)
    assert check(given, plan) == ()
    return plan


def charges(plan):
    """Return the seconds of each charge, and those between the end of the pickup and the beginning at the door."""
    steps = plan.routes[0].activities
    (up,), (door,) = (
        [one for one in steps if one.kind is kind] for kind in (ActivityKind.PICKUP, ActivityKind.DELIVERY)
    )
    charged = [one.departure_s - one.start_s for one in steps if one.kind is ActivityKind.CHARGE]
    return [seconds for seconds in charged if seconds], door.start_s - up.departure_s


def test_all_is_charged_at_once_where_the_goods_may_wait_for_it():
    assert charges(planned(700, BETWEEN)) == ([400], 600)


@pytest.mark.parametrize("most_s", [310, 599])
def test_no_more_is_charged_with_the_goods_aboard_than_they_may_wait_for(most_s):
    # 10 kJ with them, 30 kJ behind them; nobody plugs in for parts of a second, so each lasts one longer.
    assert charges(planned(most_s, BETWEEN)) == ([101, 301], 301)


def test_what_cannot_be_charged_so_soon_stays_behind_and_says_so():
    plan = planned(299, BETWEEN)
    assert {left.code for left in plan.left_out} == {LeftOutCode.ABOARD}


def test_a_station_before_the_pickup_keeps_the_goods_fresh():
    # 40 kJ at 20 W, before anything is aboard.
    assert charges(planned(200, BEFORE)) == ([2000], 200)
