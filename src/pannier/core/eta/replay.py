"""Foretell rounds that were driven, from each stop the rest, and see how it came: to calibrate, and to measure.

Each stop that was left foretells all that were still to come. Arrivals that a rider waited for are sure and say
nothing; they are left out.
"""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pannier.core.eta.arrivals import Eta, Progress, RemainingStop, expected_arrivals
from pannier.core.eta.model import EtaModel
from pannier.core.eta.pace import UNSEEN

HOUR_AHEAD_S = (2_700.0, 4_500.0)
"""About one hour ahead: 45 to 75 minutes."""
TENTH = 0.1
ROUNDS_TRUST = 15.0
"""The deviations of before weigh as much as so many rounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenStop:
    """A stop of a round that was driven, as it was planned, and when the rider came and left."""

    planned: RemainingStop
    came_at: datetime
    left_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenRound:
    """A round that was driven, from when it left the hub, stops in the order in which they were driven to."""

    left_at: datetime
    stops: Sequence[DrivenStop]


@dataclass(frozen=True, slots=True)
class Foretold:
    """One arrival that was foretold: how long before, and how it came."""

    ahead_s: float
    eta: Eta
    came_at: datetime

    @property
    def is_held(self) -> bool:
        """Tell whether the rider came within the interval."""
        return self.eta.early <= self.came_at <= self.eta.late

    @property
    def width_s(self) -> float:
        """Return how long the interval is."""
        return (self.eta.late - self.eta.early).total_seconds()

    @property
    def deviations(self) -> float:
        """Return by how many standard deviations the rider came later than expected."""
        return (self.came_at - self.eta.eta).total_seconds() / max(1.0, self.eta.deviation_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well arrivals were foretold: how many, the share that intervals held, their median width an hour ahead."""

    arrivals: int
    held: float
    hour_ahead_width_s: float | None


def replay(rounds: Iterable[DrivenRound], model: EtaModel) -> Iterator[Foretold]:
    """Yield what each stop that was left, and the hub, foretell of the stops to come."""
    for one in rounds:
        travel, service, left_at = UNSEEN, UNSEEN, one.left_at
        for n, stop in enumerate(one.stops):
            progress = Progress(free_at=left_at, moving=True, travel=travel, service=service)
            ahead = one.stops[n:]
            found = expected_arrivals([each.planned for each in ahead], progress, now=left_at, model=model)
            for eta, came in zip(found, ahead, strict=True):
                if eta.early != eta.late:
                    yield Foretold((came.came_at - left_at).total_seconds(), eta, _begins(came))
            leg_s = stop.planned.leg_s * model.travel.ratio(stop.planned.travel_key(left_at))
            stay_s = stop.planned.service_s * model.service.ratio(stop.planned.service_key)
            travel = travel.after(leg_s, stop.came_at - left_at)
            service = service.after(stay_s, stop.left_at - _begins(stop))
            left_at = stop.left_at


def calibrated(model: EtaModel, rounds: Sequence[DrivenRound]) -> EtaModel:
    """Return the model with as many deviations to either side as these rounds needed; few of them change little."""
    found = sorted(one.deviations for one in replay(rounds, model))
    if not found:
        return model
    # Arrivals of one round stray together: rounds count, not arrivals.
    weight = len(rounds) / (len(rounds) + ROUNDS_TRUST)
    low, high = found[int(TENTH * (len(found) - 1))], found[int((1 - TENTH) * (len(found) - 1))]
    early_z = weight * low + (1 - weight) * model.early_z
    late_z = weight * high + (1 - weight) * model.late_z
    return replace(model, early_z=min(0.0, early_z), late_z=max(0.0, late_z))


def measure(foretold: Iterable[Foretold]) -> Measured:
    """Return how well arrivals were foretold; 0 held where there are none."""
    found = list(foretold)
    widths = [one.width_s for one in found if HOUR_AHEAD_S[0] <= one.ahead_s <= HOUR_AHEAD_S[1]]
    return Measured(
        arrivals=len(found),
        held=sum(one.is_held for one in found) / len(found) if found else 0.0,
        hour_ahead_width_s=statistics.median(widths) if widths else None,
    )


def _begins(stop: DrivenStop) -> datetime:
    """Return when service could begin: at the door, and not before the window."""
    opens = stop.planned.window_start if stop.planned.waits else None
    return max(stop.came_at, opens) if opens else stop.came_at
