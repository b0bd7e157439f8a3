"""Was the promise kept: arrival within the window, on time, at the first attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The window told to the recipient; either end may be open. `grace_s` widens it at both ends."""

    start: datetime | None = None
    end: datetime | None = None
    grace_s: int = 0

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"The window ends at {self.end}, before it starts at {self.start}.")


def window_kept(promise: Promise, at: datetime) -> bool | None:
    """Tell whether `at` lies within the promised window; None when nothing was promised."""
    if promise.start is None and promise.end is None:
        return None
    return early_s(promise, at) <= promise.grace_s and late_s(promise, at) <= promise.grace_s


def on_time(promise: Promise, at: datetime) -> bool | None:
    """Tell whether `at` is not after the end of the window, early being no fault; None without an end."""
    return None if promise.end is None else late_s(promise, at) <= promise.grace_s


def late_s(promise: Promise, at: datetime) -> int:
    """Return by how many seconds `at` is after the end of the window, zero when it is not."""
    return max(0, round((at - promise.end).total_seconds())) if promise.end else 0


def early_s(promise: Promise, at: datetime) -> int:
    """Return by how many seconds `at` is before the start of the window, zero when it is not."""
    return max(0, round((promise.start - at).total_seconds())) if promise.start else 0


def first_attempt_success(outcomes: Sequence[str]) -> bool | None:
    """Tell whether the first of an order's attempts, in their order, succeeded; None before any attempt."""
    return outcomes[0] == "succeeded" if outcomes else None
