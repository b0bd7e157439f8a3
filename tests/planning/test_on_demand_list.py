"""The list of orders on demand: what is open or ended lately, page by page, with the same few reads however many."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from pannier.base import clock
from pannier.base.problems import Invalid
from pannier.orders.models import Order
from pannier.orders.service import cancel
from pannier.planning.on_demand.schemas import OnDemandOut
from pannier.planning.on_demand.show import show_on_demand
from tests.planning.test_on_demand import alone, later
from tests.support.fleet_days import DAY, east
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation

__all__ = ["alone"]


def listed(day: DemandDay, at: datetime = NOON, **asked: Any) -> OnDemandOut:
    with clock.fixed(at), day.operator.session() as db:
        return OnDemandOut.of(show_on_demand(db, hub_id=day.hub_id, service_date=DAY, **asked))


def ids(shown: OnDemandOut) -> list[uuid.UUID]:
    return [one.order_id for one in shown.orders]


def test_what_ended_is_listed_for_an_hour_and_then_on_request_only(alone: DemandDay) -> None:
    over, still_open = alone.wish(1), alone.wish(2)
    alone.look()
    with alone.operator.session() as db:
        cancel(db, over)
    assert ids(listed(alone, later(1))) == [over, still_open]
    alone.look(later(2))
    shown = listed(alone, later(3))
    assert [(one.state, one.ended_at) for one in shown.orders] == [("done", later(2)), ("going", None)]
    assert (shown.counts.open, shown.counts.waiting) == (1, 0)
    assert ids(listed(alone, later(3_602))) == [over, still_open]
    assert ids(listed(alone, later(3_603))) == [still_open]
    assert ids(listed(alone, later(3_603), ended=True)) == [over, still_open]


def test_what_is_open_again_is_listed_as_open(alone: DemandDay) -> None:
    order = alone.wish(1)
    alone.look()
    for status in ("held", "allocated"):
        with alone.operator.session() as db:
            db.get_one(Order, order).status = status
        alone.look(later(5))
    assert alone.row(order).ended_at is None
    assert ids(listed(alone, later(9_000))) == [order]


def test_pages_follow_each_other_and_the_counts_are_of_the_whole_day(operator: Organisation) -> None:
    day = make_demand_day(operator)
    wanted = [day.wish(number) for number in range(5)]
    day.look()
    found, cursor = [], None
    for _ in range(3):
        shown = listed(day, limit=2, cursor=cursor)
        assert (shown.counts.open, shown.counts.waiting, shown.counts.needs_you) == (5, 5, 5)
        found += ids(shown)
        cursor = shown.next_cursor
    assert (found, cursor) == (sorted(wanted), None)
    with pytest.raises(Invalid, match="cursor"):
        listed(day, cursor="none of ours")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        sent.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_more_riders_and_orders_take_no_more_reads(
    operator: Organisation, stranger: Organisation, engine: Engine
) -> None:
    reads = []
    for organisation, many in ((operator, 1), (stranger, 6)):
        day = make_demand_day(organisation, crews=many)
        for number, crew in enumerate(day.crews):
            day.on_duty(crew)
            day.wish(number, shop=east(300 + 900 * number))
        day.look()
        with counted(engine) as sent:
            shown = listed(day)
        assert (len(shown.orders), len(shown.riders)) == (many, many)
        reads.append(len(sent))
        assert sum("JOIN riders" in one for one in sent) == 1
    assert reads[0] == reads[1]


def test_lateness_is_told_in_seconds_of_leaving_and_of_arriving(operator: Organisation) -> None:
    day = make_demand_day(operator)
    day.on_duty(day.crews[0])
    order = day.wish(1, shop=east(9_000), deliver_within_s=1_200, leave_within_s=600)
    day.look()
    (shown,) = listed(day).orders
    row = day.row(order)
    assert (shown.code, shown.why.rider) == ("late", day.crews[0].rider.name)
    assert shown.leaves_late_s == (row.leaves_at - row.leave_by).total_seconds() > 0
    assert shown.arrives_late_s == shown.why.late_s == (row.arrives_at - row.deliver_by).total_seconds() > 0


def test_what_nobody_has_becomes_late_as_time_goes_by(operator: Organisation) -> None:
    day = make_demand_day(operator)
    day.wish(1)
    day.look()
    assert [one.leaves_late_s for one in listed(day, NOON + timedelta(minutes=15)).orders] == [0]
    assert listed(day, NOON + timedelta(minutes=15)).counts.late == 0
    (shown,) = listed(day, NOON + timedelta(minutes=20)).orders
    assert (shown.code, shown.leaves_late_s, shown.arrives_late_s) == ("no_riders", 300, 0)
    assert listed(day, NOON + timedelta(minutes=20)).counts.late == 1


def test_no_row_holds_a_name_or_a_sentence(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2)
    records = [day.on_duty(crew) for crew in day.crews]
    order = day.wish(1)
    day.look()
    had = day.row(order).shift_id
    number = next(n for n, crew in enumerate(day.crews) if crew.shift.id == had)
    day.off_duty(records[number], later(10))
    day.look(later(11))
    assert (day.row(order).code, day.row(order).facts) == ("off_duty", {"shift_id": str(had)})
    (shown,) = listed(day, later(11)).orders
    assert shown.why.rider == day.crews[number].rider.name
