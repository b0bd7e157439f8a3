"""Use case: a partner without riders in Pannier tells how an order went."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.events import OutcomeReported
from pannier.dispatch.models import Outcome
from pannier.dispatch.problems import NotCarried, OutcomeReused, UnknownOutcome
from pannier.factors.reasons import failure_reasons
from pannier.orders.queries import get_order

OUTCOMES = ("succeeded", "partial", "failed")
_ENDED = {"cancelled", "returned", "lost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a partner tells: `id` is its own, so that a repeat is recognised."""

    id: uuid.UUID
    order_id: uuid.UUID
    outcome: str
    reason: str | None
    device_time: datetime


def report_outcome(db: Session, report: Report, *, by: str) -> bool:
    """Note what a partner tells of its copy of an order; return False for a repeat.

    Raises OrderNotFound, NotCarried, UnknownOutcome or OutcomeReused. The attempt itself follows from the event.
    """
    order = get_order(db, report.order_id)
    if order.copied_from is None:
        raise NotCarried(f"Order {order.reference} is your own; its riders report its attempts.")
    check_outcome(report.outcome, report.reason)
    known = db.get(Outcome, report.id)
    if known is not None:
        _check_same(known, report)
        return False
    if order.status in _ENDED:
        raise NotCarried(
            f"Order {order.reference} is {order.status}; nothing can be reported for it any more."
        )
    row = Outcome(
        id=report.id,
        order_id=report.order_id,
        outcome=report.outcome,
        reason=report.reason,
        device_time=report.device_time,
        received_at=clock.now(),
        by=by,
    )
    db.add(row)
    db.flush()
    told = OutcomeReported(
        outcome_id=row.id,
        order_id=row.order_id,
        outcome=row.outcome,
        reason=row.reason,
        device_time=row.device_time,
    )
    record(db, told)
    return True


def check_outcome(outcome: str, reason: str | None) -> None:
    """Raise UnknownOutcome unless the outcome exists and has a reason exactly when it is no full success."""
    if outcome not in OUTCOMES:
        raise UnknownOutcome(f"{outcome!r} is none of {', '.join(OUTCOMES)}.", pointer="/outcome")
    if (outcome == "succeeded") != (reason is None):
        text = "A failed or partial delivery has a reason, a success has none."
        raise UnknownOutcome(text, pointer="/reason")
    if reason is not None and reason not in failure_reasons():
        text = f"{reason!r} is no failure reason; list them with GET /v1/failure-reasons."
        raise UnknownOutcome(text, pointer="/reason")


def get_outcome(db: Session, outcome_id: uuid.UUID) -> Outcome:
    """Return what was reported under an id; raise NotCarried."""
    found = db.get(Outcome, outcome_id)
    if found is None:
        raise NotCarried(f"Nothing was reported under {outcome_id}.")
    return found


def _check_same(known: Outcome, report: Report) -> None:
    before = (known.order_id, known.outcome, known.reason, known.device_time)
    if before != (report.order_id, report.outcome, report.reason, report.device_time):
        raise OutcomeReused(
            "This id was used for another report; make a new id for a new report.", pointer="/id"
        )
