"""The desk of orders on demand: two workers never do the same, a dead one leaves nothing half done, news call it."""

import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import NoResultFound, OperationalError

from pannier.base import clock
from pannier.fleet.models import Shift
from pannier.planning.models import OnDemandDesk, Task
from pannier.planning.on_demand import loop, take_back
from pannier.planning.on_demand.decide import decide
from pannier.planning.on_demand.desk import due_desks, ring
from pannier.planning.problems import RouteState
from pannier.planning.told import told_moments
from tests.planning.test_on_demand import alone, drive, events_of, later, released_round
from tests.support.fleet_days import DAY, east
from tests.support.on_demand_days import NOON, DemandDay, make_demand_day
from tests.support.organisations import Organisation
from tests.support.planned_days import on_the_grid
from tests.support.rounds import make_order

__all__ = ["alone"]


def test_two_workers_never_give_one_order_to_two_riders(operator: Organisation) -> None:
    day = make_demand_day(operator, crews=3)
    for crew in day.crews:
        day.on_duty(crew)
    orders = [day.wish(number) for number in range(4)]
    with clock.fixed(NOON), day.operator.session() as db:
        ring(db, [day.hub_id])
    begin, results = threading.Barrier(3), []

    def work() -> None:
        begin.wait()
        with day.operator.session() as db:
            results.append(decide(db, day.hub_id, network_of=on_the_grid) is not None)

    threads = [threading.Thread(target=work) for _ in range(3)]
    # One clock for all of them: it is the process's, and whoever put it back would do so for the others, too.
    with clock.fixed(NOON):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results.count(True) >= 1
    with day.operator.session() as db:
        rows = list(db.scalars(select(Task).where(Task.order_id.in_(orders), Task.state != "closed")))
    assert sorted((task.order_id, task.kind) for task in rows) == sorted(
        (order, kind) for order in orders for kind in ("collect", "dropoff")
    )
    assert len(events_of(day, "order.planned")) == len(orders)


def test_a_worker_that_dies_leaves_everything_as_it_was_and_the_desk_due(alone: DemandDay) -> None:
    order = alone.wish(1)
    with clock.fixed(NOON), alone.operator.session() as db:
        ring(db, [alone.hub_id])
    with pytest.raises(RuntimeError, match="killed"), clock.fixed(NOON), alone.operator.session() as db:
        decide(db, alone.hub_id, network_of=on_the_grid)
        raise RuntimeError("killed")
    assert alone.order(order).status == "allocated"
    assert alone.out() == []
    with clock.fixed(NOON), alone.operator.session() as db:
        assert (alone.operator.org_id, alone.hub_id) in due_desks(db)
    alone.look()
    assert alone.row(order).state == "given"


def test_the_desk_is_due_after_news_and_when_its_time_has_come(alone: DemandDay) -> None:
    alone.wish(1)
    alone.look()
    with alone.operator.session() as db:
        with clock.fixed(later(1)):
            assert due_desks(db) == []
        with clock.fixed(later(31)):
            assert due_desks(db) == [(alone.operator.org_id, alone.hub_id)]
        with clock.fixed(later(2)):
            ring(db)
            assert due_desks(db) == [(alone.operator.org_id, alone.hub_id)]
        assert db.scalars(select(OnDemandDesk)).one().took_ms is not None
    assert alone.out()[0].route.service_date == DAY


def fail_at(monkeypatch: pytest.MonkeyPatch, hub_id: uuid.UUID, fault: Exception) -> None:
    """Let every look at a hub raise a fault; others are looked at as ever."""

    def look_at(db: Any, at: uuid.UUID, *, network_of: Any) -> OnDemandDesk | None:
        if at == hub_id:
            raise fault
        return decide(db, at, network_of=network_of)

    monkeypatch.setattr(loop, "decide", look_at)


def desk_of(day: DemandDay) -> OnDemandDesk:
    with day.operator.session() as db:
        return db.scalars(select(OnDemandDesk).where(OnDemandDesk.hub_id == day.hub_id)).one()


def test_a_fault_in_one_hubs_data_holds_up_no_other_hub(
    alone: DemandDay, stranger: Organisation, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_demand_day(stranger)
    other.on_duty(other.crews[0])
    order = other.wish(1)
    for at, day in ((NOON, alone), (later(1), other)):
        with clock.fixed(at), day.operator.session() as db:
            ring(db, [day.hub_id])
    fail_at(monkeypatch, alone.hub_id, NoResultFound("No row was found when one was required"))
    with clock.fixed(later(2)):
        loop.look(network_of=on_the_grid, bind=engine)
    assert other.row(order).state == "given"
    faulty = desk_of(alone)
    assert (faulty.decided_at, faulty.next_at) == (later(2), later(2 + loop.AFTER_A_FAULT_S))
    assert faulty.error_code == "fault"


def test_while_the_database_is_away_every_desk_stays_due(
    alone: DemandDay, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.fixed(NOON), alone.operator.session() as db:
        ring(db, [alone.hub_id])
    gone = OperationalError("select 1", {}, psycopg.OperationalError("the connection is lost"))
    fail_at(monkeypatch, alone.hub_id, gone)
    with clock.fixed(later(1)), pytest.raises(OperationalError):
        loop.look(network_of=on_the_grid, bind=engine)
    assert desk_of(alone).decided_at is None
    deadlock = OperationalError("update", {}, psycopg.errors.DeadlockDetected("deadlock detected"))
    fail_at(monkeypatch, alone.hub_id, deadlock)
    with clock.fixed(later(1)):
        assert loop.look(network_of=on_the_grid, bind=engine) == 0
    assert desk_of(alone).decided_at == later(1)


def test_a_look_that_ends_early_leaves_no_half_of_it(
    alone: DemandDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = alone.wish(1, from_hub=True)
    alone.look()
    before, route = alone.row(order), alone.route_of(order)
    at = max(route.starts_at, NOON) + timedelta(minutes=6)

    def started_meanwhile(*_: Any) -> None:
        raise RouteState("The route is in_progress; it cannot be called off any more.")

    monkeypatch.setattr(take_back, "cancel_route", started_meanwhile)
    with clock.fixed(at), alone.operator.session() as db:
        ring(db, [alone.hub_id])
    with clock.fixed(at), alone.operator.session() as db:
        desk = decide(db, alone.hub_id, network_of=on_the_grid)
    assert desk is not None
    assert desk.error_code == "route_state"
    row = alone.row(order)
    assert (row.state, row.shift_id, row.refused) == ("given", before.shift_id, {})
    with alone.operator.session() as db:
        (task,) = db.scalars(select(Task).where(Task.order_id == order))
        assert task.state != "closed"
    assert events_of(alone, "order.taken_back") == []


def words(day: DemandDay, orders: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return what recipients of orders were told."""
    with day.operator.session() as db:
        told = told_moments(db, day.hub_id, DAY)
    return {order: told[order] for order in orders if order in told}


def test_promises_do_not_drift_while_a_night_of_yesterday_is_at_hand_too(operator: Organisation) -> None:
    day = make_demand_day(operator, orders=0, crews=2)
    yesterday = DAY - timedelta(days=1)
    with day.operator.session() as db:
        db.get_one(Shift, day.crews[1].shift.id).service_date = yesterday
        day.orders = [make_order(db, day.hub_id, n, window_start=None, window_end=None).id for n in range(5)]
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    day.on_duty(day.crews[1])
    at = drive(day, route, 1)
    night = day.wish(90, service_date=yesterday)
    day.wish(19)
    day.look(at)
    first = words(day, day.orders)
    assert first
    for number in range(3):
        day.wish(20 + number, shop=east(-800 - 100 * number))
        day.look(at + timedelta(seconds=1 + number))
        assert words(day, day.orders) == first
    # The riders of the night were asked too, so both days were looked at.
    assert day.row(night).code != "no_riders"
