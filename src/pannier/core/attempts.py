"""What holds about an order when its attempts are told late, twice, in any order and by two phones.

All facts are sorted by when they happened, never by when they were told, so every way of telling them ends in the
same state. Facts win: what is delivered stays delivered unless somebody takes it back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
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
    NOT_COLLECTED = "not_collected"


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

    `last` is the last fact that counts, an attempt or a reopening; `took_back` leads from each reopening that counts to
    the attempt that it took back.
    """

    holding: UUID | None = None
    outcome: Outcome | None = None
    last: UUID | None = None
    took_back: Mapping[UUID, UUID] = field(default_factory=dict)
    conflicts: Mapping[UUID, Conflict] = field(default_factory=dict)
    order: tuple[UUID, ...] = ()

    @property
    def reopened(self) -> frozenset[UUID]:
        """Return the attempts that were taken back."""
        return frozenset(self.took_back.values())


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts as they happened; equal times are told apart by the phone's count, then by id."""
    return sorted(facts, key=lambda fact: (fact.at, fact.counter, fact.id))


def not_collected(deliveries: Iterable[Fact], collections: Iterable[Fact]) -> frozenset[UUID]:
    """Return the hand-overs at whose moment no collection of the goods held: they cannot be true."""
    taken = list(collections)
    found = set()
    for fact in deliveries:
        before = [one for one in taken if (one.at, one.counter) <= (fact.at, fact.counter)]
        handed = fact.outcome in {Outcome.SUCCEEDED, Outcome.PARTIAL}
        if handed and settle(before).outcome is not Outcome.SUCCEEDED:
            found.add(fact.id)
    return frozenset(found)


def settle(facts: Iterable[Fact], *, refused: Container[UUID] = ()) -> Settled:
    """Return what holds about one order after all these facts; `refused` are hand-overs of what nobody had."""
    holding: Fact | None = None
    last: Fact | None = None
    took_back: dict[UUID, UUID] = {}
    conflicts: dict[UUID, Conflict] = {}
    known = in_order({fact.id: fact for fact in facts}.values())
    for fact in known:
        conflict = Conflict.NOT_COLLECTED if fact.id in refused else _conflict(fact, holding)
        if conflict is not None:
            conflicts[fact.id] = conflict
            continue
        last = fact
        if fact.outcome is Outcome.REOPENED and holding is not None:
            took_back[fact.id] = holding.id
        holding = None if fact.outcome is Outcome.REOPENED else fact
    return Settled(
        holding=holding.id if holding else None,
        outcome=holding.outcome if holding else None,
        last=last.id if last else None,
        took_back=took_back,
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


@dataclass(frozen=True, slots=True)
class Telling:
    """One line for the log: a fact, or (`undo`) that an attempt told before does not stand after all."""

    id: UUID
    undo: bool = False


def standing(settled: Settled) -> tuple[UUID, ...]:
    """Return the facts that count, as they happened: what the log has told once all is told."""
    return tuple(id for id in settled.order if id not in settled.conflicts)


def both_ends(collected: Settled, delivered: Settled, facts: Iterable[Fact]) -> Settled:
    """Return the facts about both ends of an order in one row, to be told as they happened; none of them holds."""
    return Settled(
        took_back={**collected.took_back, **delivered.took_back},
        conflicts={**collected.conflicts, **delivered.conflicts},
        order=tuple(fact.id for fact in in_order(facts)),
    )


def to_tell(
    settled: Settled, told: Sequence[UUID], attempts: Container[UUID], *, anew: bool = False
) -> tuple[Telling, ...]:
    """Return what to tell the log now, so that whoever reads it in its order ends where an in-order run ends.

    `told` lists the facts that stand in the log, in its order; `attempts` holds those that are no reopenings. A fact
    that comes late makes what was told after it undone (the last first) and told again behind it; with `anew`
    everything, as where a reopening may belong to an attempt far before it.
    """
    wanted = standing(settled)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(told, wanted, strict=False)))
    if same == len(told):
        return tuple(Telling(id) for id in wanted[same:])
    if anew:
        same = 0
    elif same and (same == len(wanted) or told[same] not in attempts):
        # The last thing in common is told anew: it holds after all behind it was undone, or it had been taken back.
        same -= 1
    undone = [Telling(id, undo=True) for id in reversed(told[same:]) if id in attempts]
    return (*undone, *(Telling(id) for id in wanted[same:]))
