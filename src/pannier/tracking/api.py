"""Routes of tracking for dispatchers: latest positions, traces, expected arrivals, recipients' links."""

import uuid
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.base.problems import Invalid
from pannier.places.service import get_hub
from pannier.planning.queries import get_route
from pannier.tracking import learning, links, queries
from pannier.tracking.live import show_position
from pannier.tracking.schemas import ArrivalModelOut, EtaOut, LinkOut, PositionOut, TraceOut, TracePointOut
from pannier.tracking.show_model import show_model

router = Router(prefix="/v1", tags=["tracking"])
TODAY = timedelta(hours=18)


@router.get("/positions/latest")
def latest_positions(
    edge: Annotated[Edge, may("live:read")],
    hub_id: Annotated[uuid.UUID | None, Query(description="Only riders of this hub.")] = None,
) -> list[PositionOut]:
    """List where each rider was last, today."""
    if hub_id is not None:
        get_hub(edge.db, hub_id)
    names, kinds = queries.names_of(edge.db, hub_id)
    rows = queries.latest_positions(edge.db, hub_id, since=clock.now() - TODAY)
    return [show_position(row, names, kinds) for row in rows]


@router.get("/positions")
def trace(edge: Annotated[Edge, may("live:read")], route_id: uuid.UUID) -> TraceOut:
    """Tell where a route was driven."""
    get_route(edge.db, route_id)
    points = queries.trace_of_route(edge.db, route_id)
    return TraceOut(
        route_id=route_id, points=[TracePointOut(at=at, lon=lon, lat=lat) for at, lon, lat in points]
    )


@router.get("/etas")
def list_etas(
    edge: Annotated[Edge, may("live:read")],
    route_id: Annotated[uuid.UUID | None, Query(description="The stops of this route.")] = None,
    hub_id: Annotated[
        uuid.UUID | None, Query(description="The stops of this hub's day; needs `date`.")
    ] = None,
    service_date: Annotated[date | None, Query(alias="date", description="The service day.")] = None,
) -> list[EtaOut]:
    """List when the stops ahead are expected to be reached: of a route, or of a hub's day."""
    if route_id is not None:
        get_route(edge.db, route_id)
        rows = queries.etas_of_route(edge.db, route_id, clock.now())
    elif hub_id is not None and service_date is not None:
        get_hub(edge.db, hub_id)
        rows = queries.etas_of_day(edge.db, hub_id, service_date, clock.now())
    else:
        raise Invalid("Name a route (route_id), or a hub and its day (hub_id, date).", pointer="/route_id")
    return [EtaOut.model_validate(row) for row in rows]


@router.get("/arrival-models/{hub_id}")
def arrival_model(hub_id: uuid.UUID, edge: Annotated[Edge, may("live:read")]) -> ArrivalModelOut:
    """Tell what a hub's rounds taught about how long things take, and how well arrivals are foretold by it."""
    get_hub(edge.db, hub_id)
    return show_model(hub_id, learning.latest_model(edge.db, hub_id))


@router.get("/orders/{order_id}/tracking-link")
def tracking_link(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> LinkOut:
    """Give the address of the recipient's page of an order."""
    link = links.ensure_link(edge.db, order_id)
    return LinkOut(order_id=order_id, url=links.url_of(link), expires_at=link.expires_at)
