"""The limits of a timed route and of its trips: metres, seconds, stops, trips, breaks."""

from collections.abc import Sequence

from pannier.core.problem import Limits, Problem, Rule, Vehicle
from pannier.core.schedule.aboard import Leg
from pannier.core.schedule.clock import Clock
from pannier.core.schedule.durations import is_new_stop
from pannier.core.schedule.steps import Fault, Step, split_trips


def note_limits(
    problem: Problem,
    vehicle: Vehicle,
    steps: Sequence[Step],
    legs: Sequence[Leg],
    clock: Clock,
    faults: list[Fault],
) -> None:
    """Add a fault for each limit of the shift or of a trip that the route goes beyond."""
    trips = list(split_trips(steps))
    if len(trips) > vehicle.trips.max_trips:
        faults.append(
            Fault(Rule.TRIPS, trips[vehicle.trips.max_trips][0], len(trips) - vehicle.trips.max_trips)
        )
    if not vehicle.trips.has_limits and vehicle.limits == Limits():
        return
    stops = [
        position > 0 and is_new_stop(problem, vehicle, steps, position) for position in range(len(steps))
    ]
    if vehicle.trips.has_limits:
        for opening, closing in trips:
            taken_s = clock.arrivals[closing] - clock.starts[opening]
            limits = vehicle.trips.limits if opening else vehicle.trips.start_limits
            _note(limits, stops, legs, (opening, closing), taken_s, faults)
    if vehicle.limits != Limits():
        taken_s = clock.departures[-1] - clock.starts[0]
        _note(vehicle.limits, stops, legs, (0, len(steps) - 1), taken_s, faults)


def _note(
    limits: Limits,
    stops: Sequence[bool],
    legs: Sequence[Leg],
    span: tuple[int, int],
    taken_s: int,
    faults: list[Fault],
) -> None:
    """Add the faults of one span of steps."""
    first, last = span
    driven_m = sum(leg.distance_m for leg in legs[first + 1 : last + 1])
    amounts = (
        (Rule.DISTANCE, driven_m, limits.distance_m),
        (Rule.DURATION, taken_s, limits.duration_s),
        (Rule.STOPS, sum(stops[first + 1 : last + 1]), limits.stops),
    )
    for rule, amount, most in amounts:
        if most is not None and amount > most:
            faults.append(Fault(rule, last, amount - most))


def note_breaks(vehicle: Vehicle, steps: Sequence[Step], clock: Clock, faults: list[Fault]) -> None:
    """Add a fault for each break that is due but not taken."""
    taken = {step.rest for step in steps if step.rest is not None}
    for index in due_breaks(vehicle, steps, clock):
        if index not in taken:
            faults.append(Fault(Rule.BREAK, len(steps) - 1, vehicle.breaks[index].duration_s))


def due_breaks(vehicle: Vehicle, steps: Sequence[Step], clock: Clock) -> list[int]:
    """Return the positions of the breaks that a route over this time must contain."""
    if not vehicle.breaks:
        return []
    span = {
        "route_start_s": clock.starts[0],
        "route_end_s": clock.departures[-1],
        "rested_s": sum(vehicle.breaks[step.rest].duration_s for step in steps if step.rest is not None),
        "driven_s": sum(
            arrival - left for left, arrival in zip(clock.departures, clock.arrivals[1:], strict=False)
        ),
    }
    return [index for index, rest in enumerate(vehicle.breaks) if rest.is_due(**span)]
