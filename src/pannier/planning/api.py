"""Routes of planning: ask for a plan, read plans and routes."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from pannier.base.edge import Edge, Router, may
from pannier.base.job_schemas import JobOut, accepted
from pannier.core.endurance import Targets
from pannier.planning import choose, queries, service
from pannier.planning.schemas import LockIn, LockOut, PlanIn, PlanOut, PlanSummary, RouteOut, WhyHereOut
from pannier.planning.schemas_searches import SearchOut
from pannier.planning.searches import searches_of
from pannier.planning.show import show_lock, show_plan, show_routes, show_whole_plan, without_people
from pannier.planning.show_why import show_why
from pannier.planning.stop_locks import Wish, set_lock
from pannier.planning.why_here import why_here

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
        targets=Targets(body.promise_target, body.reserve_target),
        choices=body.choices,
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
    found = queries.list_plans(edge.db, hub_id=hub_id, service_date=service_date)
    return [_for(edge, show_plan(plan)) for plan in found]


@router.get("/plans/searches")
def list_searches(
    hub_id: HubQuery, service_date: DateQuery, edge: Annotated[Edge, may("plans:read")]
) -> list[SearchOut]:
    """List the searches for a plan of a hub's day that are not over, and the last one that is, the newest first.

    Only those asked for within a day.
    """
    return [SearchOut.of(job) for job in searches_of(edge.db, hub_id=hub_id, service_date=service_date)]


@router.get("/plans/{plan_id}")
def get_plan(plan_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> PlanOut:
    """Return a plan with its routes, and every order it left out with the reason in words."""
    return _for(edge, show_whole_plan(edge.db, queries.get_plan(edge.db, plan_id)))


@router.get("/plans/{plan_id}/choices")
def list_choices(plan_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> list[PlanSummary]:
    """List the plans that the same run made to choose from, the cheapest first; none where it made one."""
    return [_for(edge, show_plan(plan)) for plan in queries.choices_of(edge.db, plan_id)]


@router.post("/plans/{plan_id}/choose")
def choose_plan(plan_id: uuid.UUID, edge: Annotated[Edge, may("plans:write")]) -> PlanOut:
    """Make one of a run's plans the day's draft; the others are called off."""
    return _for(edge, show_whole_plan(edge.db, choose.choose_plan(edge.db, plan_id)))


@router.get("/stops/{stop_id}/why")
def why_stop_is_here(stop_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> WhyHereOut:
    """Say why a stop is with its rider: what its orders would cost with the two next best, or which rule forbids it.

    By the plan as it stands, exactly: money, seconds and grams of the whole plan.
    """
    return show_why(edge.db, stop_id, why_here(edge.db, stop_id))


@router.put("/orders/{order_id}/lock")
def lock_stop(order_id: uuid.UUID, body: LockIn, edge: Annotated[Edge, may("plans:write")]) -> LockOut:
    """Fix who brings an order, when, or its place in the row, as they now stand, or free them; plans keep to it."""
    wish = Wish(rider=body.rider, time=body.time, in_order=body.order, tolerance_s=body.tolerance_s)
    return show_lock(set_lock(edge.db, order_id, wish, by=edge.actor.name))


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


def _for[T: PlanSummary](edge: Edge, shown: T) -> T:
    """Return a plan as the caller may see it: what riders have worked is for who may read of people."""
    return shown if "people:read" in edge.actor.permissions else without_people(shown)
