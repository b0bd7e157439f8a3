"""Tables of tracking: position history, latest positions, expected arrivals, recipients' links."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant


class Position(Tenant, Base):
    """Where a rider was; partitioned by day (see `partitions`), so that old days go at once.

    `device_time` is the phone's time, or the upload's where the phone's could not be right (then `told_time` holds
    what the phone said).
    """

    __tablename__ = "positions"
    __table_args__ = (
        Index("ix_positions_route", "route_id", "device_time"),
        {"postgresql_partition_by": "RANGE (device_time)"},
    )

    # A key of its own and a second time would make each of millions of rows a third longer.
    id = None  # type: ignore[assignment]  # SQLAlchemy's way to leave a mixin's column out
    created_at = None  # type: ignore[assignment]  # as above

    rider_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device_time: Mapped[datetime] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    told_time: Mapped[datetime | None]
    vehicle_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None]
    lon: Mapped[float]
    lat: Mapped[float]
    accuracy_m: Mapped[float | None]
    speed_mps: Mapped[float | None]
    heading_deg: Mapped[float | None]
    battery_pct: Mapped[float | None]


class LatestPosition(Tenant, Base):
    """The newest known position of a rider."""

    __tablename__ = "latest_positions"
    __table_args__ = (
        Index("uq_latest_positions_rider", "rider_id", unique=True),
        Index("ix_latest_positions_hub", "org_id", "hub_id"),
    )

    rider_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID | None]
    vehicle_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None]
    device_time: Mapped[datetime]
    lon: Mapped[float]
    lat: Mapped[float]
    accuracy_m: Mapped[float | None]
    speed_mps: Mapped[float | None]
    heading_deg: Mapped[float | None]
    battery_pct: Mapped[float | None]


class StopEta(Tenant, Base):
    """When a stop is expected to be reached, the interval around it, and what was told of it last."""

    __tablename__ = "etas"
    __table_args__ = (Index("uq_etas_stop", "org_id", "stop_id", unique=True),)

    stop_id: Mapped[uuid.UUID]
    route_id: Mapped[uuid.UUID] = mapped_column(index=True)
    eta: Mapped[datetime]
    early: Mapped[datetime]
    late: Mapped[datetime]
    source: Mapped[str]
    computed_at: Mapped[datetime]
    told_eta: Mapped[datetime]
    told_late: Mapped[bool] = mapped_column(default=False)


class ArrivalModel(Tenant, Base):
    """What a hub's rounds of some days taught about how long things take; `measured` on days not learned from."""

    __tablename__ = "arrival_models"
    __table_args__ = (Index("uq_arrival_models_hub_until", "org_id", "hub_id", "until", unique=True),)

    hub_id: Mapped[uuid.UUID]
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    rounds: Mapped[int]
    # See core/eta/as_json.
    model: Mapped[dict[str, Any]]
    measured: Mapped[dict[str, Any]]


class TrackingLink(MerchantShared, Base):
    """A recipient's link to one order: the hash to find it by, the sealed token to show it again."""

    __tablename__ = "tracking_links"
    __table_args__ = (
        Index("uq_tracking_links_hash", "token_hash", unique=True),
        Index("uq_tracking_links_order", "org_id", "order_id", unique=True),
    )

    order_id: Mapped[uuid.UUID]
    token_hash: Mapped[bytes]
    token_sealed: Mapped[bytes]
    expires_at: Mapped[datetime]
    co2e_mg: Mapped[int | None]
