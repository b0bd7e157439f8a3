"""How a route gets on: what its durations so far say about those that follow."""

from dataclasses import dataclass
from datetime import timedelta

from pannier.core.eta.model import Spread

LONGEST = 4.0
LONGEST_BESIDE_S = 600.0
"""Longer than so many times the expected seconds and so many more is no travel or service, but something else."""


def is_usable(expected_s: float, real_s: float) -> bool:
    """Tell whether a duration is one of travel or service, and not a forgotten phone or a pause on the way."""
    return expected_s > 0 and 0 <= real_s <= LONGEST * expected_s + LONGEST_BESIDE_S


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a route's durations took so far, beside those that were expected of them."""

    expected_s: float = 0.0
    real_s: float = 0.0

    def after(self, expected_s: float, real: timedelta) -> "Pace":
        """Return the pace with one duration more, unless it is of another sort."""
        real_s = real.total_seconds()
        if not is_usable(expected_s, real_s):
            return self
        return Pace(self.expected_s + expected_s, self.real_s + real_s)

    def shared(self, spread: Spread) -> tuple[float, float]:
        """Return by which share this route's durations are longer than expected, and the variance of that share.

        The share is normal with mean 0 before anything is seen; what is seen weighs by its own variance, which grows
        with length (Bayes' rule for normal distributions). Without any shared spread it stays 0.
        """
        if spread.common <= 0:
            return 0.0, 0.0
        weight = 1 / spread.common**2 + (self.expected_s / spread.own_s if spread.own_s > 0 else 0.0)
        seen = (self.real_s - self.expected_s) / spread.own_s if spread.own_s > 0 else 0.0
        return seen / weight, 1 / weight


UNSEEN = Pace()
"""Of a route that has not begun."""
