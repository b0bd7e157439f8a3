"""The part of an order that planning reads, without the rest of its row: a day has a thousand of them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pannier.core.geo import LonLat


class OrderToPlan(NamedTuple):
    """Columns of an order by their names, see `Order`; `has_collection` is whether it has such an address at all."""

    id: uuid.UUID
    reference: str
    kind: str
    status: str
    lon: float | None
    lat: float | None
    window_start: datetime | None
    window_end: datetime | None
    weight_g: int
    volume_ml: int
    parcel_count: int
    service_s: int | None
    needs: Sequence[str]
    other_loads: Mapping[str, int]
    release_at: datetime | None
    prize_cents: int | None
    max_aboard_s: int | None
    goods: str | None
    together: str | None
    apart: str | None
    due_at: datetime | None
    more_windows: Sequence[Sequence[str]]
    merchant_org_id: uuid.UUID | None
    collected_at: datetime | None
    handover: Mapping[str, Any] | None
    collect_lon: float | None
    collect_lat: float | None
    collect_start: datetime | None
    collect_end: datetime | None
    collect_service_s: int | None
    bundle: str | None
    has_collection: bool

    @property
    def point(self) -> LonLat | None:
        """Return the place on the map, None while it is not known."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)

    @property
    def awaits_collection(self) -> bool:
        """Tell whether its parcels are still where they are collected."""
        return self.has_collection and self.collected_at is None

    @property
    def awaits_handover(self) -> bool:
        """Tell whether its parcels wait in a vehicle that does not go on."""
        return self.handover is not None and self.handover["taken_at"] is None

    @property
    def collect_point(self) -> LonLat | None:
        """Return where its parcels are collected, None without a collection or while the place is not known."""
        if self.awaits_handover and self.handover:
            return LonLat(self.handover["lon"], self.handover["lat"])
        if self.collect_lon is None or self.collect_lat is None:
            return None
        return LonLat(self.collect_lon, self.collect_lat)
