"""Limits, overtime, other loads, equipment, own ends of a shift, prizes, the price of carbon: each binds in a plan."""

from dataclasses import replace

import pytest

from pannier.core.check import check
from pannier.core.plan import Plan
from pannier.core.problem import Limits, Problem
from pannier.engine import Budget, solve
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.day import Carbon, Day
from pannier.planning.load_day import prize_of
from pannier.planning.problem_of_day import DayProblem, problem_of_day
from pannier.planning.streets import kinds_of, places_of
from tests.support.fleet_days import at, day, east, order, shift, spec, station

HOUR = 3600


def made(of: Day) -> DayProblem:
    places = places_of(of)
    streets = {kind.code: streets_around(of, GridNetwork(), places.points, kind) for kind in kinds_of(of)}
    return problem_of_day(of, places, streets)


def planned(of: Day) -> tuple[Problem, Plan]:
    """Return the problem of a day and a plan of it that the checker passes."""
    problem = made(of).problem
    plan = solve(problem, budget=Budget(iterations=100), seed=1)
    assert check(problem, plan) == ()
    return problem, plan


def served(of: Day) -> int:
    return len(planned(of)[1].planned_task_ids)


THREE = [order(name, east(metres)) for name, metres in (("A", 400), ("B", 800), ("C", 1200))]


def test_a_shift_ends_with_its_last_allowed_stop() -> None:
    assert served(day(THREE, [shift(spec(shift_limits=Limits(stops=3)))])) == 3
    assert served(day(THREE, [shift(spec(shift_limits=Limits(stops=2)))])) == 2


def test_a_shift_goes_no_further_than_it_may() -> None:
    assert served(day(THREE, [shift(spec(shift_limits=Limits(distance_m=2400)))])) == 3
    assert served(day(THREE, [shift(spec(shift_limits=Limits(distance_m=2399)))])) == 2


def test_a_shift_lasts_no_longer_on_the_road_than_it_may() -> None:
    assert served(day(THREE, [shift(spec(shift_limits=Limits(duration_s=2 * HOUR)))])) == 3
    # Loading alone takes ten minutes.
    assert served(day(THREE, [shift(spec(shift_limits=Limits(duration_s=600)))])) == 0


def test_a_trip_with_one_stop_at_most_comes_back_for_the_next() -> None:
    _, plan = planned(day(THREE, [shift(spec(trip_limits=Limits(stops=1)))]))
    (route,) = plan.routes
    assert [len(trip.task_ids) for trip in route.trips] == [1, 1, 1]


def test_a_trip_limit_that_nothing_keeps_leaves_the_order_out_with_a_reason() -> None:
    _, plan = planned(day([order("A", east(1000))], [shift(spec(trip_limits=Limits(distance_m=1500)))]))
    assert [left.code for left in plan.left_out] == ["limit"]


def late(**overtime: int) -> Day:
    """An order that opens a quarter of an hour before the shift ends, two kilometres away."""
    window = {"window_start": at(11.9), "window_end": at(14)}
    return day([order("A", east(2000), **window)], [shift(hours=(8, 12), **overtime)])


def test_overtime_carries_what_the_shift_alone_does_not() -> None:
    assert served(late()) == 0
    assert served(late(overtime_s=HOUR)) == 1


def test_overtime_costs_its_price_on_top() -> None:
    costs = [
        planned(late(overtime_s=HOUR, overtime_per_hour_cents=cents))[1].cost.overtime_millicents
        for cents in (0, 1000)
    ]
    assert costs[0] == 0
    assert 0 < costs[1] < 1_000_000


def test_overtime_ends_when_the_hub_closes() -> None:
    found = made(day(THREE, [shift(hours=(14, 21.5), overtime_s=2 * HOUR)])).problem.vehicles[0]
    assert found.max_overtime_s == HOUR // 2
    cut = made(day(THREE, [shift(hours=(14, 23), overtime_s=2 * HOUR)])).problem.vehicles[0]
    assert (cut.shift.end_s, cut.max_overtime_s) == (22 * HOUR, 0)


def test_a_slow_rider_takes_longer_at_the_door() -> None:
    problem = made(day([order("A", east(500), service_s=100)], [shift(spec(service_percent=150))])).problem
    assert problem.vehicles[0].service_time_s(100) == 150 + 70


def test_the_cold_box_is_full_before_the_vehicle_is() -> None:
    cold = [order(name, east(400), loads={"cold_l": 10}) for name in "ABC"]
    _, plan = planned(day(cold, [shift(spec(capacities={"cold_l": 30}))]))
    assert len(plan.routes[0].trips) == 1
    problem, plan = planned(day(cold, [shift(spec(capacities={"cold_l": 20}))]))
    assert [dimension.name for dimension in problem.dimensions] == ["mass", "volume", "parcels", "cold_l"]
    assert len(plan.routes[0].trips) == 2


def test_without_a_cold_box_nothing_cold_is_carried() -> None:
    _, plan = planned(day([order("A", east(400), loads={"cold_l": 10})], [shift()]))
    assert [left.code for left in plan.left_out] == ["too_large"]


def test_eight_loads_are_counted_and_a_ninth_is_told() -> None:
    loads = [{name: 1} for name in ("a", "b", "c", "d", "e")]
    orders = [order(f"O{n}", east(400), loads=load) for n, load in enumerate(loads)]
    fits = made(day(orders, [shift()]))
    assert (len(fits.problem.dimensions), fits.left_out) == (8, ())
    many = made(day([*orders, order("Z", east(400), loads={"z": 1})], [shift()]))
    assert len(many.problem.dimensions) == 8
    (left,) = many.left_out
    assert "z is one too many" in left.reason


def test_equipment_answers_needs_as_a_riders_skill_does() -> None:
    lift = [order("A", east(400), needs=("lift",))]
    assert served(day(lift, [shift(spec(equipment=("lift",)))])) == 1
    _, plan = planned(day(lift, [shift()]))
    assert [left.code for left in plan.left_out] == ["skill"]


def test_a_shift_may_begin_and_end_elsewhere() -> None:
    home, depot = east(900, 300), east(-700)
    problem, plan = planned(day(THREE, [shift(start_at=home, end_at=depot)]))
    (route,) = plan.routes
    ends = [problem.places[step.place].at for step in (route.activities[0], route.activities[-1])]
    assert ends == [home, depot]
    # What is delivered is loaded at the hub all the same.
    assert problem.places[route.trips[1].start_place].at == problem.places[0].at
    assert route.trips[0].task_ids == ()


def test_carbon_has_a_price_in_the_plan() -> None:
    free = day(THREE, [shift(spec("e_van"))])
    # 400 g a kWh at the plug are 400 / 0.88 g at the battery.
    dear = replace(free, carbon=Carbon(cents_per_kg=1000, grid_mg_per_kwh=400_000))
    vehicle = made(dear).problem.vehicles[0]
    assert (vehicle.rates.co2e_kg_millicents, vehicle.co2e_mg_per_kwh) == (1_000_000, round(400_000 / 0.88))
    assert planned(free)[1].cost.co2e_millicents == 0
    problem, plan = planned(dear)
    kwh = sum(route.energy_j for route in plan.routes) / 3_600_000
    assert plan.cost.co2e_millicents == pytest.approx(kwh * 400 / 0.88 * 1000, rel=1e-3)
    assert problem.vehicles[0].rates.kwh_millicents == made(free).problem.vehicles[0].rates.kwh_millicents


def test_walkers_emit_nothing() -> None:
    walk = day(THREE, [shift(spec("walker"))], carbon=Carbon(cents_per_kg=1000, grid_mg_per_kwh=400_000))
    assert made(walk).problem.vehicles[0].co2e_mg_per_kwh == 0


def test_an_order_with_a_prize_stays_out_when_serving_it_costs_more() -> None:
    far = east(4000)
    assert served(day([order("A", far, prize_cents=100_000)], [shift()])) == 1
    _, plan = planned(day([order("A", far, prize_cents=10)], [shift()]))
    assert [left.code for left in plan.left_out] == ["prize"]


def test_of_two_orders_the_one_with_the_greater_prize_is_served() -> None:
    one_stop = shift(spec(shift_limits=Limits(stops=1)))
    pair = [order("A", east(400), prize_cents=5_000), order("B", east(400, 900), prize_cents=50_000)]
    _, plan = planned(day(pair, [one_stop]))
    assert plan.planned_task_ids == {str(pair[1].id)}


@pytest.mark.parametrize(
    ("own", "partner", "counts"), [(None, None, None), (500, None, 500), (None, 300, 300), (500, 300, 300)]
)
def test_the_cheaper_way_of_staying_out_counts(
    own: int | None, partner: int | None, counts: int | None
) -> None:
    assert prize_of(own, partner) == counts


def test_nothing_is_loaded_before_it_is_ready() -> None:
    _, plan = planned(day([order("A", east(400), release_at=at(10))], [shift()]))
    opening, delivery = plan.routes[0].activities[:2]
    assert opening.start_s >= 10 * HOUR
    assert delivery.start_s > 10 * HOUR


def test_the_largest_figures_that_people_can_enter_are_planned() -> None:
    most = Limits(2_000_000, 86_400, 10_000)
    van = spec(
        "e_van",
        payload_g=20_000_000,
        volume_ml=100_000_000,
        parcels_max=10_000,
        battery_wh=1_000_000,
        service_percent=1000,
        capacities=dict.fromkeys("abcde", 1_000_000_000),
        shift_limits=most,
        trip_limits=most,
    )
    orders = [
        order(
            f"O{n}", east(500 * n), weight_g=1_500_000, volume_ml=20_000_000, parcels=200, service_s=14_400,
            prize_cents=10_000_000, loads=dict.fromkeys("abcde", 1_000_000_000),
        )
        for n in range(1, 4)
    ]  # fmt: skip
    heavy = day(
        orders,
        [shift(van, overtime_s=28_800, overtime_per_hour_cents=10_000_000)],
        stations=[station(power_w=1_000_000), station("Weak", power_w=100)],
        carbon=Carbon(cents_per_kg=1_000_000, grid_mg_per_kwh=2_000_000),
    )
    _, plan = planned(heavy)
    assert len(plan.planned_task_ids) + len(plan.left_out) == 3


def test_one_order_and_none_are_planned() -> None:
    assert served(day([order("A", east(400))], [shift()])) == 1
    assert served(day([], [shift()])) == 0
