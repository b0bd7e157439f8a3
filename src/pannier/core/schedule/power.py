"""Energy that comes into the battery on the way: in which slices of a tariff, and whether a plug is free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pannier.core.costs import Taken
from pannier.core.plan import ActivityKind
from pannier.core.problem import Battery, Problem, Rule, Tariff, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.charges import charger_of
from pannier.core.schedule.clock import Clock
from pannier.core.schedule.steps import FILLING, Fault, Step
from pannier.core.timewindow import TimeWindow


@dataclass(frozen=True, slots=True)
class Filling:
    """A charge or swap: what the battery holds before and after, and when."""

    step: Step
    before_j: int
    after_j: int
    begin_s: int
    end_s: int


def taken_along(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    charges: Sequence[int | None],
    clock: Clock,
) -> list[Taken]:
    """Return the energy of every charge and swap whose charger has a tariff, slice by slice."""
    battery, found = vehicle.battery, list[Taken]()
    if battery is None or not problem.tariffs:
        return found
    for position, step in enumerate(steps):
        charger = problem.charger_at(step.place, step.station) if step.kind in FILLING else None
        if charger is None or not charger.tariff:
            continue
        before_j = max(0, (charges[position - 1] or 0) - legs[position].energy_j)
        span = clock.starts[position], clock.departures[position]
        filling = Filling(step, before_j, charges[position] or 0, *span)
        found.extend(taken_in(problem, battery, charger.tariff, filling))
    return found


def taken_in(problem: Problem, battery: Battery, tariff: Tariff, filling: Filling) -> Iterator[Taken]:
    """Yield what one charge or swap takes in each slice; a swap takes all at its beginning."""
    curve = None if filling.step.kind is ActivityKind.SWAP else charger_of(problem, battery, filling.step)
    held_j = filling.before_j
    for number, slice_ in enumerate(tariff):
        ends_s = tariff[number + 1].from_s if number + 1 < len(tariff) else None
        if ends_s is not None and ends_s <= filling.begin_s:
            continue
        goes_on = curve is not None and ends_s is not None and ends_s < filling.end_s
        until_j = filling.after_j
        if goes_on and curve is not None and ends_s is not None:
            until_j = curve.charge_after_j(filling.before_j, duration_s=ends_s - filling.begin_s)
        if until_j > held_j:
            yield Taken(slice_, until_j - held_j)
        held_j = until_j
        if not goes_on:
            return


def note_plugs(problem: Problem, steps: Sequence[Step], clock: Clock, faults: list[Fault]) -> None:
    """Add a fault for each charge and swap that does not lie wholly within a time when a plug is free."""
    if not problem.has_few_plugs:
        return
    for position, step in enumerate(steps):
        charger = problem.charger_at(step.place, step.station) if step.kind in FILLING else None
        if charger is None or charger.plugs is None or clock.starts[position] == clock.departures[position]:
            continue
        used = TimeWindow(clock.starts[position], clock.departures[position])
        if not any(free.covers(used) for free in charger.plugs.free):
            faults.append(Fault(Rule.PLUG, position, max(1, used.length_s)))
