"""When a round is over: at the return to the hub with nothing left to do, else at the end of duty.

Told out of order, the end of duty may be known before what happened earlier; the phone's own count of its events shows
what is still missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RoundFactKind(StrEnum):
    """What can end a round or count in it."""

    START = "duty.start"
    RETURN = "hub.return"
    DUTY_END = "duty.end"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RoundFact:
    """One event of the phone: when, which one by its own count, on which device."""

    kind: RoundFactKind
    at: datetime
    counter: int
    device: str = ""


def round_end(
    facts: Sequence[RoundFact], *, closed_at: Iterable[datetime | None], started_at: datetime
) -> datetime | None:
    """Return when the round ended, or None while it goes on or something that came before is not known yet.

    `closed_at` holds for each order of the round when its outcome fell, None for an open one.
    """
    outcomes = list(closed_at)
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.counter)):
        ends = fact.kind in {RoundFactKind.RETURN, RoundFactKind.DUTY_END}
        if not ends or fact.at < started_at or not _complete(fact, facts):
            continue
        if fact.kind is RoundFactKind.DUTY_END:
            return fact.at
        if all(at is not None and at <= fact.at for at in outcomes):
            return fact.at
    return None


def _complete(end: RoundFact, facts: Sequence[RoundFact]) -> bool:
    """Tell whether every event that the device counted from the start of duty to this one is known."""
    before = [fact for fact in facts if fact.device == end.device and fact.counter <= end.counter]
    starts = [fact.counter for fact in before if fact.kind is RoundFactKind.START]
    if not starts:
        return False
    known = {fact.counter for fact in before}
    return all(counter in known for counter in range(max(starts), end.counter))
