"""Rule: what is left of an expected arrival when it is read later than it was computed."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    """An expected arrival at the moment of reading; where it is overdue, its whole interval had passed by then."""

    stop_id: uuid.UUID
    eta: datetime
    early: datetime
    late: datetime
    computed_at: datetime
    source: str
    overdue: bool


def as_of(found: Foretold | Expected, now: datetime, *, shift: timedelta = timedelta()) -> Expected:
    """Return what may still be said, so much later than computed: nothing is expected in the past."""
    return Expected(
        stop_id=found.stop_id,
        eta=max(found.eta + shift, now),
        early=max(found.early + shift, now),
        late=max(found.late + shift, now),
        computed_at=found.computed_at,
        source=found.source,
        overdue=found.late < now,
    )


def route_as_of(
    found: Sequence[Foretold | Expected], work: Sequence[timedelta], now: datetime
) -> Iterator[Expected]:
    """Yield what may still be said of the stops of a route in their order.

    `work[i]` is the service before stop i and the way to it. A rider who is overdue at a stop still has all that
    follows to do, so the later stops move along; only time that would have been spent waiting is gained back.
    """
    before: tuple[datetime, datetime] | None = None
    for row, needed in zip(found, work, strict=True):
        shift = timedelta()
        if before is not None:
            was, will = before
            shift = max(shift, will + min(needed, row.eta - was) - row.eta)
        shown = as_of(row, now, shift=shift)
        before = row.eta, shown.eta
        yield shown
