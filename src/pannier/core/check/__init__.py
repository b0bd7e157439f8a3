"""The independent checker: recompute a plan from scratch and list everything it breaks.

It judges plans of any origin. No plan is released that it has not passed.
"""

from collections.abc import Iterator

from pannier.core.check.aboard import check_battery, check_loads
from pannier.core.check.access import check_access
from pannier.core.check.assignment import check_assignment, check_vehicles
from pannier.core.check.company import check_apart, check_together
from pannier.core.check.energy import check_energy_actions, check_full_charges
from pannier.core.check.goods import check_company, check_only, check_stack, check_time_aboard
from pannier.core.check.limits import check_limits
from pannier.core.check.objective import check_plan_cost, check_route_cost, objective, said_cost
from pannier.core.check.power import check_plugs
from pannier.core.check.replay import replay
from pannier.core.check.schedule import check_schedule
from pannier.core.check.structure import (
    check_hubs,
    check_pairs,
    check_places,
    check_shape,
    check_skills,
)
from pannier.core.check.times import (
    check_breaks,
    check_releases,
    check_shift,
    check_start,
    check_ways,
    check_windows,
)
from pannier.core.check.violation import Violation
from pannier.core.check.work import check_work
from pannier.core.plan import Plan, Route
from pannier.core.problem import Problem, Rule, Vehicle

__all__ = ["Rule", "Violation", "breaks_law", "check", "check_route", "objective", "said_cost"]


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return everything the plan breaks; an empty tuple means that it may be released."""
    found = [*check_assignment(problem, plan), *check_vehicles(problem, plan)]
    for route in plan.routes:
        if route.vehicle_id in problem.vehicle_index:
            found.extend(check_route(problem, route))
    found.extend(check_together(problem, plan))
    found.extend(check_plugs(problem, plan))
    found.extend(check_plan_cost(problem, plan))
    return tuple(found)


def check_route(problem: Problem, route: Route) -> tuple[Violation, ...]:
    """Return everything one route of a known vehicle breaks, whatever the rest of the plan does."""
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    misshapen = tuple(check_shape(problem, vehicle, route))
    return misshapen or tuple(_check_driven(problem, route))


def breaks_law(problem: Problem, vehicle: Vehicle, route: Route) -> bool:
    """Tell whether a well-shaped route breaks its vehicle's rules of working time; that need not be the problem's."""
    return bool(vehicle.work_rules) and any(check_work(vehicle, replay(problem, vehicle, route)))


def _check_driven(problem: Problem, route: Route) -> Iterator[Violation]:
    """Yield what a well-shaped route breaks when it is driven again."""
    vehicle = problem.vehicles[problem.vehicle_index[route.vehicle_id]]
    seen = replay(problem, vehicle, route)
    for check_structure in (check_places, check_hubs, check_skills, check_pairs):
        yield from check_structure(problem, vehicle, route)
    yield from check_energy_actions(problem, vehicle, route)
    yield from check_ways(vehicle, seen)
    yield from check_windows(problem, vehicle, seen)
    yield from check_access(problem, vehicle, seen)
    yield from check_releases(problem, vehicle, seen)
    yield from check_start(problem, vehicle, seen)
    for check_part in (check_shift, check_breaks, check_work, check_battery, check_limits):
        yield from check_part(vehicle, seen)
    yield from check_full_charges(problem, vehicle, seen)
    yield from check_loads(problem, vehicle, seen)
    yield from check_schedule(vehicle, route, seen)
    for check_goods in (check_only, check_company, check_stack, check_apart):
        yield from check_goods(problem, vehicle, route)
    yield from check_time_aboard(problem, vehicle, seen)
    yield from check_route_cost(problem, vehicle, route.cost, seen)
