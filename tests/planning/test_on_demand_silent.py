"""A rider who did not set out is asked again when nobody else can take the order, and what is told about it is true."""

import uuid
from datetime import datetime, timedelta

from pannier.fleet.models import Shift
from tests.planning.test_on_demand import alone, events_of
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation

__all__ = ["alone"]
ANSWER = timedelta(minutes=5)


def let_pass(day: DemandDay, order: uuid.UUID, at: datetime = NOON) -> datetime:
    """Let a rider not set out; return when that was told."""
    told = max(day.route_of(order).starts_at, at) + ANSWER + timedelta(seconds=5)
    day.look(told)
    return told


def test_the_only_rider_who_did_not_set_out_is_named_and_asked_again_after_a_while(alone: DemandDay) -> None:
    order = alone.wish(1, from_hub=True)
    alone.look()
    told = let_pass(alone, order)
    assert (alone.row(order).state, alone.row(order).code) == ("waiting", "unanswered")
    alone.look(told)
    row = alone.row(order)
    assert (row.state, row.code) == ("waiting", "only_unanswered")
    who, at = str(alone.crews[0].shift.id), (told + ANSWER).isoformat()
    assert row.facts == {"shift_id": who, "riders": 1, "at": at}
    assert row.escalated_at == told
    alone.look(told + ANSWER - timedelta(seconds=1))
    assert alone.row(order).state == "waiting"
    again = told + ANSWER
    alone.look(again)
    row = alone.row(order)
    assert (row.state, row.code, row.given_at) == ("given", "asked_again", again)
    assert row.escalated_at is None
    before = alone.route_of(order).revision
    alone.look(again + timedelta(seconds=1))
    assert (alone.row(order).code, alone.route_of(order).revision) == ("asked_again", before)


def test_who_does_not_answer_again_waits_as_long_again(alone: DemandDay) -> None:
    order = alone.wish(1, from_hub=True)
    alone.look()
    told = let_pass(alone, order)
    alone.look(told + ANSWER)
    again = let_pass(alone, order, told + ANSWER)
    alone.look(again)
    row = alone.row(order)
    assert (row.state, row.code) == ("waiting", "only_unanswered")
    assert row.refused == {str(alone.crews[0].shift.id): again.isoformat()}
    assert len(events_of(alone, "order.taken_back")) == 2


def test_another_rider_comes_before_the_one_who_did_not_set_out(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=2)
    day.on_duty(day.crews[0])
    order = day.wish(1, from_hub=True)
    day.look()
    told = let_pass(day, order)
    day.look(told)
    assert day.row(order).code == "only_unanswered"
    day.on_duty(day.crews[1], told + ANSWER)
    day.look(told + ANSWER)
    row = day.row(order)
    assert (row.state, row.shift_id, row.code) == ("given", day.crews[1].shift.id, None)


def test_a_rider_who_could_not_take_it_anyway_is_not_blamed(alone: DemandDay) -> None:
    order = alone.wish(1, from_hub=True)
    alone.look()
    told = let_pass(alone, order)
    with alone.operator.session() as db:
        shift = db.get_one(Shift, alone.crews[0].shift.id)
        shift.ends_at = told + timedelta(minutes=2)
    alone.look(told)
    assert (alone.row(order).state, alone.row(order).code) == ("waiting", "nobody_fits")
