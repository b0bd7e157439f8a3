"""What holds about an order when its attempts are told late, twice, in any order and by two phones.

All facts are sorted by when they happened, never by when they were told, so every way of telling them ends in the
same state. Facts win: what is delivered stays delivered unless somebody takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

RIDER_MAY_REOPEN = timedelta(minutes=10)
SAME_TRY = timedelta(minutes=2)


class Outcome(StrEnum):
    """What one attempt came to; `reopened` takes the attempt before it back."""

    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    REOPENED = "reopened"


class Conflict(StrEnum):
    """Why a fact is kept but does not hold."""

    ALREADY_DELIVERED = "already_delivered"
    REPEATED = "repeated"
    TOO_LATE = "too_late"
    NOTHING_TO_REOPEN = "nothing_to_reopen"


@dataclass(frozen=True, slots=True)
class Fact:
    """One told attempt or reopening; `at` is when it happened, `counter` the phone's own count of its events."""

    id: UUID
    outcome: Outcome
    at: datetime
    counter: int = 0
    by_rider: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds: the attempt in force (None: open again or never tried) and what happened to the others.

    `last` is the last fact that counts, an attempt or a reopening.
    """

    holding: UUID | None = None
    outcome: Outcome | None = None
    last: UUID | None = None
    reopened: frozenset[UUID] = frozenset()
    conflicts: Mapping[UUID, Conflict] = field(default_factory=dict)
    order: tuple[UUID, ...] = ()


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts as they happened; equal times are told apart by the phone's count, then by id."""
    return sorted(facts, key=lambda fact: (fact.at, fact.counter, fact.id))


def settle(facts: Iterable[Fact]) -> Settled:
    """Return what holds about one order after all these facts."""
    holding: Fact | None = None
    last: Fact | None = None
    reopened: set[UUID] = set()
    conflicts: dict[UUID, Conflict] = {}
    known = in_order({fact.id: fact for fact in facts}.values())
    for fact in known:
        conflict = _conflict(fact, holding)
        if conflict is not None:
            conflicts[fact.id] = conflict
            continue
        last = fact
        if fact.outcome is Outcome.REOPENED and holding is not None:
            reopened.add(holding.id)
        holding = None if fact.outcome is Outcome.REOPENED else fact
    return Settled(
        holding=holding.id if holding else None,
        outcome=holding.outcome if holding else None,
        last=last.id if last else None,
        reopened=frozenset(reopened),
        conflicts=conflicts,
        order=tuple(fact.id for fact in known),
    )


def _conflict(fact: Fact, holding: Fact | None) -> Conflict | None:
    if fact.outcome is Outcome.REOPENED:
        if holding is None:
            return Conflict.NOTHING_TO_REOPEN
        too_late = fact.by_rider and fact.at - holding.at > RIDER_MAY_REOPEN
        return Conflict.TOO_LATE if too_late else None
    if holding is None:
        return None
    if holding.outcome is Outcome.SUCCEEDED:
        return Conflict.ALREADY_DELIVERED
    if holding.outcome is Outcome.PARTIAL and fact.outcome is Outcome.FAILED:
        return Conflict.ALREADY_DELIVERED
    same_try = fact.outcome is holding.outcome and fact.at - holding.at <= SAME_TRY
    return Conflict.REPEATED if same_try else None


def to_tell(settled: Settled, told: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return which facts to put into the log now, so that the last one told is the one that holds.

    `told` lists what was told before, in that order. A fact that comes late and changes nothing is not told; one that
    was overruled for a while is told again.
    """
    if settled.last is None or (told and told[-1] == settled.last):
        return ()
    known = set(told)
    new = [
        id for id in settled.order if id not in known and id not in settled.conflicts and id != settled.last
    ]
    return (*new, settled.last)
