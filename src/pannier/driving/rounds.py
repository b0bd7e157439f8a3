"""Use case: settle what was really driven: when a round began and ended; closing it fixes distance and energy."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.locks import lock
from pannier.core.attempts import Outcome
from pannier.core.round_close import RoundFact, RoundFactKind, round_end
from pannier.driving.attempts import facts_of
from pannier.driving.models import Attempt, RiderEvent, Round
from pannier.driving.problems import RoundNotFound
from pannier.driving.round_energy import energy_of_round
from pannier.driving.stages import Stage
from pannier.hub.on_the_road import bring_back, load_route
from pannier.planning.progress import complete_route, start_route
from pannier.planning.queries import get_plan, get_route, orders_of_route, stops_of

_BEGINS = (
    "route.load", "stop.arrive", "collection.succeed", "collection.fail", "attempt.succeed", "attempt.fail",
)  # fmt: skip
_DRIVEN = {"released", "in_progress", "completed"}
DAY_AROUND = timedelta(hours=20)


def settle_rounds(db: Session, route_ids: Iterable[uuid.UUID]) -> None:
    """Bring these routes' rounds up to date; again changes nothing."""
    wanted = sorted(set(route_ids))
    lock(db, "route", wanted)
    for route_id in wanted:
        _settle(db, route_id)


def _settle(db: Session, route_id: uuid.UUID) -> None:
    db.flush()
    events = _events_of_route(db, route_id)
    begins = [event.at for event in events if event.type in _BEGINS and event.conflict is None]
    if not begins or get_route(db, route_id).state not in _DRIVEN:
        return
    row = find_round(db, route_id) or _begin(db, route_id)
    row.started_at = min(begins)
    start_route(db, route_id, at=row.started_at)
    # Phones send the parcels of their list: an empty one loads nothing, none at all loads the whole route.
    loads = [
        event.at for event in events if event.type == "route.load" and event.data.get("barcodes") is None
    ]
    if loads:
        load_route(db, route_id, vehicle_id=row.vehicle_id, at=max(loads))
    _bring_back(db, row, [event.at for event in events if event.type == "hub.return"])
    if row.closed_at is None:
        _close_if_over(db, row)


def _begin(db: Session, route_id: uuid.UUID) -> Round:
    route = get_route(db, route_id)
    row = Round(
        route_id=route_id,
        rider_id=route.rider_id,
        vehicle_id=route.vehicle_id,
        hub_id=route.hub_id,
        service_date=route.service_date,
        started_at=route.starts_at,
        # One weather for a day: the plan's and the record's energy are compared with each other.
        temperature_c=get_plan(db, route.plan_id).temperature_c,
    )
    db.add(row)
    db.flush()
    return row


def _events_of_route(db: Session, route_id: uuid.UUID) -> list[RiderEvent]:
    query = select(RiderEvent).where(RiderEvent.route_id == route_id, RiderEvent.rejected.is_(None))
    return list(db.scalars(query.order_by(RiderEvent.at, RiderEvent.counter)))


def _bring_back(db: Session, row: Round, returns: list[datetime]) -> None:
    """Put what had failed before a return to the hub back there."""
    if not returns:
        return
    back: dict[datetime, list[uuid.UUID]] = {}
    for order_id in orders_of_route(db, row.route_id):
        tries = facts_of(db, order_id)
        holding = next((attempt for attempt in tries if attempt.holds), None)
        if holding is not None and holding.outcome in {Outcome.FAILED, Outcome.PARTIAL}:
            later = [at for at in returns if at >= holding.at]
            if later and holding.route_id == row.route_id:
                back.setdefault(min(later), []).append(order_id)
    for at, order_ids in back.items():
        bring_back(db, order_ids, hub_id=row.hub_id, at=at)


def _close_if_over(db: Session, row: Round) -> None:
    outcomes = outcomes_of_route(db, row.route_id)
    day = _events_of_day(db, row)
    facts = [RoundFact(_kind(event, row.route_id), event.at, event.counter, event.device) for event in day]
    ended_at = round_end(
        facts,
        closed_at=[outcomes[id].at if id in outcomes else None for id in orders_of_route(db, row.route_id)],
        started_at=row.started_at,
    )
    if ended_at is not None:
        close(db, row, ended_at=ended_at)


def _kind(event: RiderEvent, route_id: uuid.UUID) -> RoundFactKind:
    if event.type in {"duty.start", "duty.end"} or (
        event.type == "hub.return" and event.route_id == route_id
    ):
        return RoundFactKind(event.type)
    return RoundFactKind.OTHER


def _events_of_day(db: Session, row: Round) -> list[RiderEvent]:
    query = select(RiderEvent).where(
        RiderEvent.rider_id == row.rider_id,
        RiderEvent.at >= row.started_at - DAY_AROUND,
        RiderEvent.at <= row.started_at + DAY_AROUND,
    )
    return list(db.scalars(query))


def outcomes_of_route(db: Session, route_id: uuid.UUID) -> dict[uuid.UUID, Attempt]:
    """Return the attempt that ended each order on this route: the last one standing, or a collection that failed."""
    found: dict[uuid.UUID, Attempt] = {}
    query = select(Attempt).where(Attempt.route_id == route_id, Attempt.outcome != Outcome.REOPENED)
    for row in db.scalars(query.order_by(Attempt.at, Attempt.counter, Attempt.id)):
        collected = row.stage == Stage.COLLECTION and row.outcome != Outcome.FAILED
        if not row.reopened and row.conflict is None and not collected:
            found[row.order_id] = row
    return found


def close(db: Session, row: Round, *, ended_at: datetime) -> None:
    """Close a round: distance as planned until positions say better, energy by the best source there is."""
    row.ended_at, row.closed_at = ended_at, clock.now()
    row.distance_m = sum(stop.leg_distance_m for stop in stops_of(db, row.route_id))
    row.distance_source = "planned"
    _set_energy(db, row)
    db.flush()
    complete_route(db, row.route_id, at=ended_at, round_id=row.id)


def measure(db: Session, round_id: uuid.UUID, *, distance_m: int, source: str) -> None:
    """Take over a measured distance; the modelled energy follows it."""
    row = get_round(db, round_id)
    row.distance_m, row.distance_source = distance_m, source
    _set_energy(db, row)
    db.flush()


def _set_energy(db: Session, row: Round) -> None:
    result = energy_of_round(db, row)
    row.energy_j, row.plug_j, row.energy_source = result.energy_j, result.plug_j, result.source


def find_round(db: Session, route_id: uuid.UUID) -> Round | None:
    """Return the round of a route, or None."""
    return db.scalars(select(Round).where(Round.route_id == route_id)).first()


def get_round(db: Session, round_id: uuid.UUID) -> Round:
    """Return a round; raise RoundNotFound."""
    row = db.get(Round, round_id)
    if row is None:
        raise RoundNotFound(f"Round {round_id} does not exist here; list them with GET /v1/rounds.")
    return row


def close_by_hand(db: Session, round_id: uuid.UUID) -> Round:
    """Close a round whose end never came: at the last thing that is known of it."""
    row = get_round(db, round_id)
    if row.closed_at is None:
        last = max((event.at for event in _events_of_route(db, row.route_id)), default=row.started_at)
        close(db, row, ended_at=last)
    return row
