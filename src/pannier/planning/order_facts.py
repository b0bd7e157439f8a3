"""From an order's row to what planning needs of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pannier.core.geo import LonLat
from pannier.planning.day import OrderOfDay


class OrderFacts(Protocol):
    """The part of an order that planning reads; rows of orders have it."""

    @property
    def id(self) -> uuid.UUID:
        """Return the order's id."""

    @property
    def reference(self) -> str:
        """Return the merchant's reference."""

    @property
    def kind(self) -> str:
        """Return delivery or return."""

    @property
    def point(self) -> LonLat | None:
        """Return the place on the map, if known."""

    @property
    def window_start(self) -> datetime | None:
        """Return when its window opens."""

    @property
    def window_end(self) -> datetime | None:
        """Return when its window closes."""

    @property
    def weight_g(self) -> int:
        """Return the mass of all parcels."""

    @property
    def volume_ml(self) -> int:
        """Return the volume of all parcels."""

    @property
    def parcel_count(self) -> int:
        """Return the number of parcels."""

    @property
    def service_s(self) -> int | None:
        """Return the time asked for at the door, on top of the vehicle's own."""

    @property
    def needs(self) -> Sequence[str]:
        """Return the skills it needs."""

    @property
    def other_loads(self) -> Mapping[str, int]:
        """Return what it takes up beyond mass, volume and parcels."""

    @property
    def release_at(self) -> datetime | None:
        """Return when its parcels are at the hub."""


def order_of_day(order: OrderFacts, prize_cents: int | None = None) -> OrderOfDay | None:
    """Return an order as planning sees it, or None without a place."""
    if order.point is None:
        return None
    return OrderOfDay(
        id=order.id,
        reference=order.reference,
        kind=order.kind,
        point=order.point.rounded(),
        window_start=order.window_start,
        window_end=order.window_end,
        weight_g=order.weight_g,
        volume_ml=order.volume_ml,
        parcels=order.parcel_count,
        service_s=order.service_s or 0,
        needs=tuple(order.needs),
        release_at=order.release_at,
        prize_cents=prize_cents,
        loads=dict(order.other_loads),
    )
