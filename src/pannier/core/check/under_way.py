"""How long a way takes at its hour: the checker's own arithmetic."""

from fractions import Fraction
from math import ceil, floor

from pannier.core.problem import Matrices

_MILLI = 1000


def is_walked(matrices: Matrices, origin: int, target: int) -> bool:
    """Tell whether the vehicle stays where it is parked: both places are doors of one stop group, or the same."""
    groups = matrices.stop_groups
    if origin == target or not groups:
        return origin == target
    return groups[origin] != -1 and groups[origin] == groups[target]


def seconds_under_way(matrices: Matrices, origin: int, target: int, departure_s: int) -> int:
    """Return the seconds from one place to another, begun at a moment: slice by slice, as fast as each lets go."""
    quickest_s = int(matrices.duration_s[origin, target])
    if matrices.traffic is None or is_walked(matrices, origin, target):
        return quickest_s
    areas, slices = matrices.traffic.areas, matrices.traffic.slices
    to_go, clock_s = quickest_s * _MILLI, departure_s
    ends = [later.start_s for later in slices[1:]]
    for number, now in enumerate(slices):
        slowness = Fraction(now.permille[areas[origin]][areas[target]], _MILLI)
        arrival_s = clock_s + ceil(to_go * slowness / _MILLI)
        if number == len(ends) or arrival_s <= ends[number]:
            return arrival_s - departure_s
        if clock_s < ends[number]:
            to_go -= floor((ends[number] - clock_s) * _MILLI / slowness)
            clock_s = ends[number]
    return clock_s - departure_s
