"""Use case: learn from a hub's rounds how long things take, and say how well that foretells rounds not learned from."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.core.eta import PRIOR, EtaModel, RemainingStop
from pannier.core.eta.as_json import from_json, to_json
from pannier.core.eta.learn import Observed, learn
from pannier.core.eta.replay import DrivenRound, DrivenStop, Measured, calibrated, measure, replay
from pannier.core.events import ModelPublished
from pannier.driving.queries import attempts_of_orders
from pannier.places.service import get_hub
from pannier.planning.queries import RouteSheet, list_routes, sheets_of
from pannier.tracking.driven import Visit, stay_s, visits_of
from pannier.tracking.eta_keys import Keys
from pannier.tracking.models import ArrivalModel

DAYS_BACK = 56
"""Rounds of so many days are learned from: eight weeks hold a season's traffic and not the last one's."""
LEAST_DAYS = 5
LEAST_ROUNDS = 15
"""With fewer days or rounds nothing is learned: what is known of the field is better than chance."""


@dataclass(frozen=True, slots=True)
class DayDriven:
    """What was driven on a day: durations to learn from, rounds to foretell."""

    day: date
    travel: Sequence[Observed]
    service: Sequence[Observed]
    rounds: Sequence[DrivenRound]


def model_of(db: Session, hub_id: uuid.UUID) -> EtaModel:
    """Return what is known of the durations of a hub; what is known of the field until something is learned."""
    row = latest_model(db, hub_id)
    return from_json(row.model) if row else PRIOR


def latest_model(db: Session, hub_id: uuid.UUID) -> ArrivalModel | None:
    """Return what was learned of a hub last."""
    query = select(ArrivalModel).where(ArrivalModel.hub_id == hub_id).order_by(ArrivalModel.until.desc())
    return db.scalars(query.limit(1)).first()


def learn_arrivals(db: Session, hub_id: uuid.UUID, before: date) -> ArrivalModel | None:
    """Learn from the rounds of a hub before a day, and keep it; None where there are too few rounds.

    The last fifth of the days is not learned from first, but measured; then all days teach, the last fifth of them how
    wide intervals are.
    """
    lock(db, "arrival model", [hub_id])
    known = latest_model(db, hub_id)
    if known is not None and known.until >= before - timedelta(days=1):
        return known
    days = list(days_driven(db, hub_id, before))
    if len(days) < LEAST_DAYS or sum(len(one.rounds) for one in days) < LEAST_ROUNDS:
        return None
    held_out = max(1, len(days) // 5)
    tried = fitted(days[:-held_out])
    row = ArrivalModel(
        hub_id=hub_id,
        since=days[0].day,
        until=before - timedelta(days=1),
        rounds=sum(len(one.rounds) for one in days),
        model=to_json(fitted(days)),
        measured=_told(measure(replay(_rounds(days[-held_out:]), tried)), days[-held_out:]),
    )
    db.add(row)
    db.flush()
    record(db, ModelPublished(kind="arrivals", version=f"{hub_id} {row.until}"))
    return row


def fitted(days: Sequence[DayDriven]) -> EtaModel:
    """Return what days teach: the earlier ones how long things take, the last fifth how wide intervals are."""
    kept = max(1, len(days) // 5)
    earlier = days[:-kept] or days
    learned = learn(
        (one for day in earlier for one in day.travel), (one for day in earlier for one in day.service)
    )
    return calibrated(learned, _rounds(days[-kept:]))


def days_driven(db: Session, hub_id: uuid.UUID, before: date) -> Iterator[DayDriven]:
    """Yield the days of a hub before one on which something was driven, the oldest first."""
    zone = ZoneInfo(get_hub(db, hub_id).timezone)
    for ago in range(DAYS_BACK, 0, -1):
        day = before - timedelta(days=ago)
        routes = list_routes(db, hub_id=hub_id, service_date=day, states=("completed",))
        found = day_driven(db, day, sheets_of(db, routes), zone) if routes else None
        if found is not None and found.rounds:
            yield found


def day_driven(db: Session, day: date, sheets: Sequence[RouteSheet], zone: ZoneInfo) -> DayDriven:
    """Return what routes of a day teach."""
    orders = {task.order_id for sheet in sheets for stop in sheet.stops for task in stop.tasks}
    tries = attempts_of_orders(db, list(orders), None)
    travel: list[Observed] = []
    service: list[Observed] = []
    rounds: list[DrivenRound] = []
    for sheet in sheets:
        keys, visits = Keys(sheet.route.vehicle_kind, zone), visits_of(sheet, tries)
        travel += observed_ways(sheet, visits, keys)
        service += observed_stays(sheet, visits, keys)
        rounds += driven_rounds(visits, keys)
    return DayDriven(day, travel, service, rounds)


def observed_ways(sheet: RouteSheet, visits: Sequence[Visit], keys: Keys) -> Iterator[Observed]:
    """Yield the ways of a route that were driven as planned, from door to door."""
    for before, visit in pairwise(visits):
        if visit.leg_s is None or before.left_at is None:
            continue
        yield Observed(
            route=str(sheet.route.id),
            key=keys.travel(visit.stop)(before.left_at),
            planned_s=visit.leg_s,
            real_s=(visit.came_at - before.left_at).total_seconds(),
        )


def observed_stays(sheet: RouteSheet, visits: Sequence[Visit], keys: Keys) -> Iterator[Observed]:
    """Yield what was done at the doors of a route, from when it could begin."""
    for visit in visits:
        if visit.left_at is not None:
            yield Observed(
                route=str(sheet.route.id),
                key=keys.service(visit.stop),
                planned_s=stay_s(visit.stop),
                real_s=(visit.left_at - visit.began_at).total_seconds(),
            )


def driven_rounds(visits: Sequence[Visit], keys: Keys) -> Iterator[DrivenRound]:
    """Yield the parts of a route that were driven as planned without a pause, from their first door."""
    part: list[Visit] = []
    for visit in [*visits, None]:
        goes_on = visit is not None and visit.leg_s is not None and part and part[-1].left_at is not None
        if not goes_on and len(part) > 1 and part[0].left_at is not None:
            stops = [_driven(one, keys) for one in part[1:] if one.left_at is not None]
            yield DrivenRound(left_at=part[0].left_at, stops=stops)
        part = [*part, visit] if goes_on and visit is not None else [visit] if visit is not None else []


def _driven(visit: Visit, keys: Keys) -> DrivenStop:
    stop = visit.stop
    planned = RemainingStop(
        stop_id=str(stop.stop.id),
        leg_s=visit.leg_s or 0.0,
        service_s=stay_s(stop),
        window_start=stop.stop.window_start,
        travel_key=keys.travel(stop),
        service_key=keys.service(stop),
    )
    return DrivenStop(planned=planned, came_at=visit.came_at, left_at=visit.left_at or visit.came_at)


def _rounds(days: Sequence[DayDriven]) -> list[DrivenRound]:
    return [one for day in days for one in day.rounds]


def _told(found: Measured, days: Sequence[DayDriven]) -> dict[str, object]:
    return {
        "days": [str(one.day) for one in days],
        "arrivals": found.arrivals,
        "held": found.held,
        "hour_ahead_width_s": found.hour_ahead_width_s,
    }
