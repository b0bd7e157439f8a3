"""Named reads of emissions; rows are for reading only, outside this package."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pannier.emissions.freeze import find_baseline
from pannier.emissions.models import EmissionRecord, EmissionRound
from pannier.emissions.problems import RoundNotRecorded

__all__ = [
    "co2e_of_order",
    "find_baseline",
    "get_round",
    "records_of_day",
    "records_of_order",
    "records_of_round",
    "rounds_of_day",
]


def records_of_order(db: Session, order_id: uuid.UUID) -> list[EmissionRecord]:
    """List what an order bears, element by element, oldest first."""
    query = select(EmissionRecord).where(EmissionRecord.order_id == order_id)
    return list(db.scalars(query.order_by(EmissionRecord.service_date, EmissionRecord.id)))


def co2e_of_order(db: Session, order_id: uuid.UUID) -> int | None:
    """Return the milligrams of CO2e of an order, all elements together, or None while nothing is recorded."""
    total = db.scalar(select(func.sum(EmissionRecord.co2e_mg)).where(EmissionRecord.order_id == order_id))
    return None if total is None else int(total)


def records_of_day(
    db: Session, service_date: date, *, hub_id: uuid.UUID | None = None
) -> list[EmissionRecord]:
    """List the records of a day, of one hub or of all."""
    query = select(EmissionRecord).where(EmissionRecord.service_date == service_date)
    if hub_id is not None:
        query = query.where(EmissionRecord.hub_id == hub_id)
    return list(db.scalars(query.order_by(EmissionRecord.id)))


def rounds_of_day(db: Session, service_date: date, *, hub_id: uuid.UUID | None = None) -> list[EmissionRound]:
    """List the rounds and transfers of a day, waiting ones too, of one hub or of all."""
    query = select(EmissionRound).where(EmissionRound.service_date == service_date)
    if hub_id is not None:
        query = query.where(EmissionRound.hub_id == hub_id)
    return list(db.scalars(query.order_by(EmissionRound.id)))


def get_round(db: Session, round_id: uuid.UUID) -> EmissionRound:
    """Return the emissions of a round or transfer; raise RoundNotRecorded."""
    row = db.scalars(select(EmissionRound).where(EmissionRound.round_id == round_id)).first()
    if row is None:
        raise RoundNotRecorded(
            f"Round {round_id} has no emissions here; a round has some when it is over (GET /v1/emissions)."
        )
    return row


def records_of_round(db: Session, round_ids: Iterable[uuid.UUID]) -> list[EmissionRecord]:
    """List the shares of rounds."""
    query = select(EmissionRecord).where(EmissionRecord.round_id.in_(list(round_ids)))
    return list(db.scalars(query.order_by(EmissionRecord.id)))
