"""The plan's own numbers: they must be those that come out when the route is driven again."""

from collections.abc import Iterator, Sequence

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.plan import Route
from pannier.core.problem import Rule, Vehicle

_COMPARED = ("arrival_s", "start_s", "departure_s", "load", "charge_j", "leg_distance_m", "leg_energy_j")


def check_schedule(vehicle: Vehicle, route: Route, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield every number of the route that differs from the recomputed one."""
    for position, now in enumerate(seen):
        for name in _COMPARED:
            said, found = getattr(now.activity, name), getattr(now, name)
            if said != found:
                yield _differs(vehicle, f"{name} of position {position}", said, found, position=position)
    totals = {
        "distance_m": sum(now.leg_distance_m for now in seen),
        "duration_s": seen[-1].departure_s - seen[0].start_s,
        "energy_j": sum(now.leg_energy_j for now in seen),
    }
    for name, found in totals.items():
        said = getattr(route, name)
        if said != found:
            yield _differs(vehicle, name, said, found)


def _differs(
    vehicle: Vehicle, what: str, said: object, found: object, *, position: int | None = None
) -> Violation:
    """Return the violation of a number that is not what comes out."""
    words = f"{vehicle.heading}: {what} is given as {said}, but comes out as {found}."
    amount = abs(said - found) if isinstance(said, int) and isinstance(found, int) else 1
    return Violation(Rule.SCHEDULE, words, vehicle.id, None, position, amount)
