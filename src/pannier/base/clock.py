"""The only place that knows what time it is: real, scaled or jumping, shared by all processes of a server.

Every other module asks `now()`. A server started with a demo clock keeps it in a small file under the
data folder (see `shared_clock`); any process with the same data folder opens that file and agrees.
"""

import asyncio
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pannier.base.settings import Settings, settings
from pannier.base.shared_clock import Mode, SharedClock

__all__ = [
    "Fixed",
    "Mode",
    "Reading",
    "fixed",
    "hold",
    "jump_to",
    "let_run",
    "moves_when_told",
    "now",
    "read",
    "seconds_until",
    "sleep_until",
    "start",
    "stop",
    "wait_until",
    "wall_now",
]

_JUMP_POLL_S = 0.01
_LONGEST_NAP_S = 1.0


@dataclass(frozen=True)
class Reading:
    """What the clock shows: the time, demo seconds per real second, and whether it moves by itself."""

    now: datetime
    factor: float
    running: bool
    mode: Mode


class Fixed:
    """A clock for tests that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = _utc(at)

    def move_to(self, when: datetime) -> None:
        """Set the time, forwards or backwards."""
        self.at = _utc(when)

    def advance(self, **parts: float) -> datetime:
        """Move on by the parts of a `timedelta` (`minutes=5`) and return the new time."""
        self.at += timedelta(**parts)
        return self.at


_fixed: Fixed | None = None
_opened: tuple[Settings, SharedClock] | None = None


def now() -> datetime:
    """Return the present time of this installation, aware, in UTC."""
    if _fixed is not None:
        return _fixed.at
    shared = _shared()
    return shared.now() if shared else wall_now()


def wall_now() -> datetime:
    """Return real time whatever the demo clock says, for what others check: certificates and signatures."""
    return datetime.now(UTC)


def read() -> Reading:
    """Return the time and how the clock moves."""
    if _fixed is not None:
        return Reading(_fixed.at, factor=0.0, running=False, mode=Mode.FIXED)
    shared = _shared()
    if shared is None:
        return Reading(wall_now(), factor=1.0, running=True, mode=Mode.SYSTEM)
    return Reading(shared.now(), factor=shared.factor, running=not shared.moves_when_told, mode=shared.mode)


def start(
    path: Path,
    *,
    start: datetime,
    factor: float = 1.0,
    mode: Mode = Mode.SCALED,
    resume: bool = False,
    held: bool = False,
) -> datetime:
    """Start the demo clock kept at `path` and return its time.

    `resume` goes on from the last time that an earlier run saw, if there was one; else the day begins anew.
    A `held` clock stands still until `let_run`, so that preparing a day costs none of it.
    To be called by the first process, before it starts others.
    """
    global _opened
    shared = SharedClock.create(path, start=_utc(start), factor=factor, mode=mode, resume=resume, held=held)
    _opened = (settings(), shared)
    return shared.now()


def stop(path: Path) -> None:
    """Remove the demo clock kept at `path` and go back to real time."""
    global _opened
    path.unlink(missing_ok=True)
    _opened = None


def moves_when_told() -> bool:
    """Tell whether this clock jumps, or is held: then `jump_to` moves it and nothing else does."""
    shared = _shared()
    return _fixed is None and shared is not None and shared.moves_when_told


def let_run() -> None:
    """Let a held demo clock run; a clock that runs already goes on as it is."""
    shared = _shared()
    if _fixed is None and shared is not None:
        shared.let_run()


def hold() -> None:
    """Let a scaled demo clock stand still, so that the time while nothing is served does not count."""
    shared = _shared()
    if _fixed is None and shared is not None:
        shared.hold()


def jump_to(when: datetime) -> datetime:
    """Move a jumping or held clock on to `when` and return its time; an earlier `when` changes nothing.

    Raises RuntimeError when the clock moves by itself.
    """
    shared = _shared()
    if _fixed is not None or shared is None or not shared.moves_when_told:
        raise RuntimeError(
            "This clock moves by itself; one that jumps is started with PANNIER_CLOCK_JUMP=true."
        )
    return shared.jump_to(_utc(when))


def seconds_until(when: datetime) -> float:
    """Return the real seconds until `when`: 0 if it is past, infinite if the clock moves only when told."""
    reading = read()
    remaining_s = (when - reading.now).total_seconds()
    if remaining_s <= 0:
        return 0.0
    return remaining_s / reading.factor if reading.running else math.inf


def sleep_until(when: datetime, *, stop: threading.Event | None = None) -> bool:
    """Wait until the clock shows `when`; return False if `stop` was set before."""
    stop = stop or threading.Event()
    while (nap_s := _nap_s(when)) > 0:
        if stop.wait(nap_s):
            return False
    return True


async def wait_until(when: datetime) -> None:
    """Wait until the clock shows `when`, without holding up the event loop."""
    while (nap_s := _nap_s(when)) > 0:
        await asyncio.sleep(nap_s)


@contextmanager
def fixed(at: datetime) -> Iterator[Fixed]:
    """Let the time stand still at `at` in all threads of this process, for tests."""
    global _fixed
    before, _fixed = _fixed, Fixed(at)
    try:
        yield _fixed
    finally:
        _fixed = before


def _nap_s(when: datetime) -> float:
    """Return how long to sleep before looking again; naps are short, since the clock may be moved."""
    remaining_s = seconds_until(when)
    return _JUMP_POLL_S if math.isinf(remaining_s) else min(remaining_s, _LONGEST_NAP_S)


def _shared() -> SharedClock | None:
    """Return the demo clock of the data folder, opened once; None when there is none."""
    global _opened
    current = settings()
    if _opened is None or _opened[0] is not current:
        # An absent file is looked for again each time: the server may start its clock after our first look.
        shared = SharedClock.open(current.run_dir / "clock")
        _opened = (current, shared) if shared else None
    return _opened[1] if _opened else None


def _utc(when: datetime) -> datetime:
    """Return the same moment in UTC; refuse a time without zone."""
    if when.tzinfo is None:
        raise ValueError(f"The time {when.isoformat()} has no zone; give it one, for example tzinfo=UTC.")
    return when.astimezone(UTC)
