"""What driving gives out over HTTP: attempts, proofs, rounds, exceptions."""

import uuid
from datetime import datetime

from pannier.base.schemas import Out
from pannier.driving.queries import AttemptView, ProofView


class ProofOut(Out):
    """One proof of an attempt."""

    id: uuid.UUID
    attempt_id: uuid.UUID
    order_id: uuid.UUID
    kind: str
    """photo, signature, pin or name."""
    sha256: str
    """SHA-256 of the picture as the phone made it; empty for PIN and name."""
    late: bool
    """Made well after the attempt was closed."""
    verified: bool | None
    """Whether the PIN was the order's."""
    name: str | None
    captured_at: datetime
    received_at: datetime
    file_url: str | None

    @classmethod
    def of(cls, view: ProofView) -> "ProofOut":
        """Return a proof with the address of its picture."""
        fields = {name: getattr(view, name) for name in cls.model_fields if name != "file_url"}
        return cls(**fields, file_url=f"/v1/proofs/{view.id}/file" if view.has_file else None)


class AttemptOut(Out):
    """One try to hand an order over."""

    id: uuid.UUID
    """The id that the phone gave its event."""
    order_id: uuid.UUID
    stage: str
    """delivery, or collection where it was tried at the sender's door."""
    n: int
    """Counts the order's attempts as they happened."""
    outcome: str
    """succeeded, partial or failed."""
    effective: bool
    """Whether this attempt holds."""
    reopened: bool
    conflict: str | None
    """Why it is kept but does not hold: already_delivered or repeated."""
    reason: str | None
    text: str | None
    device_time: datetime
    """By the phone's clock, untouched."""
    at: datetime
    """The time that counts: the phone's, mended where its clock was wrong."""
    received_at: datetime
    clock_suspect: bool
    closed_by: str
    """rider, dispatcher or partner."""
    route_id: uuid.UUID | None
    stop_id: uuid.UUID | None
    lon: float | None
    lat: float | None
    distance_to_stop_m: float | None
    """How far from the address it was told, as the crow flies; a hint only."""
    delivered_parcels: list[str] | None
    proof_missing: list[str]
    """Kinds of proof that were required and are not there."""
    proofs: list[ProofOut]

    @classmethod
    def of(cls, view: AttemptView) -> "AttemptOut":
        """Return an attempt with its proofs."""
        fields = {name: getattr(view, name) for name in cls.model_fields if name != "proofs"}
        return cls(**fields, proofs=[ProofOut.of(proof) for proof in view.proofs])


class RoundOut(Out):
    """What was really driven of a route."""

    id: uuid.UUID
    route_id: uuid.UUID
    rider_id: uuid.UUID
    vehicle_id: uuid.UUID
    started_at: datetime
    ended_at: datetime | None
    distance_m: int | None
    distance_source: str | None
    """matched (positions on streets) or planned."""
    energy_j: int | None
    plug_j: int | None
    energy_source: str | None
    """reported (by the battery's display), model, or none."""


class ExceptionOut(Out):
    """Something that a dispatcher should look at."""

    kind: str
    """conflict, rejected, scan_refused, proof_missing or clock_suspect."""
    code: str
    detail: str
    at: datetime
    event_id: uuid.UUID
    order_id: uuid.UUID | None
    route_id: uuid.UUID | None
    rider_id: uuid.UUID | None
