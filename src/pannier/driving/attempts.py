"""Use case: settle an order after new facts about it; what holds goes to tasks, parcels and the log."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.attempts import Fact, Outcome, Settled, settle, standing, to_tell
from pannier.core.events import AttemptFailed, AttemptPartial, AttemptReopened, AttemptSucceeded
from pannier.driving.models import Attempt, Round
from pannier.hub.on_the_road import hand_over, keep_aboard
from pannier.planning.progress import mark_task
from pannier.planning.queries import find_task

_CLOSES = {Outcome.SUCCEEDED, Outcome.PARTIAL, Outcome.FAILED}


def settle_orders(db: Session, order_ids: Iterable[uuid.UUID]) -> None:
    """Bring everything that follows from these orders' attempts up to date; again changes nothing."""
    wanted = sorted(set(order_ids))
    lock(db, "order", wanted)
    for order_id in wanted:
        _settle(db, order_id)


def facts_of(db: Session, order_id: uuid.UUID) -> list[Attempt]:
    """Return all rows about an order, reopenings included."""
    query = select(Attempt).where(Attempt.order_id == order_id).execution_options(populate_existing=True)
    return list(db.scalars(query))


def settled_from(rows: Iterable[Attempt]) -> Settled:
    """Return what holds by these rows."""
    return settle(
        Fact(row.id, Outcome(row.outcome), row.at, row.counter, by_rider=row.closed_by == "rider")
        for row in rows
    )


def _settle(db: Session, order_id: uuid.UUID) -> None:
    db.flush()
    rows = {row.id: row for row in facts_of(db, order_id)}
    settled = settled_from(rows.values())
    changed = _note(rows, settled)
    told = [row.id for row in sorted(rows.values(), key=lambda row: row.told or 0) if row.told]
    tries = {row.id for row in rows.values() if row.outcome != Outcome.REOPENED}
    news = to_tell(settled, told, tries)
    if settled.last is not None and (news or changed):
        _follow(db, order_id, rows, settled)
    for telling in news:
        record(db, _undone(rows[telling.id]) if telling.undo else _event(rows[telling.id], settled))
    if news:
        places = {id: number for number, id in enumerate(standing(settled), 1)}
        for row in rows.values():
            row.told = places.get(row.id)
    db.flush()


def _note(rows: dict[uuid.UUID, Attempt], settled: Settled) -> bool:
    """Write what follows for each row; return whether anything changed."""
    changed = False
    for row in rows.values():
        now = (row.id == settled.holding, row.id in settled.reopened, settled.conflicts.get(row.id))
        if (row.holds, row.reopened, row.conflict) != now:
            row.holds, row.reopened, row.conflict = now
            changed = True
    return changed


def _follow(db: Session, order_id: uuid.UUID, rows: dict[uuid.UUID, Attempt], settled: Settled) -> None:
    last = rows[settled.last] if settled.last else None
    if last is None:
        return
    _mark_tasks(db, order_id, rows, settled)
    where: dict[str, Any] = {
        "at": last.at,
        "route_id": last.route_id,
        "vehicle_id": _vehicle(db, last.route_id),
    }
    if settled.outcome is Outcome.SUCCEEDED:
        hand_over(db, order_id, **where)
    elif settled.outcome is Outcome.PARTIAL:
        hand_over(db, order_id, barcodes=last.delivered_parcels or [], **where)
    else:
        keep_aboard(db, order_id, **where)


def _mark_tasks(db: Session, order_id: uuid.UUID, rows: dict[uuid.UUID, Attempt], settled: Settled) -> None:
    """Close the order's task on each route with what was the last there; open it again where that was taken back."""
    for route_id in sorted({row.route_id for row in rows.values() if row.route_id is not None}):
        task = find_task(db, order_id=order_id, route_id=route_id)
        if task is None:
            continue
        tries = [rows[id] for id in settled.order if rows[id].route_id == route_id]
        held = [
            row
            for row in tries
            if Outcome(row.outcome) in _CLOSES and not row.reopened and row.conflict is None
        ]
        outcome = held[-1].outcome if held else None
        if outcome is not None:
            mark_task(db, task.id, state="closed", outcome=outcome)
        elif task.state == "closed" and task.outcome in {"succeeded", "partial", "failed"}:
            mark_task(db, task.id, state="started")


def _vehicle(db: Session, route_id: uuid.UUID | None) -> uuid.UUID | None:
    if route_id is None:
        return None
    return db.scalars(select(Round.vehicle_id).where(Round.route_id == route_id)).first()


def _event(row: Attempt, settled: Settled) -> object:
    place: dict[str, Any] = {"order_id": row.order_id, "stop_id": row.stop_id, "route_id": row.route_id}
    if row.outcome == Outcome.REOPENED:
        return AttemptReopened(attempt_id=settled.took_back[row.id], device_time=row.at, **place)
    times: dict[str, Any] = {"device_time": row.at, "received_at": row.received_at}
    if row.outcome == Outcome.FAILED:
        return AttemptFailed(attempt_id=row.id, reason=row.reason or "other", **place, **times)
    kind = AttemptPartial if row.outcome == Outcome.PARTIAL else AttemptSucceeded
    return kind(attempt_id=row.id, reason=row.reason, **place, **times)


def _undone(row: Attempt) -> object:
    """Return the event that an attempt, told before, does not stand: an earlier fact came late."""
    return AttemptReopened(
        attempt_id=row.id,
        order_id=row.order_id,
        stop_id=row.stop_id,
        route_id=row.route_id,
        device_time=row.at,
    )
