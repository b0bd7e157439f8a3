"""Why an order on demand has no rider, or will be late: a code with its facts, which the console puts into words.

Facts are ids, counts and moments; no row holds a rider's name or a sentence.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pannier.planning.models import OnDemandOrder

HELD, NOT_READY, LATE, NOBODY, NO_RIDERS = "held", "not_ready", "late", "nobody_fits", "no_riders"
UNANSWERED, OFF_DUTY, NO_PLACE, UNSETTLED = "unanswered", "off_duty", "unreachable", "unsettled"
ONLY_SILENT, ASKED_AGAIN = "only_unanswered", "asked_again"
DAY_OVER, SOON = "day_over", "soon"
URGENT = (LATE, NOBODY, NO_RIDERS, NO_PLACE, ONLY_SILENT)
"""Reasons that time alone does not mend."""
FAULT = "fault"
"""What a look ended by that no dispatcher could mend; the server's log says more."""


@dataclass(frozen=True)
class Why:
    """A reason; what its facts mean says the function that makes it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def tell(row: OnDemandOrder, why: Why | None) -> None:
    """Note why an order stands as it does, None where there is nothing to tell."""
    row.code, row.facts = (None, {}) if why is None else (why.code, dict(why.facts))


def held(until: datetime) -> Why:
    """Return that an order waits until then for another one that could share its ride."""
    return Why(HELD, {"at": until.isoformat()})


def not_ready(ready_at: datetime) -> Why:
    """Return that an order is ready then, and a rider is looked for shortly before."""
    return Why(NOT_READY, {"at": ready_at.isoformat()})


def nobody_fits(riders: int) -> Why:
    """Return that none of so many riders on duty can take it without breaking a rule or a promise."""
    return Why(NOBODY, {"riders": riders})


def too_late(shift_id: uuid.UUID | str, arrives: datetime, by: datetime) -> Why:
    """Return who is soonest, when, and how late that is; with a rider it goes to that one all the same."""
    late_s = round((arrives - by).total_seconds())
    return Why(LATE, {"shift_id": str(shift_id), "at": arrives.isoformat(), "late_s": late_s})


def unanswered(shift_id: uuid.UUID) -> Why:
    """Return who was given it and did not set out; another rider is looked for."""
    return Why(UNANSWERED, {"shift_id": str(shift_id)})


def off_duty(shift_id: uuid.UUID) -> Why:
    """Return who had it and went off duty; another rider is looked for."""
    return Why(OFF_DUTY, {"shift_id": str(shift_id)})


def only_unanswered(shift_id: str, riders: int, at: datetime) -> Why:
    """Return who could take it best of so many who did not set out, and when that one is asked again."""
    return Why(ONLY_SILENT, {"shift_id": shift_id, "riders": riders, "at": at.isoformat()})


def asked_again(shift_id: uuid.UUID) -> Why:
    """Return who has it again although that rider did not set out before: nobody else could take it."""
    return Why(ASKED_AGAIN, {"shift_id": str(shift_id)})


def unreachable(cause: str) -> Why:
    """Return that no plan could hold it; `cause` is the code of what binds."""
    return Why(NO_PLACE, {"cause": cause})


def day_over(on: date) -> Why:
    """Return the day on which nobody could serve it; it is tried again on the next."""
    return Why(DAY_OVER, {"day": on.isoformat()})
