"""A day's plan: solved, checked by an independent checker, with ways and totals."""

from dataclasses import replace

import pytest

from pannier.core.plan import Activity, Plan
from pannier.core.problem import Problem
from pannier.engine import OnProgress, Progress, Stop
from pannier.places.grid import GridNetwork
from pannier.planning.make_plan import PlannedDay, plan_the_day, words_on
from pannier.planning.pool import solve_here
from pannier.planning.problems import HubOffNetwork, NoShifts, PlanRefused
from pannier.planning.shift_vehicle import called
from pannier.planning.solver import Effort
from pannier.planning.stops_of_route import stops_of_route
from pannier.planning.totals import totals_of
from tests.support.fleet_days import HUB, at, day, east, order, shift, spec

EFFORT = Effort(seed=3, iterations=30)
GRID = GridNetwork()


def orders(count: int, **values: object) -> list[object]:
    return [order(f"O-{n:02}", east(150 * (n + 1), 100 * (n % 5)), **values) for n in range(count)]  # type: ignore[misc]


def plan(*args: object, **values: object) -> PlannedDay:
    return plan_the_day(day(*args, **values), GRID, solve_here, EFFORT)  # type: ignore[arg-type]


def test_every_order_is_planned_or_left_out_with_a_reason() -> None:
    planned = plan([*orders(8), order("heavy", east(300), weight_g=500_000)], [shift()])
    assert len(planned.plan.planned_task_ids) == 8
    (left,) = planned.left_out
    assert left.code == "too_large"
    assert left.reason.endswith(".")


def test_a_full_bike_reloads_at_the_hub() -> None:
    planned = plan(orders(6, volume_ml=200_000), [shift()])
    (route,) = planned.plan.routes
    kinds = [activity.kind for activity in route.activities]
    # Two parcels of 200 l fit into 500 l, so six need three trips.
    assert kinds.count("reload") == 2
    assert kinds.count("delivery") == 6
    assert totals_of(planned, currency="EUR")["by_kind"]["cargo_bike"]["reloads"] == 2


def test_an_empty_battery_is_swapped_at_the_hub() -> None:
    far = [order(f"F-{n}", east(4000 + 100 * n), volume_ml=240_000, weight_g=40_000) for n in range(6)]
    small = spec(battery_wh=90, spare_batteries=2)
    planned = plan(far, [shift(small)])
    (route,) = planned.plan.routes
    swaps = [activity for activity in route.activities if activity.kind == "swap"]
    assert swaps
    assert swaps[0].charge_j == 90 * 3600
    without = plan(far, [shift(spec(battery_wh=90))])
    assert len(without.plan.planned_task_ids) < len(planned.plan.planned_task_ids)
    assert {left.code for left in without.left_out} == {"battery"}


def test_the_same_seed_and_iterations_make_the_same_plan() -> None:
    first, second = (plan(orders(14), [shift(), shift(spec("cargo_trike", name="T"))]) for _ in range(2))
    assert first.plan == second.plan


def monkey(problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None) -> Plan:
    """A solver that promises to be everywhere an hour earlier."""
    honest = solve_here(problem, effort, on_progress=on_progress, stop=stop)

    def sooner(activity: Activity) -> Activity:
        times = ("arrival_s", "start_s", "departure_s")
        return replace(activity, **{name: getattr(activity, name) - 3600 for name in times})

    routes = tuple(
        replace(
            route,
            trips=tuple(
                replace(trip, activities=tuple(sooner(activity) for activity in trip.activities))
                for trip in route.trips
            ),
        )
        for route in honest.routes
    )
    return replace(honest, routes=routes)


def test_a_plan_that_the_checker_refuses_is_no_plan() -> None:
    with pytest.raises(PlanRefused) as refused:
        plan_the_day(day(orders(3), [shift()]), GRID, monkey, EFFORT)  # type: ignore[arg-type]
    assert refused.value.errors
    assert {error.code for error in refused.value.errors} >= {"shift"}
    assert "One" in refused.value.errors[0].detail
    assert "cargo bike" not in refused.value.errors[0].detail


def test_sentences_name_vehicles_as_people_do() -> None:
    assert called(spec("e_van", name="E-van Cap")) == "E-van Cap"
    assert called(spec("e_van", name="17")) == "E-van 17"
    far = replace(order("A", east(500)), needs=("e_van",))
    (left,) = plan([far], [shift()]).left_out
    assert "E-van" in left.reason
    assert "e_van" not in left.reason


def forgetful(problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None) -> Plan:
    """A solver that loses an order on the way."""
    smaller = replace(problem, tasks=problem.tasks[1:])
    return solve_here(smaller, effort, on_progress=on_progress, stop=stop)


def test_a_plan_that_forgets_an_order_is_no_plan() -> None:
    with pytest.raises(PlanRefused) as refused:
        plan_the_day(day(orders(3), [shift()]), GRID, forgetful, EFFORT)  # type: ignore[arg-type]
    assert "assignment" in {error.code for error in refused.value.errors}


def test_a_day_without_shifts_says_what_is_missing() -> None:
    with pytest.raises(NoShifts, match="add one in the console under Fleet, or with POST /v1/shifts"):
        plan(orders(2), [])
    with pytest.raises(NoShifts):
        plan(orders(2), [shift()], now=at(17))


def test_a_hub_off_the_streets_is_said() -> None:
    outside = GridNetwork(bounds=None)
    nowhere = replace(outside, bounds=_box_east_of_hub())
    with pytest.raises(HubOffNetwork, match="Cargo bike: "):
        plan_the_day(day(orders(2), [shift()]), nowhere, solve_here, EFFORT)  # type: ignore[arg-type]


def _box_east_of_hub() -> object:
    from pannier.core.geo import BoundingBox

    return BoundingBox(HUB.lon + 0.001, HUB.lat - 1, HUB.lon + 1, HUB.lat + 1)


def test_a_day_without_orders_makes_an_empty_plan() -> None:
    planned = plan([], [shift()])
    assert planned.plan.routes == ()
    assert totals_of(planned, currency="EUR")["orders"] == 0


def test_orders_at_one_place_are_one_stop_with_two_tasks() -> None:
    planned = plan([order("A", east(500)), order("B", east(500)), order("C", east(900))], [shift()])
    (route,) = planned.plan.routes
    stops = stops_of_route(planned.problem, route, planned.legs[route.vehicle_id])
    assert [(stop.kind, len(stop.tasks)) for stop in stops] in (
        [("start", 0), ("delivery", 2), ("delivery", 1), ("end", 0)],
        [("start", 0), ("delivery", 1), ("delivery", 2), ("end", 0)],
    )
    assert [stop.position for stop in stops] == [0, 1, 2, 3]
    assert sum(stop.leg_distance_m for stop in stops) == route.distance_m
    assert stops[0].load[2] == 3
    assert stops[-1].load[2] == 0


def test_each_leg_has_its_way_and_waiting_has_none() -> None:
    planned = plan(orders(4), [shift()])
    (route,) = planned.plan.routes
    legs = planned.legs[route.vehicle_id]
    driven = [activity.leg_distance_m > 0 for activity in route.activities]
    assert [bool(leg) for leg in legs] == driven


def test_totals_add_up() -> None:
    planned = plan(orders(10), [shift(), shift(spec("walker", name="W"))])
    totals = totals_of(planned, currency="EUR")
    for name in ("distance_m", "duration_s", "cost_cents", "energy_wh", "routes"):
        assert totals[name] == sum(kind[name] for kind in totals["by_kind"].values())
    assert (totals["weights_cents"], totals["weight_parts_cents"]) == (0, {})
    assert totals["planned"] + totals["left_out"] == totals["orders"] == 10
    parts = totals["cost_parts_cents"]
    assert set(parts) == {"fixed", "hours"}
    assert sum(parts.values()) == pytest.approx(totals["cost_cents"], abs=len(parts))
    assert totals["distance_m"] == sum(route.distance_m for route in planned.plan.routes)


def test_progress_moves_on_and_is_told_in_words() -> None:
    told: list[tuple[float, str]] = []

    def chatty(
        problem: Problem, effort: Effort, *, on_progress: OnProgress | None, stop: Stop | None
    ) -> Plan:
        assert on_progress is not None
        on_progress(Progress(cost_cents=12_345, left_out=2, elapsed_s=10))
        return solve_here(problem, effort, on_progress=None, stop=stop)

    plan_the_day(
        day(orders(3), [shift()]),
        GRID,
        chatty,
        EFFORT,
        tell=lambda share, words: told.append((share, words)),  # type: ignore[arg-type]
        currency="EUR",
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (0.575, "Best plan so far comes to 123.45 EUR with all that counts, 2 left out") in [
        (round(s, 3), w) for s, w in told
    ]


def test_progress_is_said_in_money() -> None:
    full = Progress(cost_cents=68_429, left_out=4, elapsed_s=18)
    assert words_on(full, "EUR") == "Best plan so far comes to 684.29 EUR with all that counts, 4 left out"
