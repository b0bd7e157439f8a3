"""Tables of the fleet: vehicles, riders, shifts, charging stations, and what is known of each vehicle now."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, Tenant
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
    active: Mapped[bool] = mapped_column(default=True)


class Rider(Tenant, Base):
    """Someone who drives for a hub; `skills` answer the needs of orders, the name is sealed."""

    __tablename__ = "riders"
    __table_args__ = (Index("uq_riders_person_id", "person_id", unique=True),)

    person_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name_sealed: Mapped[bytes]
    skills: Mapped[list[str]]
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
