"""Lengths in the numbers that a set counts in."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, inf, sqrt

from benchmarks.routing.instance import Instance, Node


@dataclass(frozen=True)
class Ruler:
    """`unit` of the ruler's numbers make one unit of the file; `slack` is forgiven for floats' last bits."""

    unit: int
    cut: Callable[[float], float]
    slack: float = 0.0

    def between(self, origin: Node, target: Node) -> float:
        """Return the distance of two nodes."""
        return self.cut(self.unit * sqrt((origin.x - target.x) ** 2 + (origin.y - target.y) ** 2))

    def travel(self, instance: Instance, distance: float) -> float:
        """Return the time of a distance."""
        return distance if instance.speed == 1 else distance / instance.speed

    def of(self, value: float) -> float:
        """Return a time or a limit of the file."""
        return value if value == inf else self.cut(self.unit * value)


def _same(value: float) -> float:
    return value


def _nearest(value: float) -> float:
    return floor(value + 0.5)


RULERS = {
    "double": Ruler(1, _same, 1e-4),
    "hier": Ruler(1, _same, 1e-4),
    "hours": Ruler(1, _same, 1e-6),
    "dimacs": Ruler(10, floor),
    "round": Ruler(1, _nearest),
    "exact": Ruler(1000, _nearest),
}
"""By the convention's name; exact, in spite of its name, is rounded to thousandths (PyVRP's word)."""
