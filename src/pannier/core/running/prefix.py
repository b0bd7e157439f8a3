"""The stops that stay first: what has changed aboard, in the battery and on the clock when they are done."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pannier.core.ids import TaskId
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Rule, TaskKind, Vehicle
from pannier.core.running.goods import opening_of, with_goods
from pannier.core.running.underway import SoFar, Underway
from pannier.core.schedule import Fault, Step, Timeline, is_new_stop, timeline
from pannier.core.work_time import Doing, Spent

_IMPOSSIBLE = frozenset((Rule.BATTERY, Rule.REACHABLE))


@dataclass(frozen=True)
class Behind:
    """A vehicle when its locked stops are done, and the tasks that are over by then."""

    at: Underway
    served: frozenset[TaskId]


def behind_locked(problem: Problem, at: Underway, route: Sequence[Step]) -> Behind:
    """Return where a vehicle is behind its locked stops; `route` is all that it has ahead, its start included.

    The vehicle of the problem is as it is now, so nothing before counts against its limits again.
    """
    vehicle = problem.vehicles[problem.vehicle_index[at.vehicle]]
    timed = timeline(problem, vehicle, route)
    last = locked_until(problem, at, route, timed.faults)
    fixed = route[: last + 1]
    served = frozenset(problem.tasks[step.task].id for step in fixed if step.task is not None)
    taken = {step.rest for step in fixed if step.rest is not None}
    now = Underway(
        vehicle=at.vehicle,
        place=fixed[-1].place,
        at_s=timed.clock.departures[last],
        ahead=tuple(route[last + 1 :]),
        charge_j=timed.charges[last],
        breaks=tuple(rest for number, rest in enumerate(vehicle.breaks) if number not in taken),
        trips=1 + sum(step.kind is ActivityKind.RELOAD for step in fixed),
        is_last_trip=bool(_hubs_to_reach(problem, at, route, last)),
        swaps=sum(step.kind is ActivityKind.SWAP for step in fixed),
        so_far=_so_far(problem, vehicle, route, timed, 0, last),
        trip_so_far=_so_far(problem, vehicle, route, timed, opening_of(route, last), last),
        spent=tuple(_spent(timed, last)),
    )
    return Behind(with_goods(problem, now, at, route, last, timed), served)


def locked_until(problem: Problem, at: Underway, route: Sequence[Step], faults: Collection[Fault]) -> int:
    """Return the position of the last step that stays: as asked, and as far as what is locked needs it.

    The end of the route never stays, for whoever is back may be sent out again; nor does a route that its battery
    does not bear.
    """
    if any(fault.rule in _IMPOSSIBLE for fault in faults):
        return 0
    for asked in range(max(0, min(at.locked, len(route) - 2)), -1, -1):
        last = _as_far_as_needed(problem, at, route, asked)
        if last < len(route) - 1:
            return last
    return 0


def _as_far_as_needed(problem: Problem, at: Underway, route: Sequence[Step], last: int) -> int:
    """Return the position until which all stays where one step does.

    That is to the last pickup of what is being picked up, to the hub where what is aboard must be brought, and to the
    end of what a hub does to a battery.
    """
    while True:
        needed = max(_last_pickup(problem, route, last), _closing(problem, at, route, last))
        while needed + 1 < len(route) and _is_power_at_hub(route, needed + 1):
            needed += 1
        if needed <= last:
            return last
        last = needed


def _is_power_at_hub(route: Sequence[Step], position: int) -> bool:
    """Tell whether a step swaps or charges where a trip opens."""
    step, before = route[position], route[position - 1]
    is_power = step.kind in (ActivityKind.SWAP, ActivityKind.CHARGE) and step.station is None
    return is_power and (before.kind is ActivityKind.RELOAD or _is_power_at_hub(route, position - 1))


def _closing(problem: Problem, at: Underway, route: Sequence[Step], last: int) -> int:
    """Return the position of the hub where a trip must end for what was picked up on it, 0 where any place will do."""
    if not _hubs_to_reach(problem, at, route, last):
        return last
    return next((n for n in range(last + 1, len(route)) if route[n].kind is ActivityKind.RELOAD), last)


def _hubs_to_reach(problem: Problem, at: Underway, route: Sequence[Step], last: int) -> frozenset[int]:
    """Return the hubs where something aboard must go, if the trip could end elsewhere."""
    opening = opening_of(route, last)
    hubs = {at.bring_to} if opening == 0 else set()
    for step in route[opening : last + 1]:
        if step.task is not None and problem.tasks[step.task].kind is TaskKind.PICKUP:
            hubs.add(problem.tasks[step.task].hub)
    vehicle = problem.vehicles[problem.vehicle_index[at.vehicle]]
    ends = {vehicle.end_place}
    if vehicle.trips.max_trips > 1:
        ends |= set(vehicle.trips.reload_places)
    return frozenset(hub for hub in hubs if hub is not None and ends != {hub})


def _last_pickup(problem: Problem, route: Sequence[Step], last: int) -> int:
    """Return the position of the last pickup of all that is picked up until a step, or that step's."""
    position = {step.task: place for place, step in enumerate(route) if step.task is not None}
    pairs = {problem.tasks[step.task].pair for step in route[: last + 1] if step.task is not None}
    needed = [
        position[index]
        for pair in pairs - {None}
        for index in problem.pairs[str(pair)].pickups
        if index in position
    ]
    return max([last, *needed])


def _spent(timed: Timeline, last: int) -> Iterator[Spent]:
    """Yield how the time until a step is over is spent."""
    clock, left_s = timed.clock, timed.clock.starts[0]
    for position, step in enumerate(timed.steps[: last + 1]):
        at_door_s = clock.starts[position] if position == 0 else clock.arrivals[position]
        yield Spent(Doing.DRIVING, at_door_s - left_s)
        begin_s, left_s = clock.starts[position], clock.departures[position]
        yield Spent(Doing.STANDING, begin_s - at_door_s)
        yield Spent(Doing.BREAK if step.rest is not None else Doing.STANDING, left_s - begin_s)


def _so_far(
    problem: Problem, vehicle: Vehicle, route: Sequence[Step], timed: Timeline, first: int, last: int
) -> SoFar:
    """Return what limits have seen from one step to another."""
    stops = sum(is_new_stop(problem, vehicle, route, position) for position in range(first + 1, last + 1))
    driven_m = sum(leg.distance_m for leg in timed.legs[first + 1 : last + 1])
    return SoFar(driven_m, timed.clock.starts[first], stops)
