"""Tables of driving: what phones told, the attempts and proofs in it, duties, arrivals and rounds."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant
from pannier.base.sealed import SealedText


class RiderEvent(Tenant, Base):
    """One thing that a rider did, as the phone told it; never changed, but for `conflict`, which follows from others.

    `id` is the phone's own. `device_time` is the phone's time untouched, `at` the time that counts, `received_at`
    the upload's.
    """

    __tablename__ = "rider_events"
    __table_args__ = (
        Index("ix_rider_events_rider_at", "org_id", "rider_id", "at"),
        Index("ix_rider_events_route", "route_id"),
        Index("ix_rider_events_stop", "stop_id"),
    )

    rider_id: Mapped[uuid.UUID]
    type: Mapped[str]
    device: Mapped[str] = mapped_column(default="")
    counter: Mapped[int]
    device_time: Mapped[datetime]
    offset_s: Mapped[float] = mapped_column(default=0.0)
    at: Mapped[datetime]
    clock_suspect: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    route_id: Mapped[uuid.UUID | None]
    stop_id: Mapped[uuid.UUID | None]
    order_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    battery_pct: Mapped[float | None]
    rejected: Mapped[str | None]
    conflict: Mapped[str | None]
    conflict_detail: Mapped[str | None]


class Attempt(MerchantShared, Base):
    """One try to hand an order over, or (outcome `reopened`) taking one back; its facts are never changed.

    `holds`, `reopened` and `conflict` follow from all facts about the order; `told` counts how often and when in
    turn the log was told, so that the greatest is what the log knows.
    """

    __tablename__ = "attempts"

    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    # delivery (the usual, a return's pickup too) or collection: each is settled for itself.
    stage: Mapped[str] = mapped_column(default="delivery")
    outcome: Mapped[str]
    reason: Mapped[str | None]
    counter: Mapped[int] = mapped_column(default=0)
    device_time: Mapped[datetime]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock_suspect: Mapped[bool] = mapped_column(default=False)
    closed_by: Mapped[str]
    rider_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    stop_id: Mapped[uuid.UUID | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    distance_to_stop_m: Mapped[float | None]
    delivered_parcels: Mapped[list[str] | None]
    announced_proofs: Mapped[list[str]] = mapped_column(default=list)
    required_proofs: Mapped[list[str]] = mapped_column(default=list)
    text_sealed: Mapped[bytes | None]
    holds: Mapped[bool] = mapped_column(default=False)
    reopened: Mapped[bool] = mapped_column(default=False)
    conflict: Mapped[str | None]
    told: Mapped[int | None]
    text = SealedText("text_sealed")


class Proof(MerchantShared, Base):
    """A photo, signature, PIN or name that shows an attempt; it may come before or after the attempt itself.

    `sha256` is of the file as the phone made it, `stored_sha256` of what is kept (EXIF is gone).
    """

    __tablename__ = "proofs"
    __table_args__ = (Index("uq_proofs_file", "attempt_id", "kind", "sha256", unique=True),)

    attempt_id: Mapped[uuid.UUID]
    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str]
    sha256: Mapped[str]
    stored_sha256: Mapped[str | None]
    suffix: Mapped[str | None]
    verified: Mapped[bool | None]
    name_sealed: Mapped[bytes | None]
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    told: Mapped[bool] = mapped_column(default=False)
    name = SealedText("name_sealed")


class Duty(Tenant, Base):
    """One time on duty; its id is the event that began it. Follows from the rider's events."""

    __tablename__ = "duties"
    __table_args__ = (Index("ix_duties_rider", "org_id", "rider_id", "started_at"),)

    rider_id: Mapped[uuid.UUID]
    shift_id: Mapped[uuid.UUID | None]
    vehicle_id: Mapped[uuid.UUID | None]
    hub_id: Mapped[uuid.UUID | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    breaks: Mapped[list[Any]]
    told_start: Mapped[bool] = mapped_column(default=False)
    told_end: Mapped[bool] = mapped_column(default=False)


class Arrival(Tenant, Base):
    """When a stop was reached: the first arrival that anybody told."""

    __tablename__ = "arrivals"
    __table_args__ = (Index("uq_arrivals_stop", "org_id", "stop_id", unique=True),)

    stop_id: Mapped[uuid.UUID]
    route_id: Mapped[uuid.UUID] = mapped_column(index=True)
    at: Mapped[datetime]


class Round(Tenant, Base):
    """What was really driven of a route: times, distance and energy with their sources."""

    __tablename__ = "rounds"
    __table_args__ = (
        Index("uq_rounds_route", "org_id", "route_id", unique=True),
        Index("ix_rounds_day", "org_id", "hub_id", "service_date"),
    )

    route_id: Mapped[uuid.UUID]
    rider_id: Mapped[uuid.UUID]
    vehicle_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    distance_m: Mapped[int | None]
    distance_source: Mapped[str | None]
    energy_j: Mapped[int | None]
    plug_j: Mapped[int | None]
    energy_source: Mapped[str | None]
    temperature_c: Mapped[float]
