"""A rate with the number it rests on and the interval in which the true one probably lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Proportion:
    """`successes` of `n`; nothing is known of a rate when `n` is zero."""

    successes: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.n:
            raise ValueError(f"{self.successes} of {self.n} is no proportion.")

    @property
    def rate(self) -> float | None:
        """Return the observed share, or None when there was nothing to observe."""
        return self.successes / self.n if self.n else None

    @property
    def interval(self) -> Interval:
        """Return the 95 % Wilson interval."""
        return wilson_interval(self.successes, self.n)


def proportion_of(claims: Iterable[bool | None]) -> Proportion:
    """Count how many claims hold; those that are None had nothing to be judged by and do not count."""
    known = [claim for claim in claims if claim is not None]
    return Proportion(sum(known), len(known))


def wilson_interval(successes: int, n: int, *, z: float = Z_95) -> Interval:
    """Return the score interval of Wilson (1927), right for few trials and for shares near 0 and 1.

    Without trials it is everything from 0 to 1.
    """
    if n == 0:
        return Interval(0.0, 1.0)
    return score_interval(successes / n, n, z=z)


def score_interval(share: float, n: float, *, z: float) -> Interval:
    """Return Wilson's interval of a share seen in so many trials, which need not be a whole number."""
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    center = share + z * z / (2 * n)
    scale = 1 + z * z / n
    low = 0.0 if share == 0 else (center - spread) / scale
    high = 1.0 if share == 1 else (center + spread) / scale
    return Interval(low, high)
