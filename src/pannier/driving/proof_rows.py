"""What proofs and attempts have to do with each other, whichever comes first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import ProofAdded
from pannier.driving.models import Attempt, Proof

GRACE_S = 300.0


def is_late(captured_at: datetime, attempt_at: datetime) -> bool:
    """Tell whether a proof was made well after its attempt was closed; a late upload alone is not late."""
    return (captured_at - attempt_at).total_seconds() > GRACE_S


def tell(db: Session, proof: Proof, attempt: Attempt) -> None:
    """Tell the log of a proof now that its attempt is known."""
    proof.late, proof.told = is_late(proof.captured_at, attempt.at), True
    proof.merchant_org_id = attempt.merchant_org_id
    record(db, ProofAdded(proof_id=proof.id, attempt_id=attempt.id, sha256=proof.sha256, late=proof.late))


def adopt_early_proofs(db: Session, attempt: Attempt) -> None:
    """Tell the log of pictures that were uploaded before their attempt was told."""
    query = select(Proof).where(Proof.attempt_id == attempt.id, Proof.told.is_(False))
    for proof in db.scalars(query.order_by(Proof.id)):
        tell(db, proof, attempt)
