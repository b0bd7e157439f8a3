"""When the rider will be at each remaining stop, and how sure that is.

The plan's legs and service times are laid end to end from the last thing known. The interval holds the
arrival four times out of five, if legs vary by a quarter of their length and services by half, one
independent of the other (our estimate until it is learned from rounds): variances add up, so the interval
widens with every stop, by less and less. Where the rider would wait for a window even if late by that much,
the wait takes the uncertainty away and it starts anew.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEG_VARIATION = 0.25
SERVICE_VARIATION = 0.5
Z_80 = 1.2815515655446004
LEAST_HALF_WIDTH_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingStop:
    """A stop not yet reached: planned seconds to drive there and to serve it, and its window if it has one."""

    stop_id: str
    leg_s: float
    service_s: float
    window_start: datetime | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The last thing known: when the rider left, or will have served, the place before the next stop.

    `moving` is true once the rider has left: then `free_at` is the departure, else the planned end of service.
    A better estimate of the running leg (from a position) is given as `leg_s` from `free_at` = now.
    """

    free_at: datetime
    moving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """When a stop's service is expected to begin, and the interval of four cases out of five."""

    stop_id: str
    eta: datetime
    early: datetime
    late: datetime


def expected_arrivals(
    stops: Sequence[RemainingStop], progress: Progress, *, now: datetime
) -> tuple[Eta, ...]:
    """Return an ETA for every remaining stop in their order, never before `now`.

    A rider who is already later than planned cannot arrive in the past: the running leg ends now at the
    earliest. Where the rider waits for the window, nothing is expected before it opens.
    """
    found: list[Eta] = []
    free_at = progress.free_at if progress.moving else max(now, progress.free_at)
    variance = 0.0
    for stop in stops:
        arrival = max(now, free_at + timedelta(seconds=stop.leg_s))
        variance += (LEG_VARIATION * stop.leg_s) ** 2
        half = timedelta(seconds=max(LEAST_HALF_WIDTH_S, Z_80 * math.sqrt(variance)))
        eta = _eta(stop, arrival, half=half, now=now)
        found.append(eta)
        if eta.late == eta.early:
            variance = 0.0
        free_at = eta.eta + timedelta(seconds=stop.service_s)
        variance += (SERVICE_VARIATION * stop.service_s) ** 2
    return tuple(found)


def _eta(stop: RemainingStop, arrival: datetime, *, half: timedelta, now: datetime) -> Eta:
    opens = stop.window_start if stop.waits and stop.window_start else now
    return Eta(
        stop_id=stop.stop_id,
        eta=max(arrival, opens),
        early=max(arrival - half, opens, now),
        late=max(arrival + half, opens),
    )
