"""A vehicle with the breaks and the longest duration that keep its rules of working time on every route it may get."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pannier.core.problem import Break, Counted, Problem, Vehicle, WorkRule
from pannier.core.problem.bounds import MOST_BREAKS
from pannier.core.problem.errors import require
from pannier.core.work_time.breaks import breaks_of, is_sure


def lawful_problem(problem: Problem) -> Problem:
    """Return the problem with lawful vehicles; one without rules of working time is returned as it is."""
    if not any(not rule.breaks_given for vehicle in problem.vehicles for rule in vehicle.work_rules):
        return problem
    return replace(problem, vehicles=tuple(lawful(vehicle) for vehicle in problem.vehicles))


def lawful(vehicle: Vehicle) -> Vehicle:
    """Return the vehicle with what its rules need: breaks it has not yet, and how long its route may last.

    Doing it again changes nothing. Breaks of its own that serve a rule as well are not given twice; rules whose
    breaks are given already ask for none.
    Raises InvalidProblem where the shift would need more breaks than are planned.
    """
    rules = [rule for rule in vehicle.work_rules if not rule.breaks_given]
    added = missing_breaks(vehicle, rules)
    breaks = (*vehicle.breaks, *sorted(added, key=lambda rest: (rest.window.start_s, rest.duration_s)))
    require(
        len(breaks) <= MOST_BREAKS,
        "work_rules",
        f"need breaks beside its own, more than {MOST_BREAKS} in all.",
    )
    limits = [vehicle.limits.duration_s, *_longest(rules, breaks, _span(vehicle))]
    longest_s = min((limit for limit in limits if limit is not None), default=None)
    return replace(vehicle, breaks=breaks, limits=replace(vehicle.limits, duration_s=longest_s))


def missing_breaks(vehicle: Vehicle, rules: Sequence[WorkRule]) -> list[Break]:
    """Return the breaks that rules need on any route in the shift of a vehicle, and that it has not."""
    spare, added = list(vehicle.breaks), []
    for rule in rules:
        for rest in breaks_of(rule, _span(vehicle), split=rule.split):
            own = next((one for one in spare if _serves(one, rest)), None)
            if own is None:
                added.append(rest)
            else:
                spare.remove(own)
    return added


def _span(vehicle: Vehicle) -> tuple[int, int]:
    return vehicle.shift.start_s, max(vehicle.shift.start_s, vehicle.latest_end_s)


def _serves(own: Break, needed: Break) -> bool:
    """Tell whether one break is due whenever another is, lasts as long and lies where that may lie."""
    inside = own.window.start_s >= needed.window.start_s and own.latest_start_s <= needed.latest_start_s
    as_often = own.after_s is None or (
        needed.after_s is not None and own.after_s <= needed.after_s and own.counts is needed.counts
    )
    return own.duration_s >= needed.duration_s and inside and as_often


def _longest(rules: Sequence[WorkRule], breaks: Sequence[Break], span: tuple[int, int]) -> Iterator[int]:
    """Yield how long a route may last by each rule: its work, and the breaks that are due when there is as much.

    Driving is part of the route, so that a route that is no longer than the driving allowed keeps that too.
    """
    for rule in rules:
        if rule.longest_s is not None:
            work_s, counts = max(0, rule.longest_s - rule.done_s), Counted.WORK
            sure = (
                one for one in breaks if rule.counts is one.counts is counts and is_sure(one, work_s, span)
            )
            yield work_s + sum(rest.duration_s for rest in sure)
