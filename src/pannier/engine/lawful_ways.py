"""What the law makes of a route where a rule gives way: a longer shift gets its breaks, nothing unlawful is told."""

from collections.abc import Iterator, Sequence

from pannier.core.check import breaks_law
from pannier.core.plan import ActivityKind
from pannier.core.problem import Problem, Vehicle
from pannier.core.schedule import Step, Timeline, route_of, timeline
from pannier.core.work_time import lawful
from pannier.engine.decode import START_SLACK_S


def with_lawful_breaks(vehicle: Vehicle) -> Vehicle:
    """Return a vehicle whose shift is another one with the breaks that this shift needs beside those it has.

    Raises InvalidProblem for a shift that would need too many.
    """
    return lawful(vehicle) if vehicle.work_rules else vehicle


def timed_by_law(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], known: int) -> Timeline | None:
    """Return a route with the breaks that its vehicle needs beyond the first `known`; None where a rule is broken.

    The rules of working time are proved on the route itself, by the checker: breaks that come from the law may be
    moved as far as the law lets them be, and no farther.
    """
    timed = _timed(problem, vehicle, steps)
    for number in range(known, len(vehicle.breaks)):
        if not timed.faults:
            break
        timed = _rested(problem, vehicle, timed.steps, number) or timed
    if timed.faults:
        return None
    return timed if _is_lawful(problem, vehicle, timed) else _moved(problem, vehicle, timed.steps)


def _moved(problem: Problem, vehicle: Vehicle, steps: Sequence[Step]) -> Timeline | None:
    """Return the cheapest route where one break lies elsewhere and the law is kept; None where there is none.

    A window that gives way both sides may put a break where the law has none of it, or let it be left out.
    """
    ways = (
        timed
        for number in range(len(vehicle.breaks))
        for timed in _with_break(problem, vehicle, [step for step in steps if step.rest != number], number)
        if not timed.faults and _is_lawful(problem, vehicle, timed)
    )
    return min(ways, key=lambda one: one.cost.total_millicents, default=None)


def _is_lawful(problem: Problem, vehicle: Vehicle, timed: Timeline) -> bool:
    return not breaks_law(problem, vehicle, route_of(problem, vehicle, timed))


def _rested(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], number: int) -> Timeline | None:
    """Return the route with one break more, where it breaks least; None where it has no place in its window."""
    found: list[Timeline] = []
    for timed in _with_break(problem, vehicle, steps, number):
        if not timed.faults:
            return timed
        found.append(timed)
    return min(found, key=lambda one: sum(fault.amount for fault in one.faults), default=None)


def _with_break(problem: Problem, vehicle: Vehicle, steps: Sequence[Step], number: int) -> Iterator[Timeline]:
    """Yield the route with one break more, wherever its window may allow it."""
    rest, now = vehicle.breaks[number], _timed(problem, vehicle, steps)
    for position in range(1, len(steps)):
        is_late = now.clock.departures[position - 1] > rest.latest_start_s
        if is_late or now.clock.starts[position] + rest.duration_s < rest.window.start_s:
            continue
        step = Step(ActivityKind.BREAK, steps[position - 1].place, rest=number)
        yield _timed(problem, vehicle, [*steps[:position], step, *steps[position:]])


def _timed(problem: Problem, vehicle: Vehicle, steps: Sequence[Step]) -> Timeline:
    return timeline(problem, vehicle, steps, keep_slack_s=START_SLACK_S)
