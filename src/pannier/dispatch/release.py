"""Use cases: hand routes to their riders, and move a route to another shift."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.events import RouteReleased
from pannier.dispatch.gate import OVERRIDABLE, Block, RouteFacts, block
from pannier.dispatch.models import Override
from pannier.dispatch.problems import AlreadyLoaded, PlanNotChosen, PlanSuperseded
from pannier.fleet.roster import roster_entry
from pannier.hub.queries import custody_of_orders, missing_parcels
from pannier.places.service import get_hub, network_of
from pannier.planning import reassign as planning_reassign
from pannier.planning.problems import RouteNotFound
from pannier.planning.progress import release_route
from pannier.planning.queries import (
    RouteSheet,
    get_plan,
    orders_of_route,
    routes_of_plan,
    sheet_of,
)
from pannier.planning.retime import NetworkOf, outdated, problem_of_route, retimed
from pannier.planning.states import CHOICE
from pannier.planning.store import lock_hub_day, note_released


@dataclass(frozen=True, slots=True)
class Blocked:
    """A route that stays, and why."""

    route_id: uuid.UUID
    code: str
    detail: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did: the routes that riders now have, and those that stay."""

    released: tuple[uuid.UUID, ...]
    blocked: tuple[Blocked, ...]


def release(
    db: Session,
    plan_id: uuid.UUID,
    *,
    route_ids: Iterable[uuid.UUID] | None = None,
    override_reason: str | None = None,
    by: str,
    network_of: NetworkOf = network_of,
) -> Released:
    """Release a plan's routes, or some of them; each one that may not leave stays with its reason.

    Routes that riders have already count as released. Raises PlanSuperseded, PlanNotFound or RouteNotFound.
    """
    plan = get_plan(db, plan_id)
    lock_hub_day(db, plan.hub_id, plan.service_date)
    db.refresh(plan)
    if plan.state == "superseded":
        raise PlanSuperseded("A newer plan took this one's place; release the newest with GET /v1/plans.")
    if plan.state == CHOICE:
        raise PlanNotChosen(
            "This plan waits beside others; choose it first with POST /v1/plans/{plan_id}/choose."
        )
    released: list[uuid.UUID] = []
    blocked: list[Blocked] = []
    for route_id in _wanted(db, plan_id, route_ids):
        found = _release_one(db, route_id, plan.checked, override_reason, by, network_of)
        if found is None:
            released.append(route_id)
        else:
            blocked.append(Blocked(route_id, found.code, found.detail, found.missing))
    if released:
        note_released(db, plan_id)
    return Released(tuple(released), tuple(blocked))


def _wanted(db: Session, plan_id: uuid.UUID, route_ids: Iterable[uuid.UUID] | None) -> list[uuid.UUID]:
    routes = routes_of_plan(db, plan_id)
    known = {route.id for route in routes}
    if route_ids is None:
        return [route.id for route in routes if route.state != "cancelled"]
    wanted = list(dict.fromkeys(route_ids))
    for route_id in wanted:
        if route_id not in known:
            raise RouteNotFound(f"Route {route_id} is not part of plan {plan_id}; read the plan.")
    return wanted


def _release_one(
    db: Session,
    route_id: uuid.UUID,
    is_checked: bool,
    override_reason: str | None,
    by: str,
    network_of: NetworkOf,
) -> Block | None:
    sheet = sheet_of(db, route_id)
    if sheet.route.state in {"released", "in_progress", "completed"}:
        return None
    found = block(_facts(db, sheet, is_checked, network_of))
    overridden = found is not None and found.code == OVERRIDABLE and override_reason is not None
    if found is not None and not overridden:
        return found
    if found is not None and override_reason is not None:
        db.add(Override(route_id=route_id, reason=override_reason, missing=list(found.missing), by=by))
    route = release_route(db, route_id, at=clock.now())
    record(db, RouteReleased(route_id=route_id, revision=route.revision, override=overridden))
    return None


def _facts(db: Session, sheet: RouteSheet, is_checked: bool, network_of: NetworkOf) -> RouteFacts:
    route = sheet.route
    entry = roster_entry(db, route.shift_id)
    open_orders = sum(task.state != "closed" for stop in sheet.stops for task in stop.tasks)
    broken: tuple[str, ...] = ()
    if route.state == "draft" and open_orders and entry.rider_active and entry.vehicle_active:
        network = network_of(get_hub(db, route.hub_id))
        made = problem_of_route(db, sheet, entry, network=network)
        broken = outdated(made, sheet) or retimed(made, sheet)[1]
    missing = missing_parcels(db, route_id=route.id)
    return RouteFacts(
        state=route.state,
        plan_checked=is_checked,
        rider_active=entry.rider_active,
        vehicle_active=entry.vehicle_active,
        open_orders=open_orders,
        broken=broken,
        missing=[parcel.barcode for parcel in missing],
        missing_of=[parcel.reference for parcel in missing],
    )


def reassign(
    db: Session, route_id: uuid.UUID, shift_id: uuid.UUID, *, network_of: NetworkOf = network_of
) -> RouteSheet:
    """Give a route to another shift; raise AlreadyLoaded, RouteState or ReassignBlocked with all reasons."""
    orders = orders_of_route(db, route_id)
    places = custody_of_orders(db, orders)
    loaded = [place.barcode for order_id in orders for place in places[order_id] if place.state == "loaded"]
    if loaded:
        text = (
            f"{len(loaded)} parcels of this route are in its vehicle, {loaded[0]} for one; unload them first."
        )
        raise AlreadyLoaded(text)
    planning_reassign.reassign(db, route_id, shift_id, network_of=network_of)
    return sheet_of(db, route_id)
