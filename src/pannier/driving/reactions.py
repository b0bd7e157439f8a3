"""What driving does when partners report outcomes: their attempts stand beside those of the own riders."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.base.scope import acting_as
from pannier.core.attempts import Outcome
from pannier.driving.outcomes import OutcomeReport, report_outcome
from pannier.driving.rounds import close_by_hand, find_round
from pannier.orders.queries import find_order

_OUTCOMES = {
    "attempt.succeeded": Outcome.SUCCEEDED,
    "attempt.partial": Outcome.PARTIAL,
    "attempt.failed": Outcome.FAILED,
    "attempt.reopened": Outcome.REOPENED,
}


def on_outcome_reported(db: Session, entry: LogEntry) -> None:
    """Make the attempt that a partner's own system reported."""
    event: Any = entry.event
    report = OutcomeReport(
        id=event.outcome_id,
        order_id=event.order_id,
        outcome=Outcome(event.outcome),
        reason=event.reason,
        device_time=event.device_time,
        received_at=entry.at,
        closed_by="partner",
    )
    report_outcome(db, report)


def on_route_stopped(db: Session, entry: LogEntry) -> None:
    """Close the round of a route that does not go on, at the last thing that is known of it."""
    row = find_round(db, entry.event.route_id)
    if row is not None:
        close_by_hand(db, row.id)


def on_partner_attempt(db: Session, entry: LogEntry) -> None:
    """Make the attempt that happened on a copy on the order of the operator it was copied from, too."""
    event: Any = entry.event
    copy = find_order(db, event.order_id)
    if copy is None or copy.copied_from is None or copy.copied_from_org_id is None:
        return
    report = OutcomeReport(
        id=mirror_id(event.attempt_id, entry.type),
        order_id=copy.copied_from,
        outcome=_OUTCOMES[entry.type],
        reason=getattr(event, "reason", None),
        device_time=event.device_time or entry.at,
        received_at=entry.at,
        closed_by="partner",
    )
    with acting_as(db, copy.copied_from_org_id):
        order = find_order(db, copy.copied_from)
        # An operator that has taken its order back is told nothing more of it.
        if order is not None and order.copied_to == copy.id:
            report_outcome(db, report)


def mirror_id(attempt_id: uuid.UUID, event_type: str) -> uuid.UUID:
    """Return the id of the operator's row for a partner's attempt; the partner's own has the attempt's id itself."""
    return uuid.uuid5(attempt_id, event_type)
