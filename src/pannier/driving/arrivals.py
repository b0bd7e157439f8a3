"""Use case: settle when stops were reached; the first arrival that anybody told counts."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.events import StopArrived
from pannier.driving.models import Arrival, RiderEvent
from pannier.planning.progress import mark_stop
from pannier.planning.queries import get_stop
from pannier.planning.states import VISITS


def settle_stops(db: Session, stop_ids: Iterable[uuid.UUID]) -> None:
    """Bring these stops' arrivals up to date; again changes nothing."""
    wanted = sorted(set(stop_ids))
    lock(db, "stop", wanted)
    for stop_id in wanted:
        _settle(db, stop_id)


def _settle(db: Session, stop_id: uuid.UUID) -> None:
    query = select(RiderEvent).where(
        RiderEvent.stop_id == stop_id,
        RiderEvent.type == "stop.arrive",
        RiderEvent.rejected.is_(None),
        RiderEvent.conflict.is_(None),
    )
    first = min((event.at for event in db.scalars(query)), default=None)
    if first is None:
        return
    stop = get_stop(db, stop_id)
    arrival = db.scalars(select(Arrival).where(Arrival.stop_id == stop_id)).first()
    if arrival is None:
        db.add(Arrival(stop_id=stop_id, route_id=stop.route_id, at=first))
        record(db, StopArrived(stop_id=stop_id, route_id=stop.route_id, device_time=first))
    elif arrival.at == first:
        return
    else:
        arrival.at = first
    # A place without tasks (the hub, a break) is done when it is reached.
    has_tasks = stop.kind in VISITS
    state = stop.state if stop.state in {"done", "skipped"} else ("arrived" if has_tasks else "done")
    mark_stop(db, stop_id, state=state, arrived_at=first)
    db.flush()
