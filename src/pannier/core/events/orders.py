"""What happens to an order, from acceptance to its end."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pannier.core.events.registry import event


@event("order.accepted")
class OrderAccepted:
    """An order was taken in; `source` is portal, file, api or partner."""

    order_id: UUID
    merchant_org_id: UUID | None = None
    source: str


@event("order.changed")
class OrderChanged:
    """Some fields of an order were changed; `fields` holds their names, not their values."""

    order_id: UUID
    fields: tuple[str, ...]


@event("order.cancelled")
class OrderCancelled:
    """An order was called off before its delivery."""

    order_id: UUID
    reason: str | None = None


@event("order.located")
class OrderLocated:
    """An order got its place on the map; `match_quality` is 0 to 100, `precision` house, street or place."""

    order_id: UUID
    match_quality: int
    precision: str


@event("order.in_review")
class OrderInReview:
    """An address was not good enough; `code` says why a person must look, `end` at which: delivery or collection."""

    order_id: UUID
    code: str
    end: str = "delivery"


@event("order.taken_back")
class OrderTakenBack:
    """An order on demand left the route that it was on: its rider did not answer, or went off duty (`reason`)."""

    order_id: UUID
    route_id: UUID
    reason: str


@event("order.sought")
class OrderSought:
    """A rider is sought for an order on demand; its minutes count from `at`, or from when it is ready if later."""

    order_id: UUID
    at: datetime


@event("order.escalated")
class OrderEscalated:
    """An order on demand has no rider, or will be late, and needs a person; `code` says why."""

    order_id: UUID
    code: str


@event("order.allocated")
class OrderAllocated:
    """A carrier was chosen: `carrier` is own or partner, `why` the code of the deciding rule."""

    order_id: UUID
    carrier: str
    partner_org_id: UUID | None = None
    estimate_cents: int | None = None
    why: str


@event("order.planned")
class OrderPlanned:
    """An order got a place on a route."""

    order_id: UUID
    route_id: UUID


@event("order.left_out")
class OrderLeftOut:
    """A plan (null: a day of orders on demand) could not hold an order, why, and the day it is moved to, if any."""

    order_id: UUID
    plan_id: UUID | None = None
    code: str
    moved_to: date | None = None


@event("order.reopened")
class OrderReopened:
    """An order waits for another attempt; `reason` is the failure code that led here."""

    order_id: UUID
    reason: str


@event("order.held")
class OrderHeld:
    """An order waits for an answer, from its recipient, merchant or dispatcher."""

    order_id: UUID
    reason: str | None = None


@event("order.returning")
class OrderReturning:
    """An order is on its way back to its merchant."""

    order_id: UUID
    reason: str | None = None


@event("order.returned")
class OrderReturned:
    """An order's parcels are back with its merchant."""

    order_id: UUID


@event("order.lost")
class OrderLost:
    """An order's parcels cannot be found."""

    order_id: UUID


@event("order.in_transit")
class OrderInTransit:
    """An order left its hub, or its sender's door where it was collected."""

    order_id: UUID
    route_id: UUID | None = None


@event("order.collected")
class OrderCollected:
    """A rider took an order over at its sender's door; from here it is on its way."""

    order_id: UUID
    attempt_id: UUID
    route_id: UUID | None = None


@event("order.delivered")
class OrderDelivered:
    """An order reached its recipient in full."""

    order_id: UUID
    attempt_id: UUID | None = None


@event("order.failed")
class OrderFailed:
    """An attempt failed; what follows is reopened, held or returning."""

    order_id: UUID
    reason: str | None = None
    attempt_id: UUID | None = None


@event("order.partially_delivered")
class OrderPartiallyDelivered:
    """Some parcels of an order were handed over, others not."""

    order_id: UUID
    attempt_id: UUID | None = None
