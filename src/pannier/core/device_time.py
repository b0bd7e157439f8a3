"""When something happened, from a phone's clock that may be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(minutes=2)
BEHIND = timedelta(days=7)
SMALL_OFFSET_S = 5


@dataclass(frozen=True, slots=True)
class Happened:
    """The time that counts; `suspect` when the phone's clock could not be right and the server's was taken."""

    at: datetime
    suspect: bool = False


def happened(device_time: datetime, received_at: datetime, *, offset_s: float = 0.0) -> Happened:
    """Return when it happened: the phone's time, mended by the offset to the server that the phone knew.

    A time more than two minutes ahead of its own upload, or more than a week before it, cannot be right; the
    upload's time stands in and is marked. The phone's own time is kept beside it by the caller.
    """
    mended = device_time if abs(offset_s) < SMALL_OFFSET_S else _shift(device_time, offset_s)
    if mended - received_at > AHEAD or received_at - mended > BEHIND:
        return Happened(received_at, suspect=True)
    return Happened(mended)


def _shift(time: datetime, offset_s: float) -> datetime:
    try:
        return time + timedelta(seconds=offset_s)
    except OverflowError:
        return time
