"""Store a checked plan: rows, the drafts it replaces, and what happened, all in one transaction."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.events import OrderLeftOut, OrderPlanned, PlanReady
from pannier.core.plan import LeftOutCode
from pannier.core.plan import Route as PlannedRoute
from pannier.core.problem import Problem, Vehicle, problem_sha256
from pannier.planning.day import Day
from pannier.planning.endurance_facts import choice_facts, endurance_facts
from pannier.planning.fingerprint import day_sha256
from pannier.planning.make_plan import PlannedDay
from pannier.planning.models import LeftOutOrder, Plan, Route, Stop, Task
from pannier.planning.relaxations import stored
from pannier.planning.revisions import next_revision
from pannier.planning.solver import Effort
from pannier.planning.states import CHOICE, DRIVEN
from pannier.planning.stops_of_route import PlannedStop, stops_of_route
from pannier.planning.task_ids import is_collect, kind_of_task, order_of_task
from pannier.planning.totals import cost_cents, totals_of, weights_cents

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
    revision = call_off_drafts(db, planned.day.hub.id, planned.day.service_date)
    plan = _store_plan(db, planned, revision, job_id, effort, timings, currency, waiting)
    announce(db, plan)
    return plan


def store_choices(
    db: Session,
    planned: Sequence[PlannedDay],
    *,
    job_id: uuid.UUID,
    effort: Effort,
    timings: Mapping[str, object],
    currency: str,
    waiting: Sequence[Waiting] = (),
) -> Plan:
    """Write the plans of one run: the first as the day's draft, others set aside until one is chosen."""
    first, *others = planned
    plan = store_plan(
        db, first, job_id=job_id, effort=effort, timings=timings, currency=currency, waiting=waiting
    )
    made = [plan]
    for number, other in enumerate(others, start=1):
        of_run, revision = uuid.uuid5(job_id, str(number)), plan.revision + number
        made.append(_store_plan(db, other, revision, of_run, effort, timings, currency, waiting, CHOICE))
    if not others:
        return plan
    for one, of in zip(made, planned, strict=True):
        one.choice_of = job_id
        if of.option is not None:
            one.choice = choice_facts(of.option, set_of=len(made), day_sha256=day_sha256(of.day))
    return plan


def _store_plan(
    db: Session,
    planned: PlannedDay,
    revision: int,
    job_id: uuid.UUID,
    effort: Effort,
    timings: Mapping[str, object],
    currency: str,
    waiting: Sequence[Waiting],
    state: str = "draft",
) -> Plan:
    day = planned.day
    plan = Plan(
        state=state,
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
        endurance=None if planned.option is None else endurance_facts(planned.plan, planned.option.endurance),
    )
    db.add(plan)
    db.flush()
    for planned_route in planned.plan.routes:
        _store_route(db, plan, planned, planned_route)
    _store_left_out(db, plan, planned, waiting)
    return plan


def announce(db: Session, plan: Plan) -> None:
    """Record that a plan is the day's: for each order its route or why it has none, then the plan itself."""
    routes = db.scalars(select(Route.id).where(Route.plan_id == plan.id).order_by(Route.starts_at, Route.id))
    for route_id in routes.all():
        tasks = select(Task.order_id).join(Stop, Stop.id == Task.stop_id).where(Task.route_id == route_id)
        for order_id in dict.fromkeys(db.scalars(tasks.order_by(Stop.position, Task.position))):
            record(db, OrderPlanned(order_id=order_id, route_id=route_id))
    left = select(LeftOutOrder).where(LeftOutOrder.plan_id == plan.id).order_by(LeftOutOrder.id)
    for row in db.scalars(left):
        # Orders that only wait for an address or a carrier have other codes, and were in no plan's problem.
        if row.code in LeftOutCode:
            record(db, OrderLeftOut(order_id=row.order_id, plan_id=plan.id, code=row.code))
    record(
        db,
        PlanReady(
            plan_id=plan.id, hub_id=plan.hub_id, service_date=plan.service_date, revision=plan.revision
        ),
    )


def call_off_drafts(db: Session, hub_id: uuid.UUID, service_date: date) -> int:
    """Call off the drafts of a hub's day and return the next revision; what riders have stays as it is."""
    of_day = (Plan.hub_id == hub_id, Plan.service_date == service_date)
    plans = list(db.scalars(select(Plan).where(*of_day)))
    routes = db.scalars(select(Route).where(Route.plan_id.in_([plan.id for plan in plans])))
    kept: set[uuid.UUID] = set()
    for route in routes:
        if route.state in {"draft", CHOICE}:
            route.state = "cancelled"
        elif route.state in DRIVEN:
            kept.add(route.plan_id)
    for plan in plans:
        if plan.id not in kept:
            plan.state = "superseded"
    return next_revision(db, hub_id, service_date)


def _store_route(db: Session, plan: Plan, planned: PlannedDay, found: PlannedRoute) -> None:
    day, problem = planned.day, planned.problem
    vehicle = problem.vehicles[problem.vehicle_index[found.vehicle_id]]
    shift = next(shift for shift in day.shifts if str(shift.id) == found.vehicle_id)
    stops = stops_of_route(problem, found, planned.legs[found.vehicle_id])
    route = Route(
        plan_id=plan.id,
        state=plan.state,
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
        weights_cents=weights_cents(found),
        geometry=[stop.leg for stop in stops],
    )
    db.add(route)
    db.flush()
    store_stops(db, route.id, day, problem, stops, of=vehicle)


def store_stops(
    db: Session,
    route_id: uuid.UUID,
    day: Day,
    problem: Problem,
    stops: Iterable[PlannedStop],
    *,
    of: Vehicle,
) -> None:
    """Write the stops of a vehicle's route with their tasks, and what those would rather have had."""
    rows = [(stop_row(route_id, day, of, stop), stop) for stop in stops]
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
                    unkept=unkept_of(problem, of, str(activity.task_id)),
                )
            )
    db.flush()


def unkept_of(problem: Problem, vehicle: Vehicle, task_id: str) -> list[dict[str, Any]]:
    """Return what a task would rather have had: why, and the shifts that it should have gone with."""
    task = problem.tasks[problem.task_index[task_id]]
    return [
        {"why": wish.why, "shift_ids": sorted(wish.vehicles)}
        for wish in task.preferences
        if vehicle.id not in wish.vehicles
    ]


def stop_row(route_id: uuid.UUID, day: Day, vehicle: Vehicle, stop: PlannedStop) -> Stop:
    """Return the row of a planned stop, not yet added to a session."""
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
        charge_wh=stop.charged.energy_wh if stop.charged else None,
        charge_cents=stop.charged.cost_cents if stop.charged else None,
        charge_co2e_g=stop.charged.co2e_g if stop.charged else None,
        park_lon=stop.parked_at.lon if stop.parked_at else None,
        park_lat=stop.parked_at.lat if stop.parked_at else None,
        walk_s=stop.walk_s,
        charge_pct=None if charge is None or not full_j else round(100 * charge / full_j, 1),
    )


def _windows(day: Day, stop: PlannedStop) -> list[Span]:
    """Return the windows of what is done at a stop: the sender's where something is collected, else the recipient's."""
    orders = {order.id: order for order in day.orders}
    found: list[Span] = []
    for activity in stop.tasks:
        order = orders[order_of_task(str(activity.task_id))]
        at = order.collection if is_collect(activity.task_id) else None
        own = order.window_at(day.moment(stop.start_s))
        found.append(own if at is None else (at.window_start, at.window_end))
    return found


def shared_window(windows: Sequence[Span]) -> Span:
    """Return the span that the windows of all tasks of a stop have in common."""
    starts = [start for start, _ in windows if start is not None]
    ends = [end for _, end in windows if end is not None]
    return max(starts, default=None), min(ends, default=None)


def _store_left_out(db: Session, plan: Plan, planned: PlannedDay, waiting: Sequence[Waiting]) -> None:
    for left in planned.left_out:
        order_id = uuid.UUID(left.task_id)
        ways = None if left.relaxations is None else [stored(planned.day, one) for one in left.relaxations]
        db.add(
            LeftOutOrder(
                plan_id=plan.id, order_id=order_id, code=str(left.code), reason=left.reason, relaxations=ways
            )
        )
    for order in waiting:
        db.add(
            LeftOutOrder(
                plan_id=plan.id, order_id=order.order_id, code=order.code, reason=order.reason, relaxations=[]
            )
        )
    db.flush()
