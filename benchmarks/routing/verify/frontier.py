"""How much to charge at the stations of a fixed route: the earliest time for every charge, exactly.

Going along the route, a function tells for each charge the earliest time to be there with at least so much.
It is piecewise linear. Charging from p to q along a curve T takes T(q) - T(p), so after a station the function
is T(q) plus the least of F(p) - T(p) over p up to q: partial charging is exact, for linear and bent curves.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from benchmarks.routing.instance import Curve

type Points = list[tuple[float, float]]
"""(charge, time), rising in charge."""


@dataclass(frozen=True)
class Stop:
    """One stop of the route: the leg to it, its window and service, and the curve of a station."""

    travel: float
    energy: float
    ready: float = 0.0
    due: float = inf
    service: float = 0.0
    curve: Curve | None = None


def levels_after(
    stops: Sequence[Stop], *, capacity: float, start: float = 0.0, slack: float = 0.0
) -> list[float] | None:
    """Return the charge to leave each stop with at least, or None when no charging makes the route possible.

    The levels are those of the earliest end. At a station the vehicle charges up to its level.
    """
    before: list[Points] = []
    points: Points = [(0.0, start), (capacity, start)]
    for stop in stops:
        arrived = _arrive(points, stop, slack)
        if arrived is None:
            return None
        before.append(arrived)
        points = arrived if stop.curve is None else _charged(arrived, stop.curve, capacity)
    return _trace_back(stops, before)


def _trace_back(stops: Sequence[Stop], before: Sequence[Points]) -> list[float]:
    """Return the levels from the end, where nothing need be left, to the beginning."""
    levels: list[float] = []
    level = 0.0
    for stop, arrived in zip(reversed(stops), reversed(before), strict=True):
        levels.append(level)
        if stop.curve is not None:
            level = _best_from(arrived, stop.curve, level)
        level += stop.energy
    return levels[::-1]


def _arrive(points: Points, stop: Stop, slack: float) -> Points | None:
    """Return the function after the leg, the waiting and the service, or None where nothing is left."""
    left = [(charge - stop.energy, time + stop.travel) for charge, time in points]
    if left[-1][0] < -slack:
        return None
    moved = _from_zero(left)
    waited = _not_before(moved, stop.ready)
    # What is late by a float's last bits passes, but nothing plans to use that.
    kept = _not_after(waited, stop.due) or waited[:1]
    if kept[0][1] > stop.due + slack:
        return None
    return [(charge, time + stop.service) for charge, time in kept]


def _from_zero(points: Points) -> Points:
    """Return the part of the function from charge 0 on."""
    inside = [(charge, time) for charge, time in points if charge > 0]
    return [(0.0, _at(points, 0.0)), *inside]


def _not_before(points: Points, ready: float) -> Points:
    """Return the function with waiting until a time."""
    out: Points = [(points[0][0], max(points[0][1], ready))]
    for (charge, time), (charge2, time2) in pairwise(points):
        if time < ready < time2:
            out.append((charge + (charge2 - charge) * (ready - time) / (time2 - time), ready))
        out.append((charge2, max(time2, ready)))
    return out


def _not_after(points: Points, due: float) -> Points:
    """Return the part of the function that is in time."""
    out = [point for point in points if point[1] <= due]
    if out and len(out) < len(points):
        (charge, time), (charge2, time2) = out[-1], points[len(out)]
        out.append((charge + (charge2 - charge) * (due - time) / (time2 - time), due))
    return out


def _charged(points: Points, curve: Curve, capacity: float) -> Points:
    """Return the function after a station, for every charge up to the battery's end."""
    ends = (
        {charge for charge, _ in points} | {energy for _, energy in curve if energy <= capacity} | {capacity}
    )
    highest = points[-1][0]
    least, out = inf, []
    previous: tuple[float, float] | None = None
    for charge in sorted(ends):
        if charge > highest:
            out.append((charge, _time(curve, charge) + least))
            continue
        saved = _at(points, charge) - _time(curve, charge)
        if previous is not None and previous[1] > least > saved:
            share = (previous[1] - least) / (previous[1] - saved)
            turn = previous[0] + share * (charge - previous[0])
            out.append((turn, _time(curve, turn) + least))
        least, previous = min(least, saved), (charge, saved)
        out.append((charge, _time(curve, charge) + least))
    return out


def _best_from(points: Points, curve: Curve, level: float) -> float:
    """Return the charge to arrive with, at least, when the level is what the station must give."""
    ends = {charge for charge, _ in points} | {energy for _, energy in curve} | {level}
    possible = sorted(charge for charge in ends if charge <= min(level, points[-1][0]))
    possible.append(min(level, points[-1][0]))
    return min(possible, key=lambda charge: _at(points, charge) - _time(curve, charge))


def _at(points: Points, charge: float) -> float:
    """Return the function at a charge inside its span, the end's value beyond it."""
    place = bisect_right(points, (charge, inf))
    if place == 0:
        return points[0][1]
    if place == len(points):
        return points[-1][1]
    (low, time), (high, time2) = points[place - 1], points[place]
    return time + (time2 - time) * (charge - low) / (high - low)


def _time(curve: Curve, charge: float) -> float:
    """Return how long an empty battery charges up to a charge."""
    for (time, low), (time2, high) in pairwise(curve):
        if charge <= high:
            return time + (time2 - time) * (charge - low) / (high - low)
    return curve[-1][0]
