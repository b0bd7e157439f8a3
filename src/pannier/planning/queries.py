"""Named reads of plans, routes, stops and tasks; rows are for reading only, outside this package."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.planning.models import LeftOutOrder, Plan, Route, Stop, Task
from pannier.planning.problems import PlanNotFound, RouteNotFound, StopNotFound, TaskNotFound
from pannier.planning.states import ALIVE, CHOICE, OUT, UNSEEN
from pannier.planning.task_ids import COLLECT


@dataclass(frozen=True, slots=True)
class StopSheet:
    """A stop with its tasks in order."""

    stop: Stop
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class RouteSheet:
    """A route with its stops in order."""

    route: Route
    stops: tuple[StopSheet, ...]


def is_at(stop: Stop, point: LonLat) -> bool:
    """Tell whether a stop lies at a point, as plans round it."""
    return LonLat(stop.lon, stop.lat) == point.rounded()


def get_plan(db: Session, plan_id: uuid.UUID) -> Plan:
    """Return a plan; raise PlanNotFound."""
    plan = db.get(Plan, plan_id)
    if plan is None:
        raise PlanNotFound(f"Plan {plan_id} does not exist here; list the plans with GET /v1/plans.")
    return plan


def list_plans(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[Plan]:
    """List the plans of a hub's day, the newest revision first, without those that wait to be chosen."""
    query = select(Plan).where(Plan.hub_id == hub_id, Plan.service_date == service_date, Plan.state != CHOICE)
    return list(db.scalars(query.order_by(Plan.revision.desc())))


def choices_of(db: Session, plan_id: uuid.UUID) -> list[Plan]:
    """List the plans that the run of a plan made to choose from, the least in all first; none where it made one."""
    plan = get_plan(db, plan_id)
    if plan.choice_of is None:
        return []
    query = select(Plan).where(Plan.choice_of == plan.choice_of)
    return list(db.scalars(query.order_by(Plan.revision)))


def left_out_of(db: Session, plan_id: uuid.UUID) -> list[LeftOutOrder]:
    """List the orders that a plan left out, with their reasons."""
    query = select(LeftOutOrder).where(LeftOutOrder.plan_id == plan_id)
    return list(db.scalars(query.order_by(LeftOutOrder.id)))


def routes_of_plan(db: Session, plan_id: uuid.UUID) -> list[Route]:
    """List the routes of a plan by their start."""
    query = select(Route).where(Route.plan_id == plan_id)
    return list(db.scalars(query.order_by(Route.starts_at, Route.id)))


def get_route(db: Session, route_id: uuid.UUID) -> Route:
    """Return a route; raise RouteNotFound."""
    route = db.get(Route, route_id)
    if route is None:
        raise RouteNotFound(f"Route {route_id} does not exist here; list the routes with GET /v1/routes.")
    return route


def list_routes(
    db: Session, *, hub_id: uuid.UUID, service_date: date, states: Iterable[str] | None = None
) -> list[Route]:
    """List the routes of a hub's day by their start: those in `states`, or all that are part of the day."""
    wanted = Route.state.in_(list(states)) if states is not None else Route.state.not_in(UNSEEN)
    query = select(Route).where(Route.hub_id == hub_id, Route.service_date == service_date, wanted)
    return list(db.scalars(query.order_by(Route.starts_at, Route.id)))


def get_stop(db: Session, stop_id: uuid.UUID) -> Stop:
    """Return a stop; raise StopNotFound."""
    stop = db.get(Stop, stop_id)
    if stop is None:
        raise StopNotFound(f"Stop {stop_id} does not exist here; its route lists its stops.")
    return stop


def get_task(db: Session, task_id: uuid.UUID) -> Task:
    """Return a task; raise TaskNotFound."""
    task = db.get(Task, task_id)
    if task is None:
        raise TaskNotFound(f"Task {task_id} does not exist here; its route lists its tasks.")
    return task


def stops_of(db: Session, route_id: uuid.UUID) -> list[Stop]:
    """List the stops of a route in order."""
    return list(db.scalars(select(Stop).where(Stop.route_id == route_id).order_by(Stop.position)))


def tasks_of(db: Session, route_id: uuid.UUID) -> list[Task]:
    """List the tasks of a route, stop by stop."""
    query = select(Task).join(Stop, Stop.id == Task.stop_id).where(Task.route_id == route_id)
    return list(db.scalars(query.order_by(Stop.position, Task.position)))


def tasks_of_stop(db: Session, stop_id: uuid.UUID) -> list[Task]:
    """List the tasks of a stop in order."""
    return list(db.scalars(select(Task).where(Task.stop_id == stop_id).order_by(Task.position)))


def sheet_of(db: Session, route_id: uuid.UUID) -> RouteSheet:
    """Return a route with its stops and tasks; raise RouteNotFound."""
    return sheets_of(db, [get_route(db, route_id)])[0]


def sheets_of(db: Session, routes: Sequence[Route]) -> list[RouteSheet]:
    """Return routes with their stops and tasks, all read in two statements."""
    ids = [route.id for route in routes]
    stops = db.scalars(select(Stop).where(Stop.route_id.in_(ids)).order_by(Stop.position)).all()
    tasks = db.scalars(select(Task).where(Task.route_id.in_(ids)).order_by(Task.position)).all()
    of_stop: dict[uuid.UUID, list[Task]] = {stop.id: [] for stop in stops}
    for task in tasks:
        of_stop[task.stop_id].append(task)
    of_route: dict[uuid.UUID, list[StopSheet]] = {route_id: [] for route_id in ids}
    for stop in stops:
        of_route[stop.route_id].append(StopSheet(stop, tuple(of_stop[stop.id])))
    return [RouteSheet(route, tuple(of_route[route.id])) for route in routes]


def sheets_of_day(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[RouteSheet]:
    """Return the routes of a hub's day that riders have, with their stops and tasks."""
    return sheets_of(db, list_routes(db, hub_id=hub_id, service_date=service_date, states=OUT))


def open_orders_of_day(db: Session, *, hub_id: uuid.UUID, service_date: date) -> dict[uuid.UUID, uuid.UUID]:
    """Return the route of each order that still waits on a route which a rider has."""
    query = (
        select(Task.order_id, Task.route_id)
        .join(Route, Route.id == Task.route_id)
        .where(
            Route.hub_id == hub_id,
            Route.service_date == service_date,
            Route.state.in_(OUT),
            Task.state != "closed",
        )
    )
    return {row[0]: row[1] for row in db.execute(query)}


def open_route_of_rider(db: Session, rider_id: uuid.UUID, service_date: date) -> RouteSheet | None:
    """Return the route a rider has to drive: the one under way, else the next one released; or None."""
    query = select(Route).where(
        Route.rider_id == rider_id, Route.service_date == service_date, Route.state.in_(OUT)
    )
    # "in_progress" comes before "released" in the alphabet, too.
    route = db.scalars(query.order_by(Route.state, Route.starts_at, Route.id)).first()
    return None if route is None else sheets_of(db, [route])[0]


def shifts_out(db: Session, rider_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the shifts of these riders, at whatever hub, that have a route out."""
    query = select(Route.shift_id).where(Route.rider_id.in_(list(rider_ids)), Route.state.in_(OUT))
    return frozenset(db.scalars(query))


def count_done_stops(db: Session, route_ids: Iterable[uuid.UUID], kind: str) -> dict[uuid.UUID, int]:
    """Return how many stops of a kind are done, by route; routes without one are left out."""
    query = (
        select(Stop.route_id, func.count(Stop.id))
        .where(Stop.route_id.in_(list(route_ids)), Stop.kind == kind, Stop.state == "done")
        .group_by(Stop.route_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def count_completed_of_rider(db: Session, rider_id: uuid.UUID, service_date: date) -> int:
    """Return how many routes of the day a rider has driven to their end."""
    query = select(func.count(Route.id)).where(
        Route.rider_id == rider_id, Route.service_date == service_date, Route.state == "completed"
    )
    return db.scalar(query) or 0


def find_task(db: Session, *, order_id: uuid.UUID, route_id: uuid.UUID) -> Task | None:
    """Return an order's task at its recipient's door on a route, or None."""
    query = select(Task).where(Task.order_id == order_id, Task.route_id == route_id, Task.kind != COLLECT)
    return db.scalars(query).first()


def planned_start_of(db: Session, *, order_id: uuid.UUID, route_id: uuid.UUID | None) -> datetime | None:
    """Return when an order's delivery or return on a route is planned to begin, None without one."""
    query = (
        select(Stop.planned_start)
        .join(Task, Task.stop_id == Stop.id)
        .where(Task.order_id == order_id, Task.route_id == route_id, Task.kind != COLLECT)
    )
    return db.scalars(query.order_by(Stop.position)).first()


def find_collect_task(db: Session, *, order_id: uuid.UUID, route_id: uuid.UUID) -> Task | None:
    """Return the task of a route that collects an order at its sender's door, or None."""
    query = select(Task).where(Task.order_id == order_id, Task.route_id == route_id, Task.kind == COLLECT)
    return db.scalars(query).first()


def collected_on(db: Session, route_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the orders that a route collects at their senders' doors, without those called off."""
    query = select(Task.order_id).where(
        Task.route_id == route_id, Task.kind == COLLECT, Task.outcome.is_distinct_from("cancelled")
    )
    return frozenset(db.scalars(query))


def routes_that_collect(db: Session, order_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the routes that have a collection of an order among their tasks."""
    return frozenset(db.scalars(select(Task.route_id).where(Task.order_id == order_id, Task.kind == COLLECT)))


def open_tasks(db: Session, order_id: uuid.UUID) -> list[Task]:
    """Return the tasks of an order that still wait on a route, two where it is collected."""
    query = (
        select(Task)
        .join(Route, Route.id == Task.route_id)
        .where(Task.order_id == order_id, Task.state != "closed", Route.state.in_(ALIVE))
    )
    return list(db.scalars(query.order_by(Task.id)))


def route_of_order(db: Session, order_id: uuid.UUID) -> Route | None:
    """Return the latest route that holds an order and was not called off, or None."""
    query = (
        select(Route)
        .join(Task, Task.route_id == Route.id)
        .where(Task.order_id == order_id, Route.state.not_in(UNSEEN))
    )
    return db.scalars(query.order_by(Route.id.desc())).first()


def orders_of_route(db: Session, route_id: uuid.UUID) -> list[uuid.UUID]:
    """List the orders of a route in the order of its stops, each once, without those called off."""
    there = (task.order_id for task in tasks_of(db, route_id) if task.outcome != "cancelled")
    return list(dict.fromkeys(there))
