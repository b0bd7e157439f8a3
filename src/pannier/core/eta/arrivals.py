"""When the rider will be at each remaining stop, and how sure that is.

The plan's legs and service times, as learned from rounds (`EtaModel`), are laid end to end from the last thing known.
Each strays alone, and all of a route together: what the route has shown so far of its own pace counts for the rest. The
interval holds the arrival four times out of five; it widens with every stop. Where the rider would wait for a window
even if late by that much, the wait takes the uncertainty away and it starts anew.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannier.core.eta.model import PRIOR, Durations, EtaModel, Key
from pannier.core.eta.pace import UNSEEN, Pace

LEAST_HALF_WIDTH_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingStop:
    """A stop not yet reached: planned seconds to drive there and to serve it, and its window if it has one.

    `travel_key` tells at which hour the leg begins what is learned about it; `service_key` what about the service.
    """

    stop_id: str
    leg_s: float
    service_s: float
    window_start: datetime | None = None
    waits: bool = True
    travel_key: Callable[[datetime], Key] = lambda _at: ()
    service_key: Key = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The last thing known: when the rider left, or will have served, the place before the next stop.

    `moving` is true once the rider has left: then `free_at` is the departure, else the expected end of service.
    A better estimate of the running leg (from a position) is given as `leg_s` from `free_at` = now. `travel` and
    `service` are what the route has shown so far.
    """

    free_at: datetime
    moving: bool
    travel: Pace = UNSEEN
    service: Pace = UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """When a stop's service is expected to begin, the interval of four cases out of five, and the standard deviation.

    `deviation_s` is that of the arrival, before any wait for the window.
    """

    stop_id: str
    eta: datetime
    early: datetime
    late: datetime
    deviation_s: float = 0.0


class _Sum:
    """Durations of one sort laid end to end: how long they last, and how far that strays."""

    def __init__(self, durations: Durations, pace: Pace) -> None:
        self._durations = durations
        self._share, self._share_variance = pace.shared(durations.spread)
        self._length_s = 0.0

    def add(self, planned_s: float, key: Key) -> float:
        """Take one more; return how long it is expected to last."""
        expected_s = planned_s * self._durations.ratio(key)
        self._length_s += expected_s
        return max(0.0, expected_s * (1 + self._share))

    @property
    def variance_s2(self) -> float:
        """Return by how much all of them together stray, in seconds squared."""
        own = self._durations.spread.own_s * self._length_s
        return own + self._share_variance * self._length_s**2

    def forget(self) -> None:
        """Begin anew."""
        self._length_s = 0.0


def expected_arrivals(
    stops: Sequence[RemainingStop], progress: Progress, *, now: datetime, model: EtaModel = PRIOR
) -> tuple[Eta, ...]:
    """Return an ETA for every remaining stop in their order, never before `now`.

    A rider who is already later than planned cannot arrive in the past: the running leg ends now at the
    earliest. Where the rider waits for the window, nothing is expected before it opens.
    """
    found: list[Eta] = []
    travel, service = _Sum(model.travel, progress.travel), _Sum(model.service, progress.service)
    free_at = progress.free_at if progress.moving else max(now, progress.free_at)
    for stop in stops:
        leg_s = travel.add(stop.leg_s, stop.travel_key(free_at))
        arrival = max(now, free_at + timedelta(seconds=leg_s))
        deviation_s = math.sqrt(travel.variance_s2 + service.variance_s2)
        eta = _eta(stop, arrival, deviation_s, model, now)
        found.append(eta)
        if eta.late == eta.early:
            travel.forget()
            service.forget()
        free_at = eta.eta + timedelta(seconds=service.add(stop.service_s, stop.service_key))
    return tuple(found)


def _eta(stop: RemainingStop, arrival: datetime, deviation_s: float, model: EtaModel, now: datetime) -> Eta:
    opens = stop.window_start if stop.waits and stop.window_start else now
    before = timedelta(seconds=max(LEAST_HALF_WIDTH_S, -model.early_z * deviation_s))
    after = timedelta(seconds=max(LEAST_HALF_WIDTH_S, model.late_z * deviation_s))
    return Eta(
        stop_id=stop.stop_id,
        eta=max(arrival, opens),
        early=max(arrival - before, opens, now),
        late=max(arrival + after, opens),
        deviation_s=deviation_s,
    )
