"""The electric oracle against days worked out by hand, and its routes against scheduler and checker."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, Cost, Plan
from pannier.core.problem import (
    Battery,
    Break,
    Charge,
    CostRates,
    CurvePoint,
    Dimension,
    Matrices,
    Place,
    Problem,
    Station,
    StationCurve,
    Task,
    TaskKind,
    Trips,
    Vehicle,
)
from pannier.core.schedule import Step, route_of, timeline
from pannier.core.timewindow import TimeWindow
from tests.engine.electric_model import shortest

HOUR = 3600


def charging(full_j, *, only_full=False):
    """Return charging with 100 W."""
    return StationCurve("plug", Charge((CurvePoint(0, 0), CurvePoint(full_j // 100, full_j)), only_full))


def day(points, customers, stations, *, range_m, vehicles=1, only_full=False, tasks=None, **changes):
    """Return a day in the plane (in metres): 10 m/s, 10 J/m, the hub at the first point.

    `customers` and `stations` are positions in `points`; `range_m` is how far a full battery goes.
    """
    at = np.array(points, dtype=float)
    metres = np.ceil(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))).astype(int)
    battery = Battery(10 * range_m, 10 * range_m, 0, None, (charging(10 * range_m, only_full=only_full),))
    given = {"battery": battery, "shift": TimeWindow(0, 8 * HOUR), "capacity": (10,), "rates": CostRates()}
    vehicle = Vehicle(
        id="v0", kind="bike", name="0", profile="bike", start_place=0, end_place=0, **(given | changes)
    )
    made = tasks or [{} for _ in customers]
    return Problem(
        places=tuple(Place(str(n)) for n in range(len(points))),
        dimensions=(Dimension("parcels", "parcels"),),
        matrices=(Matrices("bike", metres, metres // 10, 10 * metres, 0 * metres),),
        vehicles=tuple(replace(vehicle, id=f"v{n}") for n in range(vehicles)),
        tasks=tuple(
            Task(**({"id": f"c{n}", "kind": TaskKind.DROPOFF, "place": place, "demand": (1,)} | more))
            for n, (place, more) in enumerate(zip(customers, made, strict=True))
        ),
        stations=tuple(Station(f"s{n}", place, "plug") for n, place in enumerate(stations)),
    )


def plan_of(problem, found):
    """Return the model's routes as a plan, timed by the scheduler."""
    pairs = list(zip(problem.vehicles, found.routes, strict=False))
    routes = tuple(route_of(problem, vehicle, timeline(problem, vehicle, steps)) for vehicle, steps in pairs)
    cost = sum((route.cost for route in routes), Cost())
    return Plan(routes=routes, left_out=(), cost=cost, seed=0, engine="model", iterations=0)


def distance_of(problem, **options):
    """Return the fewest metres; the routes behind them must be true."""
    found = shortest(problem, **options)
    if found is None:
        return None
    plan = plan_of(problem, found)
    assert check(problem, plan) == ()
    assert sum(route.distance_m for route in plan.routes) == found.distance_m
    return found.distance_m


# The hub, two customers 10 km east and 10 km north of it, a station 6 km east, one 4 km south.
CORNER = [(0, 0), (10_000, 0), (0, 10_000), (6_000, 0), (0, -4_000)]


def test_without_need_no_station_is_visited():
    # 10 + 14.143 (rounded up) + 10 km.
    assert distance_of(day(CORNER, (1, 2), (3, 4), range_m=40_000)) == 34_143


def test_two_vehicles_go_out_and_back_when_the_battery_carries_no_round():
    assert distance_of(day(CORNER, (1, 2), (), range_m=20_000, vehicles=2)) == 40_000
    assert distance_of(day(CORNER, (1, 2), (), range_m=20_000)) is None
    assert distance_of(day(CORNER, (1, 2), (), range_m=19_999, vehicles=2)) is None


def test_a_station_on_the_way_costs_no_detour():
    # The round is 34.143 km. East first, a full battery at the station lasts the 28.143 km from there.
    assert distance_of(day(CORNER, (1, 2), (3,), range_m=30_000)) == 34_143


def test_a_station_off_the_way_is_worth_its_detour():
    # One customer 10 km east, a battery for 18 km, a station 3 km off the line at its middle: 2 * 5.831 + 10 = 21.662.
    points = [(0, 0), (10_000, 0), (5_000, 3_000)]
    assert distance_of(day(points, (1,), (2,), range_m=18_000)) == 5_831 + 5_831 + 10_000
    assert distance_of(day(points, (1,), (), range_m=18_000)) is None


def test_a_station_may_be_needed_twice():
    # A battery for 11 km, a customer 10 km east, a station half-way: charge on the way out and on the way home.
    points = [(0, 0), (10_000, 0), (5_000, 0)]
    assert distance_of(day(points, (1,), (2,), range_m=11_000)) == 20_000
    assert distance_of(day(points, (1,), (2,), range_m=11_000), copies=1) is None


def test_the_shift_limits_charging():
    # 20 km take 2000 s; 9 km short at 10 J/m and 100 W are 900 s of charging.
    points = [(0, 0), (10_000, 0), (5_000, 0)]
    for end_s, distance_m in ((2900, 20_000), (2899, None)):
        assert distance_of(day(points, (1,), (2,), range_m=11_000, shift=TimeWindow(0, end_s))) == distance_m


def test_full_charges_take_longer_than_needed_ones():
    # Range 15 km: 5 km out to the station, 10 to the customer and back, 5 home: 5 km short, 500 s. One full charge
    # on the way out lasts 5 km, the same 500 s; on the way back 15 km, 1500 s.
    points = [(0, 0), (10_000, 0), (5_000, 0)]
    for only_full, end_s, distance_m in ((False, 2500, 20_000), (True, 2500, 20_000), (True, 2499, None)):
        given = day(points, (1,), (2,), range_m=15_000, only_full=only_full, shift=TimeWindow(0, end_s))
        assert distance_of(given) == distance_m


def test_windows_and_loads_count():
    points = [(0, 0), (4_000, 0), (8_000, 0)]
    late = {"windows": (TimeWindow(5000, 6000),)}
    early = {"windows": (TimeWindow(0, 900),)}
    # The far one first, the near one on the way home: no more metres, whatever the order.
    assert distance_of(day(points, (1, 2), (), range_m=50_000, tasks=[late, early])) == 16_000
    # Nobody is at the near one before 400 s.
    both = [{"windows": (TimeWindow(0, 399),)}, {}]
    assert distance_of(day(points, (1, 2), (), range_m=50_000, tasks=both)) is None
    heavy = [{"demand": (6,)}, {"demand": (6,)}]
    assert distance_of(day(points, (1, 2), (), range_m=50_000, tasks=heavy)) is None
    assert distance_of(day(points, (1, 2), (), range_m=50_000, tasks=heavy, vehicles=2)) == 24_000


def tried(problem):
    """Return the fewest metres of one vehicle by trying: each order, each station or none in each gap."""
    vehicle, charger = problem.vehicles[0], problem.vehicles[0].battery.at_stations[0].charge
    gaps = [None, *range(len(problem.stations))]
    best = None

    def go_on(steps, rest, charged):
        nonlocal best
        timed = timeline(problem, vehicle, [*steps, Step(ActivityKind.END, 0)])
        metres = sum(leg.distance_m for leg in timed.legs)
        if any(fault.position < len(steps) for fault in timed.faults) or (best and metres >= best):
            return
        if not rest and timed.is_feasible:
            best = metres
        for station in gaps[1:] if charged < 3 else ():
            place = problem.stations[station].place
            if steps[-1].place != place:
                # Without a tight shift a full charge is never worse.
                step = Step(ActivityKind.CHARGE, place, charge_s=charger.curve[-1].time_s, station=station)
                go_on([*steps, step], rest, charged + 1)
        for index in rest:
            step = Step(ActivityKind.DELIVERY, problem.tasks[index].place, index)
            go_on([*steps, step], [other for other in rest if other != index], charged)

    go_on([Step(ActivityKind.START, 0)], list(range(len(problem.tasks))), 0)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_model_agrees_with_trying_everything(seed):
    rng = np.random.default_rng(seed)
    customers, stations = int(rng.integers(2, 5)), int(rng.integers(1, 3))
    points = [(0, 0), *rng.integers(-8_000, 8_000, (customers + stations, 2)).tolist()]
    places = range(1, 1 + customers), range(1 + customers, 1 + customers + stations)
    problem = day(points, *places, range_m=int(rng.integers(14_000, 30_000)), shift=TimeWindow(0, 40 * HOUR))
    assert distance_of(problem, copies=2) == tried(problem)


def test_every_order_of_three_customers_is_no_shorter_than_the_model():
    points = [(0, 0), (3_000, 1_000), (5_000, -2_000), (-1_000, 4_000), (2_000, 2_000)]
    problem = day(points, (1, 2, 3), (4,), range_m=60_000)
    metres = problem.matrices[0].distance_m
    rounds = [
        sum(metres[a, b] for a, b in zip((0, *o), (*o, 0), strict=True)) for o in permutations((1, 2, 3))
    ]
    assert distance_of(problem) == min(rounds)


UNKNOWN = {
    "two types": lambda p: replace(p, vehicles=(p.vehicles[0], replace(p.vehicles[0], id="x", parking_s=9))),
    "trips": lambda p: replace(p, vehicles=(replace(p.vehicles[0], trips=Trips((0,), max_trips=2)),)),
    "breaks": lambda p: replace(p, vehicles=(replace(p.vehicles[0], breaks=(Break(TimeWindow(0, 9), 9),)),)),
    "no battery": lambda p: replace(p, vehicles=(replace(p.vehicles[0], battery=None),)),
    "pickups": lambda p: replace(p, tasks=(replace(p.tasks[0], kind=TaskKind.PICKUP),)),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_the_model_does_not_know_is_refused(case):
    with pytest.raises(ValueError, match="The model knows"):
        shortest(UNKNOWN[case](day(CORNER, (1,), (3,), range_m=30_000)))
