"""A rate of things that share their luck: the deliveries of one day are late together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.statistics.proportion import Z_95, Interval, score_interval


@dataclass(frozen=True, slots=True)
class Clustered:
    """`successes` of `n` in `clusters` groups; `deviation` is the standard error of the rate over them."""

    successes: int
    n: int
    clusters: int
    deviation: float

    @property
    def rate(self) -> float | None:
        """Return the observed share, or None when there was nothing to observe."""
        return self.successes / self.n if self.n else None

    @property
    def interval(self) -> Interval:
        """Return the 95 % interval: Wilson's, for as many independent trials as the clusters are worth.

        Where all came out alike, that is as many as there are clusters (Kish 1965, design effect).
        """
        if not self.n:
            return Interval(0.0, 1.0)
        share = self.successes / self.n
        trials = float(self.clusters)
        if self.deviation > 0 and 0 < share < 1:
            trials = min(float(self.n), share * (1 - share) / self.deviation**2)
        return score_interval(share, trials, z=Z_95)


def clustered(successes: Sequence[int], sizes: Sequence[int]) -> Clustered:
    """Return the rate over clusters with so many successes of so many trials each (ratio estimator)."""
    n, hits, clusters = sum(sizes), sum(successes), len(sizes)
    if n == 0 or clusters < 2:
        return Clustered(hits, n, clusters, 0.0)
    rate = hits / n
    spread = sum((hit - rate * size) ** 2 for hit, size in zip(successes, sizes, strict=True))
    return Clustered(hits, n, clusters, math.sqrt(clusters / (clusters - 1) * spread) / n)
