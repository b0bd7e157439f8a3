"""The rows of a route that is driven: stops behind the rider stay, those ahead become what was planned anew.

A stop that keeps an order keeps its id, so that what a phone tells of it late still finds it.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from pannier.core.problem import Problem, Vehicle
from pannier.planning.day import Day
from pannier.planning.models import Route, Stop, Task
from pannier.planning.queries import stops_of, tasks_of
from pannier.planning.running_day.whereabouts import BEHIND
from pannier.planning.stops_of_route import PlannedStop
from pannier.planning.store import stop_row, unkept_of
from pannier.planning.task_ids import kind_of_task, order_of_task

_ASIDE = 1_000_000
"""Added to positions while they are given anew, since no two stops of a route may share one."""
_COLUMNS = (
    "trip", "kind", "lon", "lat", "window_start", "window_end", "planned_arrival", "planned_start",
    "planned_departure", "service_s", "leg_distance_m", "leg_energy_j", "load_g", "load_ml", "load_parcels",
    "charge_j_after", "station_id", "charge_pct", "charge_wh", "charge_cents",
    "charge_co2e_g", "park_lon", "park_lat", "walk_s",
)  # fmt: skip


def rewrite_stops(
    db: Session, route: Route, day: Day, problem: Problem, planned: Sequence[PlannedStop], *, of: Vehicle
) -> None:
    """Replace the stops ahead of a rider; tasks that moved away were closed before."""
    old = stops_of(db, route.id)
    legs = {stop.id: leg for stop, leg in zip(old, route.geometry, strict=True)}
    tasks = {(task.order_id, task.kind): task for task in tasks_of(db, route.id) if task.state != "closed"}
    free = {stop.id: stop for stop in old if stop.state not in BEHIND}
    trip = max((stop.trip for stop in old if stop.state in {"done", "arrived"}), default=1)
    for stop in old:
        stop.position += _ASIDE
    db.flush()
    ahead: list[tuple[Stop, str]] = []
    for one in planned:
        made = stop_row(route.id, day, of, one)
        stop = _kept(one, free, tasks) or made
        db.add(stop)
        for name in _COLUMNS:
            setattr(stop, name, getattr(made, name))
        stop.trip, stop.position = one.trip + trip - 1, 2 * _ASIDE + len(ahead)
        db.flush()
        _give_tasks(db, route.id, stop, one, tasks, wished=lambda task: unkept_of(problem, of, task))
        ahead.append((stop, one.leg))
    behind = [stop for stop in old if all(stop is not kept for kept, _ in ahead)]
    for stop in behind:
        if stop.state not in BEHIND:
            stop.state = "skipped"
    for position, stop in enumerate([*behind, *(stop for stop, _ in ahead)]):
        stop.position = position
        db.flush()
    route.geometry = [*(legs[stop.id] for stop in behind), *(leg for _, leg in ahead)]


def forget_skipped(db: Session, route: Route) -> None:
    """Delete what a route that nobody has begun does no more, so that its start stays its first stop."""
    rows = stops_of(db, route.id)
    alive = [(stop, leg) for stop, leg in zip(rows, route.geometry, strict=True) if stop.state != "skipped"]
    gone = {stop.id for stop in rows} - {stop.id for stop, _ in alive}
    for task in tasks_of(db, route.id):
        if task.stop_id in gone:
            db.delete(task)
    db.flush()
    for stop in rows:
        if stop.id in gone:
            db.delete(stop)
    db.flush()
    for position, (stop, _) in enumerate(alive):
        stop.position = position
        db.flush()
    route.geometry = [leg for _, leg in alive]


def _kept(
    planned: PlannedStop, free: dict[uuid.UUID, Stop], tasks: dict[tuple[uuid.UUID, str], Task]
) -> Stop | None:
    """Return the stop that a planned one already is: the one of its first task that has one, else of its kind."""
    for activity in planned.tasks:
        task = tasks.get((order_of_task(str(activity.task_id)), kind_of_task(activity)))
        if task is not None and task.stop_id in free:
            return free.pop(task.stop_id)
    if not planned.tasks:
        same = next((stop for stop in free.values() if stop.kind == planned.kind), None)
        return None if same is None else free.pop(same.id)
    return None


def _give_tasks(
    db: Session,
    route_id: uuid.UUID,
    stop: Stop,
    planned: PlannedStop,
    tasks: dict[tuple[uuid.UUID, str], Task],
    *,
    wished: Callable[[str], list[Any]],
) -> None:
    """Let a stop have its tasks in order: those there are, and new ones."""
    for position, activity in enumerate(planned.tasks):
        order_id, kind = order_of_task(str(activity.task_id)), kind_of_task(activity)
        task = tasks.get((order_id, kind))
        if task is None:
            task = Task(route_id=route_id, order_id=order_id, kind=kind)
            db.add(task)
        task.stop_id, task.position = stop.id, position
        task.unkept = wished(str(activity.task_id))
    db.flush()
