"""When things happen along a route: as early as possible, started as late as costs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pannier.core.problem import Problem, Rule, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.durations import due_s, occupied_s, parking_s, travel_s
from pannier.core.schedule.freshness import longest_aboard, sources_along
from pannier.core.schedule.hours import late_rules, task_bounds
from pannier.core.schedule.late_start import latest_begin_s
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
    route ends at the same time but takes less; where ways take longer at some hours, that is found from the
    end back. Goods that may be aboard for so long only are taken in later, where the vehicle waits with them
    anyway. One that is under way does not wait where it starts.
    """
    sources = sources_along(problem, steps)
    clock, later = _kept_fresh(problem, vehicle, steps, legs, sources, keep_slack_s)
    faults.extend(clock.faults)
    if (found := longest_aboard(problem, steps, sources, clock.starts, clock.departures)) is not None:
        faults.append(Fault(Rule.ABOARD, found[2], found[1]))
    late_s = clock.departures[-1] - vehicle.latest_end_s
    if late_s > 0:
        faults.append(Fault(Rule.SHIFT, len(steps) - 1, late_s))
    if faults or vehicle.is_under_way:
        return clock
    if problem.matrices_of(vehicle).traffic is not None:
        return _begun_later(problem, vehicle, steps, legs, later, keep_slack_s, clock)
    _start_later(clock, min(clock.push_s, clock.waits[-1]))
    return clock


def _kept_fresh(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    sources: Sequence[tuple[int, int]],
    keep_slack_s: int,
) -> tuple[Clock, Mapping[int, int]]:
    """Return the times with fresh goods taken in later where that helps, and what begins not before when for it."""
    clock = _clock_from(problem, vehicle, steps, legs, {}, keep_slack_s)
    later: dict[int, int] = {}
    for _ in range(_MOST_DELAYS * len(sources)):
        found = longest_aboard(problem, steps, sources, clock.starts, clock.departures)
        if found is None:
            break
        source, over_s, position = found
        if source == 0 and vehicle.is_under_way:
            break
        waited_s = clock.waits[position] - clock.waits[source]
        later[source] = clock.starts[source] + min(over_s, waited_s)
        clock = _clock_from(problem, vehicle, steps, legs, later, keep_slack_s)
        if over_s > waited_s:
            break
    return clock, later


def _begun_later(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    later: Mapping[int, int],
    keep_slack_s: int,
    clock: Clock,
) -> Clock:
    """Return the times with the start moved, where how long a way takes hangs on when it is begun."""
    begin_s = latest_begin_s(problem, vehicle, steps, legs, clock.starts, clock.latest, keep_slack_s)
    moved = _clock_from(problem, vehicle, steps, legs, {**later, 0: begin_s}, keep_slack_s)
    moved.arrivals[0] = moved.starts[0]
    sources = sources_along(problem, steps)
    # Who leaves into the rush may be under way with fresh goods for longer.
    fresh = longest_aboard(problem, steps, sources, moved.starts, moved.departures) is None
    return moved if fresh else clock


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
    is_sliced = problem.matrices_of(vehicle).traffic is not None
    waited = 0
    departure = max(vehicle.shift.start_s, _release_of_trip(problem, steps, 0))
    for position, step in enumerate(steps):
        arrival = departure + legs[position].duration_s
        if is_sliced:
            arrival = departure + travel_s(problem, vehicle, steps, legs, position, departure)
        ready = arrival + parking_s(problem, vehicle, steps, position)
        not_before = max(ready, later.get(position, 0))
        earliest, latest, rule = _bounds(problem, vehicle, steps, position, not_before)
        start = max(not_before, earliest)
        if start > latest:
            rules = (rule,) if step.task is None else late_rules(problem, vehicle, step.task, start)
            clock.faults.extend(Fault(one, position, start - latest) for one in rules)
        if step.station is not None and problem.access_of(vehicle, step.place):
            clock.faults.append(Fault(Rule.ACCESS, position, 1))
        departure = start + occupied_s(problem, vehicle, steps, position)
        waited += start - ready
        room = max(0, due_s(problem, step, latest) - keep_slack_s - start)
        clock.push_s = min(clock.push_s, waited + room)
        clock.arrivals.append(arrival)
        clock.starts.append(start)
        clock.departures.append(departure)
        clock.latest.append(latest)
        clock.waits.append(waited)
    return clock


def _start_later(clock: Clock, push_s: int) -> None:
    """Move the start by `push_s` seconds of the waiting that comes later."""
    before = 0
    for position, waited in enumerate(clock.waits):
        clock.arrivals[position] += max(0, push_s - before)
        delay = max(0, push_s - waited)
        clock.starts[position] += delay
        clock.departures[position] += delay
        before = waited


def _bounds(
    problem: Problem, vehicle: Vehicle, steps: Sequence[Step], position: int, ready_s: int
) -> tuple[int, int, Rule]:
    """Return the earliest and latest start of a step that is ready, and the rule behind the latter."""
    step = steps[position]
    if step.task is not None:
        return *task_bounds(problem, vehicle, step.task, ready_s), Rule.WINDOW
    if step.rest is not None:
        rest = vehicle.breaks[step.rest]
        return rest.window.start_s, rest.latest_start_s, Rule.BREAK
    release_s = _release_of_trip(problem, steps, position) if step.kind in OPENING else 0
    if step.window is not None:
        return max(release_s, step.window.start_s), step.window.end_s, Rule.PLUG
    return release_s, _NEVER, Rule.RELEASE if step.kind in OPENING else Rule.SHIFT


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
