"""Routes of orders on demand: what waits and why, who has what."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query

from pannier.base.edge import Edge, Router, may
from pannier.base.paging import MAX_LIMIT
from pannier.planning.on_demand.schemas import OnDemandOut
from pannier.planning.on_demand.show import show_on_demand

router = Router(prefix="/v1", tags=["planning"])


@router.get("/on-demand")
def list_on_demand(
    hub_id: Annotated[uuid.UUID, Query(description="The hub.")],
    service_date: Annotated[date, Query(alias="date", description="The service day.")],
    edge: Annotated[Edge, may("plans:read")],
    ended: Annotated[bool, Query(description="Also those that ended more than an hour ago.")] = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
) -> OnDemandOut:
    """List a hub's orders on demand of a day with how each stands, and who serves them now, the oldest first."""
    shown = show_on_demand(
        edge.db, hub_id=hub_id, service_date=service_date, ended=ended, cursor=cursor, limit=limit
    )
    return OnDemandOut.of(shown)
