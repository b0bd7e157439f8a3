"""Factors of drawn days: the same seed draws the same day for the same city, whatever the plan.

Each task, area and vehicle has a stream of its own, so that two plans of a problem are judged by the same days: a
queue at a door is there whoever comes. That also makes their difference less a matter of chance.
"""

import math

import numpy as np
import numpy.typing as npt

type Factors = npt.NDArray[np.float64]

_DAY, _AREA, _RIDER, _TASK, _STEP = range(5)
USUAL_LEG_S = 300.0
"""The length of a leg for which `leg_travel` and `leg_energy` hold."""
_MOST_LEG = 1.5


class Chance:
    """Draws standard normal numbers, one a day; `seed` and what they are for decide them."""

    def __init__(self, seed: int, days: int) -> None:
        self._seed, self.days = seed, days
        self._kept: dict[tuple[int, int], Factors] = {}

    def of_day(self) -> Factors:
        """Return two rows: the city's traffic, and weather as batteries feel it."""
        return self._keep(_DAY, 0, 2)

    def of_area(self, area: int) -> Factors:
        """Return the traffic of a part of the city."""
        row: Factors = self._keep(_AREA, area, 1)[0]
        return row

    def of_rider(self, vehicle: int) -> Factors:
        """Return two rows: a rider's pace, and what the rider's style costs in energy."""
        return self._keep(_RIDER, vehicle, 2)

    def of_task(self, task: int) -> Factors:
        """Return four rows: the leg to a task, its parking, its service, its leg's energy."""
        return self._draw(_TASK, task, 4)

    def of_step(self, vehicle: int, position: int) -> Factors:
        """Return four rows of what is no task, such as a reload."""
        return self._draw(_STEP, vehicle << 16 | position, 4)

    def _keep(self, kind: int, number: int, rows: int) -> Factors:
        key = (kind, number)
        if key not in self._kept:
            self._kept[key] = self._draw(kind, number, rows)
        return self._kept[key]

    def _draw(self, kind: int, number: int, rows: int) -> Factors:
        # A counter-based generator needs no warming up, so that one for each task costs little (Salmon et al. 2011).
        key = self._seed << 64 | number << 3 | kind
        return np.random.Generator(np.random.Philox(key=key)).standard_normal((rows, self.days))


def exponent(normal: Factors, variation: float) -> Factors | float:
    """Return the logarithm of lognormal factors with mean 1 and this coefficient of variation."""
    if variation == 0:
        return 0.0
    variance = math.log1p(variation**2)
    return math.sqrt(variance) * normal - variance / 2


def factors(normal: Factors, variation: float) -> Factors | float:
    """Return lognormal factors with mean 1 and this coefficient of variation."""
    return np.exp(exponent(normal, variation))


def of_leg(variation: float, planned_s: float) -> float:
    """Return the variation of a leg of this length: a longer one is a sum of more halts."""
    return min(_MOST_LEG, variation * math.sqrt(USUAL_LEG_S / max(planned_s, 1.0)))
