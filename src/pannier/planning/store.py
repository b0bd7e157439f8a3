"""Store a checked plan: rows, the drafts it replaces, and what happened, all in one transaction."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.events import OrderLeftOut, OrderPlanned, PlanReady
from pannier.core.plan import Route as PlannedRoute
from pannier.core.problem import Vehicle, problem_sha256
from pannier.planning.day import Day
from pannier.planning.make_plan import PlannedDay
from pannier.planning.models import LeftOutOrder, Plan, Route, Stop, Task
from pannier.planning.solver import Effort
from pannier.planning.states import DRIVEN
from pannier.planning.stops_of_route import PlannedStop, stops_of_route
from pannier.planning.task_ids import is_collect, kind_of_task, order_of_task
from pannier.planning.totals import cost_cents, totals_of

Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An order of the day that cannot be planned yet, told to the reader of the plan and to nobody else."""

    order_id: uuid.UUID
    code: str
    reason: str


def lock_hub_day(db: Session, hub_id: uuid.UUID, service_date: date) -> None:
    """Let one transaction at a time store, release or reassign routes of a hub's day."""
    lock(db, "planning_day", [f"{hub_id}:{service_date}"])


def note_released(db: Session, plan_id: uuid.UUID) -> None:
    """Note that riders have routes of a plan, so that a newer plan does not take its place entirely."""
    db.get_one(Plan, plan_id).state = "released"


def plan_of_job(db: Session, job_id: uuid.UUID) -> Plan | None:
    """Return the plan that a job made when it ran before."""
    return db.scalars(select(Plan).where(Plan.job_id == job_id)).first()


def store_plan(
    db: Session,
    planned: PlannedDay,
    *,
    job_id: uuid.UUID,
    effort: Effort,
    timings: Mapping[str, object],
    currency: str,
    waiting: Sequence[Waiting] = (),
) -> Plan:
    """Write a plan that the checker passed as the next revision; the drafts before it are superseded."""
    day = planned.day
    revision = _supersede(db, day)
    plan = Plan(
        hub_id=day.hub.id,
        service_date=day.service_date,
        revision=revision,
        job_id=job_id,
        seed=effort.seed,
        budget_s=effort.budget_s if effort.iterations is None else None,
        iterations=effort.iterations,
        temperature_c=day.temperature_c,
        engine=planned.plan.engine,
        problem_sha256=problem_sha256(planned.problem),
        checked=True,
        totals=totals_of(planned, currency=currency),
        timings=dict(timings),
    )
    db.add(plan)
    db.flush()
    for planned_route in planned.plan.routes:
        _store_route(db, plan, planned, planned_route)
    _store_left_out(db, plan, planned, waiting)
    record(
        db, PlanReady(plan_id=plan.id, hub_id=plan.hub_id, service_date=plan.service_date, revision=revision)
    )
    return plan


def _supersede(db: Session, day: Day) -> int:
    """Call off the drafts of the day and return the next revision; what riders have stays as it is."""
    of_day = (Plan.hub_id == day.hub.id, Plan.service_date == day.service_date)
    plans = list(db.scalars(select(Plan).where(*of_day)))
    routes = db.scalars(select(Route).where(Route.plan_id.in_([plan.id for plan in plans])))
    kept: set[uuid.UUID] = set()
    for route in routes:
        if route.state == "draft":
            route.state = "cancelled"
        elif route.state in DRIVEN:
            kept.add(route.plan_id)
    for plan in plans:
        if plan.id not in kept:
            plan.state = "superseded"
    return max((plan.revision for plan in plans), default=0) + 1


def _store_route(db: Session, plan: Plan, planned: PlannedDay, found: PlannedRoute) -> None:
    day, problem = planned.day, planned.problem
    vehicle = problem.vehicles[problem.vehicle_index[found.vehicle_id]]
    shift = next(shift for shift in day.shifts if str(shift.id) == found.vehicle_id)
    stops = stops_of_route(problem, found, planned.legs[found.vehicle_id])
    route = Route(
        plan_id=plan.id,
        hub_id=plan.hub_id,
        service_date=plan.service_date,
        vehicle_id=shift.vehicle.id,
        rider_id=shift.rider_id,
        shift_id=shift.id,
        vehicle_kind=vehicle.kind,
        starts_at=day.moment(found.start_s),
        ends_at=day.moment(found.end_s),
        distance_m=found.distance_m,
        duration_s=found.duration_s,
        energy_j=found.energy_j,
        cost_cents=cost_cents(found),
        geometry=[stop.leg for stop in stops],
    )
    db.add(route)
    db.flush()
    store_stops(db, route.id, day, vehicle, stops)
    for order_id in dict.fromkeys(order_of_task(task_id) for task_id in found.task_ids):
        record(db, OrderPlanned(order_id=order_id, route_id=route.id))


def store_stops(
    db: Session,
    route_id: uuid.UUID,
    day: Day,
    vehicle: Vehicle,
    stops: Iterable[PlannedStop],
) -> None:
    """Write the stops of a route with their tasks."""
    rows = [(_stop_row(route_id, day, vehicle, stop), stop) for stop in stops]
    db.add_all(row for row, _ in rows)
    db.flush()
    for row, stop in rows:
        for position, activity in enumerate(stop.tasks):
            db.add(
                Task(
                    stop_id=row.id,
                    route_id=route_id,
                    order_id=order_of_task(str(activity.task_id)),
                    kind=kind_of_task(activity),
                    position=position,
                )
            )
    db.flush()


def _stop_row(route_id: uuid.UUID, day: Day, vehicle: Vehicle, stop: PlannedStop) -> Stop:
    window_start, window_end = shared_window(_windows(day, stop))
    charge = stop.charge_j
    full_j = vehicle.battery.capacity_j if vehicle.battery else 0
    return Stop(
        route_id=route_id,
        position=stop.position,
        trip=stop.trip,
        kind=str(stop.kind),
        lon=stop.at.lon,
        lat=stop.at.lat,
        window_start=window_start,
        window_end=window_end,
        planned_arrival=day.moment(stop.arrival_s),
        planned_start=day.moment(stop.start_s),
        planned_departure=day.moment(stop.departure_s),
        service_s=stop.departure_s - stop.start_s,
        leg_distance_m=stop.leg_distance_m,
        leg_energy_j=stop.leg_energy_j,
        load_g=stop.load[0],
        load_ml=stop.load[1],
        load_parcels=stop.load[2],
        charge_j_after=charge,
        station_id=None if stop.station_id is None else uuid.UUID(stop.station_id),
        charge_pct=None if charge is None or not full_j else round(100 * charge / full_j, 1),
    )


def _windows(day: Day, stop: PlannedStop) -> list[Span]:
    """Return the windows of what is done at a stop: the sender's where something is collected, else the recipient's."""
    orders = {order.id: order for order in day.orders}
    found: list[Span] = []
    for activity in stop.tasks:
        order = orders[order_of_task(str(activity.task_id))]
        at = order.collection if is_collect(activity.task_id) else None
        end = order if at is None else at
        found.append((end.window_start, end.window_end))
    return found


def shared_window(windows: Sequence[Span]) -> Span:
    """Return the span that the windows of all tasks of a stop have in common."""
    starts = [start for start, _ in windows if start is not None]
    ends = [end for _, end in windows if end is not None]
    return max(starts, default=None), min(ends, default=None)


def _store_left_out(db: Session, plan: Plan, planned: PlannedDay, waiting: Sequence[Waiting]) -> None:
    for left in planned.left_out:
        order_id = uuid.UUID(left.task_id)
        db.add(LeftOutOrder(plan_id=plan.id, order_id=order_id, code=str(left.code), reason=left.reason))
        record(db, OrderLeftOut(order_id=order_id, plan_id=plan.id, code=str(left.code)))
    for order in waiting:
        db.add(LeftOutOrder(plan_id=plan.id, order_id=order.order_id, code=order.code, reason=order.reason))
