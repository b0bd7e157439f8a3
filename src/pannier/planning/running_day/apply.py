"""Write a changed running plan: what was driven stays as it was, the rest of each route is what the plan says."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.connect.road_network import RoadNetwork
from pannier.core.events import OrderLeftOut, OrderPlanned, RouteReleased, RouteStopped
from pannier.core.plan import Plan as CorePlan
from pannier.core.plan import Route as PlannedRoute
from pannier.core.running import Running
from pannier.orders.handover import LyingAt, lay_down
from pannier.orders.queries import orders_by_id
from pannier.planning.legs import legs_of
from pannier.planning.models import Plan, Route, Stop
from pannier.planning.progress import cancel_route, mark_task
from pannier.planning.queries import RouteSheet, open_tasks
from pannier.planning.revisions import next_revision
from pannier.planning.running_day.load import RunningDay
from pannier.planning.running_day.rows import forget_skipped, rewrite_stops
from pannier.planning.running_day.same_routes import changed_routes
from pannier.planning.stops_of_route import PlannedStop, stops_of_route
from pannier.planning.task_ids import order_of_task
from pannier.planning.totals import cost_cents, weights_cents


def apply_plan(
    db: Session,
    day: RunningDay,
    running: Running,
    plan: CorePlan,
    *,
    network: RoadNetwork,
) -> int:
    """Bring the routes to the plan and return the number of the day's new revision."""
    found = {str(route.vehicle_id): route for route in plan.routes}
    before = _holders(day)
    left = {vehicle for vehicle, sheet in day.sheets.items() if _close_moved(db, sheet, found.get(vehicle))}
    anew = (changed_routes(running, plan) | left) & found.keys()
    legs = legs_of(day.day, running.whole, _only(plan, anew), network)
    for vehicle in sorted(anew):
        row = _route_row(db, day, running, found[vehicle], vehicle)
        stops = stops_of_route(running.whole, found[vehicle], legs[vehicle])
        _write(db, day, running, row, vehicle, found[vehicle], stops)
        _note_planned(db, before, found[vehicle], row)
    _hand_over(db, day, found.values())
    _leave_out(db, day, running, plan, before)
    for vehicle, sheet in day.sheets.items():
        if vehicle not in found:
            _end_early(db, sheet, is_told=vehicle in left)
        if sheet.route.shift_id in day.stopped:
            record(db, RouteStopped(route_id=sheet.route.id))
    return next_revision(db, day.day.hub.id, day.day.service_date)


def _only(plan: CorePlan, vehicles: Collection[str]) -> CorePlan:
    return replace(plan, routes=tuple(route for route in plan.routes if route.vehicle_id in vehicles))


def _note_planned(
    db: Session, before: Mapping[uuid.UUID, uuid.UUID], route: PlannedRoute, row: Route
) -> None:
    """Tell of orders that came to a route; a draft that had one of them gives it up."""
    for order_id in dict.fromkeys(order_of_task(task) for task in route.task_ids):
        if before.get(order_id) == row.id:
            continue
        for task in open_tasks(db, order_id):
            if task.route_id != row.id:
                mark_task(db, task.id, state="closed", outcome="cancelled")
        record(db, OrderPlanned(order_id=order_id, route_id=row.id))


def _end_early(db: Session, sheet: RouteSheet, *, is_told: bool) -> None:
    """Call a route off of which nothing is left; who is under way sees that nothing is asked any more."""
    if sheet.route.state == "released":
        cancel_route(db, sheet.route.id, "replanned")
    elif is_told:
        _tell(db, sheet.route)


def _tell(db: Session, route: Route) -> None:
    route.revision += 1
    record(db, RouteReleased(route_id=route.id, revision=route.revision))


def _holders(day: RunningDay) -> dict[uuid.UUID, uuid.UUID]:
    """Return which route has each open order."""
    return {
        task.order_id: sheet.route.id
        for sheet in day.sheets.values()
        for shown in sheet.stops
        for task in shown.tasks
        if task.state != "closed"
    }


def _plan_of(db: Session, day: RunningDay) -> uuid.UUID:
    """Return the newest of the plans whose routes are out: what joins them belongs to it."""
    of_routes = {sheet.route.plan_id for sheet in day.sheets.values()}
    newest = select(Plan.id).where(Plan.id.in_(of_routes)).order_by(Plan.revision.desc())
    return db.scalars(newest).first() or day.home_plan or max(of_routes)


def _close_moved(db: Session, sheet: RouteSheet, route: PlannedRoute | None) -> bool:
    """Take off a route what it does no more, so that nobody drives there for it; tell whether there was anything."""
    stays = {order_of_task(task) for task in route.task_ids} if route is not None else set()
    gone = [
        task.id
        for shown in sheet.stops
        for task in shown.tasks
        if task.state != "closed" and task.order_id not in stays
    ]
    for task_id in gone:
        mark_task(db, task_id, state="closed", outcome="cancelled")
    return bool(gone)


def _route_row(db: Session, day: RunningDay, running: Running, route: PlannedRoute, vehicle: str) -> Route:
    """Return the row of a vehicle's route, a new one where it had none."""
    if vehicle in day.sheets:
        return db.get_one(Route, day.sheets[vehicle].route.id)
    shift = next(shift for shift in day.day.shifts if str(shift.id) == vehicle)
    row = Route(
        plan_id=_plan_of(db, day),
        hub_id=day.day.hub.id,
        service_date=day.day.service_date,
        vehicle_id=shift.vehicle.id,
        rider_id=shift.rider_id,
        shift_id=shift.id,
        vehicle_kind=running.whole.vehicles[running.whole.vehicle_index[vehicle]].kind,
        state="released",
        released_at=clock.now(),
        revision=0,
        starts_at=day.day.moment(route.start_s),
        ends_at=day.day.moment(route.end_s),
        distance_m=0,
        duration_s=0,
        energy_j=0,
        cost_cents=0,
        geometry=[],
    )
    db.add(row)
    db.flush()
    return row


def _write(
    db: Session,
    day: RunningDay,
    running: Running,
    row: Route,
    vehicle: str,
    route: PlannedRoute,
    stops: Sequence[PlannedStop],
) -> None:
    """Write the stops of a route and its figures; a route that is driven keeps what is behind its rider."""
    whole = running.whole
    of_problem = whole.vehicles[whole.vehicle_index[vehicle]]
    begun = vehicle in running.prefixes
    # Who is under way begins anew in the middle of the street, which is no stop.
    rewrite_stops(db, row, day.day, whole, stops[1:] if begun else stops, of=of_problem)
    if not begun:
        forget_skipped(db, row)
        row.starts_at = day.day.moment(route.start_s)
        row.cost_cents, row.weights_cents = cost_cents(route), weights_cents(route)
    rows = list(db.scalars(select(Stop).where(Stop.route_id == row.id)))
    alive = [stop for stop in rows if stop.state != "skipped"]
    row.ends_at = day.day.moment(route.end_s)
    row.distance_m = sum(stop.leg_distance_m for stop in alive)
    row.energy_j = sum(stop.leg_energy_j for stop in alive)
    row.duration_s = round((row.ends_at - row.starts_at).total_seconds())
    _tell(db, row)


def _hand_over(db: Session, day: RunningDay, routes: Iterable[PlannedRoute]) -> None:
    """Let orders wait where their next rider takes them over."""
    planned = {order_of_task(task) for route in routes for task in route.task_ids}
    for order_id, at in day.handed.items():
        if order_id in planned:
            route = day.sheets[str(at.shift_id)].route
            place = LyingAt(
                point=at.point,
                label=at.label,
                vehicle_name=at.vehicle_name,
                route_id=route.id,
                vehicle_id=route.vehicle_id,
            )
            lay_down(db, order_id, place)


def _leave_out(
    db: Session, day: RunningDay, running: Running, plan: CorePlan, before: Mapping[uuid.UUID, uuid.UUID]
) -> None:
    """Tell of orders that were on a route and have no place any more, unless they were called off.

    Those on the road come back for the failure reason that the code names.
    """
    codes = dict.fromkeys((order_of_task(task) for task in running.brought_back), "access_blocked")
    codes |= dict.fromkeys(day.handed, "vehicle")
    planned = {order_of_task(task) for task in plan.planned_task_ids}
    gone = orders_by_id(db, [order_id for order_id in before if order_id not in planned])
    for order_id, order in gone.items():
        if order.status != "cancelled":
            code = codes.get(order_id, "replanned")
            record(db, OrderLeftOut(order_id=order_id, plan_id=_plan_of(db, day), code=code))
