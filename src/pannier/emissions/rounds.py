"""Use cases around a round's life: take it when it is over, correct it when facts come late, let the waiting go on."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.driving.queries import closed_round
from pannier.emissions.freeze import VanDay, find_baseline, freeze, hold
from pannier.emissions.models import EmissionBaseline, EmissionRound
from pannier.emissions.record import enter_round, take_round, waiting_rounds
from pannier.emissions.round_facts import RoundFacts, facts_of_round
from pannier.places.service import get_hub


def facts(db: Session, round_id: uuid.UUID) -> RoundFacts:
    """Return what is known of a round that is over."""
    closed = closed_round(db, round_id)
    return facts_of_round(closed, get_hub(db, closed.hub_id).point)


def record_round(db: Session, round_id: uuid.UUID) -> EmissionRound:
    """Record a round that is over, as soon as its day's baseline is frozen."""
    return take_round(db, facts(db, round_id))


def correct_route(db: Session, route_id: uuid.UUID, *, reason: str) -> EmissionRound | None:
    """Compute a recorded round anew after a late fact and enter the correction; None when there is none to correct."""
    query = select(EmissionRound).where(EmissionRound.route_id == route_id, EmissionRound.state == "recorded")
    row = db.scalars(query).first()
    if row is None:
        return None
    baseline = find_baseline(db, hub_id=row.hub_id, service_date=row.service_date)
    return enter_round(db, row, facts(db, row.round_id), baseline=baseline, reason=reason)


def settle_baseline(
    db: Session, *, hub_id: uuid.UUID, service_date: date, day: VanDay | None, reason: str | None
) -> EmissionBaseline | None:
    """Freeze the day's baseline and record the rounds that waited for it; None when nobody asked for it."""
    hold(db)
    row = find_baseline(db, hub_id=hub_id, service_date=service_date)
    if row is None:
        return None
    frozen = freeze(db, row, day=day, reason=reason)
    for waiting in waiting_rounds(db, frozen):
        enter_round(db, waiting, facts(db, waiting.round_id), baseline=frozen)
    return frozen
