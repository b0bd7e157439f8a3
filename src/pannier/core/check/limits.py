"""Limits of the shift and of each trip: trips, metres, seconds, stops."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.problem import Limits, Rule, Vehicle
from pannier.core.units import count_text, one_text


def check_limits(vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield every limit that the route or one of its trips goes beyond."""
    trips = seen[-1].trip + 1
    most = vehicle.trips.max_trips
    if trips > most:
        words = f"The route of {vehicle.label} has {count_text(trips, 'trip')}; its limit is {most}."
        yield Violation(Rule.TRIPS, words, vehicle.id, None, None, trips - most, "trips")
    yield from _check_span(vehicle, vehicle.limits, seen, "The route")
    openings = [
        position for position, now in enumerate(seen) if position == 0 or now.trip > seen[position - 1].trip
    ]
    for number, (opening, closing) in enumerate(pairwise([*openings, len(seen) - 1]), start=1):
        limits = vehicle.trips.limits
        if number == 1 and vehicle.trips.first_limits is not None:
            limits = vehicle.trips.first_limits
        yield from _check_span(vehicle, limits, seen[opening : closing + 1], f"Trip {number}")


def _check_span(vehicle: Vehicle, limits: Limits, span: Sequence[Seen], what: str) -> Iterator[Violation]:
    """Yield the limits that the activities from one hub to the next go beyond."""
    is_trip = what != "The route"
    end_s = span[-1].arrival_s if is_trip else span[-1].departure_s
    stops = sum(now.parked for now in span[1:])
    amounts = (
        (Rule.DISTANCE, sum(now.leg_distance_m for now in span[1:]), limits.distance_m, "m"),
        (Rule.DURATION, end_s - span[0].start_s, limits.duration_s, "s"),
        (Rule.STOPS, stops, limits.stops, "stops"),
    )
    for rule, amount, most, unit in amounts:
        if most is not None and amount > most:
            taken, limit = (one_text(number, unit) for number in (amount, most))
            words = f"{what} of {vehicle.label} takes {taken}; its limit is {limit}."
            yield Violation(rule, words, vehicle.id, None, None, amount - most, unit)
