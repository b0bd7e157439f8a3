"""Use case: settle an order after new facts about it; what holds goes to tasks, parcels and the log.

The attempts to collect it and those to deliver it are settled each for themselves; only that nothing is delivered
before it was collected joins the two.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.attempts import (
    Fact,
    Outcome,
    Settled,
    Telling,
    both_ends,
    not_collected,
    settle,
    standing,
    to_tell,
)
from pannier.driving.attempt_events import event_of, undone
from pannier.driving.models import Attempt, Round
from pannier.driving.stages import Stage, of_stage
from pannier.driving.task_marks import mark_tasks
from pannier.hub.on_the_road import hand_over, keep_aboard, leave_behind, take_over
from pannier.planning.queries import routes_that_collect

type Rows = Mapping[uuid.UUID, Attempt]


@dataclass(frozen=True, slots=True)
class _Half:
    """One end of an order: its rows, what holds by them, and whether that is new."""

    rows: Rows
    settled: Settled
    changed: bool

    def moved(self, news: Sequence[Telling]) -> bool:
        """Tell whether something follows from it now that did not before."""
        told = any(telling.id in self.rows for telling in news)
        return self.settled.last is not None and (told or self.changed)


def settle_orders(db: Session, order_ids: Iterable[uuid.UUID]) -> None:
    """Bring everything that follows from these orders' attempts up to date; again changes nothing."""
    wanted = sorted(set(order_ids))
    lock(db, "order", wanted)
    for order_id in wanted:
        _settle(db, order_id)


def facts_of(db: Session, order_id: uuid.UUID, stage: Stage | None = Stage.DELIVERY) -> list[Attempt]:
    """Return all rows about an order at one end (None: both), reopenings included."""
    query = select(Attempt).where(Attempt.order_id == order_id).execution_options(populate_existing=True)
    return list(db.scalars(query if stage is None else query.where(Attempt.stage == stage)))


def _fact(row: Attempt) -> Fact:
    return Fact(row.id, Outcome(row.outcome), row.at, row.counter, by_rider=row.closed_by == "rider")


def settled_from(rows: Iterable[Attempt], refused: frozenset[uuid.UUID] = frozenset()) -> Settled:
    """Return what holds by these rows; `refused` are successes of what had not been collected."""
    return settle(map(_fact, rows), refused=refused)


def _settle(db: Session, order_id: uuid.UUID) -> None:
    db.flush()
    rows = facts_of(db, order_id, None)
    taken = _half(of_stage(rows, Stage.COLLECTION))
    given = _half(of_stage(rows, Stage.DELIVERY), _refused(db, order_id, rows))
    both = both_ends(taken.settled, given.settled, map(_fact, rows))
    told = [row.id for row in sorted(rows, key=lambda row: row.told or 0) if row.told]
    tries = {row.id for row in rows if row.outcome != Outcome.REOPENED}
    news = to_tell(both, told, tries, anew=bool(taken.rows))
    if taken.moved(news) or given.moved(news):
        mark_tasks(db, order_id, taken.rows, taken.settled, given.rows, given.settled)
    if taken.moved(news):
        _follow_collection(db, order_id, taken)
    if given.moved(news):
        _follow_delivery(db, order_id, given)
    by_id = {row.id: row for row in rows}
    for telling in news:
        row = by_id[telling.id]
        record(db, undone(row) if telling.undo else event_of(row, both))
    if news:
        places = {id: number for number, id in enumerate(standing(both), 1)}
        for row in rows:
            row.told = places.get(row.id)
    db.flush()


def _refused(db: Session, order_id: uuid.UUID, rows: Sequence[Attempt]) -> frozenset[uuid.UUID]:
    """Return the hand-overs told by riders on routes that were to collect the order and had not."""
    given = [row for row in of_stage(rows, Stage.DELIVERY) if row.closed_by == "rider"]
    routes = routes_that_collect(db, order_id) if given else frozenset()
    asked = [_fact(row) for row in given if row.route_id in routes]
    return not_collected(asked, map(_fact, of_stage(rows, Stage.COLLECTION)))


def _half(rows: Sequence[Attempt], refused: frozenset[uuid.UUID] = frozenset()) -> _Half:
    by_id = {row.id: row for row in rows}
    settled = settled_from(rows, refused)
    return _Half(by_id, settled, _note(by_id, settled))


def _note(rows: Rows, settled: Settled) -> bool:
    """Write what follows for each row; return whether anything changed."""
    changed = False
    for row in rows.values():
        now = (row.id == settled.holding, row.id in settled.reopened, settled.conflicts.get(row.id))
        if (row.holds, row.reopened, row.conflict) != now:
            row.holds, row.reopened, row.conflict = now
            changed = True
    return changed


def _follow_collection(db: Session, order_id: uuid.UUID, half: _Half) -> None:
    """Let custody pass from the sender to the rider, or stay where it was."""
    where = _where(db, half)
    if half.settled.outcome is Outcome.SUCCEEDED:
        take_over(db, order_id, **where)
    else:
        leave_behind(db, order_id, **where)


def _follow_delivery(db: Session, order_id: uuid.UUID, half: _Half) -> None:
    where, last = _where(db, half), half.rows[_last(half)]
    if half.settled.outcome is Outcome.SUCCEEDED:
        hand_over(db, order_id, **where)
    elif half.settled.outcome is Outcome.PARTIAL:
        hand_over(db, order_id, barcodes=last.delivered_parcels or [], **where)
    else:
        keep_aboard(db, order_id, **where)


def _last(half: _Half) -> uuid.UUID:
    assert half.settled.last is not None  # noqa: S101 (only halves that moved come here)
    return half.settled.last


def _where(db: Session, half: _Half) -> dict[str, Any]:
    last = half.rows[_last(half)]
    return {"at": last.at, "route_id": last.route_id, "vehicle_id": _vehicle(db, last.route_id)}


def _vehicle(db: Session, route_id: uuid.UUID | None) -> uuid.UUID | None:
    if route_id is None:
        return None
    return db.scalars(select(Round.vehicle_id).where(Round.route_id == route_id)).first()
