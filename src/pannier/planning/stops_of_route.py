"""From the activities of a planned route to its stops: what happens at one place in a row is one stop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pannier.core.geo import LonLat
from pannier.core.plan import Activity, ActivityKind, Route
from pannier.core.problem import Problem
from pannier.planning.charge_facts import Charged, charged_along
from pannier.planning.task_ids import COLLECT, is_collect
from pannier.planning.walks import parked_at, walked_s

SERVING = frozenset((ActivityKind.DELIVERY, ActivityKind.PICKUP))


@dataclass(frozen=True, kw_only=True)
class PlannedStop:
    """One stop, with times in seconds since the day began; `leg` is the way to it (polyline, 6 digits)."""

    position: int
    trip: int
    kind: str
    at: LonLat
    arrival_s: int
    start_s: int
    departure_s: int
    load: tuple[int, ...]
    charge_j: int | None
    leg_distance_m: int
    leg_energy_j: int
    leg: str
    tasks: tuple[Activity, ...]
    station_id: str | None = None
    charged: Charged | None = None
    parked_at: LonLat | None = None
    """Where is parked for a door that is walked to."""
    walk_s: int = 0


def stops_of_route(problem: Problem, route: Route, legs: Sequence[str]) -> tuple[PlannedStop, ...]:
    """Return the stops of a route in order; `legs` holds the way to each of its activities."""
    groups, charged = _groups(route), charged_along(problem, route)
    matrices = problem.matrices_of(problem.vehicles[problem.vehicle_index[route.vehicle_id]])
    before = route.activities[0].place
    stops, first = [], 0
    for position, (trip, activities) in enumerate(groups):
        stop = _stop(problem, position, trip, activities, legs[first])
        stop = replace(stop, charged=next((charged[one] for one in activities if one in charged), None))
        if stop.tasks:
            place = activities[0].place
            parking = parked_at(matrices, place)
            at = None if parking is None else problem.places[parking].at
            stop = replace(stop, parked_at=at, walk_s=walked_s(matrices, before, place))
        before = activities[-1].place
        stops.append(stop)
        first += len(activities)
    return tuple(stops)


def _groups(route: Route) -> Iterator[tuple[int, list[Activity]]]:
    """Yield the trip number, from one, and the activities of each stop."""
    for number, trip in enumerate(route.trips, start=1):
        group: list[Activity] = []
        for activity in trip.activities:
            if group and not (_serves_same_place(group[-1], activity) or _is_no_stop(group[-1], activity)):
                yield number, group
                group = []
            group.append(activity)
        yield number, group


def _serves_same_place(before: Activity, after: Activity) -> bool:
    both_serve = before.kind in SERVING and after.kind in SERVING
    return both_serve and before.place == after.place


def _is_no_stop(before: Activity, after: Activity) -> bool:
    """Tell whether an activity is a charge of no time where the vehicle stands: nobody needs to be told of it."""
    takes_none = after.kind is ActivityKind.CHARGE and after.start_s == after.departure_s
    return takes_none and before.place == after.place


def _stop(
    problem: Problem, position: int, trip: int, activities: Sequence[Activity], leg: str
) -> PlannedStop:
    first, last = activities[0], activities[-1]
    return PlannedStop(
        position=position,
        trip=trip,
        kind=_kind(activities),
        at=problem.places[first.place].at,
        arrival_s=first.arrival_s,
        start_s=first.start_s,
        departure_s=last.departure_s,
        load=last.load,
        charge_j=last.charge_j,
        leg_distance_m=sum(activity.leg_distance_m for activity in activities),
        leg_energy_j=sum(activity.leg_energy_j for activity in activities),
        leg=leg,
        tasks=tuple(activity for activity in activities if activity.task_id is not None),
        station_id=first.station_id,
    )


def _kind(activities: Sequence[Activity]) -> str:
    """Return what a stop is called by: a delivery where there is one, a collection where it is nothing else."""
    kinds = {COLLECT if is_collect(activity.task_id) else str(activity.kind) for activity in activities}
    if kinds == {COLLECT}:
        return COLLECT
    return str(ActivityKind.DELIVERY if ActivityKind.DELIVERY in kinds else activities[0].kind)
