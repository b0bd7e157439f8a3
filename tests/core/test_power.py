"""Power by time of day and few plugs, on the line city where a kilometre takes 100 s and 10 kJ."""

from dataclasses import replace

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from pannier.core.check import check, objective
from pannier.core.plan import ActivityKind
from pannier.core.problem import (
    Battery,
    Charge,
    CostRates,
    CurvePoint,
    HubCharger,
    InvalidProblem,
    Limits,
    Plugs,
    Rule,
    Station,
    StationCurve,
    Swap,
    TariffSlice,
    Trips,
    problem_sha256,
)
from pannier.core.schedule import Step, timeline
from pannier.core.timewindow import TimeWindow
from tests.core.line_city import HOUR, HUB, bike, dropoff, plan_of, problem

# 100 W all the way; a thousandth of a cent for each kilojoule is 3,600 of them for a kilowatt hour.
CURVE = (CurvePoint(0, 0), CurvePoint(600, 60_000))
RATES = CostRates(kwh_millicents=3_600_000, co2e_kg_millicents=36_000)
BATTERY = Battery(60_000, 60_000, 10_000, at_stations=(StationCurve("fast", Charge(CURVE)),))
OUT, HOME = Step(ActivityKind.START, HUB), Step(ActivityKind.END, HUB)
SERVE = Step(ActivityKind.DELIVERY, 4, 0)
RELOAD, SWAP = Step(ActivityKind.RELOAD, HUB), Step(ActivityKind.SWAP, HUB)
FIRST_CHARGE_S = 8 * HOUR + 200
"""The bike leaves at eight and is two kilometres away then."""
DEAR = TariffSlice(0, 7_200_000, 100_000_000)
CHEAP = TariffSlice(FIRST_CHARGE_S + 100, 1_800_000, 0)


def charge(charge_s, *, window=None):
    return Step(ActivityKind.CHARGE, 2, charge_s=charge_s, station=0, window=window)


def day(*, tariff=(), plugs=None, battery=BATTERY, hub=None, **changes):
    """Return one delivery 4 km away and a station half way, for a bike that emits nothing by its own rates."""
    given = {
        "breaks": (),
        "battery": battery,
        "trips": Trips((HUB,), max_trips=2),
        "limits": Limits(),
        "rates": RATES,
        "co2e_mg_per_kwh": 0,
    }
    made = problem(dropoff("a", 4, demand=(0, 1)), vehicles=(bike(**(given | changes)),))
    station = Station("half way", 2, "fast", tariff, plugs)
    return replace(made, stations=(station,), hub_chargers=() if hub is None else (hub,))


def broken(given, *steps):
    """Return what scheduler and checker find; they must agree on whether there is anything."""
    faults = {fault.rule for fault in timeline(given, given.vehicles[0], steps).faults}
    rules = {violation.rule for violation in check(given, plan_of(given, steps, left=()))}
    assert bool(faults) == bool(rules)
    return rules


def cost(given, *steps):
    """Return what a route costs; the checker comes to the same."""
    plan = plan_of(given, steps, left=())
    assert objective(given, plan) == plan.cost
    return plan.cost


def test_without_a_tariff_energy_costs_the_rate_of_the_vehicle():
    assert cost(day(), OUT, charge(300), SERVE, HOME).energy_millicents == 80_000
    assert cost(day(), OUT, charge(300), SERVE, HOME).tariff_millicents == 0


def test_energy_taken_costs_what_its_slice_says_above_the_rate_of_the_vehicle():
    # From 40 kJ at 100 W: 10 kJ at twice the rate, then 10 kJ at half of it.
    bill = cost(day(tariff=(DEAR, CHEAP)), OUT, charge(200), SERVE, HOME)
    assert bill.energy_millicents == 80_000
    assert bill.tariff_millicents == 10_000 - 5_000
    # 10 kJ at 100 kg a kilowatt hour are 278 g, a kilogram costs 36 cents.
    assert bill.tariff_co2e_millicents == 10_000


def test_power_cheaper_than_the_rate_of_the_vehicle_costs_less_than_nothing_extra():
    early = replace(CHEAP, from_s=0)
    bill = cost(day(tariff=(early,)), OUT, charge(200), SERVE, HOME)
    assert bill.tariff_millicents == -10_000
    assert bill.total_millicents == cost(day(), OUT, charge(200), SERVE, HOME).total_millicents - 10_000


def test_a_charge_that_waits_for_a_cheaper_slice_pays_only_that_one():
    waits = charge(200, window=TimeWindow(CHEAP.from_s, 10 * HOUR))
    given = day(tariff=(DEAR, CHEAP))
    assert broken(given, OUT, waits, SERVE, charge(400), HOME) == set()
    bill = cost(given, OUT, waits, SERVE, HOME)
    assert (bill.tariff_millicents, bill.tariff_co2e_millicents) == (-10_000, 0)


def test_what_is_lost_at_the_plug_is_paid_too():
    half = replace(BATTERY, stored_permille=500)
    bill = cost(day(tariff=(DEAR,), battery=half), OUT, charge(100), SERVE, HOME)
    # 10 kJ stored take 20 from the plug: 40,000 instead of 10,000 at the vehicle's own rate.
    assert bill.tariff_millicents == 30_000
    assert bill.tariff_co2e_millicents == 20_000


def test_a_swap_takes_all_that_was_missing_when_it_begins():
    battery = Battery(60_000, 60_000, 0, Swap(300, 1))
    given = day(battery=battery, hub=HubCharger(HUB, (DEAR, replace(CHEAP, from_s=8 * HOUR + 1))))
    near = replace(given, tasks=(replace(given.tasks[0], place=1, id="a"),))
    serve = replace(SERVE, place=1)
    # 20 kJ were driven when the bike is back, and then power is cheap: half the rate.
    assert cost(near, OUT, serve, RELOAD, SWAP, HOME).tariff_millicents == -10_000
    early = replace(near, hub_chargers=(HubCharger(HUB, (DEAR,)),))
    assert cost(early, OUT, serve, RELOAD, SWAP, HOME).tariff_millicents == 20_000


@over(st.lists(st.integers(1, 800), max_size=4, unique=True), st.integers(0, 500), st.integers(1, 1000))
def test_scheduler_and_checker_price_every_charge_alike(ends, charge_s, stored_permille):
    slices = tuple(
        TariffSlice(0 if n == 0 else FIRST_CHARGE_S + end, 1_000_000 * (n + 1), 1_000_000 * n)
        for n, end in enumerate([0, *sorted(ends)])
    )
    given = day(tariff=slices, battery=replace(BATTERY, stored_permille=stored_permille))
    cost(given, OUT, charge(charge_s), SERVE, charge(charge_s // 2), HOME)


ONE = Plugs(1)
DEAREST = TariffSlice(0, 2**40, 0)


def test_a_charge_lies_wholly_within_the_opening_hours():
    steps = OUT, charge(300), SERVE, HOME
    lasting = replace(BATTERY, reserve_j=0)
    opens = TimeWindow(FIRST_CHARGE_S, FIRST_CHARGE_S + 300)
    assert broken(day(plugs=Plugs(1, (opens,)), battery=lasting), *steps) == set()
    early = TimeWindow(FIRST_CHARGE_S + 1, FIRST_CHARGE_S + 900)
    short = TimeWindow(FIRST_CHARGE_S, FIRST_CHARGE_S + 299)
    for hours in (early, short):
        assert broken(day(plugs=Plugs(1, (hours,)), battery=lasting), *steps) == {Rule.PLUG}


def test_a_plug_that_others_have_is_waited_for():
    taken = TimeWindow(FIRST_CHARGE_S - 50, FIRST_CHARGE_S + 60)
    given = day(plugs=Plugs(1, (), (taken,)))
    assert broken(given, OUT, charge(500), SERVE, charge(300), HOME) == {Rule.PLUG}
    waits = charge(500, window=TimeWindow(taken.end_s, 12 * HOUR))
    assert broken(given, OUT, waits, SERVE, charge(300), HOME) == set()
    early = charge(500, window=TimeWindow(taken.end_s - 1, 12 * HOUR))
    assert broken(given, OUT, early, SERVE, charge(300), HOME) == {Rule.PLUG}
    assert broken(day(plugs=Plugs(2, (), (taken,))), OUT, charge(500), SERVE, charge(300), HOME) == set()


def two_bikes(plugs):
    """Return two routes that charge at the same moment, for 500 s each."""
    given = day(plugs=plugs)
    second = replace(given.vehicles[0], id="bike-2", name="Ben")
    given = replace(
        given, vehicles=(*given.vehicles, second), tasks=(*given.tasks, dropoff("b", 4, demand=(0, 1)))
    )
    steps = OUT, charge(500), SERVE, charge(300), HOME
    first = plan_of(given, steps, left=())
    later = replace(given, vehicles=given.vehicles[::-1])
    other = plan_of(later, (*steps[:2], replace(SERVE, task=1), *steps[3:]), left=())
    return given, replace(first, routes=(*first.routes, *other.routes), cost=first.cost + other.cost)


def test_no_more_vehicles_are_plugged_in_than_there_are_plugs():
    assert {violation.rule for violation in check(*two_bikes(ONE))} == {Rule.PLUG}
    assert check(*two_bikes(Plugs(2))) == ()
    reserved = TimeWindow(FIRST_CHARGE_S + 499, FIRST_CHARGE_S + 520)
    assert {violation.rule for violation in check(*two_bikes(Plugs(2, (), (reserved,))))} == {Rule.PLUG}
    behind = TimeWindow(FIRST_CHARGE_S + 500, FIRST_CHARGE_S + 520)
    assert check(*two_bikes(Plugs(2, (), (behind,)))) == ()


def test_swaps_at_a_hub_need_a_place_too():
    battery = Battery(60_000, 60_000, 0, Swap(300, 1))
    given = day(battery=battery, hub=HubCharger(HUB, (), Plugs(1, (TimeWindow(0, 9 * HOUR),))))
    near = replace(given, tasks=(replace(given.tasks[0], place=1),))
    steps = OUT, replace(SERVE, place=1), RELOAD, SWAP, HOME
    assert broken(near, *steps) == set()
    shut = replace(given, hub_chargers=(HubCharger(HUB, (), Plugs(1, (TimeWindow(0, 8 * HOUR),))),))
    assert broken(replace(shut, tasks=near.tasks), *steps) == {Rule.PLUG}


def test_when_a_plug_is_free():
    hours = TimeWindow(100, 200), TimeWindow(300, 400)
    taken = TimeWindow(120, 160), TimeWindow(150, 320), TimeWindow(0, 110)
    assert Plugs(1, hours, taken).free == (TimeWindow(110, 120), TimeWindow(320, 400))
    assert Plugs(2, hours, taken).free == (TimeWindow(100, 150), TimeWindow(160, 200), TimeWindow(300, 400))
    assert Plugs(0, hours).free == ()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: TariffSlice(0, -1, 0), "kwh_millicents: -1 is below 0"),
        (lambda: HubCharger(0, (TariffSlice(1, 0, 0),)), "must begin with a slice from second 0"),
        (lambda: HubCharger(0, (TariffSlice(0, 0, 0),) * 2), "must be later than the one before"),
        (lambda: Plugs(1, (TimeWindow(0, 5), TimeWindow(5, 9))), "must begin after the one before"),
        (lambda: replace(BATTERY, stored_permille=0), "stored_permille: 0 is below 1"),
        (lambda: day(hub=HubCharger(9)), "hub_chargers.*place 9 does not exist"),
        (lambda: day(hub=HubCharger(0, (DEAREST,)), battery=Battery(2**32, 0, stored_permille=1)), "cost too much"),
    ],
)  # fmt: skip
def test_power_that_cannot_be_meant_is_refused(make, words):
    with pytest.raises(InvalidProblem, match=words):
        make()


def test_tariffs_and_plugs_make_another_problem():
    prints = {
        problem_sha256(one) for one in (day(), day(tariff=(DEAR,)), day(plugs=ONE), day(hub=HubCharger(0)))
    }
    assert len(prints) == 4
