"""Whose rows a session may see: set once at the edge, applied to every ORM statement and by row security."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, false, or_, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction, with_loader_criteria

from pannier.base.database import MerchantReadable, MerchantShared, Owned, PartnerShared, Tenant


class UnscopedSession(RuntimeError):
    """A statement ran in a session that does not say for which organisation it works."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows of `org_id`, narrowed to one merchant's where `merchant_org_id` is set.

    `system` sees all organisations: for sign-in, tracking links and the worker's look-out, never for routes
    that take an id of a person's choosing.
    """

    org_id: uuid.UUID | None = None
    merchant_org_id: uuid.UUID | None = None
    system: bool = False


SYSTEM = Scope(system=True)


def scope_of(db: Session) -> Scope:
    """Return the session's scope; raise UnscopedSession when it has none."""
    scope = db.info.get("scope")
    if not isinstance(scope, Scope):
        raise UnscopedSession("This session has no scope; open it with base.transaction(Scope(org_id=...)).")
    return scope


def org_of(db: Session) -> uuid.UUID:
    """Return the organisation the session works for; raise UnscopedSession for a system session."""
    org_id = scope_of(db).org_id
    if org_id is None:
        raise UnscopedSession("A system session has no organisation; enter one with acting_as(db, org_id).")
    return org_id


@contextmanager
def acting_as(db: Session, org_id: uuid.UUID, merchant_org_id: uuid.UUID | None = None) -> Iterator[Session]:
    """Work for another organisation inside the same transaction, for steps that cross a border by design."""
    before = scope_of(db)
    db.flush()
    _enter(db, Scope(org_id, merchant_org_id))
    try:
        yield db
        db.flush()
    finally:
        _enter(db, before)


def _enter(db: Session, scope: Scope) -> None:
    db.info["scope"] = scope
    if db.in_transaction() and db.is_active:
        tell_database(db.connection(), scope)


def tell_database(connection: Connection, scope: Scope) -> None:
    """Set the transaction's organisation for row-level security, the second belt."""
    connection.execute(
        text(
            "select set_config('pannier.org', :org, true), set_config('pannier.merchant', :merchant, true),"
            " set_config('pannier.system', :system, true)"
        ),
        {
            "org": str(scope.org_id or ""),
            "merchant": str(scope.merchant_org_id or ""),
            "system": "on" if scope.system else "off",
        },
    )


def _criteria(scope: Scope) -> list[Any]:
    org_id, merchant = scope.org_id, scope.merchant_org_id
    if merchant is None:
        shared = with_loader_criteria(MerchantShared, lambda cls: cls.org_id == org_id, include_aliases=True)
        own = with_loader_criteria(Tenant, lambda cls: cls.org_id == org_id, include_aliases=True)
        offers = with_loader_criteria(
            PartnerShared,
            lambda cls: or_(cls.org_id == org_id, cls.partner_org_id == org_id),
            include_aliases=True,
        )
    else:
        shared = with_loader_criteria(
            MerchantShared,
            lambda cls: (cls.org_id == org_id) & (cls.merchant_org_id == merchant),
            include_aliases=True,
        )
        own = with_loader_criteria(Tenant, lambda cls: false(), include_aliases=True)
        offers = with_loader_criteria(PartnerShared, lambda cls: false(), include_aliases=True)
    readable = with_loader_criteria(MerchantReadable, lambda cls: cls.org_id == org_id, include_aliases=True)
    return [own, shared, offers, readable]


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if not scope.system and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(*_criteria(scope))


@event.listens_for(Session, "after_begin")
def _tell(db: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        tell_database(connection, scope_of(db))


@event.listens_for(Session, "before_flush")
def _own_new_rows(db: Session, context: UOWTransaction, instances: Any) -> None:
    scope = scope_of(db)
    for row in db.new:
        if isinstance(row, Owned) and row.org_id is None:
            row.org_id = org_of(db)
        if isinstance(row, MerchantShared) and row.merchant_org_id is None and scope.merchant_org_id:
            row.merchant_org_id = scope.merchant_org_id
