"""Join what was fixed and what the search found: a plan of everything that is still ahead."""

from collections.abc import Iterator
from dataclasses import replace

from pannier.core.check import said_cost
from pannier.core.plan import Activity, ActivityKind, Plan, Route
from pannier.core.problem import Break, Problem, Vehicle
from pannier.core.running.cut import Running, resting_in_place, timed_route
from pannier.core.schedule import Step


def merged(running: Running, found: Plan) -> Plan:
    """Return the plan of `running.whole` from a plan of `running.rest`; the locked stops come first.

    A vehicle under way of which nothing is asked any more keeps its locked stops and goes home.
    """
    of = {route.vehicle_id: route for route in found.routes}
    fixed = {vehicle: steps for vehicle, steps in running.prefixes.items() if len(steps) > 1}
    routes = []
    for vehicle in running.whole.vehicles:
        if vehicle.id not in of and vehicle.id not in fixed:
            continue
        steps = list(running.prefixes.get(vehicle.id, ()))
        steps += _found(running, vehicle, of.get(vehicle.id), begun=bool(steps))
        routes.append(timed_route(running.whole, vehicle.id, resting_in_place(steps)))
    plan = replace(found, routes=tuple(routes))
    return replace(plan, cost=said_cost(running.whole, plan))


def _found(running: Running, vehicle: Vehicle, route: Route | None, *, begun: bool) -> Iterator[Step]:
    """Yield what was found for a vehicle in terms of the whole, its start only where nothing stands before."""
    if route is None:
        yield Step(ActivityKind.END, vehicle.end_place)
        return
    taken = {step.rest for step in running.prefixes.get(vehicle.id, ())}
    left = [number for number in range(len(vehicle.breaks)) if number not in taken]
    rests = (
        left[one] for one in _rests(running.rest.vehicles[running.rest.vehicle_index[vehicle.id]], route)
    )
    for activity in route.activities:
        if activity.kind is not ActivityKind.START or not begun:
            yield _step(running.whole, activity, rests)


def _rests(vehicle: Vehicle, route: Route) -> Iterator[int]:
    """Yield which of a vehicle's breaks each break of its route is: the first that fits and was not yet."""
    left = list(range(len(vehicle.breaks)))
    for activity in route.activities:
        if activity.kind is ActivityKind.BREAK:
            chosen = next(one for one in left if _is_taken(vehicle.breaks[one], activity))
            left.remove(chosen)
            yield chosen


def _is_taken(rest: Break, activity: Activity) -> bool:
    length_s = activity.departure_s - activity.start_s
    return rest.duration_s == length_s and rest.window.start_s <= activity.start_s <= rest.latest_start_s


def as_steps(problem: Problem, route: Route) -> tuple[Step, ...]:
    """Return the decisions of a planned route in terms of a problem that has its tasks and vehicle."""
    rests = _rests(problem.vehicles[problem.vehicle_index[route.vehicle_id]], route)
    return tuple(_step(problem, activity, rests) for activity in route.activities)


def _step(problem: Problem, activity: Activity, rests: Iterator[int]) -> Step:
    """Return one activity as a decision."""
    is_charge = activity.kind is ActivityKind.CHARGE
    return Step(
        activity.kind,
        activity.place,
        task=None if activity.task_id is None else problem.task_index[activity.task_id],
        rest=next(rests) if activity.kind is ActivityKind.BREAK else None,
        charge_s=activity.departure_s - activity.start_s if is_charge else 0,
        station=None if activity.station_id is None else problem.station_index[activity.station_id],
    )
