"""Tables of places: hubs and zones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from pannier.base.database import Base, MerchantReadable
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


class Zone(MerchantReadable, Base):
    """An area with a meaning: where is delivered (`service`), at which price, or who may not enter."""

    __tablename__ = "zones"
    __table_args__ = (Index("uq_zones_code", "org_id", "kind", "code", unique=True),)

    name: Mapped[str]
    code: Mapped[str]
    kind: Mapped[str]
    polygon: Mapped[dict[str, Any]] = mapped_column()
