"""What happened to a plan's routes since it was made: released, given to others, proposals, orders taken on demand."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.planning.models import OnDemandOrder, Plan, Proposal, Route, Task


@dataclass(frozen=True, kw_only=True)
class Change:
    """One kind of change: so many routes, orders or proposals, the last one at `at`; of proposals what was asked."""

    kind: Literal["released", "reassigned", "proposal", "on_demand"]
    count: int
    at: datetime
    operation: str | None = None


def changes_since(db: Session, plan: Plan, routes: Sequence[Route]) -> list[Change]:
    """List what happened to a plan's routes since it was made, the latest first."""
    found = [
        *_released(routes),
        *_reassigned(routes),
        *_proposals(db, plan, routes),
        *_on_demand(db, plan, routes),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _released(routes: Sequence[Route]) -> Iterator[Change]:
    moments = [route.released_at for route in routes if route.released_at is not None]
    if moments:
        yield Change(kind="released", count=len(moments), at=max(moments))


def _reassigned(routes: Sequence[Route]) -> Iterator[Change]:
    moments = [route.reassigned_at for route in routes if route.reassigned_at is not None]
    if moments:
        yield Change(kind="reassigned", count=len(moments), at=max(moments))


def _proposals(db: Session, plan: Plan, routes: Sequence[Route]) -> Iterator[Change]:
    """Yield the accepted proposals that moved stops of these shifts, those of one operation together."""
    accepted = select(Proposal).where(
        Proposal.hub_id == plan.hub_id,
        Proposal.service_date == plan.service_date,
        Proposal.state == "accepted",
        Proposal.decided_at > plan.created_at,
    )
    own = {str(route.shift_id) for route in routes}
    moments: dict[str, list[datetime]] = {}
    for row in db.scalars(accepted):
        if own.intersection(row.diff.get("tell_shifts", ())) and row.decided_at is not None:
            moments.setdefault(row.change["operation"], []).append(row.decided_at)
    for operation, at in moments.items():
        yield Change(kind="proposal", count=len(at), at=max(at), operation=operation)


def _on_demand(db: Session, plan: Plan, routes: Sequence[Route]) -> Iterator[Change]:
    """Yield the orders on demand that riders of these routes have taken on besides."""
    ids: list[uuid.UUID] = [route.id for route in routes]
    taken = select(OnDemandOrder.order_id, OnDemandOrder.given_at).where(
        OnDemandOrder.order_id.in_(select(Task.order_id).where(Task.route_id.in_(ids))),
        OnDemandOrder.given_at > plan.created_at,
    )
    moments = [at for _, at in db.execute(taken) if at is not None]
    if moments:
        yield Change(kind="on_demand", count=len(moments), at=max(moments))
