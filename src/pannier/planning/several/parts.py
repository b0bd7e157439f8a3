"""Parts that wait for a worker: asked for, taken, found. Whoever has taken one gives a sign of life while he searches.

A part whose worker is silent for too long is taken by another one, so a crash loses what one worker was at and no more.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from pannier.base import clock, jobs
from pannier.base.settings import settings
from pannier.planning.models import SeveralPart
from pannier.planning.problems import OptimiserDied
from pannier.planning.several.encoded import Json, is_same_part

PART_KIND = "plan_part"
MOST_TRIES = 4
"""Workers that may die over one part; then the plan is given up."""


@dataclass(frozen=True)
class Taken:
    """A part that this worker searches now."""

    id: uuid.UUID
    part: Json


def ask_for(db: Session, run_id: uuid.UUID, first: int, parts: Sequence[Json]) -> None:
    """Ask for parts, numbered from `first`; those that were asked for before a crash are not asked for again."""
    for number, part in enumerate(parts, start=first):
        row = db.scalars(_of_run(run_id).where(SeveralPart.number == number)).first()
        if row is not None and is_same_part(row.part, part):
            continue
        if row is None:
            db.add(SeveralPart(run_id=run_id, number=number, part=part))
        else:
            row.part, row.found, row.taken_at, row.tries = part, None, None, 0
        jobs.request(db, kind=PART_KIND, arguments={"run_id": str(run_id)})
    db.flush()


def take(db: Session, run_id: uuid.UUID) -> Taken | None:
    """Take a part that nobody searches, None where there is none; raise OptimiserDied for one that kills workers."""
    silent = clock.wall_now() - timedelta(seconds=settings().job_retake_s)
    query = (
        _of_run(run_id)
        .where(
            SeveralPart.found.is_(None), or_(SeveralPart.taken_at.is_(None), SeveralPart.taken_at < silent)
        )
        .order_by(SeveralPart.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = db.scalars(query).first()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        raise OptimiserDied(
            f"{row.tries} workers died over the same part of this plan, perhaps for their memory; plan fewer hubs."
        )
    row.taken_at, row.tries = clock.wall_now(), row.tries + 1
    return Taken(row.id, row.part)


def give_sign(db: Session, part_id: uuid.UUID) -> None:
    """Say that a part is still searched."""
    row = db.get(SeveralPart, part_id)
    if row is not None:
        row.taken_at = clock.wall_now()


def give_back(db: Session, part_id: uuid.UUID) -> None:
    """Leave a part to another worker."""
    row = db.get(SeveralPart, part_id)
    if row is not None:
        row.taken_at = None


def keep(db: Session, part_id: uuid.UUID, found: Json) -> None:
    """Keep what was found; the first word stands where two workers were at the same part."""
    row = db.get(SeveralPart, part_id, with_for_update=True)
    if row is not None and row.found is None:
        row.found = found


def found_of(db: Session, run_id: uuid.UUID, first: int, count: int) -> list[Json | None]:
    """Return what was found of so many parts, None where one is not over; raise OptimiserDied where they are gone."""
    query = _of_run(run_id).where(SeveralPart.number >= first, SeveralPart.number < first + count)
    rows = {row.number: row.found for row in db.scalars(query)}
    if len(rows) < count:
        raise OptimiserDied(
            "Another worker has ended this plan meanwhile; look at it again, or plan once more."
        )
    return [rows.get(number) for number in range(first, first + count)]


def drop_all(db: Session, run_id: uuid.UUID) -> None:
    """Forget the parts of a run that is over."""
    db.execute(delete(SeveralPart).where(SeveralPart.run_id == run_id))


def _of_run(run_id: uuid.UUID) -> Any:
    return select(SeveralPart).where(SeveralPart.run_id == run_id)
