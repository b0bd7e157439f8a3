"""Orders on demand as Today shows them: what waits and why, who has what, and who could take more."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.fleet.on_demand import Rules, get_on_demand_rules
from pannier.orders.models import Order
from pannier.orders.queries import on_demand_page, open_on_demand
from pannier.planning.models import OnDemandDesk, OnDemandOrder
from pannier.planning.on_demand.book import rows_of
from pannier.planning.on_demand.riders import OnDuty, on_duty_of

LATELY = timedelta(hours=1)
"""So long what ended is still listed."""


@dataclass(frozen=True)
class Counts:
    """How many orders are open, wait for a rider, are late as it looks now, and need a person."""

    open: int
    waiting: int
    late: int
    needs_you: int


@dataclass(frozen=True)
class Shown:
    """What Today shows of a hub's orders on demand: `orders` is one page, all else is of the whole day."""

    rules: Rules
    desk: OnDemandDesk | None
    orders: list[tuple[Order, OnDemandOrder | None]]
    next_cursor: str | None
    counts: Counts
    of_shifts: Mapping[uuid.UUID, int]
    duty: OnDuty
    now: datetime

    @property
    def names(self) -> Mapping[uuid.UUID, str]:
        """Return what the riders of the day's shifts are called."""
        return {one.shift_id: one.rider_name for one in self.duty.roster}


def show_on_demand(
    db: Session,
    *,
    hub_id: uuid.UUID,
    service_date: date,
    ended: bool = False,
    cursor: str | None = None,
    limit: int = 100,
) -> Shown:
    """Return the orders on demand of a hub's day that are open or ended lately; raise HubNotFound or Invalid.

    With `ended` those that ended before are listed, too.
    """
    rules, now = get_on_demand_rules(db, hub_id), clock.now()
    lately = None if ended else _ended_lately(hub_id, service_date, now)
    orders, next_cursor = on_demand_page(db, hub_id, service_date, also=lately, cursor=cursor, limit=limit)
    rows = rows_of(db, [order.id for order in orders])
    return Shown(
        rules=rules,
        desk=db.scalars(select(OnDemandDesk).where(OnDemandDesk.hub_id == hub_id)).first(),
        orders=[(order, rows.get(order.id)) for order in orders],
        next_cursor=next_cursor,
        counts=_counts(db, hub_id, service_date, now),
        of_shifts=_of_shifts(db, hub_id, service_date),
        duty=on_duty_of(db, hub_id, service_date, rules, now),
        now=now,
    )


def _ended_lately(hub_id: uuid.UUID, service_date: date, now: datetime) -> Select[uuid.UUID]:
    """Return the query of those that ended within the last hour, or just now: the next look notes when."""
    return select(OnDemandOrder.order_id).where(
        OnDemandOrder.hub_id == hub_id,
        OnDemandOrder.service_date == service_date,
        or_(OnDemandOrder.ended_at.is_(None), OnDemandOrder.ended_at >= now - LATELY),
    )


def _counts(db: Session, hub_id: uuid.UUID, service_date: date, now: datetime) -> Counts:
    still_open = open_on_demand(hub_id, service_date)
    # One that nobody has looked at yet has no row, and waits.
    query = select(
        func.count(OnDemandOrder.id).filter(OnDemandOrder.state != "waiting"),
        func.count(OnDemandOrder.id).filter(_is_late(now)),
        func.count(OnDemandOrder.id).filter(OnDemandOrder.escalated_at.is_not(None)),
    ).where(OnDemandOrder.order_id.in_(still_open))
    with_rider, late, needs_you = db.execute(query).one()
    many = db.scalars(select(func.count()).select_from(still_open.subquery())).one()
    return Counts(open=many, waiting=many - with_rider, late=late, needs_you=needs_you)


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Return the condition that one leaves or is there too late, as `late_s` of its row tells."""
    return or_(
        func.coalesce(OnDemandOrder.leaves_at, now) > OnDemandOrder.leave_by,
        func.coalesce(OnDemandOrder.arrives_at, now) > OnDemandOrder.deliver_by,
    )


def _of_shifts(db: Session, hub_id: uuid.UUID, service_date: date) -> Mapping[uuid.UUID, int]:
    """Return how many open orders on demand each shift has."""
    query = (
        select(OnDemandOrder.shift_id, func.count(OnDemandOrder.id))
        .where(
            OnDemandOrder.shift_id.is_not(None),
            OnDemandOrder.order_id.in_(open_on_demand(hub_id, service_date)),
        )
        .group_by(OnDemandOrder.shift_id)
    )
    return {shift_id: count for shift_id, count in db.execute(query) if shift_id is not None}
