"""When things happen along a route: as early as possible, started as late as costs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Rule, Swap, TaskKind, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.freshness import longest_aboard, sources_along
from pannier.core.schedule.steps import CLOSING, OPENING, Fault, Step

_NEVER = 1 << 40
_MOST_DELAYS = 4
"""How often, for each of the goods that may not be aboard for long, some are taken in later."""


@dataclass(slots=True)
class Clock:
    """Arrival, start and departure of every step, and when it must have begun at the latest.

    `waits` is the waiting up to and with each step; `push_s` how much later all may begin without a price.
    """

    arrivals: list[int]
    starts: list[int]
    departures: list[int]
    latest: list[int]
    waits: list[int]
    faults: list[Fault]
    push_s: int


def clock_along(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    faults: list[Fault],
    *,
    keep_slack_s: int = 0,
) -> Clock:
    """Return the times of a route.

    Forward, every step begins as early as it may. Then the start moves towards the first waiting as far as
    no step comes closer than `keep_slack_s` to its end (forward time slack, Savelsbergh 1992), so that the
    route ends at the same time but takes less. Goods that may be aboard for so long only are taken in later,
    where the vehicle waits with them anyway.
    """
    clock = _clock_from(problem, vehicle, steps, legs, {}, keep_slack_s)
    sources = sources_along(problem, steps)
    later: dict[int, int] = {}
    for _ in range(_MOST_DELAYS * len(sources)):
        found = longest_aboard(problem, steps, sources, clock.starts, clock.departures)
        if found is None:
            break
        source, over_s, position = found
        waited_s = clock.waits[position] - clock.waits[source]
        later[source] = clock.starts[source] + min(over_s, waited_s)
        clock = _clock_from(problem, vehicle, steps, legs, later, keep_slack_s)
        if over_s > waited_s:
            break
    faults.extend(clock.faults)
    if (found := longest_aboard(problem, steps, sources, clock.starts, clock.departures)) is not None:
        faults.append(Fault(Rule.ABOARD, found[2], found[1]))
    late_s = clock.departures[-1] - vehicle.latest_end_s
    if late_s > 0:
        faults.append(Fault(Rule.SHIFT, len(steps) - 1, late_s))
    elif not faults:
        _start_later(clock, min(clock.push_s, clock.waits[-1]))
    return clock


def _clock_from(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    later: Mapping[int, int],
    keep_slack_s: int,
) -> Clock:
    """Return the times where every step begins as early as it may, some not before a moment given in `later`."""
    clock = Clock([], [], [], [], [], [], _NEVER)
    waited = 0
    departure = max(vehicle.shift.start_s, _release_of_trip(problem, steps, 0))
    for position, step in enumerate(steps):
        arrival = departure + legs[position].duration_s
        ready = arrival + _parking_s(vehicle, steps, position)
        not_before = max(ready, later.get(position, 0))
        earliest, latest, rule = _bounds(problem, vehicle, steps, position, not_before)
        start = max(not_before, earliest)
        if start > latest:
            clock.faults.append(Fault(rule, position, start - latest))
        departure = start + occupied_s(problem, vehicle, steps, position)
        waited += start - ready
        due = _due_s(problem, step, latest)
        clock.push_s = min(clock.push_s, waited + max(0, due - keep_slack_s - start))
        clock.arrivals.append(arrival)
        clock.starts.append(start)
        clock.departures.append(departure)
        clock.latest.append(latest)
        clock.waits.append(waited)
    return clock


def _due_s(problem: Problem, step: Step, latest_s: int) -> int:
    """Return until when a step may begin at no price."""
    due = None if step.task is None else problem.tasks[step.task].due
    return latest_s if due is None else min(latest_s, due.by_s)


def _start_later(clock: Clock, push_s: int) -> None:
    """Move the start by `push_s` seconds of the waiting that comes later."""
    before = 0
    for position, waited in enumerate(clock.waits):
        clock.arrivals[position] += max(0, push_s - before)
        delay = max(0, push_s - waited)
        clock.starts[position] += delay
        clock.departures[position] += delay
        before = waited


def _parking_s(vehicle: Vehicle, steps: Sequence[Step], position: int) -> int:
    """Return the parking time before a step: only for tasks, only at a place just reached."""
    if steps[position].task is None or steps[position - 1].place == steps[position].place:
        return 0
    return vehicle.parking_s


def _bounds(
    problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int, ready_s: int
) -> tuple[int, int, Rule]:
    """Return the earliest and latest start of a step that is ready, and the rule behind the latter."""
    step = steps[position]
    if step.task is not None:
        return _task_bounds(problem, step.task, ready_s)
    if step.rest is not None:
        rest = vehicle.breaks[step.rest]
        return rest.window.start_s, rest.latest_start_s, Rule.BREAK
    if step.kind in OPENING:
        return _release_of_trip(problem, steps, position), _NEVER, Rule.RELEASE
    return 0, _NEVER, Rule.SHIFT


def _task_bounds(problem: Problem, index: int, ready_s: int) -> tuple[int, int, Rule]:
    """Return the first window of a task that is still open when the vehicle is ready, else its last."""
    task = problem.tasks[index]
    earliest = task.release_s if task.kind is TaskKind.PICKUP else 0
    if not task.windows:
        return earliest, _NEVER, Rule.WINDOW
    if earliest > ready_s:
        ready_s = earliest
    window = next((open_ for open_ in task.windows if ready_s <= open_.end_s), task.windows[-1])
    return max(earliest, window.start_s), window.end_s, Rule.WINDOW


def _release_of_trip(problem: Problem, steps: Sequence[Step], opening: int) -> int:
    """Return when the last parcel of the trip that opens here is there to be loaded."""
    release_s = 0
    if not problem.has_late_goods:
        return release_s
    for step in steps[opening + 1 :]:
        if step.kind in CLOSING:
            break
        if step.task is not None and problem.tasks[step.task].is_loaded_at_hub:
            release_s = max(release_s, problem.tasks[step.task].release_s)
    return release_s


def occupied_s(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int) -> int:
    """Return how long a step takes once it has begun."""
    step = steps[position]
    if step.task is not None:
        return vehicle.service_time_s(problem.tasks[step.task].service_s)
    if step.rest is not None:
        return vehicle.breaks[step.rest].duration_s
    if step.kind in OPENING:
        return vehicle.trips.loading_s if position else vehicle.trips.start_loading_s
    if step.kind is ActivityKind.SWAP and vehicle.battery and isinstance(vehicle.battery.at_hub, Swap):
        return vehicle.battery.at_hub.duration_s
    return step.charge_s
