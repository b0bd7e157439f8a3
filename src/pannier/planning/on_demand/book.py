"""The orders on demand of a hub's day with how each stands: which need a rider, which may still change, which go."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import OrderSought
from pannier.core.on_demand import counts_from, open_order
from pannier.core.on_demand.order import OpenOrder
from pannier.core.order_limits import Day as OpenDay
from pannier.core.order_states import OrderStatus
from pannier.fleet.on_demand import Rules
from pannier.orders.models import Order
from pannier.orders.queries import on_demand_orders, on_demand_over
from pannier.planning.day import Day as PlannedDay
from pannier.planning.day import HubOfDay
from pannier.planning.models import OnDemandOrder
from pannier.planning.on_demand.why import tell


@dataclass(frozen=True)
class Entry:
    """An order with its row in the book."""

    order: Order
    row: OnDemandOrder

    @property
    def is_located(self) -> bool:
        """Tell whether it is known where the order is collected, or that it is not."""
        return not self.order.awaits_collection or self.order.collect_point is not None

    def as_open(self, day: PlannedDay, rules: Rules) -> OpenOrder:
        """Return the order as the choice sees it."""
        has_rider = self.row.state == "given" and self.row.shift_id is not None
        # Who was asked again and has it now is not asked to give it back.
        rider = str(self.row.shift_id) if has_rider else None
        return open_order(
            str(self.order.id),
            rules.terms(self.order.leave_within_s, self.order.deliver_within_s),
            known_s=max(0, day.seconds(self.row.known_at)),
            ready_s=max(0, day.seconds(self.row.ready_at)),
            rider=rider,
            refused={
                shift: day.seconds(datetime.fromisoformat(at))
                for shift, at in self.row.refused.items()
                if shift != rider
            },
        )


def book_of(db: Session, hub: HubOfDay, service_date: date, rules: Rules, now: datetime) -> list[Entry]:
    """Return the orders that wait for a rider or have one; a new one gets its row. Orders that ended are left away."""
    orders = on_demand_orders(db, hub.id, service_date)
    rows = rows_of(db, [one.id for one in orders])
    return [Entry(one, _brought_up(db, one, rows.get(one.id), rules, hub, now)) for one in orders]


def rows_of(db: Session, order_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, OnDemandOrder]:
    """Return the rows of orders, by order."""
    query = select(OnDemandOrder).where(OnDemandOrder.order_id.in_(order_ids))
    return {row.order_id: row for row in db.scalars(query)} if order_ids else {}


def note_ended(db: Session, hub_id: uuid.UUID, now: datetime) -> None:
    """Note when orders of a hub were over, so that they can be shown for a while."""
    query = select(OnDemandOrder).where(
        OnDemandOrder.hub_id == hub_id,
        OnDemandOrder.ended_at.is_(None),
        OnDemandOrder.order_id.in_(on_demand_over(hub_id)),
    )
    for row in db.scalars(query):
        row.state, row.ended_at, row.escalated_at = "done", now, None
        tell(row, None)


def _brought_up(
    db: Session, order: Order, row: OnDemandOrder | None, rules: Rules, hub: HubOfDay, now: datetime
) -> OnDemandOrder:
    """Return the row of an order with its deadlines as order and hub say now."""
    if row is None:
        row = OnDemandOrder(order_id=order.id, known_at=now, refused={}, state="waiting")
        db.add(row)
        record(db, OrderSought(order_id=order.id, at=now))
    row.hub_id, row.ended_at = order.hub_id or row.hub_id, None
    set_day(row, order, order.service_date, rules, hub)
    if order.status == OrderStatus.IN_TRANSIT:
        row.state, row.held_until = "going", None
        tell(row, None)
    elif order.route_id is None and row.state != "waiting":
        row.state, row.shift_id, row.given_at, row.leaves_at, row.arrives_at = (
            "waiting",
            None,
            None,
            None,
            None,
        )
    return row


def set_day(row: OnDemandOrder, order: Order, on: date, rules: Rules, hub: HubOfDay) -> None:
    """Bring a row to the order's day, with what counts from then on.

    Its deadlines count from when the rule says that its minutes do.
    """
    if row.service_date is not None and row.service_date != on:
        row.refused, row.escalated_at, row.held_until = {}, None, None
    day = OpenDay(on, hub.opens, hub.closes, ZoneInfo(hub.timezone))
    row.service_date = on
    row.ready_at = counts_from(
        day, placed_at=order.created_at, known_at=row.known_at, release_at=order.release_at
    )
    terms = rules.terms(order.leave_within_s, order.deliver_within_s)
    row.leave_by = row.ready_at + timedelta(seconds=terms.leave_within_s)
    row.deliver_by = row.ready_at + timedelta(seconds=terms.deliver_within_s)
