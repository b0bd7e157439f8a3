"""How traffic runs for one kind of vehicle on a day, as its matrices take it in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pannier.core.problem import Traffic

PERCENT = 100


@dataclass(frozen=True)
class DayTraffic:
    """Slices for a kind; the matrices hold so many hundredths of what the network says, those of its quickest hour."""

    traffic: Traffic
    quickest_percent: int
    slowest_percent: int

    def quickest(self, duration_s: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the seconds of the quickest hour, rounded up; where no way leads none does now."""
        fast = -(-duration_s.astype(np.int64) * self.quickest_percent // PERCENT)
        return np.where(duration_s < 0, duration_s, fast).astype(np.int32)
