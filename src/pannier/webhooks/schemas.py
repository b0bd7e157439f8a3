"""What webhooks take in and give out over HTTP."""

import uuid
from datetime import datetime
from typing import Any

from pydantic import Field

from pannier.base.schemas import In, Out


class EndpointIn(In):
    """A new endpoint; `["*"]` means all events."""

    url: str = Field(max_length=2000, examples=["https://shop.example/pannier"])
    events: list[str] = Field(min_length=1, max_length=100, examples=[["order.delivered", "order.failed"]])


class EndpointOut(Out):
    """An endpoint."""

    id: uuid.UUID
    url: str
    events: list[str]
    active: bool
    failures_in_a_row: int
    created_at: datetime


class NewEndpointOut(EndpointOut):
    """A new endpoint with the secret its signatures are made with (Standard Webhooks), shown this once."""

    secret: str


class DeliveryOut(Out):
    """One message to one endpoint; `state` is pending, delivered or dead."""

    id: uuid.UUID
    endpoint_id: uuid.UUID
    event_type: str
    event_seq: int
    body: dict[str, Any]
    state: str
    attempts: int
    next_at: datetime
    response_status: int | None
    response_excerpt: str | None
    latency_ms: int | None
    error: str | None
    created_at: datetime
    delivered_at: datetime | None
