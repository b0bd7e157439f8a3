"""Named reads of driving: attempts with their proofs, rounds that are closed, what needs a person's eye."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.attempts import Outcome
from pannier.core.geo import LonLat
from pannier.driving.models import Attempt, Proof, RiderEvent, Round
from pannier.driving.problems import AttemptNotFound, RoundOpen
from pannier.driving.proof_policy import missing_proofs
from pannier.driving.round_energy import RoundLeg, legs_of_round
from pannier.driving.rounds import get_round, outcomes_of_route
from pannier.driving.stages import Stage
from pannier.fleet.vehicles import get_vehicle
from pannier.orders.queries import orders_by_id
from pannier.planning.queries import collected_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """One proof; `name` for kind name, `verified` for a PIN, a file for photo and signature."""

    id: uuid.UUID
    attempt_id: uuid.UUID
    order_id: uuid.UUID
    kind: str
    sha256: str
    late: bool
    verified: bool | None
    name: str | None
    captured_at: datetime
    received_at: datetime
    has_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One attempt as others see it; `n` counts an order's attempts as they happened."""

    id: uuid.UUID
    order_id: uuid.UUID
    stage: str
    n: int
    outcome: str
    effective: bool
    reopened: bool
    conflict: str | None
    reason: str | None
    text: str | None
    device_time: datetime
    at: datetime
    received_at: datetime
    clock_suspect: bool
    closed_by: str
    rider_id: uuid.UUID | None
    route_id: uuid.UUID | None
    stop_id: uuid.UUID | None
    lon: float | None
    lat: float | None
    distance_to_stop_m: float | None
    delivered_parcels: list[str] | None
    proof_missing: list[str]
    proofs: list[ProofView]


@dataclass(frozen=True, slots=True)
class RoundDelivery:
    """One order of a round and what came of it there."""

    order_id: uuid.UUID
    merchant_org_id: uuid.UUID | None
    stop_id: uuid.UUID | None
    outcome: str
    weight_g: int
    volume_ml: int
    parcels: int
    lon: float | None
    lat: float | None
    collected_at: LonLat | None = None
    """Where it was taken aboard on the way; None where that was the hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRound:
    """What was driven, for emissions: joules at the battery (`energy_j`) and at the plug."""

    round_id: uuid.UUID
    route_id: uuid.UUID
    hub_id: uuid.UUID
    service_date: date
    vehicle_id: uuid.UUID
    vehicle_kind: str
    rider_id: uuid.UUID
    started_at: datetime
    ended_at: datetime
    distance_m: int
    distance_source: str
    energy_j: int
    plug_j: int
    energy_source: str
    temperature_c: float
    legs: tuple[RoundLeg, ...]
    deliveries: tuple[RoundDelivery, ...]


def attempts_of(db: Session, order_id: uuid.UUID, stage: Stage | None = Stage.DELIVERY) -> list[AttemptView]:
    """List an order's attempts at one end (None: both) as they happened."""
    return attempts_of_orders(db, [order_id], stage)[order_id]


def attempts_of_orders(
    db: Session, order_ids: Sequence[uuid.UUID], stage: Stage | None = Stage.DELIVERY
) -> dict[uuid.UUID, list[AttemptView]]:
    """List the attempts of several orders at one end (None: both), by order."""
    query = select(Attempt).where(Attempt.order_id.in_(order_ids), Attempt.outcome != Outcome.REOPENED)
    if stage is not None:
        query = query.where(Attempt.stage == stage)
    rows = list(db.scalars(query.order_by(Attempt.at, Attempt.counter, Attempt.id)))
    proofs: dict[uuid.UUID, list[ProofView]] = {}
    for proof in proofs_of_orders(db, order_ids):
        proofs.setdefault(proof.attempt_id, []).append(proof)
    found: dict[uuid.UUID, list[AttemptView]] = {order_id: [] for order_id in order_ids}
    for row in rows:
        of_order = found[row.order_id]
        of_order.append(_view(row, len(of_order) + 1, proofs.get(row.id, [])))
    return found


def effective_attempts(db: Session, order_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AttemptView]:
    """Return the attempt that holds for each order that has one."""
    views = attempts_of_orders(db, order_ids)
    return {order_id: view for order_id, tries in views.items() for view in tries if view.effective}


def get_attempt(db: Session, attempt_id: uuid.UUID) -> AttemptView:
    """Return one attempt; raise AttemptNotFound."""
    row = db.scalars(select(Attempt).where(Attempt.id == attempt_id)).first()
    if row is None:
        raise AttemptNotFound(f"Attempt {attempt_id} does not exist here; see the order's attempts.")
    return next(view for view in attempts_of(db, row.order_id, None) if view.id == attempt_id)


def proofs_of_orders(db: Session, order_ids: Sequence[uuid.UUID]) -> list[ProofView]:
    """List the proofs of orders as they were made."""
    query = select(Proof).where(Proof.order_id.in_(order_ids)).order_by(Proof.captured_at, Proof.id)
    return [proof_view(row) for row in db.scalars(query)]


def proof_view(row: Proof) -> ProofView:
    """Return a proof as others see it."""
    return ProofView(
        id=row.id,
        attempt_id=row.attempt_id,
        order_id=row.order_id,
        kind=row.kind,
        sha256=row.sha256,
        late=row.late,
        verified=row.verified,
        name=row.name,
        captured_at=row.captured_at,
        received_at=row.received_at,
        has_file=row.stored_sha256 is not None,
    )


def _view(row: Attempt, n: int, proofs: Iterable[ProofView]) -> AttemptView:
    shown = list(proofs)
    present = [proof.kind for proof in shown if proof.verified is not False]
    return AttemptView(
        id=row.id,
        order_id=row.order_id,
        stage=row.stage,
        n=n,
        outcome=row.outcome,
        effective=row.holds,
        reopened=row.reopened,
        conflict=row.conflict,
        reason=row.reason,
        text=row.text,
        device_time=row.device_time,
        at=row.at,
        received_at=row.received_at,
        clock_suspect=row.clock_suspect,
        closed_by=row.closed_by,
        rider_id=row.rider_id,
        route_id=row.route_id,
        stop_id=row.stop_id,
        lon=row.lon,
        lat=row.lat,
        distance_to_stop_m=row.distance_to_stop_m,
        delivered_parcels=row.delivered_parcels,
        proof_missing=missing_proofs(row.required_proofs, present),
        proofs=shown,
    )


def closed_round(db: Session, round_id: uuid.UUID) -> ClosedRound:
    """Return a round that is over, with its legs and deliveries; raise RoundNotFound or RoundOpen."""
    row = get_round(db, round_id)
    if row.ended_at is None or row.distance_m is None or row.energy_j is None or row.plug_j is None:
        raise RoundOpen(f"Round {round_id} is still being driven; ask again when its route is completed.")
    return ClosedRound(
        round_id=row.id,
        route_id=row.route_id,
        hub_id=row.hub_id,
        service_date=row.service_date,
        vehicle_id=row.vehicle_id,
        vehicle_kind=get_vehicle(db, row.vehicle_id).kind,
        rider_id=row.rider_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        distance_m=row.distance_m,
        distance_source=row.distance_source or "planned",
        energy_j=row.energy_j,
        plug_j=row.plug_j,
        energy_source=row.energy_source or "none",
        temperature_c=row.temperature_c,
        legs=tuple(legs_of_round(db, row)),
        deliveries=tuple(_deliveries(db, row.route_id)),
    )


def _deliveries(db: Session, route_id: uuid.UUID) -> list[RoundDelivery]:
    outcomes = outcomes_of_route(db, route_id)
    orders, collected = orders_by_id(db, outcomes), collected_on(db, route_id)
    return [
        RoundDelivery(
            order_id,
            order.merchant_org_id,
            outcomes[order_id].stop_id,
            outcomes[order_id].outcome,
            order.weight_g,
            order.volume_ml,
            order.parcel_count,
            order.point.lon if order.point else None,
            order.point.lat if order.point else None,
            order.collect_point if order_id in collected else None,
        )
        for order_id, order in sorted(orders.items())
    ]


def list_rounds(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[Round]:
    """List the rounds of a hub's day by their start."""
    query = select(Round).where(Round.hub_id == hub_id, Round.service_date == service_date)
    return list(db.scalars(query.order_by(Round.started_at, Round.id)))


def conflicts_between(db: Session, start: datetime, end: datetime) -> list[RiderEvent]:
    """List the events of this time that contradict what is known, or could not be applied at all."""
    odd = RiderEvent.conflict.is_not(None) | RiderEvent.rejected.is_not(None)
    odd = odd | RiderEvent.conflict_detail.is_not(None)
    query = select(RiderEvent).where(RiderEvent.at >= start, RiderEvent.at < end, odd)
    return list(db.scalars(query.order_by(RiderEvent.at, RiderEvent.id)))


def attempts_between(db: Session, start: datetime, end: datetime) -> list[AttemptView]:
    """List the attempts of this time as they happened."""
    query = select(Attempt.order_id).where(
        Attempt.at >= start, Attempt.at < end, Attempt.outcome != Outcome.REOPENED
    )
    orders = sorted(set(db.scalars(query)))
    views = [view for tries in attempts_of_orders(db, orders, None).values() for view in tries]
    return sorted((view for view in views if start <= view.at < end), key=lambda view: (view.at, view.id))
