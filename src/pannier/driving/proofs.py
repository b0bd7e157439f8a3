"""Use case: store a proof picture, before or after the attempt that it shows was told."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.base import files
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.device_time import happened
from pannier.driving.models import Attempt, Proof
from pannier.driving.photos import clean_photo, clean_signature
from pannier.driving.problems import ProofElsewhere, ProofNotFound, ShaMismatch, TooManyProofs
from pannier.driving.proof_rows import tell
from pannier.orders.queries import get_order

MOST_FILES = 10
MEDIA_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFile:
    """A picture as uploaded; `event_id` is the attempt's, `sha256` (hex) of the file as the phone made it."""

    event_id: uuid.UUID
    order_id: uuid.UUID
    kind: str
    sha256: str
    content: bytes
    captured_at: datetime
    received_at: datetime


def store_proof(db: Session, upload: ProofFile) -> Proof:
    """Keep a proof picture, without EXIF; the same picture again is the one that is kept.

    Raises OrderNotFound, ShaMismatch, NotAnImage, TooManyProofs or ProofElsewhere.
    """
    digest = hashlib.sha256(upload.content).hexdigest()
    if digest != upload.sha256.lower():
        text = f"The file's SHA-256 is {digest[:12]}…, not the one sent; upload it again."
        raise ShaMismatch(text, pointer="/sha256")
    order = get_order(db, upload.order_id)
    lock(db, "proofs", [upload.event_id])
    attempt = db.get(Attempt, upload.event_id)
    if attempt is not None and attempt.order_id != order.id:
        text = f"Event {upload.event_id} is about another order; send the proof with its own event."
        raise ProofElsewhere(text, pointer="/order_id")
    known = _same(db, upload, digest)
    if known is not None:
        return known
    _check_count(db, upload.event_id)
    return _keep(db, upload, digest, attempt, merchant_org_id=order.merchant_org_id)


def _same(db: Session, upload: ProofFile, digest: str) -> Proof | None:
    query = select(Proof).where(
        Proof.attempt_id == upload.event_id, Proof.kind == upload.kind, Proof.sha256 == digest
    )
    return db.scalars(query).first()


def _check_count(db: Session, event_id: uuid.UUID) -> None:
    query = select(func.count()).select_from(Proof).where(Proof.attempt_id == event_id, Proof.sha256 != "")
    if (db.scalar(query) or 0) >= MOST_FILES:
        raise TooManyProofs(f"An attempt has at most {MOST_FILES} pictures; these are enough.")


def _keep(
    db: Session,
    upload: ProofFile,
    digest: str,
    attempt: Attempt | None,
    *,
    merchant_org_id: uuid.UUID | None,
) -> Proof:
    clean = clean_signature if upload.kind == "signature" else clean_photo
    picture = clean(upload.content)
    stored = files.store(org_of(db), picture.content, picture.suffix)
    proof = Proof(
        org_id=org_of(db),
        merchant_org_id=merchant_org_id,
        attempt_id=upload.event_id,
        order_id=upload.order_id,
        kind=upload.kind,
        sha256=digest,
        stored_sha256=stored.sha256,
        suffix=picture.suffix,
        captured_at=happened(upload.captured_at, upload.received_at).at,
        received_at=upload.received_at,
    )
    db.add(proof)
    db.flush()
    if attempt is not None:
        tell(db, proof, attempt)
    return proof


def read_proof(db: Session, proof_id: uuid.UUID) -> tuple[bytes, str]:
    """Return a proof's picture and its media type; raise ProofNotFound, also for proofs without a picture."""
    proof = db.scalars(select(Proof).where(Proof.id == proof_id)).first()
    if proof is None or proof.stored_sha256 is None:
        raise ProofNotFound(
            f"Proof {proof_id} does not exist here or has no picture; see the order's attempts."
        )
    return files.load(proof.org_id, proof.stored_sha256), MEDIA_TYPES[proof.suffix or ".jpg"]
