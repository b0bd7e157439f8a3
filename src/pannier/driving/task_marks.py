"""What the attempts at an order mean for its tasks: closed with what was the last there, open again when taken back.

A collection that failed takes the delivery off its route, and a delivery given up before takes the collection off it.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from pannier.core.attempts import Outcome, Settled
from pannier.driving.models import Attempt
from pannier.planning.models import Task
from pannier.planning.progress import mark_task
from pannier.planning.queries import find_collect_task, find_task

_CLOSES = {Outcome.SUCCEEDED, Outcome.PARTIAL, Outcome.FAILED}
_TOLD = {"succeeded", "partial", "failed"}
OFF = "cancelled"


def mark_tasks(
    db: Session,
    order_id: uuid.UUID,
    collections: Mapping[uuid.UUID, Attempt],
    collected: Settled,
    deliveries: Mapping[uuid.UUID, Attempt],
    delivered: Settled,
) -> None:
    """Bring the order's tasks on every route that somebody told of up to date."""
    rows = (*collections.values(), *deliveries.values())
    for route_id in sorted({row.route_id for row in rows if row.route_id is not None}):
        take = find_collect_task(db, order_id=order_id, route_id=route_id)
        drop = find_task(db, order_id=order_id, route_id=route_id)
        taken = _last_there(collections, collected, route_id)
        given = _last_there(deliveries, delivered, route_id)
        # As they are before either is marked: each reopens what it had closed of the other.
        take_failed, drop_failed = _has_failed(take), _has_failed(drop)
        if take is not None:
            _mark(db, take, taken or (OFF if given == Outcome.FAILED else None), reopens=drop_failed)
        if drop is not None:
            _mark(db, drop, given or (OFF if taken == Outcome.FAILED else None), reopens=take_failed)


def _mark(db: Session, task: Task, outcome: str | None, *, reopens: bool) -> None:
    if outcome is not None:
        if not (task.state == "closed" and task.outcome == OFF and outcome == OFF):
            mark_task(db, task.id, state="closed", outcome=outcome)
    elif task.state == "closed" and (task.outcome in _TOLD or (task.outcome == OFF and reopens)):
        mark_task(db, task.id, state="started")


def _has_failed(task: Task | None) -> bool:
    return task is not None and task.outcome == "failed"


def _last_there(rows: Mapping[uuid.UUID, Attempt], settled: Settled, route_id: uuid.UUID) -> str | None:
    """Return how the last attempt that stands on a route ended, None where none does."""
    tries = (rows[id] for id in settled.order if rows[id].route_id == route_id)
    held = [
        row for row in tries if Outcome(row.outcome) in _CLOSES and not row.reopened and row.conflict is None
    ]
    return held[-1].outcome if held else None
