"""Read a hub's day from the tables: the orders not yet on a released route, and the shifts not yet taken."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.prizes import partner_price_cents
from pannier.base import clock
from pannier.fleet.on_demand import on_demand_rules
from pannier.orders.queries import orders_by_id, plannable_orders
from pannier.planning.build_day import around_day, build_day
from pannier.planning.day import DEFAULT_TEMPERATURE_C, Day, OrderOfDay
from pannier.planning.free_shifts import free_shifts
from pannier.planning.models import Route, Task
from pannier.planning.order_facts import order_of_day
from pannier.planning.states import DRIVEN, OUT
from pannier.planning.stop_locks import locks_of_day


def load_day(
    db: Session, *, hub_id: uuid.UUID, service_date: date, temperature_c: float = DEFAULT_TEMPERATURE_C
) -> Day:
    """Return what is still to be planned of a hub's day; raise HubNotFound."""
    around = around_day(db, hub_id, service_date)
    day = build_day(
        db,
        around,
        service_date,
        orders=_orders(db, hub_id, service_date),
        shifts=free_shifts(db, around.hub, service_date),
        temperature_c=temperature_c,
        locks=locks_of_day(db, hub_id, service_date),
        now=clock.now(),
    )
    return replace(day, company_out=company_out(db, hub_id, service_date))


def _orders(db: Session, hub_id: uuid.UUID, service_date: date) -> tuple[OrderOfDay, ...]:
    out = orders_out(db, service_date)
    # Orders on demand go to riders by themselves, unless their hub serves none any more.
    is_planned = not on_demand_rules(db, hub_id).active
    waiting = [
        order
        for order in plannable_orders(db, hub_id, service_date)
        if order.id not in out and (is_planned or not order.on_demand)
    ]
    prizes = partner_price_cents(db, [order.id for order in waiting])
    found = (order_of_day(order, prize_of(order.prize_cents, prizes.get(order.id))) for order in waiting)
    return tuple(order for order in found if order is not None)


def prize_of(own_cents: int | None, partner_cents: int | None) -> int | None:
    """Return what leaving an order out costs: what it says itself, or what a partner takes if that is less."""
    return min((cents for cents in (own_cents, partner_cents) if cents is not None), default=None)


def orders_out(db: Session, service_date: date) -> frozenset[uuid.UUID]:
    """Return the orders with an open task on a route that a rider has, of any hub: orders change theirs."""
    query = (
        select(Task.order_id)
        .join(Route, Route.id == Task.route_id)
        .where(
            Route.service_date == service_date,
            Route.state.in_(OUT),
            Task.state != "closed",
        )
    )
    return frozenset(db.scalars(query))


def company_out(db: Session, hub_id: uuid.UUID, service_date: date) -> Mapping[str, str]:
    """Return the words of orders that go together, by which some are out or served already, with a reference each."""
    query = (
        select(Task.order_id)
        .join(Route, Route.id == Task.route_id)
        .where(
            Route.hub_id == hub_id,
            Route.service_date == service_date,
            Route.state.in_(DRIVEN),
            Task.outcome.is_(None) | Task.outcome.in_(("succeeded", "partial", "failed")),
        )
    )
    found = (order_of_day(row, collect=False) for row in orders_by_id(db, set(db.scalars(query))).values())
    return {order.together: order.reference for order in found if order is not None and order.together}
