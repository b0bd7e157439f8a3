"""Tables of the fleet: vehicles, riders, shifts, how they are planned, and what is known of each vehicle now."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantReadable, Tenant
from pannier.base.sealed import SealedText


class Vehicle(Tenant, Base):
    """A vehicle of a hub; what is null is as the row of its kind says."""

    __tablename__ = "vehicles"

    hub_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    payload_g: Mapped[int | None]
    volume_ml: Mapped[int | None]
    parcels_max: Mapped[int | None]
    battery_wh: Mapped[int | None]
    spare_batteries: Mapped[int] = mapped_column(default=0)
    service_percent: Mapped[int | None]
    # What it holds beyond grams, millilitres and parcels, by name: {"cold_l": 40}.
    capacities: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Answers orders' needs as a rider's skills do.
    equipment: Mapped[list[str]] = mapped_column(default=list)
    # How far, long and often it goes at most: in a shift, and from one loading to the return; null is no limit.
    shift_distance_m: Mapped[int | None]
    shift_duration_s: Mapped[int | None]
    shift_stops: Mapped[int | None]
    trip_distance_m: Mapped[int | None]
    trip_duration_s: Mapped[int | None]
    trip_stops: Mapped[int | None]
    # Its box gives back only what lies on top.
    last_in_first_out: Mapped[bool] = mapped_column(default=False)
    # Whether the driving-time rule of heavy vehicles holds for it, beside its rider's working time.
    eu_driving_times: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class Rider(Tenant, Base):
    """Someone who drives for a hub; `skills` answer the needs of orders, the name is sealed."""

    __tablename__ = "riders"
    __table_args__ = (Index("uq_riders_person_id", "person_id", unique=True),)

    person_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name_sealed: Mapped[bytes]
    skills: Mapped[list[str]]
    # A set of work_time.toml of their own, such as for who is under 18; null as the organisation.
    work_time_rules: Mapped[str | None]
    # Zones that they know well; counts only where the operator gives that a price.
    area_zone_ids: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)
    name = SealedText("name_sealed")


class Shift(Tenant, Base):
    """A rider with a vehicle for part of a service day; the break lies wholly between its two times."""

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_hub_date", "org_id", "hub_id", "service_date"),)

    rider_id: Mapped[uuid.UUID] = mapped_column(index=True)
    vehicle_id: Mapped[uuid.UUID] = mapped_column(index=True)
    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    break_start: Mapped[datetime | None]
    break_end: Mapped[datetime | None]
    break_s: Mapped[int] = mapped_column(default=0)
    # How long after its end it may still last, and what an hour of that costs on top.
    overtime_s: Mapped[int] = mapped_column(default=0)
    overtime_per_hour_cents: Mapped[int] = mapped_column(default=0)
    # Where the vehicle stands before and after, when that is not the hub.
    start_lon: Mapped[float | None]
    start_lat: Mapped[float | None]
    end_lon: Mapped[float | None]
    end_lat: Mapped[float | None]
    # rounds, on_demand or both; null as the hub says.
    serves: Mapped[str | None]


class ChargingStation(Tenant, Base):
    """A charger on the way; `kinds` are the kinds of vehicles that may use it, none named means all that can."""

    __tablename__ = "charging_stations"
    __table_args__ = (Index("uq_charging_stations_name", "org_id", "name", unique=True),)

    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    power_w: Mapped[int]
    kinds: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    charger: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Its plugs, hours, reservations and prices, see charger_values."""


class HubCharger(Tenant, Base):
    """Plugs, hours, reservations and prices of a hub's own chargers, or of its cabinet of batteries."""

    __tablename__ = "hub_chargers"
    __table_args__ = (Index("uq_hub_chargers_hub_id", "hub_id", unique=True),)

    hub_id: Mapped[uuid.UUID]
    charger: Mapped[dict[str, Any]] = mapped_column(default=dict)


class OnDemandHub(MerchantReadable, Base):
    """How a hub serves orders on demand; without a row it takes none. `serves` is what shifts serve that do not say."""

    __tablename__ = "on_demand_hubs"
    __table_args__ = (Index("uq_on_demand_hubs_hub_id", "hub_id", unique=True),)

    hub_id: Mapped[uuid.UUID]
    active: Mapped[bool]
    leave_within_s: Mapped[int]
    deliver_within_s: Mapped[int]
    hold_s: Mapped[int]
    answer_s: Mapped[int]
    escalate_s: Mapped[int]
    serve_late: Mapped[bool]
    serves: Mapped[str]


class GridHours(Tenant, Base):
    """Grams CO2e a kilowatt hour at the plug for each hour of the day; no values: the year's figure counts."""

    __tablename__ = "grid_hours"
    __table_args__ = (Index("uq_grid_hours_org_id", "org_id", unique=True),)

    g_per_kwh: Mapped[list[Any]] = mapped_column(default=list)


class VehicleState(Tenant, Base):
    """The latest known position, charge, load and clock of a vehicle, each with who says so and since when."""

    __tablename__ = "vehicle_states"
    __table_args__ = (Index("uq_vehicle_states_vehicle_id", "vehicle_id", unique=True),)

    vehicle_id: Mapped[uuid.UUID]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    position_source: Mapped[str | None]
    position_at: Mapped[datetime | None]
    charge_wh: Mapped[float | None]
    charge_source: Mapped[str | None]
    charge_at: Mapped[datetime | None]
    load_g: Mapped[int | None]
    load_parcels: Mapped[int | None]
    load_source: Mapped[str | None]
    load_at: Mapped[datetime | None]
    free_at: Mapped[datetime | None]
    clock_source: Mapped[str | None]
    clock_at: Mapped[datetime | None]


RIDER_CHANGED_CENTS, PROMISE_MOVED_CENTS = 200, 300
"""What changes of a running day count unless an operator says otherwise."""


class FleetRules(Tenant, Base):
    """How an operator wants its riders planned, one row an organisation; without a row everything is as usual.

    `work_time_rules` is a set of work_time.toml, "none", or null for the law of the organisation's country.
    """

    __tablename__ = "fleet_rules"
    __table_args__ = (Index("uq_fleet_rules_org_id", "org_id", unique=True),)

    work_time_rules: Mapped[str | None]
    split_breaks: Mapped[bool] = mapped_column(default=False)
    # What even work is worth: a route's hours, and its tasks, count by their square.
    fair_hours_cents: Mapped[int] = mapped_column(default=0)
    fair_stops_cents: Mapped[int] = mapped_column(default=0)
    # What a stop costs more with a rider who does not know its area, where somebody on duty does.
    familiar_area_cents: Mapped[int] = mapped_column(default=0)
    # What changes of a running day count: an order that goes to another rider, and a promise that moves.
    rider_changed_cents: Mapped[int] = mapped_column(default=RIDER_CHANGED_CENTS)
    promise_moved_cents: Mapped[int] = mapped_column(default=PROMISE_MOVED_CENTS)
    # How far riders walk from where they park, and what they carry, see walk_rules.
    walks: Mapped[list[Any]] = mapped_column(default=list)


class KindCosts(Tenant, Base):
    """What a kind of vehicle costs an operator from a service day on; what is null is as the row of the kind says."""

    __tablename__ = "kind_costs"
    __table_args__ = (Index("uq_kind_costs_kind_since", "org_id", "kind", "since", unique=True),)

    kind: Mapped[str]
    since: Mapped[date] = mapped_column(Date)
    fixed_cents: Mapped[int | None]
    per_hour_cents: Mapped[int | None]
    per_km_cents: Mapped[float | None]
    per_kwh_cents: Mapped[float | None]


class WorkRecord(Tenant, Base):
    """A time that a rider really worked, as driving tells it; `ended_at` null while it lasts."""

    __tablename__ = "work_records"
    __table_args__ = (Index("ix_work_records_rider", "org_id", "rider_id", "started_at"),)

    rider_id: Mapped[uuid.UUID]
    shift_id: Mapped[uuid.UUID | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    break_s: Mapped[int] = mapped_column(default=0)
    rested_until: Mapped[datetime | None]
