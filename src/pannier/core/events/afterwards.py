"""What follows a delivery: messages, webhooks, charges, emissions; and what the system does for itself."""

from __future__ import annotations

from uuid import UUID

from pannier.core.events.registry import event


@event("message.queued")
class MessageQueued:
    """A message waits to be sent; `kind` is its template."""

    message_id: UUID
    order_id: UUID | None = None
    kind: str | None = None


@event("message.sent")
class MessageSent:
    """A message was taken by the mail or text service."""

    message_id: UUID
    order_id: UUID | None = None
    kind: str | None = None


@event("message.failed")
class MessageFailed:
    """A message could not be sent in all its tries; `code` says why."""

    message_id: UUID
    order_id: UUID | None = None
    kind: str | None = None
    code: str | None = None


@event("webhook.delivered")
class WebhookDelivered:
    """A webhook was answered with success."""

    delivery_id: UUID
    endpoint_id: UUID


@event("webhook.failed")
class WebhookFailed:
    """A webhook was not answered with success in all its tries."""

    delivery_id: UUID
    endpoint_id: UUID
    response_status: int | None = None


@event("delivery.charged")
class DeliveryCharged:
    """A price was put on a delivery, in minor units of the rate card's currency."""

    charge_id: UUID
    order_id: UUID
    price_cents: int


@event("emission.recorded")
class EmissionRecorded:
    """A delivery got its share of a round's emissions, in milligrams of CO2e."""

    record_id: UUID
    order_id: UUID
    round_id: UUID | None = None
    co2e_mg: int


@event("ledger.entered")
class LedgerEntered:
    """An entry was added to the emission ledger's hash chain; `seq` is its number there."""

    seq: int
    entry_type: str
    entry_hash: str


@event("job.requested")
class JobRequested:
    """Long work was asked for; `kind` names the handler."""

    job_id: UUID
    kind: str


@event("job.finished")
class JobFinished:
    """Long work came to its end."""

    job_id: UUID
    kind: str


@event("job.failed")
class JobFailed:
    """Long work was given up; `code` is the stable code of the problem."""

    job_id: UUID
    kind: str
    code: str | None = None


@event("reader.parked")
class ReaderParked:
    """A reader gave up on event `seq` after all its tries; `error` names the exception, not its data."""

    reader: str
    seq: int
    error: str


@event("model.published")
class ModelPublished:
    """Newly fitted parameters are to be used from now on."""

    kind: str
    version: str
