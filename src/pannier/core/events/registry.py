"""How an event is declared: `@event("order.accepted")` freezes a class and lists it in `EVENTS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import dataclass_transform

EVENTS: dict[str, type] = {}
_NAMES: dict[type, str] = {}
_NAME = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")


class EventError(ValueError):
    """An event was declared, written or read wrongly."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event[T](name: str) -> Callable[[type[T]], type[T]]:
    """Make the class a frozen, slotted, keyword-only dataclass, listed as `<thing>.<what happened>`."""

    def declare(cls: type[T]) -> type[T]:
        if not _NAME.fullmatch(name) or name in EVENTS:
            raise EventError(f"Event name {name!r} is malformed or already taken; use <thing>.<past tense>.")
        frozen = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        EVENTS[name], _NAMES[frozen] = frozen, name
        return frozen

    return declare


def event_type(event: object) -> str:
    """Return the name under which an event is logged; raise EventError for anything else."""
    try:
        return _NAMES[type(event)]
    except KeyError:
        raise EventError(
            f"{type(event).__name__} is no event; declare it in core/events with @event."
        ) from None
