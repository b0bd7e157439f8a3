"""What a dispatcher has fixed of a stop binds orders on demand too: they come where it leaves room, or wait."""

import uuid
from datetime import datetime, timedelta

import pytest

from pannier.planning.models import Route, Stop
from pannier.planning.queries import open_tasks, sheet_of
from pannier.planning.stop_locks import Wish, find_lock, set_lock
from tests.planning.test_on_demand import drive, later, released_round
from tests.support.on_demand_days import DemandDay, make_demand_day
from tests.support.organisations import Organisation

HELD_S = 60


def under_way(operator: Organisation) -> tuple[DemandDay, Route, datetime]:
    """Return a day whose rider has done the first stop of a round, and when that was over."""
    day = make_demand_day(operator, orders=6)
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    return day, route, drive(day, route, 1)


def starts(day: DemandDay, route: Route) -> dict[uuid.UUID, datetime]:
    """Return when the open planned orders of a route are to begin, in their order."""
    with day.operator.session() as db:
        return {
            task.order_id: shown.stop.planned_start
            for shown in sheet_of(db, route.id).stops
            for task in shown.tasks
            if task.state != "closed" and task.order_id in day.orders
        }


def fix(day: DemandDay, *orders: uuid.UUID, **wish: bool | int) -> None:
    with day.operator.session() as db:
        for order in orders:
            set_lock(db, order, Wish(**wish), by="person:1")


def test_stops_at_a_fixed_time_do_not_move(operator: Organisation) -> None:
    day, route, at = under_way(operator)
    before = starts(day, route)
    fix(day, *before, time=True, tolerance_s=HELD_S)
    order = day.wish(3, service_s=600)
    day.look(at)
    after = starts(day, route)
    moved = [abs(after[one] - before[one]) for one in before]
    assert max(moved) <= timedelta(seconds=HELD_S)
    # It has its place behind them.
    assert day.row(order).arrives_at > max(after.values())


def test_nothing_comes_before_a_stop_whose_place_in_the_row_is_fixed(operator: Organisation) -> None:
    day, route, at = under_way(operator)
    fixed = list(starts(day, route))[2]
    fix(day, fixed, in_order=True)
    order = day.wish(3)
    day.look(at)
    assert day.row(order).state == "given"
    assert day.row(order).leaves_at > starts(day, route)[fixed]


def test_without_a_lock_it_does_come_between(operator: Organisation) -> None:
    day, route, at = under_way(operator)
    before = starts(day, route)
    day.wish(3, service_s=600)
    day.look(at)
    after = starts(day, route)
    assert max(after[one] - before[one] for one in before) > timedelta(seconds=HELD_S)


@pytest.mark.parametrize("number", [0, 1])
def test_an_order_on_demand_goes_to_the_rider_whom_a_dispatcher_fixed(
    operator: Organisation, number: int
) -> None:
    day = make_demand_day(operator, crews=3)
    records = {crew.shift.id: day.on_duty(crew) for crew in day.crews}
    order = day.wish(1)
    day.look()
    first = day.row(order).shift_id
    wanted = [crew.shift.id for crew in day.crews if crew.shift.id != first][number]
    fix(day, order, rider=True)
    with day.operator.session() as db:
        find_lock(db, order).shift_id = wanted
    # Of the two who are left either could have it.
    day.off_duty(records[first], later(10))
    day.look(later(11))
    day.look(later(11))
    assert day.row(order).shift_id == wanted


def where(day: DemandDay, order: uuid.UUID) -> Stop:
    with day.operator.session() as db:
        return db.get_one(Stop, open_tasks(db, order)[-1].stop_id)


def test_the_time_fixed_of_an_order_on_demand_holds_when_others_come(operator: Organisation) -> None:
    day = make_demand_day(operator)
    day.on_duty(day.crews[0])
    order = day.wish(1)
    day.look()
    planned = where(day, order).planned_start
    fix(day, order, time=True, tolerance_s=HELD_S)
    # On the way to the first one, and with more to do there than the first can wait for.
    between = day.wish(0, service_s=900)
    day.look(later(5))
    assert abs(where(day, order).planned_start - planned) <= timedelta(seconds=HELD_S)
    assert day.row(between).arrives_at > planned
