"""Which routes of a running day a changed plan leaves as they are: nobody has to hear of those."""

from typing import Any

from pannier.core.check import check_route
from pannier.core.plan import ActivityKind, Plan, Route
from pannier.core.running import Running
from pannier.planning.running_day.diff import TOLD_FROM_S


def changed_routes(running: Running, plan: Plan) -> frozenset[str]:
    """Return the vehicles whose routes in a plan of `running.whole` differ from what they drive anyway.

    The search puts breaks anew, so that one that only moved changes nothing as long as the route as it is keeps
    every rule and no moment moves so much that somebody should be told.
    """
    as_is = {route.vehicle_id: route for route in running.as_is.routes}
    return frozenset(
        str(route.vehicle_id)
        for route in plan.routes
        if route.vehicle_id not in as_is or not _stays(running, as_is[route.vehicle_id], route)
    )


def touched_routes(running: Running, plan: Plan) -> frozenset[str]:
    """Return the vehicles whose routes a plan changes, those that would have none included."""
    planned = {str(route.vehicle_id) for route in plan.routes}
    emptied = {str(route.vehicle_id) for route in running.as_is.routes} - planned
    return changed_routes(running, plan) | emptied


def _stays(running: Running, before: Route, after: Route) -> bool:
    if before == after:
        return True
    was, now = _decisions(before), _decisions(after)
    if [one for one, _ in was] != [one for one, _ in now]:
        return False
    moved_s = (abs(start - other) for (_, start), (_, other) in zip(was, now, strict=True))
    return max(moved_s, default=0) < TOLD_FROM_S and not check_route(running.whole, before)


def _decisions(route: Route) -> list[tuple[tuple[Any, ...], int]]:
    """Return what is done where and how long it charges, each with its start in seconds of the day; no breaks."""
    found = []
    for one in route.activities:
        charge_s = one.departure_s - one.start_s if one.kind is ActivityKind.CHARGE else 0
        is_idle = one.kind is ActivityKind.CHARGE and not charge_s
        if one.kind is not ActivityKind.BREAK and not is_idle:
            found.append(((one.kind, one.place, one.task_id, one.station_id, charge_s), one.start_s))
    return found
