"""What dispatch takes in and gives out over HTTP."""

import uuid
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from pannier.base.schemas import In, Out


class OverrideIn(In):
    """Let routes go although parcels are missing; who and why is kept."""

    reason: str = Field(min_length=3, max_length=500, examples=["Parcels follow by hand at 9:30"])


class ReleaseIn(In):
    """Which routes to release; none named means all of the plan."""

    model_config = ConfigDict(json_schema_extra={"example": {"override": None}})

    route_ids: list[uuid.UUID] | None = Field(default=None, max_length=500)
    override: OverrideIn | None = None


class BlockedOut(Out):
    """A route that stays, why, and which parcels it waits for."""

    route_id: uuid.UUID
    code: str
    detail: str
    missing: list[str]


class ReleaseOut(Out):
    """The routes that riders have now, and those that stay."""

    released: list[uuid.UUID]
    blocked: list[BlockedOut]


class ReassignIn(In):
    """The shift that shall drive the route."""

    shift_id: uuid.UUID


class OffersIn(In):
    """Orders to offer to a partner."""

    order_ids: list[uuid.UUID] = Field(min_length=1, max_length=500)
    partner_org_id: uuid.UUID


class OfferWindowOut(Out):
    """The window of an offered order."""

    start: datetime | None
    end: datetime | None


class OfferedOrderOut(Out):
    """What a partner needs to decide; nothing that names the recipient."""

    kind: str
    postcode: str | None
    city: str | None
    collect_postcode: str | None
    """Postcode of where it is collected; null when it leaves from the operator's hub."""
    collect_city: str | None
    """Town of where it is collected; null when it leaves from the operator's hub."""
    window: OfferWindowOut
    weight_g: int
    parcels: int


class OfferOut(Out):
    """An offer; `order` is null once the order is not there any more."""

    id: uuid.UUID
    order_id: uuid.UUID
    partner_order_id: uuid.UUID | None
    org_id: uuid.UUID
    partner_org_id: uuid.UUID
    state: str
    price_cents: int
    currency: str
    rate_card: str
    created_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    order: OfferedOrderOut | None


class OutcomeIn(In):
    """How an order went; `id` is yours, the same one again changes nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "01936d5e-0000-7000-8000-00000000000a",
                "outcome": "failed",
                "reason": "recipient_absent",
                "device_time": "2026-03-10T10:15:00+01:00",
            }
        }
    )

    id: uuid.UUID
    outcome: Literal["succeeded", "partial", "failed"]
    reason: str | None = Field(default=None, max_length=60, description="A code of GET /v1/failure-reasons.")
    device_time: AwareDatetime = Field(description="When it happened.")


class OutcomeOut(Out):
    """Whether a report was taken (`applied`) or known already (`duplicate`)."""

    id: uuid.UUID
    state: str
