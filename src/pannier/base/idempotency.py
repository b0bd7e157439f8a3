"""`Idempotency-Key`: the first answer to a key is kept in the same transaction and given again to repeats.

Answers hold names, addresses and fresh secrets, so they are kept sealed.
"""

import hashlib
from base64 import b64decode, b64encode
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session

from pannier.base import clock
from pannier.base.database import Base, MerchantReadable
from pannier.base.encryption import blind_index, seal, unseal
from pannier.base.ids import new_id
from pannier.base.problems import Conflict, Invalid
from pannier.base.scope import org_of

KEPT_DAYS = 30


class KeptAnswer(MerchantReadable, Base):
    """The answer that was given to one idempotency key."""

    __tablename__ = "kept_answers"
    __table_args__ = (Index("uq_kept_answers_org_key", "org_id", "caller", "key", unique=True),)

    caller: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None]


class KeyReused(Conflict):
    """An idempotency key came again with another request."""

    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request"


class Replay(Exception):
    """Not an error: the request was answered before; carries the kept answer (JSON text) to the edge."""

    def __init__(self, status: int, answer: str, location: str | None) -> None:
        super().__init__("replay")
        self.status = status
        self.answer = answer
        self.location = location


def begin(db: Session, *, caller: str, key: str, method: str, path: str, body: bytes) -> None:
    """Claim `key` for this request; raise Replay if it was answered before, KeyReused if it meant another one.

    Two equal requests at once: the second waits for the first one's commit, then replays it.
    """
    if not 8 <= len(key) <= 255:
        raise Invalid("The Idempotency-Key has 8 to 255 characters.", pointer="Idempotency-Key")
    # With the organisation's key: a plain hash of a body with a password in it could be guessed fast.
    plain = hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()
    digest = blind_index(org_of(db), plain)
    claimed = db.execute(
        text(
            "insert into kept_answers (id, org_id, caller, key, request_hash, created_at)"
            " values (:id, :org, :caller, :key, :hash, :now) on conflict (org_id, caller, key) do nothing returning 1"
        ),
        {"id": new_id(), "org": org_of(db), "caller": caller, "key": key, "hash": digest, "now": clock.now()},
    ).first()
    if claimed is None:
        _replay(db, caller, key, digest)


def _replay(db: Session, caller: str, key: str, digest: bytes) -> None:
    row = db.scalars(select(KeptAnswer).where(KeptAnswer.caller == caller, KeptAnswer.key == key)).one()
    if row.request_hash != digest:
        raise KeyReused(
            "This Idempotency-Key belongs to a different request; make a new key for a new request."
        )
    body = row.body or {}
    sealed = body.get("sealed")
    answer = unseal(row.org_id, b64decode(sealed)) if sealed else "null"
    raise Replay(row.status or 200, answer, body.get("location"))


def keep(
    db: Session, *, caller: str, key: str, status: int, answer: str, location: str | None = None
) -> None:
    """Store the answer (JSON text) and where it points to beside the rows that the request wrote."""
    row = db.scalars(select(KeptAnswer).where(KeptAnswer.caller == caller, KeptAnswer.key == key)).one()
    sealed = b64encode(seal(row.org_id, answer)).decode()
    row.status, row.body = status, {"sealed": sealed, "location": location}
