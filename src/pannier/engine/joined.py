"""Routes changed by a few orders, joined with all others as they are: all that is ahead, and what it breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pannier.core.check import Violation, check, objective
from pannier.core.ids import VehicleId
from pannier.core.plan import Cost, Plan
from pannier.core.running import Running, as_steps, merged
from pannier.core.running.cut import timed_route
from pannier.core.schedule import Step

type Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Joined:
    """The plan of `running.whole`, which vehicles' routes changed, and what those break that held before."""

    plan: Plan
    changed: frozenset[VehicleId]
    violations: tuple[Violation, ...]


def base_steps(running: Running) -> dict[int, Steps]:
    """Return what every vehicle has ahead behind its locked stops, by its number in `running.rest`."""
    rest = running.rest
    return {rest.vehicle_index[route.vehicle_id]: as_steps(rest, route) for route in running.start.routes}


def joined(running: Running, changed: Mapping[int, Sequence[Step]]) -> Joined:
    """Return the running plan with other routes of some vehicles of `running.rest`; all others stay untouched.

    A route that is left without a task is none, unless its rider is on the way and has to come home.
    """
    rest = running.rest
    names = frozenset(rest.vehicles[number].id for number in changed)
    routes = tuple(
        timed_route(rest, rest.vehicles[number].id, steps)
        for number, steps in changed.items()
        if any(step.task is not None for step in steps)
    )
    found = merged(
        running, Plan(routes=routes, left_out=(), cost=Cost(), seed=0, engine="on demand", iterations=0)
    )
    new = tuple(route for route in found.routes if route.vehicle_id in names)
    old = tuple(route for route in running.as_is.routes if route.vehicle_id not in names)
    plan = replace(found, routes=(*new, *old), left_out=())
    plan = replace(plan, cost=objective(running.whole, plan))
    return Joined(plan, names, _broken(running, plan, names))


def _broken(running: Running, plan: Plan, names: frozenset[VehicleId]) -> tuple[Violation, ...]:
    """Return what the changed routes break; who stays out of the plan is no breach, for others may still wait."""
    before = {violation.words for violation in check(running.whole, running.as_is)}
    return tuple(
        violation
        for violation in check(running.whole, plan)
        if violation.vehicle_id in names and violation.words not in before
    )
