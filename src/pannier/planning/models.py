"""Tables of planning: plans, routes, stops, tasks and the orders that a plan left out."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
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
    cost_cents: Mapped[int]
    geometry: Mapped[list[str]]
    released_at: Mapped[datetime | None]
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


class LeftOutOrder(Tenant, Base):
    """An order that a plan could not hold, with the constraint that binds as a code and in words."""

    __tablename__ = "left_out"

    plan_id: Mapped[uuid.UUID] = mapped_column(index=True)
    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    code: Mapped[str]
    reason: Mapped[str]
