"""Tables of emissions: baselines, rounds, records of deliveries, pseudonyms, and the append-only ledger."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantShared, Tenant


class EmissionBaseline(Tenant, Base):
    """What the orders of a hub's day would have emitted by diesel van; never changed once it is frozen.

    `state` is requested or frozen, `kind` B2 (planned again) or B3 (by ratio, `reason` says why). `payload` is what
    was entered in the ledger.
    """

    __tablename__ = "emission_baselines"
    __table_args__ = (
        Index("uq_emission_baselines_day", "org_id", "hub_id", "service_date", "version", unique=True),
    )

    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="requested")
    job_id: Mapped[uuid.UUID | None]
    kind: Mapped[str | None]
    reason: Mapped[str | None]
    frozen_at: Mapped[datetime | None]
    co2e_mg: Mapped[int | None]
    distance_m: Mapped[int | None]
    payload: Mapped[dict[str, Any] | None]
    ledger_seq: Mapped[int | None]


class EmissionRound(Tenant, Base):
    """What one round or transfer emitted; `state` is waiting (for its baseline) or recorded.

    `version` counts corrections; `payload` is the latest that was entered in the ledger, under `ledger_seq`.
    """

    __tablename__ = "emission_rounds"
    __table_args__ = (
        Index("uq_emission_rounds_round", "org_id", "kind", "round_id", unique=True),
        Index("ix_emission_rounds_day", "org_id", "service_date", "hub_id"),
    )

    kind: Mapped[str]
    round_id: Mapped[uuid.UUID]
    route_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    hub_id: Mapped[uuid.UUID]
    service_date: Mapped[date] = mapped_column(Date)
    vehicle_kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    version: Mapped[int] = mapped_column(default=1)
    operation_mg: Mapped[int | None]
    provision_mg: Mapped[int | None]
    co2e_mg: Mapped[int | None]
    baseline_mg: Mapped[int | None]
    baseline_kind: Mapped[str | None]
    data_type: Mapped[str | None]
    energy_source: Mapped[str | None]
    edition: Mapped[str | None]
    edition_sha256: Mapped[str | None]
    method_version: Mapped[str | None]
    recorded_at: Mapped[datetime | None]
    payload: Mapped[dict[str, Any] | None]
    ledger_seq: Mapped[int | None]


class EmissionRecord(MerchantShared, Base):
    """What one order bears of one round, transfer or partner's delivery; the latest after any correction.

    `inputs` holds all that its merchant needs to follow the computation without seeing other merchants' orders.
    """

    __tablename__ = "emission_records"
    __table_args__ = (
        Index("uq_emission_records_element", "org_id", "order_id", "kind", "round_id", unique=True),
        Index("ix_emission_records_day", "org_id", "service_date", "hub_id"),
    )

    order_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    round_id: Mapped[uuid.UUID]
    hub_id: Mapped[uuid.UUID | None]
    service_date: Mapped[date] = mapped_column(Date)
    carried: Mapped[bool]
    frozen: Mapped[bool]
    operation_mg: Mapped[int]
    provision_mg: Mapped[int]
    co2e_mg: Mapped[int]
    baseline_mg: Mapped[int | None]
    data_type: Mapped[str]
    inputs: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    ledger_seq: Mapped[int]
    entry_hash: Mapped[str]


class ShipmentName(Tenant, Base):
    """The salt that turns an order's id into its name in the ledger; without it nobody can tell whose entry it is."""

    __tablename__ = "shipment_names"
    __table_args__ = (Index("uq_shipment_names_order", "org_id", "order_id", unique=True),)

    order_id: Mapped[uuid.UUID]
    salt: Mapped[bytes]


class LedgerRow(Tenant, Base):
    """One entry of the organisation's emission ledger; the database refuses to change or delete it."""

    __tablename__ = "emission_ledger"
    __table_args__ = (Index("uq_emission_ledger_seq", "org_id", "seq", unique=True),)

    seq: Mapped[int]
    type: Mapped[str]
    entered_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    payload_hash: Mapped[str]
    prev_hash: Mapped[str]
    entry_hash: Mapped[str]
