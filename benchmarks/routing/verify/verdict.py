"""What tours come out as all together: vehicles, distance, cost, and everything they break."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.routing.instance import Instance, Tour
from benchmarks.routing.verify.drive import Driven, drive
from benchmarks.routing.verify.electric import with_levels
from benchmarks.routing.verify.ruler import RULERS


@dataclass(frozen=True)
class Verdict:
    """Distance and cost in the file's units (the cost with fixed and unit costs, or the time of all routes
    without services)."""

    vehicles: int
    distance: float
    cost: float
    violations: tuple[str, ...]


def judge(instance: Instance, tours: Sequence[Tour], convention: str) -> Verdict:
    """Return what the tours come out as in the convention of this name."""
    ruler = RULERS[convention]
    used = [tour for tour in tours if tour.visits]
    found = [*_assignment(instance, used)]
    readable = [tour for tour in used if not list(_unreadable(instance, tour))]
    driven = [drive(instance, with_levels(instance, tour, ruler), ruler) for tour in readable]
    for one in driven:
        found.extend(one.violations)
    return Verdict(
        vehicles=len(used),
        distance=sum(one.distance for one in driven) / ruler.unit,
        cost=_cost(instance, driven, ruler.unit),
        violations=tuple(found),
    )


def _cost(instance: Instance, driven: Sequence[Driven], unit: int) -> float:
    """Return the cost of all routes."""
    if instance.minimise == "time":
        # Published times are of driving and charging; services take the same in every plan.
        return sum(one.duration - _serving(instance, one.tour) * unit for one in driven) / unit
    vans = [instance.vans[one.tour.van] for one in driven]
    ways = sum(van.unit_cost * one.distance for van, one in zip(vans, driven, strict=True))
    return ways / unit + sum(van.fixed_cost for van in vans)


def _serving(instance: Instance, tour: Tour) -> float:
    """Return how long a tour serves customers."""
    return sum(instance.nodes[visit].service for visit in tour.visits)


def _assignment(instance: Instance, tours: Sequence[Tour]) -> Iterator[str]:
    """Yield customers not served once, vehicles used twice, pairs torn apart, visits that cannot be."""
    served = Counter(visit for tour in tours for visit in tour.visits)
    for customer in instance.customers:
        if served[customer] != 1:
            yield f"customer {instance.nodes[customer].id} is served {served[customer]} times."
    for van, times in Counter(tour.van for tour in tours).items():
        if times > 1:
            yield f"vehicle {van + 1} has {times} routes."
    for tour in tours:
        yield from _unreadable(instance, tour)
        yield from _torn(instance, tour)


def _unreadable(instance: Instance, tour: Tour) -> Iterator[str]:
    """Yield what cannot be driven at all."""
    if not 0 <= tour.van < len(instance.vans):
        yield f"route {tour.van + 1}: the fleet has only {len(instance.vans)} vehicles."
        return
    van = instance.vans[tour.van]
    for visit in tour.visits:
        if not 0 <= visit < len(instance.nodes):
            yield f"route {tour.van + 1}: node {visit} does not exist."
        elif visit in instance.depots and not (van.reloads and visit == van.depot):
            yield f"route {tour.van + 1}: reloads at {instance.nodes[visit].id}, which it may not."
    if tour.levels and len(tour.levels) != len(tour.visits):
        yield f"route {tour.van + 1}: {len(tour.levels)} levels for {len(tour.visits)} visits."


def _torn(instance: Instance, tour: Tour) -> Iterator[str]:
    """Yield pairs that are not picked up and then handed over on this tour."""
    order = {visit: position for position, visit in enumerate(tour.visits)}
    for pickup, delivery in instance.pairs:
        first, second = order.get(pickup), order.get(delivery)
        if (first is None) != (second is None) or (
            first is not None and second is not None and first > second
        ):
            names = f"{instance.nodes[pickup].id} and {instance.nodes[delivery].id}"
            yield f"route {tour.van + 1}: {names} are not picked up and then handed over."
