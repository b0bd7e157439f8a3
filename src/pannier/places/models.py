"""Tables of places: hubs and zones."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantReadable, Tenant
from pannier.core.geo import LonLat


class Hub(MerchantReadable, Base):
    """Where parcels arrive and routes begin; `opens` and `closes` are local times of day, HH:MM."""

    __tablename__ = "hubs"
    __table_args__ = (Index("uq_hubs_code", "org_id", "code", unique=True),)

    name: Mapped[str]
    code: Mapped[str]
    address: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    timezone: Mapped[str]
    opens: Mapped[str]
    closes: Mapped[str]
    loading_s: Mapped[int]
    map_name: Mapped[str]

    @property
    def point(self) -> LonLat:
        """Return where the hub is."""
        return LonLat(self.lon, self.lat)


class TrafficHours(Tenant, Base):
    """Hours at which ways take longer, or less long, for some kinds of vehicle and in some zone; empty: for all.

    `begins` and `ends` are local times, HH:MM, with 24:00 as the day's end; `weekdays` count from Monday, 1.
    """

    __tablename__ = "traffic_hours"

    position: Mapped[int]
    kinds: Mapped[list[str]]
    weekdays: Mapped[list[Any]]
    begins: Mapped[str]
    ends: Mapped[str]
    longer_percent: Mapped[int]
    zone_id: Mapped[uuid.UUID | None]


class Blockage(Tenant, Base):
    """A street or area that vehicles of some kinds (none: all) cannot pass between two moments."""

    __tablename__ = "blockages"

    name: Mapped[str]
    kinds: Mapped[list[str]]
    polygon: Mapped[dict[str, Any]] = mapped_column()
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    blocked_by: Mapped[str]
    removed_at: Mapped[datetime | None]


class Zone(MerchantReadable, Base):
    """An area with a meaning: where is delivered (`service`), at which price, or who may not enter."""

    __tablename__ = "zones"
    __table_args__ = (Index("uq_zones_code", "org_id", "kind", "code", unique=True),)

    name: Mapped[str]
    code: Mapped[str]
    kind: Mapped[str]
    polygon: Mapped[dict[str, Any]] = mapped_column()
    rules: Mapped[list[Any]] = mapped_column(default=list)
    """Who may be inside at which hours, see zone_rules."""
