"""What nobody serves on demand on its day is left out, told, and tried again on the next; nothing is dropped."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from pannier.base import clock
from pannier.fleet.models import Rider, Shift, Vehicle
from pannier.orders.lifecycle import leave_out
from pannier.planning.models import OnDemandDesk
from pannier.planning.on_demand.desk import due_desks
from pannier.planning.progress import start_route
from tests.planning.test_on_demand import events_of
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation

NEXT = DAY + timedelta(days=1)
CLOSES, OPENS_NEXT = local(22), local(6) + timedelta(days=1)


def wish(day: DemandDay, number: int = 1, at: datetime = NOON, **values: Any) -> uuid.UUID:
    """Take an order on demand in at a moment of the demand day."""
    with clock.fixed(at):
        return day.wish(number, **values)


def next_at(day: DemandDay) -> datetime | None:
    with day.operator.session() as db:
        return db.scalars(select(OnDemandDesk.next_at)).one()


def test_what_nobody_served_when_the_hub_closes_goes_to_the_next_day_and_is_told(
    operator: Organisation,
) -> None:
    day = make_demand_day(operator)
    order = wish(day)
    day.look(CLOSES - timedelta(seconds=1))
    assert (day.order(order).service_date, events_of(day, "order.left_out")) == (DAY, [])
    day.look(CLOSES)
    assert (day.order(order).service_date, day.order(order).status) == (NEXT, "allocated")
    (told,) = events_of(day, "order.left_out")
    assert (told["order_id"], told["code"], told["moved_to"]) == (str(order), "day_over", NEXT.isoformat())
    row = day.row(order)
    assert (row.state, row.code, row.left_over_from, row.escalated_at) == ("waiting", "day_over", DAY, None)
    assert (row.ready_at, row.leave_by) == (OPENS_NEXT, OPENS_NEXT + timedelta(minutes=15))


def test_what_is_left_over_is_given_on_the_next_day_as_if_new(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = wish(day)
    day.look(CLOSES)
    with day.operator.session() as db:
        old = day.crews[0].shift
        db.get_one(Shift, old.id).service_date = NEXT
        for name in ("starts_at", "ends_at"):
            setattr(db.get_one(Shift, old.id), name, getattr(old, name) + timedelta(days=1))
    day.on_duty(day.crews[0], OPENS_NEXT + timedelta(hours=2))
    day.look(OPENS_NEXT + timedelta(hours=2))
    row = day.row(order)
    assert (row.state, row.left_over_from) == ("given", DAY)
    assert day.route_of(order).service_date == NEXT


def test_a_shift_that_serves_into_the_night_is_waited_for(operator: Organisation) -> None:
    day = make_demand_day(operator)
    with day.operator.session() as db:
        shift = db.get_one(Shift, day.crews[0].shift.id)
        shift.ends_at, shift.overtime_s = local(25), 1_800
    order = wish(day)
    day.look(local(25.4))
    assert day.order(order).service_date == DAY
    day.look(local(25.5))
    assert day.order(order).service_date == NEXT


@pytest.mark.parametrize(("table", "of"), [(Rider, "rider"), (Vehicle, "vehicle")])
def test_a_shift_that_cannot_be_worked_is_not_waited_for(operator: Organisation, table: Any, of: str) -> None:
    day = make_demand_day(operator)
    with day.operator.session() as db:
        db.get_one(Shift, day.crews[0].shift.id).ends_at = local(25)
        db.get_one(table, getattr(day.crews[0], of).id).active = False
    order = wish(day)
    day.look(CLOSES)
    assert day.order(order).service_date == NEXT


def test_what_a_rider_has_and_is_on_the_way_to_when_the_day_ends_stays(operator: Organisation) -> None:
    day = make_demand_day(operator)
    with day.operator.session() as db:
        shift = db.get_one(Shift, day.crews[0].shift.id)
        shift.starts_at, shift.ends_at = local(20), local(22.5)
    day.on_duty(day.crews[0], local(20))
    order = wish(day, at=local(21))
    day.look(local(21))
    route = day.route_of(order)
    with day.operator.session() as db:
        start_route(db, route.id, at=route.starts_at)
    day.look(local(23))
    assert (day.order(order).service_date, day.order(order).route_id) == (DAY, route.id)
    assert events_of(day, "order.left_out") == []


def test_nothing_is_dropped_however_long_no_worker_ran(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = wish(day)
    later = local(10) + timedelta(days=4)
    day.look(later)
    assert day.order(order).service_date == later.date()
    assert len(events_of(day, "order.left_out")) == 1
    day.look(later + timedelta(minutes=10))
    assert (day.order(order).service_date, day.row(order).code) == (later.date(), "no_riders")
    assert day.row(order).left_over_from == DAY


def test_an_order_of_a_coming_day_is_looked_at_when_that_begins(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = wish(day, service_date=NEXT)
    day.look(NOON)
    midnight = local(24)
    assert next_at(day) == midnight
    with clock.fixed(midnight), day.operator.session() as db:
        assert due_desks(db) == [(day.operator.org_id, day.hub_id)]
    day.look(midnight)
    # Its minutes count from when the hub opens, not from midnight.
    assert (day.row(order).code, day.row(order).ready_at) == ("not_ready", OPENS_NEXT)
    assert next_at(day) == OPENS_NEXT - timedelta(minutes=20)


def test_an_address_in_doubt_of_long_ago_keeps_no_desk_busy(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = wish(day, lon=None, lat=None, status="confirmed", carrier=None)
    day.look(NOON + timedelta(days=9))
    assert (next_at(day), day.order(order).service_date) == (None, DAY)


def test_only_what_waits_moves_with_the_event_and_only_once(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order, riding = wish(day), wish(day, 2, status="in_transit")
    with clock.fixed(CLOSES), day.operator.session() as db:
        for _ in range(2):
            leave_out(db, order, "day_over", moved_to=NEXT)
            leave_out(db, riding, "day_over", moved_to=NEXT)
    assert (day.order(order).service_date, day.order(riding).service_date) == (NEXT, DAY)
