"""Write an attempt down as it was told: the row that is never changed, and the proofs that came with it."""

from sqlalchemy.orm import Session

from pannier.base.scope import org_of
from pannier.core.attempts import Outcome
from pannier.core.geo import LonLat, great_circle_m
from pannier.driving.checking import Checked, is_collection
from pannier.driving.messages import Collected, Data, Failure, Success
from pannier.driving.models import Attempt, Proof, RiderEvent
from pannier.driving.pins import pin_matches
from pannier.driving.proof_policy import required_proofs
from pannier.driving.proof_rows import adopt_early_proofs
from pannier.driving.stages import Stage
from pannier.orders.queries import parcels_of
from pannier.orders.values import OrderView

_USUAL = {"delivery": "delivered_to_recipient", "return": "picked_up_from_customer"}
COLLECTED = "collected_from_sender"


def add_attempt(db: Session, row: RiderEvent, data: Data, checked: Checked) -> None:
    """Add the attempt (or reopening) that an event tells, and the name and PIN given with it."""
    order = checked.order
    assert order is not None  # noqa: S101 (only events about an order come here)
    stage = Stage.COLLECTION if is_collection(row.type) else Stage.DELIVERY
    outcome, reason, delivered = _outcome(db, order, data)
    proof = order.proof if stage is Stage.DELIVERY else {}
    attempt = Attempt(
        id=row.id,
        org_id=org_of(db),
        merchant_org_id=order.merchant_org_id,
        order_id=order.id,
        stage=stage,
        outcome=outcome,
        reason=reason,
        counter=row.counter,
        device_time=row.device_time,
        at=row.at,
        received_at=row.received_at,
        clock_suspect=row.clock_suspect,
        closed_by="rider",
        rider_id=row.rider_id,
        route_id=checked.route_id,
        stop_id=checked.stop_id,
        lon=row.lon,
        lat=row.lat,
        distance_to_stop_m=_distance_m(
            row, order.collect_point if stage is Stage.COLLECTION else order.point
        ),
        delivered_parcels=delivered,
        announced_proofs=_announced(data),
        required_proofs=[] if outcome is Outcome.REOPENED else required_proofs(proof, outcome, reason),
        text=data.text if isinstance(data, Failure) else None,
    )
    db.add(attempt)
    if isinstance(data, Success | Collected):
        _add_spoken_proofs(db, attempt, data)
    adopt_early_proofs(db, attempt)


def _outcome(db: Session, order: OrderView, data: Data) -> tuple[Outcome, str | None, list[str] | None]:
    if isinstance(data, Failure):
        return Outcome.FAILED, data.reason, None
    if isinstance(data, Collected):
        return Outcome.SUCCEEDED, data.code or COLLECTED, None
    if not isinstance(data, Success):
        return Outcome.REOPENED, None, None
    delivered = data.delivered_parcels
    if delivered is not None:
        all_of_it = {parcel.barcode for parcel in parcels_of(db, [order.id])[order.id]}
        if all_of_it - set(delivered):
            return Outcome.PARTIAL, data.reason or "other", sorted(all_of_it & set(delivered))
    return Outcome.SUCCEEDED, data.code or _USUAL.get(order.kind), None


def _distance_m(row: RiderEvent, point: LonLat | None) -> float | None:
    """Return how far from the address it was told, as the crow flies: a hint to the dispatcher, no distance driven."""
    if row.lon is None or row.lat is None or point is None:
        return None
    return round(great_circle_m(LonLat(row.lon, row.lat), point), 1)


def _announced(data: Data) -> list[str]:
    return [proof.kind for proof in data.proofs] if isinstance(data, Success | Collected | Failure) else []


def _add_spoken_proofs(db: Session, attempt: Attempt, data: Success | Collected) -> None:
    if data.name:
        _add(db, attempt, "name", name=data.name)
    if isinstance(data, Success) and data.pin is not None:
        _add(db, attempt, "pin", verified=pin_matches(attempt.org_id, attempt.order_id, data.pin))


def _add(
    db: Session, attempt: Attempt, kind: str, *, name: str | None = None, verified: bool | None = None
) -> None:
    proof = Proof(
        org_id=attempt.org_id,
        merchant_org_id=attempt.merchant_org_id,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        kind=kind,
        sha256="",
        verified=verified,
        name=name,
        captured_at=attempt.at,
        received_at=attempt.received_at,
        told=True,
    )
    db.add(proof)
