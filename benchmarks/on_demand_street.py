"""Riders who do what their routes say: where they are at any moment, and what they drove."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.on_demand_day import Demand
from pannier.core.plan import Activity, ActivityKind, Route
from pannier.core.problem import Problem
from pannier.core.running import SoFar, Underway
from pannier.core.schedule import Step

type At = tuple[list[Underway], dict[str, tuple[Step, ...]], dict[str, str]]
_OPENING = (ActivityKind.START, ActivityKind.RELOAD)


def problem_of(day: Demand, now_s: int) -> Problem:
    """Return the day with the orders that have come in."""
    later = {order.id for order in day.orders if order.known_s > now_s}
    tasks = tuple(task for task in day.problem.tasks if (task.pair or task.id) not in later)
    return replace(day.problem, tasks=tasks)


class Street:
    """What every vehicle did and is to do: rides, each from a start to an end."""

    def __init__(self, day: Demand) -> None:
        self.day = day
        self.segments: dict[str, list[list[Activity]]] = {
            route.vehicle_id: [list(route.activities)] for route in day.plan.routes
        }

    def ends(self) -> dict[str, Activity]:
        """Return how every task was done."""
        return {
            one.task_id: one
            for rides in self.segments.values()
            for ride in rides
            for one in ride
            if one.task_id is not None
        }

    def has_left(self, order: str, now_s: int) -> bool:
        """Tell whether an order was collected, or its rider is on the way there."""
        pickup = f"{order}:collect"
        for rides in self.segments.values():
            for before, one in zip(rides[-1], rides[-1][1:], strict=False):
                if one.task_id == pickup:
                    return before.departure_s <= now_s and before.kind is not ActivityKind.START
        return any(
            one.task_id == pickup for rides in self.segments.values() for ride in rides[:-1] for one in ride
        )

    def driven(self) -> Iterator[tuple[str, int, int, int]]:
        """Yield metres, joules and seconds of each ride."""
        for vehicle, rides in self.segments.items():
            for ride in rides:
                metres, joules = (
                    sum(getattr(one, f"leg_{what}") for one in ride) for what in ("distance_m", "energy_j")
                )
                yield vehicle, metres, joules, ride[-1].departure_s - ride[0].start_s

    def at(self, problem: Problem, now_s: int) -> At:
        """Return vehicles on the road, the steps of those that have not begun, and what is served by whom."""
        roads, waiting, served = [], {}, dict[str, str]()
        for vehicle, rides in self.segments.items():
            for ride in rides[:-1]:
                served |= {one.task_id: vehicle for one in ride if one.task_id is not None}
            ride = rides[-1]
            if ride[0].departure_s > now_s and len(rides) == 1:
                waiting[vehicle] = tuple(_step(problem, one) for one in ride)
                continue
            last = max((n for n, one in enumerate(ride[:-1]) if one.start_s <= now_s), default=0)
            is_back = ride[-1].arrival_s <= now_s
            behind = ride if is_back else ride[: last + 1]
            served |= {one.task_id: vehicle for one in behind if one.task_id is not None}
            roads.append(self._underway(problem, vehicle, ride, last, now_s, is_back=is_back))
        return roads, waiting, served

    def _underway(
        self,
        problem: Problem,
        vehicle: str,
        ride: Sequence[Activity],
        last: int,
        now_s: int,
        *,
        is_back: bool,
    ) -> Underway:
        own = problem.vehicles[problem.vehicle_index[vehicle]]
        here, home = ride[last], ride[-1]
        rides = [one for each in self.segments[vehicle][:-1] for one in each]
        behind = [*rides, *(ride if is_back else ride[: last + 1])]
        rested = any(one.kind is ActivityKind.BREAK for one in behind)
        place = home.place if is_back else here.place
        return Underway(
            vehicle=vehicle,
            place=place if place < len(problem.places) else 0,
            at_s=max(now_s, home.departure_s)
            if is_back
            else max(here.departure_s, min(now_s, here.departure_s)),
            ahead=() if is_back else tuple(_step(problem, one) for one in ride[last + 1 :]),
            locked=0 if is_back else 1,
            aboard={} if is_back else _aboard(problem, ride, last),
            charge_j=home.charge_j if is_back else here.charge_j,
            breaks=() if rested else own.breaks,
            trips=1,
            swaps=sum(one.kind is ActivityKind.SWAP for one in behind),
            so_far=SoFar(0, (rides or ride)[0].start_s, 0),
        )

    def follow(self, route: Route, now_s: int) -> None:
        """Let a rider go on by a route of all that is ahead; who is back begins a new ride."""
        rides = self.segments.setdefault(route.vehicle_id, [])
        if not rides or rides[-1][-1].arrival_s <= now_s:
            rides.append(list(route.activities))
            return
        ride = rides[-1]
        if ride[0].departure_s > now_s and len(rides) == 1:
            rides[-1] = list(route.activities)
            return
        last = max((n for n, one in enumerate(ride[:-1]) if one.start_s <= now_s), default=0)
        rides[-1] = [*ride[: last + 1], *route.activities[1:]]


def _step(problem: Problem, one: Activity) -> Step:
    """Return an activity as a decision; every vehicle here has one break at most, and nobody charges on the way."""
    return Step(
        one.kind,
        one.place if one.place < len(problem.places) else 0,
        task=None if one.task_id is None else problem.task_index[one.task_id],
        rest=0 if one.kind is ActivityKind.BREAK else None,
    )


def _aboard(problem: Problem, ride: Sequence[Activity], last: int) -> dict[str, int]:
    """Return what is in a vehicle behind a position: loaded at the hub for this trip, or picked up on it."""
    opening = max(n for n in range(last + 1) if ride[n].kind in _OPENING)
    closing = next((n for n in range(last + 1, len(ride)) if ride[n].kind is ActivityKind.RELOAD), len(ride))
    behind = {one.task_id: one for one in ride[opening : last + 1] if one.task_id is not None}
    found = {}
    for one in ride[last + 1 : closing]:
        task = None if one.task_id is None else problem.tasks[problem.task_index[one.task_id]]
        if task is None or one.kind is not ActivityKind.DELIVERY:
            continue
        if task.pair is None:
            found[task.id] = ride[opening].departure_s
        elif f"{task.id}:collect" in behind:
            found[task.id] = behind[f"{task.id}:collect"].departure_s
    return found
