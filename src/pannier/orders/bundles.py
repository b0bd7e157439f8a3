"""Orders that go together: one merchant's bundle is collected at one address, on one day, from one hub."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.order_limits import Fault
from pannier.core.order_states import OrderStatus
from pannier.orders.collection import ADDRESS, PREFIX
from pannier.orders.models import Order

BUNDLED = ("bundle", "service_date", "hub_id", *(f"{PREFIX}{name}" for name in ADDRESS))
"""The columns in which the orders of a bundle are alike."""
_TOGETHER = (OrderStatus.CONFIRMED, OrderStatus.ALLOCATED, OrderStatus.PLANNED)


class Bundles:
    """The bundles that waiting orders belong to, read when they are first asked for in a request or chunk."""

    def __init__(self, db: Session) -> None:
        self._db = db

    def check(
        self,
        order_id: uuid.UUID | None,
        merchant_org_id: uuid.UUID | None,
        values: Mapping[str, Any],
    ) -> tuple[Fault, ...]:
        """Return in what an order differs from the others of its bundle; `values` are all columns it would hold."""
        name = values.get("bundle")
        if name is None:
            return ()
        self._db.flush()
        other = self._db.scalars(
            select(Order)
            .where(
                Order.bundle == name,
                Order.merchant_org_id.is_not_distinct_from(merchant_org_id),
                Order.status.in_(_TOGETHER),
                Order.collected_at.is_(None),
                Order.id != (order_id or uuid.UUID(int=0)),
            )
            .order_by(Order.id)
        ).first()
        return () if other is None else _differences(other, values)


def _differences(other: Order, values: Mapping[str, Any]) -> tuple[Fault, ...]:
    whole = f"Order {other.reference} of bundle {other.bundle}"
    found = []
    if values["service_date"] != other.service_date:
        text = f"{whole} is for {other.service_date}; give the same day, or another bundle."
        found.append(Fault("/date", "bundle_other_day", text))
    if other.hub_given and values["hub_id"] != other.hub_id:
        text = f"{whole} belongs to another hub; give the same hub_id, or another bundle."
        found.append(Fault("/hub_id", "bundle_other_hub", text))
    if any(_of(values, name) != getattr(other, f"{PREFIX}{name}") for name in ADDRESS):
        text = f"{whole} is collected at another address; give the same address, or another bundle."
        found.append(Fault("/collection/address", "bundle_other_place", text))
    return tuple(found)


def _of(values: Mapping[str, Any], name: str) -> Any:
    return values[f"{PREFIX}{name}"]
