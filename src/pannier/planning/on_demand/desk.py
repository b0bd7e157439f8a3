"""When to look at a hub's orders on demand: after everything that may change the choice, and when its time has come."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.ids import new_id
from pannier.base.scope import org_of
from pannier.fleet.on_demand import active_hubs
from pannier.planning.models import OnDemandDesk


def ring(db: Session, hub_ids: Iterable[uuid.UUID] | None = None) -> int:
    """Ask for a look at hubs, all that serve on demand unless told; return how many."""
    wanted = active_hubs(db) if hub_ids is None else list(hub_ids)
    now = clock.now()
    for hub_id in wanted:
        row = {
            "id": new_id(),
            "org_id": org_of(db),
            "hub_id": hub_id,
            "changed_at": now,
            "created_at": now,
        }
        statement = insert(OnDemandDesk).values(**row)
        db.execute(statement.on_conflict_do_update(index_elements=["hub_id"], set_={"changed_at": now}))
    return len(wanted)


def due_desks(db: Session) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return organisation and hub of what is to be looked at now; `db` is a system session."""
    now = clock.now()
    query = select(OnDemandDesk.org_id, OnDemandDesk.hub_id).where(
        or_(
            OnDemandDesk.decided_at.is_(None),
            OnDemandDesk.changed_at > OnDemandDesk.decided_at,
            OnDemandDesk.next_at <= now,
        )
    )
    return [(row[0], row[1]) for row in db.execute(query.order_by(OnDemandDesk.changed_at))]


def put_off(db: Session, hub_id: uuid.UUID, *, seconds: int, error_code: str) -> None:
    """Look again a little later, after a look that failed."""
    now = clock.now()
    values = {"decided_at": now, "next_at": now + timedelta(seconds=seconds), "error_code": error_code}
    db.execute(update(OnDemandDesk).where(OnDemandDesk.hub_id == hub_id).values(**values))
