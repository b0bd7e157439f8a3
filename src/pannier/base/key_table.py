"""Wrapped data keys in the database, so that all machines of an installation share them."""

import uuid

from sqlalchemy import Engine, Index, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from pannier.base.database import Base, Tenant
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction


class WrappedKey(Tenant, Base):
    """The data key of one organisation, wrapped by the master key."""

    __tablename__ = "wrapped_keys"
    __table_args__ = (Index("uq_wrapped_keys_org", "org_id", unique=True),)

    wrapped: Mapped[bytes]


class TableKeyStore:
    """A KeyStore over the table `wrapped_keys`; each call is a short transaction of its own."""

    def __init__(self, bind: Engine | None = None) -> None:
        self._bind = bind

    def find(self, org_id: uuid.UUID) -> bytes | None:
        """Return the wrapped key of an organisation, or None."""
        with transaction(SYSTEM, bind=self._bind) as db:
            return db.scalars(select(WrappedKey.wrapped).where(WrappedKey.org_id == org_id)).first()

    def add(self, org_id: uuid.UUID, wrapped: bytes) -> bytes:
        """Keep a first key and return it, or the one that another process kept before."""
        with transaction(SYSTEM, bind=self._bind) as db:
            db.execute(insert(WrappedKey).values(org_id=org_id, wrapped=wrapped).on_conflict_do_nothing())
        return self.find(org_id) or wrapped

    def replace(self, org_id: uuid.UUID, wrapped: bytes) -> None:
        """Keep the same data key under another wrapping."""
        with transaction(SYSTEM, bind=self._bind) as db:
            db.execute(update(WrappedKey).where(WrappedKey.org_id == org_id).values(wrapped=wrapped))

    def remove(self, org_id: uuid.UUID) -> None:
        """Destroy the key; what it sealed can never be read again."""
        with transaction(SYSTEM, bind=self._bind) as db:
            db.execute(delete(WrappedKey).where(WrappedKey.org_id == org_id))

    def list_all(self) -> dict[uuid.UUID, bytes]:
        """Return all wrapped keys."""
        with transaction(SYSTEM, bind=self._bind) as db:
            return dict(db.execute(select(WrappedKey.org_id, WrappedKey.wrapped)).all())
