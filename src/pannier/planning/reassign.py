"""Give a route to another shift: the same stops in the same order if they fit, else in a new one, else not at all."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.base.problems import FieldError
from pannier.connect.road_network import RoadNetwork
from pannier.core.check import check
from pannier.core.events import RouteReleased
from pannier.core.plan import LeftOut, Plan
from pannier.core.plan import Route as PlannedRoute
from pannier.fleet.roster import RosterEntry, roster_entry
from pannier.places.service import get_hub, network_of
from pannier.planning.legs import legs_of
from pannier.planning.make_plan import refuse_faulty
from pannier.planning.models import Route, Stop, Task
from pannier.planning.pool import solve_here
from pannier.planning.problems import ReassignBlocked, RouteState
from pannier.planning.queries import RouteSheet, get_route, list_routes, sheet_of
from pannier.planning.retime import NetworkOf, RouteProblem, problem_of_route, retimed
from pannier.planning.solver import Effort
from pannier.planning.states import ALIVE
from pannier.planning.stops_of_route import stops_of_route
from pannier.planning.store import lock_hub_day, store_stops
from pannier.planning.totals import cost_cents, weights_cents

EFFORT = Effort(seed=1, iterations=400)
"""Enough for the stops of one vehicle; a count and not a time, so that the answer is always the same."""


def reassign(
    db: Session, route_id: uuid.UUID, shift_id: uuid.UUID, *, network_of: NetworkOf = network_of
) -> Route:
    """Let another rider and vehicle drive a route that is not yet started.

    Raises RouteState once it is, and ReassignBlocked with each reason in words when it does not fit.
    """
    sheet, entry = sheet_of(db, route_id), roster_entry(db, shift_id)
    _check_free(db, sheet.route, entry)
    network = network_of(get_hub(db, sheet.route.hub_id))
    made = problem_of_route(db, sheet, entry, network=network, now=clock.now())
    lock_hub_day(db, made.day.hub.id, made.day.service_date)
    route, words = retimed(made, sheet)
    if route is None or words:
        route = _in_new_order(made, sheet, words)
    return _rewrite(db, sheet, entry, made, route, network)


def _check_free(db: Session, route: Route, entry: RosterEntry) -> None:
    if route.state not in {"draft", "released"}:
        raise RouteState(
            f"Route {route.id} is {route.state}; only one not yet started goes to another shift."
        )
    if (entry.hub_id, entry.service_date) != (route.hub_id, route.service_date):
        raise _blocked(["The shift belongs to another hub or day."])
    if not (entry.rider_active and entry.vehicle_active):
        raise _blocked(["The rider or the vehicle of the shift is not active."])
    of_day = list_routes(db, hub_id=route.hub_id, service_date=route.service_date, states=ALIVE)
    if any(other.shift_id == entry.shift_id for other in of_day):
        raise _blocked(["The shift has a route already; plan again, or choose a free shift."])


def _blocked(words: Sequence[str]) -> ReassignBlocked:
    errors = [FieldError("/shift_id", "does_not_fit", sentence) for sentence in words]
    return ReassignBlocked(f"The route does not fit this shift. {words[0]}", errors=errors)


def _in_new_order(made: RouteProblem, sheet: RouteSheet, words: Sequence[str]) -> PlannedRoute:
    """Let the optimiser find another order of stops; raise ReassignBlocked when even that leaves something out."""
    if made.left_out or not made.problem.vehicles:
        raise _blocked(words)
    plan = solve_here(made.problem, EFFORT, on_progress=None, stop=None)
    refuse_faulty(check(made.problem, plan))
    if plan.left_out or not plan.routes:
        raise _blocked([*_reasons(plan.left_out), *words] or ["Nothing of the route is left to drive."])
    return plan.routes[0]


def _reasons(left_out: Sequence[LeftOut]) -> list[str]:
    return [left.reason for left in left_out]


def _rewrite(
    db: Session,
    sheet: RouteSheet,
    entry: RosterEntry,
    made: RouteProblem,
    found: PlannedRoute,
    network: RoadNetwork,
) -> Route:
    """Replace the stops of the route; its id and so its orders' link to it stay."""
    route = get_route(db, sheet.route.id)
    alone = Plan(routes=(found,), left_out=(), cost=found.cost, seed=0, engine="reassign", iterations=0)
    legs = legs_of(made.day, made.problem, alone, network)[found.vehicle_id]
    stops = stops_of_route(made.problem, found, legs)
    db.execute(delete(Task).where(Task.route_id == route.id))
    db.execute(delete(Stop).where(Stop.route_id == route.id))
    route.vehicle_id, route.rider_id, route.shift_id = entry.vehicle.id, entry.rider_id, entry.shift_id
    route.vehicle_kind = entry.vehicle.kind.code
    route.starts_at, route.ends_at = made.day.moment(found.start_s), made.day.moment(found.end_s)
    route.distance_m, route.duration_s = found.distance_m, found.duration_s
    route.energy_j = found.energy_j
    route.cost_cents, route.weights_cents = cost_cents(found), weights_cents(found)
    route.geometry = [stop.leg for stop in stops]
    route.revision, route.reassigned_at = route.revision + 1, clock.now()
    store_stops(db, route.id, made.day, made.problem, stops, of=made.problem.vehicles[0])
    if route.state == "released":
        record(db, RouteReleased(route_id=route.id, revision=route.revision))
    return route
