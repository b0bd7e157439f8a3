"""The battery along a tour: what each station gives, what is left, and how long it takes."""

from collections.abc import Sequence
from itertools import pairwise

from benchmarks.routing.instance import Curve, Instance, Tour
from benchmarks.routing.verify.frontier import Stop, levels_after
from benchmarks.routing.verify.ruler import Ruler


def with_levels(instance: Instance, tour: Tour, ruler: Ruler) -> Tour:
    """Return the tour with levels: those said, full ones where nothing else is allowed, or the best ones.

    A tour that no charging makes possible comes back without them.
    """
    electric = instance.electric
    stops_at = [visit for visit in tour.visits if visit in instance.stations]
    if electric is None or tour.levels or not stops_at:
        return tour
    stops = _stops(instance, tour, ruler)
    if electric.only_full:
        levels: Sequence[float] | None = [electric.capacity] * len(stops)
    else:
        start = instance.nodes[instance.vans[tour.van].depot].ready
        levels = levels_after(stops, capacity=electric.capacity, start=start, slack=ruler.slack)
    return tour if levels is None else Tour(tour.van, tour.visits, tuple(levels[:-1]))


def _stops(instance: Instance, tour: Tour, ruler: Ruler) -> list[Stop]:
    """Return the visits and the way home as stops."""
    electric = instance.electric
    assert electric is not None
    depot = instance.vans[tour.van].depot
    stops = []
    for before, here in pairwise([depot, *tour.visits, depot]):
        distance = ruler.between(instance.nodes[before], instance.nodes[here])
        node, curve = instance.nodes[here], electric.curves.get(here)
        travel = ruler.travel(instance, distance)
        stops.append(
            Stop(travel, distance * electric.per_distance, node.ready, node.due, node.service, curve)
        )
    return stops


def charging_time(curve: Curve, charge: float, amount: float) -> float:
    """Return how long it takes to add an amount to a charge, walking the curve piece by piece."""
    took, target = 0.0, charge + amount
    for (time, low), (time2, high) in pairwise(curve):
        part = min(target, high) - max(charge, low)
        if part > 0:
            took += part * (time2 - time) / (high - low)
    return took
