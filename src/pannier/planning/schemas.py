"""What planning takes in and gives out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.planning.day import DEFAULT_TEMPERATURE_C


class PlanIn(In):
    """Which hub and day to plan, and how long to search."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "hub_id": "01936d5e-0000-7000-8000-000000000001",
                "date": "2026-03-10",
                "budget_s": 20,
                "seed": 1,
            }
        }
    )

    hub_id: uuid.UUID
    date: date
    budget_s: float = Field(default=20.0, ge=0, le=3600, description="Seconds of search.")
    iterations: int | None = Field(
        default=None,
        ge=0,
        le=10_000_000,
        description="Search this many iterations instead: with the same seed and day, the same plan.",
    )
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    temperature_c: float = Field(
        default=DEFAULT_TEMPERATURE_C,
        ge=-40,
        le=50,
        description="How warm the day is; cold days need more battery.",
    )


class WindowOut(Out):
    """A span of time."""

    start: datetime | None
    end: datetime | None


class StopOrderOut(Out):
    """An order at a stop, with where its task stands."""

    order_id: uuid.UUID
    reference: str
    task_id: uuid.UUID
    kind: str
    """dropoff, pickup (a return) or collect (at its sender's door)."""
    state: str
    outcome: str | None


class StopOut(Out):
    """A stop of a route; all times have the hub's offset."""

    id: uuid.UUID
    position: int
    trip: int
    kind: str
    """start, delivery, pickup, collect, reload, swap, charge, break or end."""
    lon: float
    lat: float
    label: str
    window: WindowOut | None
    planned_arrival: datetime
    planned_start: datetime
    planned_departure: datetime
    arrived_at: datetime | None
    state: str
    orders: list[StopOrderOut]
    charge_pct: float | None
    station_id: uuid.UUID | None
    """The charging station on the way where it charges; null for the hub's own charger and every other stop."""
    at_hub: bool
    """Whether it lies at the hub; a shift may start and end elsewhere."""
    load_g: int
    load_parcels: int


class RouteSummary(Out):
    """A route in one line."""

    id: uuid.UUID
    plan_id: uuid.UUID
    state: str
    revision: int
    rider_id: uuid.UUID
    rider_name: str
    vehicle_id: uuid.UUID
    vehicle_name: str
    vehicle_kind: str
    shift_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    duration_s: int
    energy_wh: int
    cost_cents: int
    stop_count: int
    order_count: int
    parcel_count: int


class RouteHubOut(Out):
    """The hub a route starts from."""

    id: uuid.UUID
    name: str
    lon: float
    lat: float


class RouteOut(RouteSummary):
    """A route with its stops; `legs[i]` is the way to `stops[i]`, empty where nothing is driven."""

    hub: RouteHubOut
    stops: list[StopOut]
    legs: list[str]


class LeftOutOut(Out):
    """An order that a plan left out, why in words, and what became of it since."""

    order_id: uuid.UUID
    reference: str
    code: str
    reason: str
    status: str | None
    partner_org_id: uuid.UUID | None
    partner_name: str | None
    partner_accepted: bool


class PlanSummary(Out):
    """A plan in one line; `totals` and `timings` are figures by name, units in the names."""

    id: uuid.UUID
    hub_id: uuid.UUID
    date: date
    revision: int
    state: str
    seed: int
    budget_s: float | None
    iterations: int | None
    temperature_c: float
    engine: str
    checked: bool
    created_at: datetime
    totals: dict[str, Any]
    timings: dict[str, Any]


class PlanOut(PlanSummary):
    """A plan with its routes and what it left out."""

    routes: list[RouteSummary]
    left_out: list[LeftOutOut]
