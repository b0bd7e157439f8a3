"""Who sends positions: the rider, the vehicle, hub and route, and when the rider was on duty; kept for seconds."""

import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.actor import Actor
from pannier.base.transactions import transaction
from pannier.core.duty import DutySpan, worked_at
from pannier.driving.duties import duties_of
from pannier.driving.problems import NotARider
from pannier.fleet.riders import find_rider_of_person
from pannier.fleet.shifts import shift_of_rider
from pannier.fleet.vehicles import get_vehicle
from pannier.planning.queries import open_route_of_rider

KEPT_S = 2.0
LOOK_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is known of one rider who sends positions."""

    org_id: uuid.UUID
    rider_id: uuid.UUID
    name: str
    hub_id: uuid.UUID
    vehicle_id: uuid.UUID | None
    vehicle_kind: str | None
    route_id: uuid.UUID | None
    spans: tuple[DutySpan, ...]

    def worked_at(self, at: datetime) -> bool:
        """Tell whether a position of this time may be kept."""
        return worked_at(self.spans, at)


_kept: dict[uuid.UUID, tuple[float, Sender]] = {}
_lock = threading.Lock()


def sender_of(actor: Actor) -> Sender:
    """Return who sends, from the database at most every two seconds; raise NotARider."""
    if actor.person_id is None:
        raise NotARider("Positions come from riders; sign in as one.")
    now = time.monotonic()
    known = _kept.get(actor.person_id)
    if known is not None and now - known[0] < KEPT_S:
        return known[1]
    with transaction(actor.scope, actor=actor.name) as db:
        sender = _read(db, actor, actor.person_id)
    with _lock:
        _kept[actor.person_id] = (now, sender)
        for person_id in [key for key, (at, _) in _kept.items() if now - at > 60]:
            del _kept[person_id]
    return sender


def forget() -> None:
    """Forget all that is kept; tests change duties faster than it grows old."""
    _kept.clear()


def _read(db: Session, actor: Actor, person_id: uuid.UUID) -> Sender:
    rider = find_rider_of_person(db, person_id)
    if rider is None or not rider.active:
        raise NotARider("You are not an active rider here; ask your dispatcher.")
    now = clock.now()
    duties = duties_of(db, rider.id, since=now - LOOK_BACK)
    shift = shift_of_rider(db, rider.id, now)
    sheet = open_route_of_rider(db, rider.id, shift.service_date) if shift else None
    vehicle_id = _vehicle(sheet.route.vehicle_id if sheet else None, [duty.vehicle_id for duty in duties])
    return Sender(
        org_id=actor.org_id,
        rider_id=rider.id,
        name=rider.name or "",
        hub_id=shift.hub_id if shift else rider.hub_id,
        vehicle_id=vehicle_id,
        vehicle_kind=get_vehicle(db, vehicle_id).kind if vehicle_id else None,
        route_id=sheet.route.id if sheet else None,
        spans=tuple(duty.span for duty in duties),
    )


def _vehicle(of_route: uuid.UUID | None, of_duties: Sequence[uuid.UUID | None]) -> uuid.UUID | None:
    return of_route or (of_duties[-1] if of_duties else None)
