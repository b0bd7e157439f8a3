"""Let only one transaction at a time work on a thing that has no row of its own yet."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session


def lock(db: Session, kind: str, ids: Iterable[object]) -> None:
    """Wait until no other transaction holds any of these; held until the end of this one.

    They are taken in one order everywhere, so two transactions never wait for each other.
    """
    keys = sorted({_key(f"{kind}:{id}") for id in ids})
    for key in keys:
        db.execute(text("select pg_advisory_xact_lock(:key)"), {"key": key})


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
