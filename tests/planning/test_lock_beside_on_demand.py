"""A dispatcher fixes a stop at the moment in which orders on demand are given: one waits for the other."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.planning.on_demand.decide import decide
from pannier.planning.on_demand.desk import ring
from pannier.planning.stop_locks import Wish, find_lock, set_lock
from tests.planning.test_on_demand import later
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation
from tests.support.planned_days import on_the_grid

RIDER = Wish(rider=True)


@pytest.fixture
def day(operator: Organisation) -> DemandDay:
    """Two riders on duty; whoever has the order goes off duty at 12:01."""
    day = make_demand_day(operator, crews=2)
    for crew in day.crews:
        day.on_duty(crew)
    return day


def impatient(db: Session) -> Session:
    """Let a session fail at once where it would have to wait for another."""
    db.execute(text("set local lock_timeout = '100ms'"))
    return db


def give(day: DemandDay, db: Session) -> None:
    assert decide(db, day.hub_id, network_of=on_the_grid) is not None


def asked(day: DemandDay) -> uuid.UUID:
    order = day.wish(1)
    with clock.fixed(NOON), day.operator.session() as db:
        ring(db, [day.hub_id])
    return order


def test_what_is_fixed_while_an_order_is_given_waits_and_names_who_has_it_then(day: DemandDay) -> None:
    order = asked(day)
    with clock.fixed(NOON), day.operator.session() as giving:
        give(day, giving)
        with pytest.raises(OperationalError, match="lock timeout"), day.operator.session() as fixing:
            set_lock(impatient(fixing), order, RIDER, by="person:1")
    with day.operator.session() as db:
        row = set_lock(db, order, RIDER, by="person:1")
        assert row is not None
        assert row.shift_id == day.row(order).shift_id


def test_orders_are_not_given_while_a_stop_is_being_fixed_and_see_it_then(day: DemandDay) -> None:
    order = asked(day)
    day.look()
    first = day.row(order).shift_id
    with day.operator.session() as fixing:
        set_lock(fixing, order, RIDER, by="person:1")
        with (
            pytest.raises(OperationalError, match="lock timeout"),
            clock.fixed(later(1)),
            day.operator.session() as giving,
        ):
            give(day, impatient(giving))
    day.wish(2)
    day.look(later(2))
    assert day.row(order).shift_id == first
    with day.operator.session() as db:
        kept = find_lock(db, order)
        assert kept is not None
        assert kept.shift_id == first
