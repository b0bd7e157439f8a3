"""What happens to routes, stops and tasks while they are driven; driving calls this, told twice changes nothing.

Driving sorts what phones report by time and passes the state that then holds, so a task may also go back.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import RouteCancelled, RouteCompleted, RouteStarted
from pannier.planning.models import Route, Stop, Task
from pannier.planning.problems import RouteState
from pannier.planning.queries import get_route, get_stop, get_task, sheet_of, tasks_of, tasks_of_stop
from pannier.planning.states import OUTCOMES, STOP_STATES, TASK_STATES
from pannier.planning.told import note_told, planned_moments


def mark_task(db: Session, task_id: uuid.UUID, *, state: str, outcome: str | None = None) -> Task:
    """Set where a task stands; a closed one has an outcome, any other none. Its stop follows."""
    if state not in TASK_STATES or (outcome is not None and outcome not in OUTCOMES):
        raise ValueError(f"{state!r} with outcome {outcome!r} is no state of a task.")
    if (state == "closed") != (outcome is not None):
        raise ValueError("A task has an outcome exactly when it is closed.")
    task = get_task(db, task_id)
    task.state, task.outcome = state, outcome
    db.flush()
    _follow(db, task.stop_id)
    return task


def mark_stop(db: Session, stop_id: uuid.UUID, *, state: str, arrived_at: datetime | None = None) -> Stop:
    """Set where a stop stands; `arrived_at` is kept when it is not given again."""
    if state not in STOP_STATES:
        raise ValueError(f"{state!r} is no state of a stop; use one of {', '.join(STOP_STATES)}.")
    stop = get_stop(db, stop_id)
    stop.state = state
    stop.arrived_at = arrived_at or stop.arrived_at
    return stop


def start_route(db: Session, route_id: uuid.UUID, *, at: datetime) -> Route:
    """Note that the rider has left with the first load; raise RouteState unless the route is released."""
    route = _locked(db, route_id)
    if route.state in {"in_progress", "completed"}:
        return route
    if route.state != "released":
        raise RouteState(f"Route {route_id} is {route.state}; only a released route can be started.")
    route.state, route.started_at = "in_progress", at
    for task in tasks_of(db, route_id):
        if task.state == "assigned":
            task.state = "started"
    record(db, RouteStarted(route_id=route_id))
    return route


def complete_route(db: Session, route_id: uuid.UUID, *, at: datetime, round_id: uuid.UUID) -> Route:
    """Note that a route was driven to its end; tasks nobody closed are skipped. Raise RouteState before its start."""
    route = _locked(db, route_id)
    if route.state == "completed":
        return route
    if route.state != "in_progress":
        raise RouteState(f"Route {route_id} is {route.state}; it must be started before it can be completed.")
    route.state, route.completed_at = "completed", at
    _close_open(db, route_id, "skipped")
    record(db, RouteCompleted(route_id=route_id, round_id=round_id))
    return route


def cancel_route(db: Session, route_id: uuid.UUID, reason: str) -> Route:
    """Call a route off before its start; its orders wait for another plan. Raise RouteState afterwards."""
    route = _locked(db, route_id)
    if route.state == "cancelled":
        return route
    if route.state not in {"draft", "released"}:
        raise RouteState(f"Route {route_id} is {route.state}; it cannot be called off any more.")
    route.state = "cancelled"
    _close_open(db, route_id, "cancelled")
    record(db, RouteCancelled(route_id=route_id, reason=reason))
    return route


def release_route(db: Session, route_id: uuid.UUID, *, at: datetime) -> Route:
    """Hand a draft to its rider; dispatch has made sure that it may. Raise RouteState for any other route.

    When its stops come is told to their recipients with it.
    """
    route = _locked(db, route_id)
    if route.state != "draft":
        raise RouteState(f"Route {route_id} is {route.state}; only a draft can be released.")
    route.state, route.released_at = "released", at
    moments = dict(planned_moments([sheet_of(db, route_id)]))
    # Who was told of a route that was called off hears of this one, too.
    note_told(db, moments, hub_id=route.hub_id, service_date=route.service_date, anew=True)
    return route


def _locked(db: Session, route_id: uuid.UUID) -> Route:
    db.scalars(select(Route.id).where(Route.id == route_id).with_for_update()).first()
    route = get_route(db, route_id)
    db.refresh(route)
    return route


def _follow(db: Session, stop_id: uuid.UUID) -> None:
    """Let a stop be done when all its tasks are closed, skipped when nothing was tried, and open again otherwise."""
    stop, tasks = get_stop(db, stop_id), tasks_of_stop(db, stop_id)
    if all(task.state == "closed" for task in tasks):
        tried = any(task.outcome not in {"cancelled", "skipped"} for task in tasks)
        stop.state = "done" if tried else "skipped"
    elif stop.state in {"done", "skipped"}:
        stop.state = "arrived" if stop.arrived_at else "pending"


def _close_open(db: Session, route_id: uuid.UUID, outcome: str) -> None:
    for task in tasks_of(db, route_id):
        if task.state != "closed":
            mark_task(db, task.id, state="closed", outcome=outcome)
