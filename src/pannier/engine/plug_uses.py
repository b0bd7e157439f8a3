"""Who is plugged in where and when, and whether one more vehicle finds a plug."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pannier.core.problem import HubCharger, Problem, Rule, Station
from pannier.core.schedule import FILLING, Fault, Timeline
from pannier.core.timewindow import TimeWindow

type Charger = Station | HubCharger


@dataclass(frozen=True, slots=True)
class Use:
    """A plug of a charger that a route has for a time; `position` is its step."""

    charger: Charger
    window: TimeWindow
    position: int


def uses_of(problem: Problem, timed: Timeline) -> list[Use]:
    """Return the uses of chargers with few plugs; who is plugged in for no time takes none."""
    found = []
    for position, step in enumerate(timed.steps):
        charger = problem.charger_at(step.place, step.station) if step.kind in FILLING else None
        window = TimeWindow(timed.clock.starts[position], timed.clock.departures[position])
        if charger is not None and charger.plugs is not None and window.length_s > 0:
            found.append(Use(charger, window, position))
    return found


def first_without_plug(uses: Iterable[Use], others: Sequence[Use]) -> Use | None:
    """Return the first use for which no plug is left beside those of other routes, None where there is none."""
    for use in uses:
        rivals = tuple(one.window for one in others if one.charger == use.charger)
        plugs = use.charger.plugs
        if plugs is None or not rivals:
            continue
        left = replace(plugs, taken=(*plugs.taken, *rivals))
        if not any(free.covers(use.window) for free in left.free):
            return use
    return None


def crowded(problem: Problem, timed: Timeline, others: Iterable[Timeline]) -> Timeline:
    """Return a route with a fault more where other routes leave it no plug."""
    if not problem.has_few_plugs:
        return timed
    taken = [use for other in others for use in uses_of(problem, other)]
    found = first_without_plug(uses_of(problem, timed), taken)
    if found is None:
        return timed
    fault = Fault(Rule.PLUG, found.position, found.window.length_s)
    return replace(timed, faults=[*timed.faults, fault])


def with_taken(problem: Problem, uses: Sequence[Use]) -> Problem:
    """Return the problem in which the plugs of these uses are taken."""
    taken: dict[Charger, list[TimeWindow]] = {}
    for use in uses:
        taken.setdefault(use.charger, []).append(use.window)
    return replace(
        problem,
        stations=tuple(_less(one, taken) for one in problem.stations),
        hub_chargers=tuple(_less(one, taken) for one in problem.hub_chargers),
    )


def _less[C: (Station, HubCharger)](charger: C, taken: Mapping[Charger, Sequence[TimeWindow]]) -> C:
    """Return a charger with more of its plugs taken."""
    if charger.plugs is None or charger not in taken:
        return charger
    more = tuple(taken[charger])
    return replace(charger, plugs=replace(charger.plugs, taken=charger.plugs.taken + more))
