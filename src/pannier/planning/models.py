"""Tables of planning: plans, routes, stops, tasks and the orders that a plan left out."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, Tenant


class Plan(Tenant, Base):
    """All routes of a hub and day as one run made them; `checked` tells that core.check found no fault.

    `job_id` makes a job that is run again find the plan it made before.
    """

    __tablename__ = "plans"
    __table_args__ = (
        Index("uq_plans_job_id", "job_id", unique=True),
        Index("uq_plans_revision", "org_id", "hub_id", "service_date", "revision", unique=True),
    )

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    job_id: Mapped[uuid.UUID]
    seed: Mapped[int]
    budget_s: Mapped[float | None]
    iterations: Mapped[int | None]
    temperature_c: Mapped[float]
    engine: Mapped[str]
    problem_sha256: Mapped[str]
    checked: Mapped[bool]
    totals: Mapped[dict[str, Any]]
    timings: Mapped[dict[str, Any]]
    # How it holds on days that are not as planned; null in plans made before that was judged.
    endurance: Mapped[dict[str, Any] | None]
    # What it is compared by where one run made several, and the job of that run.
    choice: Mapped[dict[str, Any] | None]
    choice_of: Mapped[uuid.UUID | None]


class Route(Tenant, Base):
    """One vehicle's stops in one shift; `geometry` holds for each stop the way to it (polyline, 6 digits)."""

    __tablename__ = "routes"
    __table_args__ = (Index("ix_routes_hub_date", "org_id", "hub_id", "service_date"),)

    plan_id: Mapped[uuid.UUID] = mapped_column(index=True)
    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    vehicle_id: Mapped[uuid.UUID] = mapped_column(index=True)
    rider_id: Mapped[uuid.UUID] = mapped_column(index=True)
    shift_id: Mapped[uuid.UUID] = mapped_column(index=True)
    vehicle_kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    distance_m: Mapped[int]
    duration_s: Mapped[int]
    energy_j: Mapped[int]
    # What is paid, and what counts besides for the search; null in routes made before these were told apart.
    cost_cents: Mapped[int]
    weights_cents: Mapped[int | None]
    geometry: Mapped[list[str]]
    released_at: Mapped[datetime | None]
    # When a person last gave it to another shift.
    reassigned_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class Stop(Tenant, Base):
    """A place on a route where something happens; loads and charge are what is aboard when leaving."""

    __tablename__ = "stops"
    __table_args__ = (Index("uq_stops_route_position", "route_id", "position", unique=True),)

    route_id: Mapped[uuid.UUID]
    position: Mapped[int]
    trip: Mapped[int]
    kind: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    planned_arrival: Mapped[datetime]
    planned_start: Mapped[datetime]
    planned_departure: Mapped[datetime]
    service_s: Mapped[int]
    leg_distance_m: Mapped[int]
    leg_energy_j: Mapped[int]
    load_g: Mapped[int]
    load_ml: Mapped[int]
    load_parcels: Mapped[int]
    charge_j_after: Mapped[int | None]
    charge_pct: Mapped[float | None]
    # Where it charges on the way; null at the hub's own charger.
    station_id: Mapped[uuid.UUID | None]
    # What a charge or swap draws at the plug, costs and emits; null at every other stop.
    charge_wh: Mapped[int | None]
    charge_cents: Mapped[int | None]
    charge_co2e_g: Mapped[int | None]
    # Where is parked for a door that is walked to, and how long that walk is, from the door before or from there.
    park_lon: Mapped[float | None]
    park_lat: Mapped[float | None]
    walk_s: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="pending")
    arrived_at: Mapped[datetime | None]


class Task(Tenant, Base):
    """One order's pickup or drop-off at a stop; `outcome` is null until the task is closed."""

    __tablename__ = "tasks"

    stop_id: Mapped[uuid.UUID] = mapped_column(index=True)
    route_id: Mapped[uuid.UUID] = mapped_column(index=True)
    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str]
    position: Mapped[int]
    state: Mapped[str] = mapped_column(default="assigned")
    outcome: Mapped[str | None]
    # What it would rather have had: [{"why": …, "shift_ids": […]}].
    unkept: Mapped[list[Any]] = mapped_column(default=list)


class LeftOutOrder(Tenant, Base):
    """An order that a plan could not hold, with the constraint that binds as a code and in words."""

    __tablename__ = "left_out"

    plan_id: Mapped[uuid.UUID] = mapped_column(index=True)
    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    code: Mapped[str]
    reason: Mapped[str]
    # What would let it in, the cheapest first; null where nobody looked.
    relaxations: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)


class Proposal(Tenant, Base):
    """A change of a running plan that waits for a person's word; `steps` is what each shift would do, in order.

    `base` holds the revision of each route that it was made for, `change` what was asked, `known` where the facts came
    from, `diff` what would be different.
    """

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_day", "org_id", "hub_id", "service_date"),)

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(default="open")
    change: Mapped[dict[str, Any]]
    base: Mapped[dict[str, Any]]
    steps: Mapped[dict[str, Any]]
    diff: Mapped[dict[str, Any]]
    known: Mapped[list[Any]]
    took_s: Mapped[float]
    decided_at: Mapped[datetime | None]
    by: Mapped[str | None]
    revision: Mapped[int | None]


class OnDemandDesk(Tenant, Base):
    """When a hub's orders on demand were last looked at, and when to look again; its row is locked meanwhile.

    `changed_at` is when something last happened that may change the choice, `next_at` when time alone does.
    """

    __tablename__ = "on_demand_desks"
    __table_args__ = (Index("uq_on_demand_desks_hub_id", "hub_id", unique=True),)

    hub_id: Mapped[uuid.UUID]
    changed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    took_ms: Mapped[int | None]
    # Why the last look ended early, as a code; null when all was well.
    error_code: Mapped[str | None]


class OnDemandOrder(Tenant, Base):
    """How an order on demand stands: who has it and since when, when it leaves and arrives, or why nobody has it.

    `state` is waiting, given (its rider may change), going or done. `refused` are shifts that did not answer, with
    when that was told last.
    """

    __tablename__ = "on_demand_orders"
    __table_args__ = (
        Index("uq_on_demand_orders_order_id", "order_id", unique=True),
        Index("ix_on_demand_orders_day", "org_id", "hub_id", "service_date"),
        Index("ix_on_demand_orders_open", "org_id", "hub_id", postgresql_where=text("ended_at is null")),
    )

    order_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(default="waiting")
    known_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    leave_by: Mapped[datetime]
    deliver_by: Mapped[datetime]
    shift_id: Mapped[uuid.UUID | None]
    given_at: Mapped[datetime | None]
    leaves_at: Mapped[datetime | None]
    arrives_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    code: Mapped[str | None]
    # What the code is about: ids, counts and moments, no words.
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The first day on which nobody could serve it, where it was left over.
    left_over_from: Mapped[date | None] = mapped_column(Date)
    refused: Mapped[dict[str, Any]] = mapped_column(default=dict)
    escalated_at: Mapped[datetime | None]
    # When a look first found that it is over; null while it is open.
    ended_at: Mapped[datetime | None]


class StopLock(Tenant, Base):
    """What a dispatcher has fixed of an order's stop, each for itself; it outlives the plans that keep it.

    `shift_id` is the rider it stays with, `starts_at` the moment it stays near, `in_order` whether it and all stops
    before it stay first. Null or false where that is free.
    """

    __tablename__ = "stop_locks"
    __table_args__ = (
        Index("uq_stop_locks_order", "org_id", "order_id", unique=True),
        Index("ix_stop_locks_day", "org_id", "hub_id", "service_date"),
    )

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    order_id: Mapped[uuid.UUID]
    shift_id: Mapped[uuid.UUID | None]
    starts_at: Mapped[datetime | None]
    tolerance_s: Mapped[int]
    in_order: Mapped[bool]
    by: Mapped[str]


class ToldMoment(Tenant, Base):
    """When the recipient of an order was told on a day that it comes; see told."""

    __tablename__ = "told_moments"
    __table_args__ = (
        Index("uq_told_moments_order", "org_id", "order_id", "service_date", unique=True),
        Index("ix_told_moments_day", "org_id", "hub_id", "service_date"),
    )

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    order_id: Mapped[uuid.UUID]
    starts_at: Mapped[datetime]


class SeveralRun(Tenant, Base):
    """A plan of several hubs' day while it is made: what its parts are cut from, and where each route begins.

    `snapshot` holds the days as they were asked for, sealed, until the hubs' own plans take over; `begun` then holds
    for each shift its steps.
    """

    __tablename__ = "several_runs"
    __table_args__ = (Index("uq_several_runs_job_id", "job_id", unique=True),)

    job_id: Mapped[uuid.UUID]
    state: Mapped[str] = mapped_column(default="searching")
    snapshot: Mapped[bytes | None]
    begun: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SeveralPart(Tenant, Base):
    """A part of such a plan that some worker searches; whoever has taken it tells so again and again."""

    __tablename__ = "several_parts"
    __table_args__ = (Index("uq_several_parts", "run_id", "number", unique=True),)

    run_id: Mapped[uuid.UUID]
    number: Mapped[int]
    part: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any] | None]
    taken_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
