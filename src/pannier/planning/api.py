"""Routes of planning: ask for a plan, read plans and routes."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from pannier.base.edge import Edge, Router, may
from pannier.base.job_schemas import JobOut, accepted
from pannier.planning import queries, service
from pannier.planning.schemas import PlanIn, PlanOut, PlanSummary, RouteOut
from pannier.planning.show import show_plan, show_routes, show_whole_plan

router = Router(prefix="/v1", tags=["planning"])
HubQuery = Annotated[uuid.UUID, Query(description="The hub.")]
DateQuery = Annotated[date, Query(alias="date", description="The service day.")]


@router.post("/plans", status_code=202)
def request_plan(body: PlanIn, response: Response, edge: Annotated[Edge, may("plans:write")]) -> JobOut:
    """Plan what is not yet released of a hub's day; watch the job, its result names the plan."""
    job = service.request_plan(
        edge.db,
        hub_id=body.hub_id,
        service_date=body.date,
        budget_s=body.budget_s,
        iterations=body.iterations,
        seed=body.seed,
        temperature_c=body.temperature_c,
    )
    return accepted(job, response)


@router.post("/plans/jobs/{job_id}/stop", status_code=202)
def stop_plan(job_id: uuid.UUID, response: Response, edge: Annotated[Edge, may("plans:write")]) -> JobOut:
    """End a search now and keep the best plan found so far."""
    return accepted(service.stop_planning(edge.db, job_id), response)


@router.get("/plans")
def list_plans(
    hub_id: HubQuery, service_date: DateQuery, edge: Annotated[Edge, may("plans:read")]
) -> list[PlanSummary]:
    """List the plans of a hub's day, the newest revision first."""
    return [show_plan(plan) for plan in queries.list_plans(edge.db, hub_id=hub_id, service_date=service_date)]


@router.get("/plans/{plan_id}")
def get_plan(plan_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> PlanOut:
    """Return a plan with its routes, and every order it left out with the reason in words."""
    return show_whole_plan(edge.db, queries.get_plan(edge.db, plan_id))


@router.get("/routes")
def list_routes(
    hub_id: HubQuery,
    service_date: DateQuery,
    edge: Annotated[Edge, may("plans:read")],
    state: Annotated[list[str] | None, Query(description="Only routes in these states.")] = None,
) -> list[RouteOut]:
    """List the routes of a hub's day with their stops and ways; without `state` all but the cancelled ones."""
    routes = queries.list_routes(edge.db, hub_id=hub_id, service_date=service_date, states=state)
    return show_routes(edge.db, queries.sheets_of(edge.db, routes))


@router.get("/routes/{route_id}")
def get_route(route_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> RouteOut:
    """Return a route with its stops and ways."""
    return show_routes(edge.db, [queries.sheet_of(edge.db, route_id)])[0]
