"""What happens on the street: duty, arrivals, attempts, proofs, charge; and what is foreseen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pannier.core.events.registry import event


@event("duty.started")
class DutyStarted:
    """A rider went on duty."""

    rider_id: UUID
    shift_id: UUID | None = None
    vehicle_id: UUID | None = None
    device_time: datetime


@event("duty.ended")
class DutyEnded:
    """A rider went off duty."""

    rider_id: UUID
    shift_id: UUID | None = None
    vehicle_id: UUID | None = None
    device_time: datetime


@event("stop.arrived")
class StopArrived:
    """A rider reached a stop; `device_time` is when, whatever the time of the upload."""

    stop_id: UUID
    route_id: UUID
    device_time: datetime


@event("attempt.succeeded")
class AttemptSucceeded:
    """An order was handed over; `reason` is a success code, such as delivered_to_recipient."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    reason: str | None = None
    device_time: datetime
    received_at: datetime


@event("attempt.partial")
class AttemptPartial:
    """Some parcels of an order were handed over; `reason` says why not all."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    reason: str | None = None
    device_time: datetime
    received_at: datetime


@event("attempt.failed")
class AttemptFailed:
    """An order could not be handed over; `reason` is a code of failure_reasons.toml."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    reason: str
    device_time: datetime
    received_at: datetime


@event("attempt.reopened")
class AttemptReopened:
    """An outcome was taken back, within minutes by the rider, later by the dispatcher."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    device_time: datetime | None = None


@event("collection.succeeded")
class CollectionSucceeded:
    """A rider took an order's parcels over where they are collected; `reason` is a success code."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    reason: str | None = None
    device_time: datetime
    received_at: datetime


@event("collection.failed")
class CollectionFailed:
    """An order's parcels could not be collected; `reason` is a code of failure_reasons.toml."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    reason: str
    device_time: datetime
    received_at: datetime


@event("collection.reopened")
class CollectionReopened:
    """The outcome of a collection was taken back."""

    attempt_id: UUID
    order_id: UUID
    stop_id: UUID | None = None
    route_id: UUID | None = None
    device_time: datetime | None = None


@event("proof.added")
class ProofAdded:
    """A photo, signature, PIN or name was stored; `late` means after the attempt was closed."""

    proof_id: UUID
    attempt_id: UUID
    sha256: str
    late: bool = False


@event("battery.swapped")
class BatterySwapped:
    """A rider put a full battery into a vehicle."""

    vehicle_id: UUID
    route_id: UUID | None = None
    device_time: datetime


@event("charge.reported")
class ChargeReported:
    """A rider or a vehicle told the battery's charge."""

    vehicle_id: UUID
    charge_pct: int
    route_id: UUID | None = None
    device_time: datetime


@event("eta.changed")
class EtaChanged:
    """The expected arrival at a stop moved by enough to tell somebody."""

    stop_id: UUID
    order_id: UUID
    eta: datetime


@event("delay.predicted")
class DelayPredicted:
    """A stop will probably be reached after its window closes, by `late_s` seconds."""

    stop_id: UUID
    order_id: UUID
    late_s: int
