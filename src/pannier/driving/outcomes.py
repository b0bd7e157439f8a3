"""Use case: an outcome told by somebody else than the rider's phone: a dispatcher, or a partner that delivers."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.attempts import Outcome
from pannier.core.device_time import happened
from pannier.driving.attempts import settle_orders
from pannier.driving.models import Attempt
from pannier.driving.proof_policy import required_proofs
from pannier.orders.queries import get_order


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReport:
    """What somebody else than the rider's phone tells of an order."""

    id: uuid.UUID
    order_id: uuid.UUID
    outcome: Outcome
    reason: str | None
    device_time: datetime
    received_at: datetime
    closed_by: str


def report_outcome(db: Session, report: OutcomeReport) -> bool:
    """Add an attempt and settle its order; False when this report is known. Raise OrderNotFound."""
    lock(db, "order", [report.order_id])
    if db.scalars(select(Attempt.id).where(Attempt.id == report.id)).first() is not None:
        return False
    order = get_order(db, report.order_id)
    when = happened(report.device_time, report.received_at)
    wanted = (
        [] if report.closed_by == "partner" else required_proofs(order.proof, report.outcome, report.reason)
    )
    row = Attempt(
        id=report.id,
        org_id=org_of(db),
        merchant_org_id=order.merchant_org_id,
        order_id=order.id,
        outcome=report.outcome,
        reason=report.reason,
        device_time=report.device_time,
        at=when.at,
        received_at=report.received_at,
        clock_suspect=when.suspect,
        closed_by=report.closed_by,
        route_id=None if report.closed_by == "partner" else order.route_id,
        required_proofs=wanted,
    )
    db.add(row)
    db.flush()
    settle_orders(db, [order.id])
    return True
