"""An order on demand says by when it leaves and is there, to its merchant too; a planned one says its window."""

import uuid
from datetime import datetime, timedelta

from pannier.base import clock
from pannier.orders.answers import OnDemandTimesOut, OrderRow
from pannier.orders.models import Order
from pannier.orders.on_demand import TimesOf
from pannier.orders.show import show
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation

OPENS_NEXT = local(6) + timedelta(days=1)


def placed(day: DemandDay, at: datetime = NOON, **values: object) -> uuid.UUID:
    with clock.fixed(at):
        return day.wish(1, **values)


def times(day: DemandDay, order: uuid.UUID) -> OnDemandTimesOut | None:
    with day.operator.session() as db:
        row = db.get_one(Order, order)
        shown = OrderRow.of(row, times=TimesOf(db).of(row)).on_demand_times
        assert show(db, row).on_demand_times == shown
        return shown


def test_an_order_tells_the_hubs_minutes_from_when_it_was_placed(operator: Organisation) -> None:
    day = make_demand_day(operator)
    shown = times(day, placed(day))
    assert shown is not None
    assert (shown.leave_within_min, shown.deliver_within_min) == (15, 45)
    assert (shown.leave_by, shown.deliver_by) == (local(12.25), local(12.75))


def test_its_own_minutes_count_and_only_from_when_it_is_ready(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = placed(day, release_at=local(14), leave_within_s=600, deliver_within_s=1_800)
    shown = times(day, order)
    assert shown is not None
    assert (shown.leave_by, shown.deliver_by) == (local(14) + timedelta(minutes=10), local(14.5))


def test_one_placed_for_another_day_counts_from_when_the_hub_opens(operator: Organisation) -> None:
    day = make_demand_day(operator)
    shown = times(day, placed(day, service_date=DAY + timedelta(days=1)))
    assert shown is not None
    assert shown.leave_by == OPENS_NEXT + timedelta(minutes=15)


def test_what_is_told_is_what_riders_are_chosen_by(operator: Organisation) -> None:
    day = make_demand_day(operator)
    order = placed(day)
    day.look(NOON)
    shown, row = times(day, order), day.row(order)
    assert shown is not None
    assert (shown.leave_by, shown.deliver_by) == (row.leave_by, row.deliver_by)


def test_minutes_count_from_when_a_rider_is_sought_for_merchant_and_desk_alike(
    operator: Organisation,
) -> None:
    """Its place was not known for twenty minutes: until then nobody could be sought."""
    day = make_demand_day(operator)
    order = placed(day)
    day.look(NOON + timedelta(minutes=20))
    day.look(NOON + timedelta(minutes=25))
    shown, row = times(day, order), day.row(order)
    assert shown is not None
    assert (shown.leave_by, shown.deliver_by) == (row.leave_by, row.deliver_by)
    assert shown.leave_by == NOON + timedelta(minutes=35)


def test_what_changes_while_a_rider_is_sought_changes_for_merchant_and_desk_alike(
    operator: Organisation,
) -> None:
    day = make_demand_day(operator)
    order = placed(day)
    day.look(NOON + timedelta(minutes=20))
    with operator.session() as db:
        db.get_one(Order, order).leave_within_s = 300
    day.look(NOON + timedelta(minutes=21))
    shown, row = times(day, order), day.row(order)
    assert shown is not None
    assert shown.leave_by == row.leave_by == NOON + timedelta(minutes=25)


def test_what_is_left_over_has_the_deadlines_of_its_next_day_for_merchant_and_desk_alike(
    operator: Organisation,
) -> None:
    day = make_demand_day(operator)
    order = placed(day)
    day.look(NOON + timedelta(minutes=20))
    day.look(local(23))
    shown, row = times(day, order), day.row(order)
    assert shown is not None
    assert row.left_over_from == DAY
    assert shown.leave_by == row.leave_by == OPENS_NEXT + timedelta(minutes=15)


def test_a_planned_order_and_one_of_a_hub_that_serves_none_tell_nothing(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=1)
    assert times(day, day.orders[0]) is None
    order = placed(day)
    day.rules(active=False)
    assert times(day, order) is None
