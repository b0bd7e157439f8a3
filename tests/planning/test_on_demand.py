"""Orders on demand are given to riders at once, beside planned rounds; nobody's promise moves and nothing is lost."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from pannier.base import clock
from pannier.base.log_tables import LogRow
from pannier.engine.stability import Stability
from pannier.fleet.models import Shift
from pannier.fleet.vehicle_state import note_position
from pannier.orders.service import cancel
from pannier.planning.models import Plan, Route, Task
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import sheet_of
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.solver import Effort
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation
from tests.support.planned_days import on_the_grid
from tests.support.rounds import make_order


@pytest.fixture
def alone(operator: Organisation) -> DemandDay:
    """One rider on duty and no planned round."""
    day = make_demand_day(operator)
    day.on_duty(day.crews[0])
    return day


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def events_of(day: DemandDay, kind: str) -> list[dict]:
    with day.operator.session() as db:
        return [row.data for row in db.scalars(select(LogRow).where(LogRow.type == kind))]


def test_an_idle_rider_gets_a_route_without_any_planned_round(alone: DemandDay) -> None:
    order = alone.wish(1)
    desk = alone.look()
    route, row = alone.route_of(order), alone.row(order)
    assert (route.state, route.rider_id) == ("released", alone.crews[0].rider.id)
    assert (row.state, row.shift_id) == ("given", alone.crews[0].shift.id)
    assert alone.order(order).status == "planned"
    assert NOON < row.leaves_at <= row.leave_by
    assert row.leaves_at < row.arrives_at <= row.deliver_by
    assert desk.next_at is not None
    with alone.operator.session() as db:
        kinds = [shown.stop.kind for shown in sheet_of(db, route.id).stops]
        assert kinds == ["start", "collect", "delivery", "end"]
        (plan,) = db.scalars(select(Plan).where(Plan.hub_id == alone.hub_id))
        assert (plan.engine, plan.state) == ("on demand", "released")


def test_looking_again_without_news_changes_nothing(alone: DemandDay) -> None:
    order = alone.wish(1)
    alone.look()
    before = alone.route_of(order).revision
    for second in (1, 2, 3):
        alone.look(later(second))
    assert alone.route_of(order).revision == before
    assert len(events_of(alone, "order.planned")) == 1


def test_an_order_from_the_hub_is_loaded_there(alone: DemandDay) -> None:
    order = alone.wish(1, from_hub=True)
    alone.look()
    with alone.operator.session() as db:
        kinds = [shown.stop.kind for shown in sheet_of(db, alone.route_of(order).id).stops]
    assert kinds == ["start", "delivery", "end"]


def test_two_orders_of_one_shop_share_a_ride(alone: DemandDay) -> None:
    first, second = alone.wish(1), alone.wish(2)
    alone.look()
    assert alone.route_of(first).id == alone.route_of(second).id


def test_without_a_rider_on_duty_the_order_says_so_at_once_and_calls_for_a_person(
    operator: Organisation,
) -> None:
    day = make_demand_day(operator)
    order = day.wish(1)
    day.look()
    row = day.row(order)
    assert (row.state, row.code) == ("waiting", "no_riders")
    assert row.escalated_at == NOON
    assert [told["code"] for told in events_of(day, "order.escalated")] == ["no_riders"]
    day.look(later(5))
    assert len(events_of(day, "order.escalated")) == 1


def test_it_is_tried_again_when_a_rider_begins(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = day.wish(1)
    day.look()
    day.on_duty(day.crews[0], later(30))
    day.look(later(40))
    row = day.row(order)
    assert (row.state, row.code, row.escalated_at) == ("given", None, None)


def test_an_order_waits_for_company_and_goes_with_it(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2, hold_s=60)
    for crew in day.crews:
        day.on_duty(crew)
    first = day.wish(1)
    desk = day.look()
    row = day.row(first)
    assert (row.code, row.held_until, desk.next_at) == ("held", later(60), later(60))
    second = day.wish(2)
    day.look(later(60))
    assert day.row(first).state == "given"
    assert day.route_of(first).id == day.route_of(second).id


def test_an_order_that_is_ready_much_later_is_not_given_yet(alone: DemandDay) -> None:
    order = alone.wish(1, release_at=local(14))
    desk = alone.look()
    assert (alone.row(order).code, desk.next_at) == ("not_ready", local(14) - timedelta(minutes=20))
    alone.look(local(13.75))
    row = alone.row(order)
    assert row.state == "given"
    assert row.leaves_at >= local(14)
    assert row.leave_by == local(14.25)


def test_who_comes_too_late_is_told_and_as_the_operator_wants_given_or_not(operator: Organisation) -> None:
    day = make_demand_day(operator)
    day.on_duty(day.crews[0])
    far = {"shop": east(9_000), "deliver_within_s": 1_200, "leave_within_s": 600}
    given = day.wish(1, **far)
    day.look()
    row = day.row(given)
    assert (row.state, row.code) == ("given", "late")
    assert row.facts["late_s"] == (row.arrives_at - row.deliver_by).total_seconds()
    assert row.arrives_at > row.deliver_by
    day.rules(serve_late=False)
    kept = day.wish(2, **far)
    day.look(later(1))
    assert (day.row(kept).state, day.row(kept).code) == ("waiting", "late")
    assert day.row(kept).escalated_at is not None


def released_round(day: DemandDay) -> Route:
    """Plan and release the round of the day."""
    plan_id = day.plan(iterations=60)
    (route,) = day.routes(plan_id)
    with day.operator.session() as db:
        return release_route(db, route.id, at=local(7))


def drive(day: DemandDay, route: Route, stops: int) -> datetime:
    """Drive the first stops as planned and return when the rider leaves the last of them."""
    with day.operator.session() as db:
        start_route(db, route.id, at=route.starts_at)
        sheet = sheet_of(db, route.id)
        for shown in sheet.stops[: stops + 1]:
            mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
            for task in shown.tasks:
                mark_task(db, task.id, state="closed", outcome="succeeded")
        return sheet.stops[stops].stop.planned_departure


def planned_stops(day: DemandDay, route_id: uuid.UUID) -> list[uuid.UUID]:
    with day.operator.session() as db:
        sheet = sheet_of(db, route_id)
    tasks = [task for shown in sheet.stops for task in shown.tasks if task.outcome != "cancelled"]
    return [task.order_id for task in tasks if task.order_id in day.orders]


def test_a_rider_on_a_planned_round_takes_it_in_between_and_keeps_the_order_of_the_round(
    operator: Organisation,
) -> None:
    day = make_demand_day(operator, orders=6)
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    at = drive(day, route, 2)
    before = planned_stops(day, route.id)
    with day.operator.session() as db:
        next_stop = sheet_of(db, route.id).stops[3].stop.id
    order = day.wish(3)
    day.look(at)
    assert day.route_of(order).id == route.id
    assert planned_stops(day, route.id) == before
    with day.operator.session() as db:
        sheet = sheet_of(db, route.id)
        ahead = [shown.stop for shown in sheet.stops if shown.stop.state == "pending"]
        assert ahead[0].id == next_stop
        assert all(
            shown.stop.planned_start <= shown.stop.window_end
            for shown in sheet.stops
            if shown.stop.window_end
        )
        assert len(list(db.scalars(select(Plan).where(Plan.hub_id == day.hub_id)))) == 1


def test_a_planned_promise_does_not_give_way_and_the_order_waits(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=6)
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    at = drive(day, route, 1)
    with day.operator.session() as db:
        for shown in sheet_of(db, route.id).stops:
            for task in shown.tasks:
                if task.state != "closed":
                    task_order = day.order(task.order_id)
                    db.merge(task_order).window_end = shown.stop.planned_start + timedelta(seconds=60)
    order = day.wish(9, shop=east(-2_500), leave_within_s=600, deliver_within_s=1_500)
    before = planned_stops(day, route.id)
    day.look(at)
    row = day.row(order)
    assert planned_stops(day, route.id) == before
    with day.operator.session() as db:
        for shown in sheet_of(db, route.id).stops:
            for task in shown.tasks:
                if task.order_id in day.orders and task.state != "closed":
                    assert shown.stop.planned_start <= day.order(task.order_id).window_end
    # Behind the round there is time for it, later than it must be there; that is told.
    assert (row.state, row.code) in {("given", "late"), ("waiting", "nobody_fits")}


def test_promises_without_a_window_do_not_drift_with_every_order(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=0)
    with day.operator.session() as db:
        from tests.support.rounds import make_order

        day.orders = [make_order(db, day.hub_id, n, window_start=None, window_end=None).id for n in range(5)]
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    at = drive(day, route, 1)
    with day.operator.session() as db:
        told = {
            task.order_id: shown.stop.planned_start + timedelta(minutes=30)
            for shown in sheet_of(db, route.id).stops
            for task in shown.tasks
            if task.state != "closed"
        }
    for number in range(6):
        day.wish(20 + number, shop=east(-800 - 100 * number))
        day.look(at + timedelta(seconds=number))
    with day.operator.session() as db:
        for shown in sheet_of(db, route.id).stops:
            for task in shown.tasks:
                if task.state != "closed" and task.order_id in told:
                    assert shown.stop.planned_start <= told[task.order_id]


def test_a_rider_who_does_not_set_out_loses_the_order_to_another(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2, answer_s=120)
    for crew in day.crews:
        day.on_duty(crew)
    order = day.wish(1, from_hub=True)
    day.look()
    first = day.row(order).shift_id
    day.look(later(100))
    assert day.row(order).shift_id == first
    leaves = day.route_of(order).starts_at
    at = max(leaves, NOON) + timedelta(seconds=125)
    assert day.look(at).next_at == at
    assert (day.row(order).state, day.row(order).code) == ("waiting", "unanswered")
    day.look(at)
    row = day.row(order)
    assert row.shift_id not in {first, None}
    assert row.refused == {str(first): at.isoformat()}
    with day.operator.session() as db:
        (old,) = db.scalars(select(Route).where(Route.shift_id == first))
        assert old.state == "cancelled"
        open_tasks = db.scalars(select(Task).where(Task.order_id == order, Task.state != "closed"))
        assert {task.route_id for task in open_tasks} == {day.route_of(order).id}


def test_a_rider_whose_phone_moved_has_answered(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2, answer_s=120)
    for crew in day.crews:
        day.on_duty(crew)
    order = day.wish(5)
    day.look()
    row = day.row(order)
    vehicle = next(crew.vehicle.id for crew in day.crews if crew.shift.id == row.shift_id)
    seen = later(60)
    with day.operator.session() as db:
        there = east(250)
        note_position(db, vehicle, lon=there.lon, lat=there.lat, source="rider", at=seen)
    day.look(later(600))
    assert day.row(order).shift_id == row.shift_id


def test_a_rider_who_goes_off_duty_gives_back_what_is_not_collected(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2)
    records = {crew.shift.id: day.on_duty(crew) for crew in day.crews}
    order = day.wish(1)
    day.look()
    first = day.row(order).shift_id
    day.off_duty(records[first], later(10))
    day.look(later(11))
    day.look(later(11))
    row = day.row(order)
    assert (row.state, row.shift_id != first) == ("given", True)
    assert [told["reason"] for told in events_of(day, "order.taken_back")] == ["off_duty"]
    day.off_duty(records[row.shift_id], later(20))
    day.look(later(21))
    day.look(later(21))
    assert (day.row(order).state, day.order(order).status) == ("waiting", "allocated")


def test_a_cancelled_order_leaves_its_rider_free(alone: DemandDay) -> None:
    order = alone.wish(1)
    alone.look()
    with alone.operator.session() as db:
        cancel(db, order)
    again = alone.wish(2)
    alone.look(later(5))
    assert alone.row(again).state == "given"
    with alone.operator.session() as db:
        tasks = db.scalars(select(Task).where(Task.order_id == order))
        assert {task.outcome for task in tasks} == {"cancelled"}


def test_shifts_serve_what_they_say_and_rounds_leave_those_on_demand_alone(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=3, crews=3, serves="rounds")
    wanted = {0: "rounds", 1: "on_demand", 2: None}
    with day.operator.session() as db:
        for number, serves in wanted.items():
            db.get_one(Shift, day.crews[number].shift.id).serves = serves
    for crew in day.crews:
        day.on_duty(crew)
    order = day.wish(1)
    day.look()
    assert day.row(order).shift_id == day.crews[1].shift.id
    plan_id = day.plan()
    assert day.crews[1].shift.id not in {route.shift_id for route in day.routes(plan_id)}
    with day.operator.session() as db:
        planned = {
            task.order_id
            for route in day.routes(plan_id)
            for s in sheet_of(db, route.id).stops
            for task in s.tasks
        }
    assert order not in planned


def test_a_hub_that_serves_none_any_more_plans_them_like_others(operator: Organisation) -> None:
    day = make_demand_day(operator, active=False)
    order = day.wish(1)
    plan_id = day.plan()
    with day.operator.session() as db:
        planned = {
            task.order_id for r in day.routes(plan_id) for s in sheet_of(db, r.id).stops for task in s.tasks
        }
    assert planned == {order}


def test_a_changed_day_leaves_orders_on_demand_and_who_waits_for_them_alone(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=6, crews=3)
    with day.operator.session() as db:
        for number, serves in enumerate(("rounds", "on_demand", "on_demand")):
            db.get_one(Shift, day.crews[number].shift.id).serves = serves
    released_round(day)
    day.on_duty(day.crews[1])
    order = day.wish(1)
    day.look()
    new = more_orders(day, 2)
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation="new_orders", order_ids=tuple(new)),
        effort=Effort(seed=1, iterations=60),
        # Whoever is moved would cost nothing.
        stability=Stability(vehicle_changed_millicents=0, promise_moved_millicents=0),
    )
    with clock.fixed(later(30)), day.operator.session() as db:
        accept(db, propose(db, asked, network_of=on_the_grid).id, by="person:1", network_of=on_the_grid)
    shifts = {one: day.route_of(one).shift_id for one in (*day.orders, *new)}
    assert set(shifts.values()) == {day.crews[0].shift.id}
    assert day.route_of(order).shift_id == day.crews[1].shift.id


def more_orders(day: DemandDay, count: int) -> list[uuid.UUID]:
    """Take in orders of rounds at the time of the demand day's looks."""
    with day.operator.session() as db:
        return [
            make_order(db, day.hub_id, 50 + n, window_start=local(8), window_end=local(16)).id
            for n in range(count)
        ]
