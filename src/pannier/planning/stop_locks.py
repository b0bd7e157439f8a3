"""Use cases: fix of an order's stop who brings it, when, or its place in the row, and free it again."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.orders.queries import get_order
from pannier.planning.day import LockOfDay
from pannier.planning.models import Route, Stop, StopLock
from pannier.planning.problems import NothingToLock
from pannier.planning.queries import open_tasks
from pannier.planning.store import lock_hub_day
from pannier.planning.task_ids import COLLECT

TOLERANCE_S = 900
"""How near to its moment a stop stays unless somebody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What shall be fixed of a stop; all false frees it."""

    rider: bool = False
    time: bool = False
    in_order: bool = False
    tolerance_s: int = TOLERANCE_S


def set_lock(db: Session, order_id: uuid.UUID, wish: Wish, *, by: str) -> StopLock | None:
    """Fix what is wished as it now stands and free the rest; what was fixed before stays as it was then.

    Raises OrderNotFound; NothingToLock where no route has the order, or its rider has not left and so has no order
    of stops that could stay.
    """
    order = get_order(db, order_id)
    if order.hub_id is not None:
        # Whoever gives orders to riders holds the day: what is fixed is how it stands then, and the next one sees it.
        lock_hub_day(db, order.hub_id, order.service_date)
    row = find_lock(db, order_id)
    if not (wish.rider or wish.time or wish.in_order):
        if row is not None:
            db.delete(row)
            db.flush()
        return None
    stop, route = _where(db, order_id, order.reference)
    if wish.in_order and route.state != "in_progress":
        raise NothingToLock(
            "Its rider has not left, so the order of its stops is not fixed yet; lock the rider or the time.",
            pointer="/order",
        )
    if row is None or (row.hub_id, row.service_date) != (route.hub_id, route.service_date):
        row = row or StopLock(order_id=order_id, shift_id=None, starts_at=None)
        row.hub_id, row.service_date, row.shift_id, row.starts_at = (
            route.hub_id,
            route.service_date,
            None,
            None,
        )
    row.shift_id = (row.shift_id or route.shift_id) if wish.rider else None
    row.starts_at = (row.starts_at or stop.planned_start) if wish.time else None
    row.in_order, row.tolerance_s, row.by = wish.in_order, wish.tolerance_s, by
    db.add(row)
    db.flush()
    return row


def _where(db: Session, order_id: uuid.UUID, reference: str) -> tuple[Stop, Route]:
    """Return the stop at which an order is handed over, and its route."""
    task = next((task for task in open_tasks(db, order_id) if task.kind != COLLECT), None)
    if task is None:
        raise NothingToLock(f"Order {reference} waits on no route; plan it first.")
    return db.get_one(Stop, task.stop_id), db.get_one(Route, task.route_id)


def find_lock(db: Session, order_id: uuid.UUID) -> StopLock | None:
    """Return what is fixed of an order, None where nothing is."""
    return db.scalars(select(StopLock).where(StopLock.order_id == order_id)).one_or_none()


def locks_of_orders(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, StopLock]:
    """Return what is fixed of these orders."""
    rows = db.scalars(select(StopLock).where(StopLock.order_id.in_(list(order_ids))))
    return {row.order_id: row for row in rows}


def locks_of_day(db: Session, hub_id: uuid.UUID, service_date: date) -> tuple[LockOfDay, ...]:
    """Return what is fixed of a hub's day, as planning takes it."""
    query = select(StopLock).where(StopLock.hub_id == hub_id, StopLock.service_date == service_date)
    return tuple(
        LockOfDay(
            order_id=row.order_id,
            shift_id=row.shift_id,
            begins=None
            if row.starts_at is None
            else (
                row.starts_at - timedelta(seconds=row.tolerance_s),
                row.starts_at + timedelta(seconds=row.tolerance_s),
            ),
            in_order=row.in_order,
        )
        for row in db.scalars(query.order_by(StopLock.order_id))
    )


def is_kept(lock: StopLock, stop: Stop, shift_id: uuid.UUID) -> bool:
    """Tell whether a stop, as planned with a shift, is what was fixed of it."""
    off = stop.planned_start - lock.starts_at if lock.starts_at is not None else timedelta()
    same_rider = lock.shift_id is None or lock.shift_id == shift_id
    return same_rider and abs(off) <= timedelta(seconds=lock.tolerance_s)
