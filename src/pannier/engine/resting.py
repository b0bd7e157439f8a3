"""Put the breaks that are due into a route, where waiting already is if possible."""

from pannier.core.plan import ActivityKind
from pannier.core.problem import Break, Problem, Rule, Vehicle
from pannier.core.schedule import Step, Timeline, timeline
from pannier.core.schedule.limits import due_breaks

MOST_TRIALS = 4
_NEVER = 1 << 40


def with_breaks(problem: Problem, vehicle: Vehicle, timed: Timeline, *, keep_slack_s: int = 0) -> Timeline:
    """Return the route with its due breaks; it keeps a fault where a break or what follows does not fit."""
    due = due_breaks(vehicle, timed.steps, timed.clock)
    for index in sorted(due, key=lambda index: vehicle.breaks[index].window.start_s):
        rest = vehicle.breaks[index]
        best: Timeline | None = None
        for position in _positions_by_delay(timed, rest)[:MOST_TRIALS]:
            step = Step(ActivityKind.BREAK, timed.steps[position].place, rest=index)
            steps = [*timed.steps[: position + 1], step, *timed.steps[position + 1 :]]
            trial = timeline(problem, vehicle, steps, keep_slack_s=keep_slack_s)
            if best is None or _breaches(trial) < _breaches(best):
                best = trial
            if _breaches(best) == (0, 0):
                break
        timed = best or timed
    return timed


def _positions_by_delay(timed: Timeline, rest: Break) -> list[int]:
    """Return the steps after which the break can be taken.

    Those come first that the later windows have room for, among them those that delay the end least.
    """
    clock = timed.clock
    room_s, idle_s = _room_after(timed)
    ranked = []
    for position in range(len(timed.steps) - 1):
        departure_s = clock.departures[position]
        if departure_s > rest.latest_start_s:
            break
        delay_s = max(0, rest.window.start_s - departure_s) + rest.duration_s
        late_s = max(0, delay_s - room_s[position + 1])
        ranked.append((late_s, max(0, delay_s - idle_s[position + 1]), position))
    return [position for _, _, position in sorted(ranked)]


def _room_after(timed: Timeline) -> tuple[list[int], list[int]]:
    """Return for each step how much later it can be reached: without lateness, and without a later end.

    Forward time slack after Savelsbergh (1992); parking counts as waiting here, so it is an estimate.
    """
    clock = timed.clock
    room_s, idle_s = [0] * len(timed.steps), [0] * len(timed.steps)
    slack, waiting = _NEVER, 0
    for position in range(len(timed.steps) - 1, 0, -1):
        waited = clock.starts[position] - clock.arrivals[position]
        waiting += waited
        slack = waited + min(clock.latest[position] - clock.starts[position], slack)
        room_s[position], idle_s[position] = slack, waiting
    return room_s, idle_s


def _breaches(timed: Timeline) -> tuple[int, int]:
    """Return how many rules other than breaks are broken, and by how much."""
    others = [fault.amount for fault in timed.faults if fault.rule is not Rule.BREAK]
    return len(others), sum(others)
