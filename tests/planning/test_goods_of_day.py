"""Goods and company from a day's orders to its plan: what they say is kept, and what cannot be kept is told."""

import uuid
from typing import Any

import pytest

from pannier.core.check import check
from pannier.core.plan import ActivityKind, LeftOutCode, RelaxationKind
from pannier.core.problem import Due
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.day import CollectionOfDay, Day, RulesOfDay
from pannier.planning.make_plan import PlannedDay, plan_the_day
from pannier.planning.pool import solve_here
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.solver import Effort
from pannier.planning.streets import kinds_of, places_of
from pannier.planning.task_ids import order_of_task
from tests.support.fleet_days import at, day, east, order, shift, spec

FEW = Effort(seed=1, iterations=80)
GRID = GridNetwork(speed_mps=4.0)
FOOD_AND_CLEANERS = RulesOfDay(incompatible=(("chemicals", "food"),))


def problem(of: Day) -> Any:
    places = places_of(of)
    streets = {k.code: streets_around(of, GRID, places.points, k) for k in kinds_of(of)}
    return problem_of_day(of, places, streets)


def planned(of: Day) -> PlannedDay:
    made = plan_the_day(of, GRID, solve_here, FEW, draw=False)
    assert check(made.problem, made.plan) == ()
    return made


def trips(made: PlannedDay) -> list[set[str]]:
    names = {one.id: one.reference for one in made.day.orders}
    return [
        {names[order_of_task(task)] for task in trip.task_ids}
        for route in made.plan.routes
        for trip in route.trips
        if trip.task_ids
    ]


def riders(made: PlannedDay) -> list[set[str]]:
    names = {one.id: one.reference for one in made.day.orders}
    return [{names[order_of_task(task)] for task in route.task_ids} for route in made.plan.routes]


def two_shifts() -> list[Any]:
    return [shift(spec(name="One")), shift(spec(name="Two"))]


def test_food_and_cleaners_go_by_two_trips() -> None:
    orders = [order("A", east(900), goods="food"), order("B", east(900), goods="chemicals")]
    assert trips(planned(day(orders, [shift()]))) == [{"A", "B"}]
    assert sorted(map(sorted, trips(planned(day(orders, [shift()], rules=FOOD_AND_CLEANERS))))) == [
        ["A"],
        ["B"],
    ]


def test_goods_that_exclude_nothing_of_the_day_cost_nothing() -> None:
    of = day([order("A", east(900), goods="food")], [shift()], rules=FOOD_AND_CLEANERS)
    assert problem(of).problem.incompatible == ()


def test_hot_food_is_not_aboard_for_longer_than_it_may() -> None:
    orders = [order("A", east(900)), order("B", east(1800)), order("C", east(2700), max_aboard_s=800)]
    made = planned(day(orders, [shift()]))
    assert not made.left_out
    (route,) = made.plan.routes
    for trip in route.trips:
        left = trip.activities[0].departure_s
        for stop in trip.activities:
            if stop.task_id == str(orders[2].id):
                assert stop.start_s - left <= 800


def test_orders_that_go_together_share_a_rider_and_those_apart_do_not() -> None:
    near, far = east(400), east(9000)
    orders = [
        order(name, point, **said)
        for name, point, said in (
            ("A", near, {"together": "x"}), ("B", far, {"together": "x"}),
            ("C", near, {"apart": "y"}), ("D", near, {"apart": "y"}),
        )
    ]  # fmt: skip
    made = planned(day(orders, two_shifts()))
    assert not made.left_out
    assert any({"A", "B"} <= group for group in riders(made))
    assert not any({"C", "D"} <= group for group in riders(made))


def test_a_bundle_joins_the_groups_of_its_orders() -> None:
    shop = {"point": east(600), "bundle": "shop"}
    orders = [
        order("A", east(900), collection=CollectionOfDay(**shop), together="x"),
        order("B", east(1200), collection=CollectionOfDay(**shop), together="y"),
        order("C", east(2000), together="x"),
        order("D", east(3000), together="y"),
    ]
    made = planned(day(orders, two_shifts()))
    assert len(made.problem.together) == 1
    assert riders(made) == [{"A", "B", "C", "D"}]


def test_an_order_that_contradicts_others_stays_behind_and_says_so() -> None:
    orders = [order("A", east(900), together="x", apart="y"), order("B", east(900), together="x", apart="y")]
    made = planned(day(orders, two_shifts()))
    (left,) = made.left_out
    assert (left.task_id, left.code) == (str(orders[1].id), LeftOutCode.APART)
    assert left.reason.startswith("It must go by the same vehicle as A, and must not")


def test_a_reason_names_orders_as_people_know_them() -> None:
    orders = [order(name, east(900), apart="y") for name in ("A-1", "A-2")]
    (left,) = planned(day(orders, [shift()])).left_out
    assert left.code == LeftOutCode.APART
    assert "A-1" in left.reason or "A-2" in left.reason
    assert str(orders[0].id) not in left.reason


def test_an_order_kept_apart_is_told_with_whom_it_would_have_to_share() -> None:
    collected = CollectionOfDay(point=east(600))
    orders = [order(name, east(900), apart="y", collection=collected) for name in ("A-1", "A-2")]
    (left,) = planned(day(orders, [shift()])).left_out
    (way,) = [one for one in left.relaxations or () if one.kind is RelaxationKind.APART]
    (other,) = {"A-1", "A-2"} - {one.reference for one in orders if str(one.id) == left.task_id}
    # A collection and its delivery are one order.
    assert way.names == (other,)
    assert f"if it may share a vehicle with {other}; that costs" in way.words


def test_what_is_due_costs_what_the_organisation_says() -> None:
    rules = RulesOfDay(late_once_cents=300, late_hour_cents=600)
    late = order("A", east(900), window_start=at(10), window_end=at(12), due_at=at(9.5))
    made = planned(day([late], [shift()], rules=rules))
    (task,) = made.problem.tasks
    assert task.due == Due(9 * 3600 + 1800, 300_000, 600_000)
    # Its window opens half an hour after it was due.
    assert made.plan.cost.lateness_millicents == 300_000 + 300_000
    assert problem(day([late], [shift()])).problem.tasks[0].due is None


def test_an_order_may_be_served_in_any_of_its_windows() -> None:
    first, later = {"window_start": at(6), "window_end": at(7)}, ((at(13), at(14)),)
    without = planned(day([order("A", east(900), **first)], [shift()]))
    assert [left.code for left in without.left_out] == [LeftOutCode.WINDOW]
    made = planned(day([order("A", east(900), **first, more_windows=later)], [shift()]))
    starts = [a.start_s for _, a in made.plan.activities() if a.task_id is not None]
    assert 13 * 3600 <= starts[0] <= 14 * 3600
    assert made.day.orders[0].window_at(made.day.moment(starts[0])) == later[0]


@pytest.mark.parametrize("is_stack", [False, True])
def test_a_box_gives_back_only_what_lies_on_top(is_stack: bool) -> None:
    # Collected on the way out one after the other; the first is due at once, under the second.
    orders = [
        order("A", east(3000), collection=CollectionOfDay(point=east(1000))),
        order("B", east(4000), collection=CollectionOfDay(point=east(2000))),
    ]
    made = planned(day(orders, [shift(spec(last_in_first_out=is_stack))]))
    done = [
        (made.day.orders[0].id == order_of_task(a.task_id or ""), a.kind)
        for _, a in made.plan.activities()
        if a.task_id is not None
    ]
    nested = [(True, ActivityKind.PICKUP), (False, ActivityKind.PICKUP), (True, ActivityKind.DELIVERY)]
    assert (done[:3] == nested) is not is_stack


def test_ids_of_reasons_are_read_as_orders() -> None:
    assert uuid.UUID(str(order("A", east(1)).id))
