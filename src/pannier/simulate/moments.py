"""Demo time as a client sees it: a clock that runs and is waited for, or one that is moved to the next event."""

import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from pannier.simulate.client import Caller

RESYNC_S = 20.0
NAP_S = 0.5
SETTLE_EVERY = timedelta(minutes=10)
# Jumps shorter than this are put off: the server takes device times that are a little ahead of its own clock.
SHORTEST_JUMP = timedelta(seconds=20)
FAR_BEHIND = 400
SETTLE_TIMEOUT_S = 300.0


class Stopped(Exception):
    """The day was asked to stop."""


class DemoTime(Protocol):
    """The time of the day that is simulated."""

    def now(self) -> datetime:
        """Return the present demo time."""

    def reach(self, when: datetime) -> None:
        """Wait, or jump, until it is `when`; raises Stopped."""


class RunningTime:
    """A clock that runs at the server's factor: asked now and then, carried on in between."""

    def __init__(self, caller: Caller, stop: threading.Event | None = None) -> None:
        self._caller = caller
        self._stop = stop or threading.Event()
        self._sync()

    def now(self) -> datetime:
        """Return the present demo time."""
        if time.monotonic() - self._at_s > RESYNC_S:
            self._sync()
        return self._shown + timedelta(seconds=(time.monotonic() - self._at_s) * self._factor)

    def reach(self, when: datetime) -> None:
        """Sleep until the demo clock shows `when`."""
        while (remaining_s := (when - self.now()).total_seconds()) > 0:
            nap_s = min(remaining_s / self._factor, NAP_S) if self._factor else NAP_S
            if self._stop.wait(nap_s):
                raise Stopped
        if self._stop.is_set():
            raise Stopped

    def _sync(self) -> None:
        answer = self._caller.get("/v1/clock")
        self._shown = datetime.fromisoformat(answer["now"])
        # A clock that is held does not move; it is asked again soon.
        self._factor = float(answer["factor"]) if answer["running"] else 0.0
        self._at_s = time.monotonic() if answer["running"] else time.monotonic() - RESYNC_S + 1


class JumpingTime:
    """A clock that stands still until moved: to the next event, once the server has done its work so far.

    `catch_up` lets it do so; it waits for the server's readers of the event log unless told otherwise.
    """

    def __init__(
        self,
        caller: Caller,
        stop: threading.Event | None = None,
        catch_up: Callable[[], object] | None = None,
    ) -> None:
        self._caller = caller
        self._stop = stop or threading.Event()
        self._catch_up = catch_up or (lambda: settle(caller, at_most=FAR_BEHIND))
        self._now = datetime.fromisoformat(caller.get("/v1/clock")["now"])
        self._settled = self._now

    def now(self) -> datetime:
        """Return the present demo time."""
        return self._now

    def reach(self, when: datetime) -> None:
        """Jump to `when`; now and then let the readers of the event log catch up first."""
        if self._stop.is_set():
            raise Stopped
        if when - self._now < SHORTEST_JUMP:
            return
        if when - self._settled >= SETTLE_EVERY:
            self._catch_up()
            self._settled = when
        self._now = datetime.fromisoformat(
            self._caller.post("/v1/demo/clock", {"now": when.isoformat()})["now"]
        )


def settle(
    caller: Caller,
    *,
    readers: Collection[str] = (),
    at_most: int = 0,
    nap_s: float = 0.05,
    timeout_s: float = SETTLE_TIMEOUT_S,
) -> None:
    """Wait until no reader of the event log (or none of those named) is more than `at_most` entries behind.

    Raises TimeoutError, which names the slow ones.
    """
    end = time.monotonic() + timeout_s
    while slow := _slow(caller, readers, at_most):
        if time.monotonic() > end:
            names = ", ".join(f"{name} {count}" for name, count in slow.items())
            raise TimeoutError(f"Readers of the event log did not catch up in {timeout_s:.0f} s: {names}.")
        time.sleep(nap_s)


def _slow(caller: Caller, readers: Collection[str], at_most: int) -> dict[str, int]:
    behind = caller.get("/readyz")["behind"]
    return {
        name: count for name, count in behind.items() if count > at_most and (not readers or name in readers)
    }
