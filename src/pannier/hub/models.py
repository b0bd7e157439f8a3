"""Tables of a hub: where each parcel is, every scan that was made, and transfers between hubs."""

import uuid
from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant


class ParcelCustody(MerchantShared, Base):
    """Where one parcel is now; `at` is when it came there, by the clock of whoever scanned it."""

    __tablename__ = "custody"
    __table_args__ = (
        Index("uq_custody_parcel", "org_id", "parcel_id", unique=True),
        Index("uq_custody_barcode", "org_id", "barcode", unique=True),
        Index("ix_custody_day", "org_id", "hub_id", "service_date", "state"),
    )

    parcel_id: Mapped[uuid.UUID]
    order_id: Mapped[uuid.UUID] = mapped_column(index=True)
    barcode: Mapped[str]
    service_date: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    hub_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None]
    vehicle_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    device_time: Mapped[datetime | None]


class Scan(Tenant, Base):
    """One step of one parcel in one scan; never changed. `applied` is false for what told nothing new or came late."""

    __tablename__ = "scans"
    __table_args__ = (Index("uq_scans", "org_id", "scan_id", "barcode", "step", unique=True),)

    scan_id: Mapped[uuid.UUID]
    step: Mapped[int]
    action: Mapped[str]
    barcode: Mapped[str]
    parcel_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    order_id: Mapped[uuid.UUID | None]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    outcome: Mapped[str]
    code: Mapped[str | None]
    detail: Mapped[str | None]
    hub_id: Mapped[uuid.UUID | None]
    route_id: Mapped[uuid.UUID | None]
    vehicle_id: Mapped[uuid.UUID | None]
    device_time: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[str]


class Transfer(Tenant, Base):
    """A vehicle that takes parcels from one hub to another; its way, and the energy by the vehicle's full formula."""

    __tablename__ = "transfers"

    from_hub_id: Mapped[uuid.UUID] = mapped_column(index=True)
    to_hub_id: Mapped[uuid.UUID] = mapped_column(index=True)
    vehicle_id: Mapped[uuid.UUID]
    state: Mapped[str] = mapped_column(default="planned")
    departed_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    distance_m: Mapped[int]
    duration_s: Mapped[int]
    energy_j: Mapped[int]
    plug_j: Mapped[int]
    geometry: Mapped[str]


class TransferParcel(Tenant, Base):
    """One line of a transfer's manifest."""

    __tablename__ = "transfer_parcels"
    __table_args__ = (Index("uq_transfer_parcels", "transfer_id", "parcel_id", unique=True),)

    transfer_id: Mapped[uuid.UUID]
    parcel_id: Mapped[uuid.UUID]
    order_id: Mapped[uuid.UUID]
    barcode: Mapped[str]
