"""Drive all routes of a plan on drawn days, and count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pannier.core.endurance import Judgement, Spreads, StopRisk
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.core.statistics import Clustered, clustered
from pannier.engine.endurance.areas import areas_of
from pannier.engine.endurance.chance import Chance, Factors
from pannier.engine.endurance.driving import Driven, Kept, drive

type Counts = npt.NDArray[np.int64]

DAYS = 1000
"""Enough to tell a thousandth of the routes of a day apart from none."""
_DRIFT = 0.9


@dataclass(frozen=True)
class Watched:
    """A judgement, and by kind of vehicle what each route had above the reserve at least, all days in one row."""

    judgement: Judgement
    margins_j: dict[str, Factors] = field(default_factory=dict)


def judge(problem: Problem, plan: Plan, *, spreads: Spreads, seed: int, days: int = DAYS) -> Judgement:
    """Return how a plan that the checker passed holds on so many drawn days; pure for a given seed."""
    return watch(problem, plan, spreads=spreads, seed=seed, days=days).judgement


def watch(problem: Problem, plan: Plan, *, spreads: Spreads, seed: int, days: int = DAYS) -> Watched:
    """Return the judgement with what a plan with slack is made from."""
    chance, areas = Chance(seed, days), areas_of(problem).tolist()
    count = _Count(days)
    margins: dict[str, list[Factors]] = {}
    for route in plan.routes:
        vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
        driven = drive(problem, route, spread=spreads.of(vehicle.kind), chance=chance, areas=areas)
        count.add(driven, vehicle.latest_end_s)
        if driven.margin_j is not None:
            margins.setdefault(vehicle.kind, []).append(driven.margin_j)
    joined = {kind: np.concatenate(rows) for kind, rows in margins.items()}
    return Watched(count.judgement(seed), joined)


class _Count:
    """Counts by day: promises kept, reserves touched, shifts kept."""

    def __init__(self, days: int) -> None:
        self._days = days
        self._kept: Counts
        self._kept, self._touched, self._back = (np.zeros(days, dtype=np.int64) for _ in range(3))
        self._batteries = self._routes = 0
        self._stops: list[StopRisk] = []

    def add(self, driven: Driven, latest_end_s: int) -> None:
        """Count a route."""
        for kept in driven.kept:
            self._kept += kept.late_s == 0
        self._stops.extend(_risks(driven.kept))
        self._routes += 1
        self._back += np.floor(driven.end_s) <= latest_end_s
        if driven.margin_j is not None:
            self._batteries += 1
            # Plans are whole joules, rounded up leg by leg; half a joule is no touch.
            self._touched += driven.margin_j < -0.5

    def judgement(self, seed: int) -> Judgement:
        """Return all counts as shares."""
        worst = sorted(self._stops, key=lambda stop: (-stop.late_share, -stop.expected_late_s, stop.task_id))
        return Judgement(
            days=self._days,
            seed=seed,
            windows=self._share(self._kept, len(self._stops)),
            reserves=self._share(self._touched, self._batteries),
            shifts=self._share(self._back, self._routes),
            stops=tuple(worst),
        )

    def _share(self, successes: Counts, each_day: int) -> Clustered:
        return clustered(successes.tolist(), [each_day] * self._days)


def _risks(kept: Sequence[Kept]) -> Iterator[StopRisk]:
    for one in kept:
        yield StopRisk(
            task_id=one.task_id,
            late_share=float(np.mean(one.late_s > 0)),
            expected_late_s=round(float(np.mean(one.late_s)), 1),
            drift_s=int(np.quantile(one.drift_s, _DRIFT)),
        )
