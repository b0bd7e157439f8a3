"""Rule: what is left of an expected arrival when it is read later than it was computed."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Foretold(Protocol):
    """An expected arrival as it was computed."""

    stop_id: uuid.UUID
    eta: datetime
    early: datetime
    late: datetime
    computed_at: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An expected arrival at the moment of reading; where it is overdue, all times are that moment."""

    stop_id: uuid.UUID
    eta: datetime
    early: datetime
    late: datetime
    computed_at: datetime
    source: str
    overdue: bool


def as_of(found: Foretold | Expected, now: datetime) -> Expected:
    """Return what may still be said: nothing is expected in the past."""
    return Expected(
        stop_id=found.stop_id,
        eta=max(found.eta, now),
        early=max(found.early, now),
        late=max(found.late, now),
        computed_at=found.computed_at,
        source=found.source,
        overdue=found.late < now,
    )
