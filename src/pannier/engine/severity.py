"""How far a route is from being feasible, over rules that count in different units."""

from collections.abc import Sequence

from pannier.core.problem import Rule
from pannier.core.schedule import Fault

_SCALE = {Rule.BATTERY: 180_000, Rule.CAPACITY: 1_000, Rule.DISTANCE: 1_000, Rule.STOPS: 1, Rule.TRIPS: 1}
_SCALE_S = 600


def severity(faults: Sequence[Fault]) -> float:
    """Return how far a route is from being feasible, over all rules; 0 means feasible."""
    return sum(1 + fault.amount / _SCALE.get(fault.rule, _SCALE_S) for fault in faults)
