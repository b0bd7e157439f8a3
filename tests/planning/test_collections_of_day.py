"""An order that is collected elsewhere and delivered: two tasks of one vehicle, tied alone or with its bundle."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pannier.core.plan import LeftOut, LeftOutCode
from pannier.core.problem import Problem, TaskKind
from pannier.core.timewindow import TimeWindow
from pannier.places.grid import GridNetwork
from pannier.planning.areas import streets_around
from pannier.planning.day import CollectionOfDay, Day, OrderOfDay
from pannier.planning.make_plan import PlannedDay, left_out_orders, plan_the_day
from pannier.planning.pool import solve_here
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.solver import Effort
from pannier.planning.stops_of_route import stops_of_route
from pannier.planning.streets import kinds_of, places_of
from pannier.planning.task_ids import is_collect, order_of_task
from pannier.planning.totals import totals_of
from tests.support.fleet_days import at, day, east, order, shift, spec

HOUR = 3600
SHOP = east(600, 300)


def collected(
    reference: str, metres: float, point: Any = SHOP, bundle: str | None = None, **values: Any
) -> OrderOfDay:
    """An order collected at the shop; values that begin with at_ are the collection's."""
    theirs = {name.removeprefix("at_"): values.pop(name) for name in list(values) if name.startswith("at_")}
    return order(
        reference, east(metres), collection=CollectionOfDay(point=point, bundle=bundle, **theirs), **values
    )


def made(of: Day) -> Problem:
    network, places = GridNetwork(), places_of(of)
    streets = {kind.code: streets_around(of, network, places.points, kind) for kind in kinds_of(of)}
    return problem_of_day(of, places, streets).problem


def planned(*orders: OrderOfDay, **values: Any) -> PlannedDay:
    network = values.pop("network", None) or GridNetwork()
    of = day(orders, values.pop("shifts", [shift()]), **values)
    return plan_the_day(of, network, solve_here, Effort(seed=1, iterations=60))


def test_a_collected_order_is_a_pickup_and_a_dropoff_that_touch_no_hub() -> None:
    only = made(
        day([collected("A", 900, weight_g=1200, needs=("cool",), prize_cents=500)], [shift(skills=("cool",))])
    )
    take, give = only.tasks
    assert (take.kind, give.kind) == (TaskKind.PICKUP, TaskKind.DROPOFF)
    assert take.pair == give.pair is not None
    assert (take.hub, give.hub) == (None, None)
    assert take.demand == give.demand == (1200, 8000, 1)
    assert take.needs == give.needs == frozenset({"cool"})
    assert (take.prize_cents, give.prize_cents) == (500, 500)
    assert take.place != give.place


def test_each_end_has_its_own_window_and_time_at_the_door() -> None:
    only = made(
        day(
            [
                collected(
                    "A", 900, at_window_start=at(9), at_window_end=at(10), at_service_s=240, release_at=at(9.5),
                    window_start=at(11), window_end=at(12), service_s=60,
                )
            ],
            [shift()],
        )
    )  # fmt: skip
    take, give = only.tasks
    assert (take.windows, give.windows) == (
        (TimeWindow(9 * HOUR, 10 * HOUR),),
        (TimeWindow(11 * HOUR, 12 * HOUR),),
    )
    assert (take.service_s, give.service_s) == (240, 60)
    assert (take.release_s, give.release_s) == (9.5 * HOUR, 0)


def test_orders_of_a_bundle_are_tied_together_and_worth_what_all_are() -> None:
    only = made(
        day(
            [
                collected("A", 900, bundle="x", prize_cents=300),
                collected("B", 1200, bundle="x", prize_cents=200),
            ],
            [shift()],
        )
    )
    assert len({task.pair for task in only.tasks}) == 1
    assert {task.prize_cents for task in only.tasks} == {500}


def test_a_bundle_must_be_served_where_one_of_its_orders_must() -> None:
    only = made(
        day([collected("A", 900, bundle="x", prize_cents=300), collected("B", 1200, bundle="x")], [shift()])
    )
    assert {task.prize_cents for task in only.tasks} == {None}


def test_a_bundle_goes_by_one_vehicle_though_two_are_free() -> None:
    orders = [collected(name, 700 * n, bundle="x", parcels=3) for n, name in enumerate("ABC", 1)]
    found = planned(*orders, shifts=[shift(spec(name="One")), shift(spec(name="Two"))])
    assert [len(route.task_ids) for route in found.plan.routes] == [6]


def test_a_bundle_that_no_vehicle_holds_stays_behind_as_a_whole_and_its_orders_alone_do_not() -> None:
    half = spec().payload_g * 2 // 3
    together = planned(*(collected(name, 700, bundle="x", weight_g=half) for name in "AB"))
    assert {left.task_id for left in together.left_out} == {str(each.id) for each in together.day.orders}
    alone = planned(*(collected(name, 700, weight_g=half) for name in "AB"))
    assert alone.left_out == ()


def test_the_load_is_aboard_between_its_two_ends_only() -> None:
    found = planned(collected("A", 900, weight_g=4000))
    loads = {
        "collect" if is_collect(activity.task_id) else str(activity.kind): activity.load[0]
        for activity in found.plan.routes[0].activities
    }
    assert loads == {"start": 0, "collect": 4000, "delivery": 0, "end": 0}


def test_a_collection_is_a_stop_of_its_own_kind() -> None:
    found = planned(collected("A", 900), order("B", east(1500)))
    (route,) = found.plan.routes
    stops = stops_of_route(found.problem, route, found.legs[route.vehicle_id])
    kinds = [stop.kind for stop in stops]
    assert sorted(kinds) == ["collect", "delivery", "delivery", "end", "start"]
    assert kinds.index("collect") < len(kinds) - 2


def test_where_something_is_collected_and_delivered_the_stop_is_a_delivery() -> None:
    found = planned(collected("A", 900), order("B", SHOP))
    (route,) = found.plan.routes
    stops = stops_of_route(found.problem, route, found.legs[route.vehicle_id])
    assert sorted(stop.kind for stop in stops) in (
        ["delivery", "delivery", "end", "start"],
        ["collect", "delivery", "delivery", "end", "start"],
    )


def test_totals_count_orders_and_not_tasks() -> None:
    totals = totals_of(planned(collected("A", 900), order("B", east(1500))), currency="EUR")
    assert (totals["orders"], totals["planned"], totals["by_kind"]["cargo_bike"]["orders"]) == (2, 2, 2)


def test_an_order_left_out_is_told_once() -> None:
    found = planned(collected("A", 900, weight_g=2_000_000))
    (left,) = found.left_out
    assert left.task_id == str(found.day.orders[0].id)
    doubled = [
        LeftOut(f"{left.task_id}:collect", left.code, "first"),
        LeftOut(left.task_id, left.code, "second"),
    ]
    assert [each.reason for each in left_out_orders(doubled)] == ["first"]


def test_a_shop_that_nobody_reaches_is_told_as_such() -> None:
    found = planned(collected("A", 900), network=GridNetwork.with_closed([SHOP]))
    (left,) = found.left_out
    assert left.code is LeftOutCode.UNREACHABLE
    assert "the place where it is collected" in left.reason


def test_a_collection_at_its_own_recipients_door_is_told() -> None:
    (left,) = planned(collected("A", 900, point=east(900))).left_out
    assert "collected where it is delivered" in left.reason


def test_a_collection_that_ended_yesterday_is_left_out() -> None:
    (left,) = planned(collected("A", 900, at_window_end=at(-2))).left_out
    assert left.code is LeftOutCode.WINDOW


orders_of_days = st.lists(
    st.tuples(st.integers(3, 30), st.integers(3, 30), st.sampled_from([None, None, "x", "y"]), st.booleans()),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(rows=orders_of_days, vehicles=st.integers(1, 2))
def test_every_plan_collects_before_it_delivers_and_keeps_bundles_together(rows: Any, vehicles: int) -> None:
    """Whatever the day: both ends on one vehicle in order, or the whole bundle left out; no order twice or lost."""
    shops = {"x": east(500, -400), "y": east(-700, 200)}
    orders = []
    for n, (there, shop, bundle, by_hub) in enumerate(rows):
        plain = order(f"O{n}", east(there * 100, 50 * n))
        at_shop = CollectionOfDay(point=shops.get(bundle) or east(shop * 60, -300 - n), bundle=bundle)
        orders.append(plain if by_hub else replace(plain, collection=at_shop))
    found = planned(*orders, shifts=[shift(spec(name=f"V{n}")) for n in range(vehicles)])
    carried: dict[Any, str] = {}
    for route in found.plan.routes:
        ids = list(route.task_ids)
        for task_id in ids:
            if is_collect(task_id):
                assert ids.index(task_id) < ids.index(str(order_of_task(task_id)))
        carried |= {order_of_task(task_id): route.vehicle_id for task_id in ids}
    left = {order_of_task(each.task_id) for each in found.left_out}
    assert carried.keys() | left == {each.id for each in orders}
    assert not carried.keys() & left
    for name in ("x", "y"):
        together = {
            carried.get(each.id) for each in orders if each.collection and each.collection.bundle == name
        }
        assert len(together) <= 1
