"""When things happen along a route: as early as possible, started as late as costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Rule, Swap, TaskKind, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.steps import CLOSING, OPENING, Fault, Step

_NEVER = 1 << 40


@dataclass(slots=True)
class Clock:
    """Arrival, start and departure of every step, and when it must have begun at the latest."""

    arrivals: list[int]
    starts: list[int]
    departures: list[int]
    latest: list[int]


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
    route ends at the same time but takes less.
    """
    clock = Clock([], [], [], [])
    waits: list[int] = []
    waited, push_s = 0, _NEVER
    departure = max(vehicle.shift.start_s, _release_of_trip(problem, steps, 0))
    for position, step in enumerate(steps):
        arrival = departure + legs[position].duration_s
        ready = arrival + _parking_s(vehicle, steps, position)
        earliest, latest, rule = _bounds(problem, vehicle, steps, position, ready)
        start = max(ready, earliest)
        if start > latest:
            faults.append(Fault(rule, position, start - latest))
        departure = start + occupied_s(problem, vehicle, step)
        waited += start - ready
        waits.append(waited)
        push_s = min(push_s, waited + max(0, latest - keep_slack_s - start))
        clock.arrivals.append(arrival)
        clock.starts.append(start)
        clock.departures.append(departure)
        clock.latest.append(latest)
    if departure > vehicle.latest_end_s:
        faults.append(Fault(Rule.SHIFT, len(steps) - 1, departure - vehicle.latest_end_s))
    elif not faults:
        _start_later(clock, waits, min(push_s, waited))
    return clock


def _start_later(clock: Clock, waits: Sequence[int], push_s: int) -> None:
    """Move the start by `push_s` seconds of the waiting that comes later."""
    before = 0
    for position, waited in enumerate(waits):
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


def occupied_s(problem: Problem, vehicle: Vehicle, step: Step) -> int:
    """Return how long a step takes once it has begun."""
    if step.task is not None:
        return vehicle.service_time_s(problem.tasks[step.task].service_s)
    if step.rest is not None:
        return vehicle.breaks[step.rest].duration_s
    if step.kind in OPENING:
        return vehicle.trips.loading_s
    if step.kind is ActivityKind.SWAP and vehicle.battery and isinstance(vehicle.battery.at_hub, Swap):
        return vehicle.battery.at_hub.duration_s
    return step.charge_s
