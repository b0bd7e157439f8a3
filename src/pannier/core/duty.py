"""When a rider was on duty and in a break, from starts and ends told in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_DUTY = timedelta(hours=16)


class DutyKind(StrEnum):
    """What a rider tells about the working time."""

    START = "duty.start"
    END = "duty.end"
    BREAK_START = "break.start"
    BREAK_END = "break.end"


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One start or end; `at` is when it happened."""

    id: UUID
    kind: DutyKind
    at: datetime
    counter: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A break; `end` None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutySpan:
    """One time on duty, named by the fact that began it; `end` None while it lasts."""

    id: UUID
    start: datetime
    end: datetime | None = None
    breaks: tuple[Break, ...] = ()

    def covers(self, at: datetime) -> bool:
        """Tell whether the rider worked at this moment: on duty and not in a break."""
        until = self.end or self.start + LONGEST_DUTY
        if not self.start <= at <= until:
            return False
        return not any(pause.start <= at < (pause.end or until) for pause in self.breaks)


def duty_spans(facts: Iterable[DutyFact]) -> tuple[DutySpan, ...]:
    """Return the times on duty; a second start, an end before any start and a stray break change nothing.

    A duty that nobody ended is over when the next one starts after LONGEST_DUTY.
    """
    spans: list[DutySpan] = []
    for fact in sorted({f.id: f for f in facts}.values(), key=lambda f: (f.at, f.counter, f.id)):
        open_span = spans[-1] if spans and spans[-1].end is None else None
        if fact.kind is DutyKind.START:
            _begin(spans, open_span, fact)
        elif open_span is not None:
            spans[-1] = _go_on(open_span, fact)
    return tuple(spans)


def _begin(spans: list[DutySpan], open_span: DutySpan | None, fact: DutyFact) -> None:
    if open_span is not None and fact.at - open_span.start < LONGEST_DUTY:
        return
    if open_span is not None:
        spans[-1] = _go_on(open_span, DutyFact(fact.id, DutyKind.END, open_span.start + LONGEST_DUTY))
    spans.append(DutySpan(fact.id, fact.at))


def _go_on(span: DutySpan, fact: DutyFact) -> DutySpan:
    resting = bool(span.breaks) and span.breaks[-1].end is None
    if fact.kind is DutyKind.END:
        breaks = (*span.breaks[:-1], replace(span.breaks[-1], end=fact.at)) if resting else span.breaks
        return replace(span, end=fact.at, breaks=breaks)
    if fact.kind is DutyKind.BREAK_START and not resting:
        return replace(span, breaks=(*span.breaks, Break(fact.at)))
    if fact.kind is DutyKind.BREAK_END and resting:
        return replace(span, breaks=(*span.breaks[:-1], replace(span.breaks[-1], end=fact.at)))
    return span


def worked_at(spans: Sequence[DutySpan], at: datetime) -> bool:
    """Tell whether the rider was on duty and not in a break at this moment."""
    return any(span.covers(at) for span in spans)
