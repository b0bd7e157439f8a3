"""From an order's row to what planning needs of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pannier.core.geo import LonLat
from pannier.orders.wishes import windows_of
from pannier.planning.day import CollectionOfDay, OrderOfDay

TRANSFER_S = 60
"""What handing one order's parcels from vehicle to vehicle takes, finding them included: an estimate of ours."""


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

    @property
    def max_aboard_s(self) -> int | None:
        """Return how long its goods may be aboard at most."""

    @property
    def goods(self) -> str | None:
        """Return its class of goods."""

    @property
    def together(self) -> str | None:
        """Return what it has in common with orders that go by the same vehicle."""

    @property
    def apart(self) -> str | None:
        """Return what it has in common with orders that go by other vehicles."""

    @property
    def due_at(self) -> datetime | None:
        """Return when its service should have begun."""

    @property
    def more_windows(self) -> Sequence[Sequence[str]]:
        """Return its windows behind the first, as pairs of moments."""

    @property
    def merchant_org_id(self) -> uuid.UUID | None:
        """Return whose order it is; None for the operator's own."""

    @property
    def has_collection(self) -> bool:
        """Tell whether it is collected at another address instead of coming by the hub."""

    @property
    def awaits_collection(self) -> bool:
        """Tell whether it is still there."""

    @property
    def awaits_handover(self) -> bool:
        """Tell whether its parcels wait in a vehicle that does not go on."""

    @property
    def collect_point(self) -> LonLat | None:
        """Return where it is collected, if known."""

    @property
    def collect_start(self) -> datetime | None:
        """Return when the window of the collection opens."""

    @property
    def collect_end(self) -> datetime | None:
        """Return when the window of the collection closes."""

    @property
    def collect_service_s(self) -> int | None:
        """Return the time asked for where it is collected, on top of the vehicle's own."""

    @property
    def bundle(self) -> str | None:
        """Return the name of the bundle that it belongs to."""


def order_of_day(
    order: OrderFacts, prize_cents: int | None = None, *, collect: bool | None = None
) -> OrderOfDay | None:
    """Return an order as planning sees it, or None without a place at one of its ends.

    `collect` tells whether it is to be collected; unless told, that is so as long as it has not been.
    """
    waits = order.awaits_collection or order.awaits_handover
    collected = waits if collect is None else collect and order.has_collection
    if order.point is None or (collected and order.collect_point is None):
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
        collection=_collection(order) if collected else None,
        more_windows=tuple((start, end) for start, end in windows_of(order.more_windows)),
        due_at=order.due_at,
        max_aboard_s=order.max_aboard_s,
        goods=order.goods,
        together=_of_merchant(order, order.together),
        apart=_of_merchant(order, order.apart),
    )


def _of_merchant(order: OrderFacts, word: str | None) -> str | None:
    """Return a merchant's word as no other merchant says it."""
    return None if word is None else f"{order.merchant_org_id} {word}"


def _collection(order: OrderFacts) -> CollectionOfDay | None:
    if order.collect_point is None:
        return None
    if order.awaits_handover:
        return CollectionOfDay(point=order.collect_point.rounded(), service_s=TRANSFER_S)
    return CollectionOfDay(
        point=order.collect_point.rounded(),
        window_start=order.collect_start,
        window_end=order.collect_end,
        service_s=order.collect_service_s or 0,
        bundle=_of_merchant(order, order.bundle),
    )
