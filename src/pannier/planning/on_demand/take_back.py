"""Take orders back from riders who went off duty or did not set out, so that others can have them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import OrderTakenBack, RouteReleased
from pannier.core.geo import LonLat, great_circle_m
from pannier.core.on_demand import Answer, is_unanswered
from pannier.core.order_states import OrderStatus
from pannier.fleet.on_demand import Rules
from pannier.fleet.vehicle_state import find_state
from pannier.planning.models import Route
from pannier.planning.on_demand.book import Entry
from pannier.planning.on_demand.riders import Riders
from pannier.planning.on_demand.why import Why, off_duty, tell, unanswered
from pannier.planning.progress import cancel_route, mark_task
from pannier.planning.queries import get_route, open_tasks, stops_of, tasks_of
from pannier.planning.states import OUT

SET_OUT_M = 150
"""Who is so far from where the route begins has set out."""


def take_back_lost(db: Session, book: Sequence[Entry], riders: Riders, rules: Rules, now: datetime) -> int:
    """Take back what riders have not left for who went off duty or did not answer; return how many orders."""
    found = [(entry, route) for entry in book if (route := _route_of(db, entry)) is not None]
    return sum(_is_lost(db, entry, route, riders, rules, now) for entry, route in found)


def _route_of(db: Session, entry: Entry) -> Route | None:
    """Return the route that an order waits on, None where it has none or is on its way."""
    order = entry.order
    if order.route_id is None or order.status != OrderStatus.PLANNED:
        return None
    route = get_route(db, order.route_id)
    return route if route.state in OUT else None


def _is_lost(db: Session, entry: Entry, route: Route, riders: Riders, rules: Rules, now: datetime) -> bool:
    """Take one order back where its rider is gone or does not answer; tell whether that was so."""
    row = entry.row
    if route.shift_id not in riders.entries:
        if row.shift_id != route.shift_id:
            return False
        _take_back(db, entry, route, off_duty(route.shift_id))
        return True
    if row.given_at is None or not is_unanswered(_answer(db, entry, route, now), _s(now), rules.policy):
        return False
    row.refused = {**row.refused, str(route.shift_id): now.isoformat()}
    _take_back(db, entry, route, unanswered(route.shift_id))
    return True


def _answer(db: Session, entry: Entry, route: Route, now: datetime) -> Answer:
    given = entry.row.given_at or now
    begun = route.state == "in_progress" or _has_set_out(db, route, given)
    return Answer(given_s=_s(given), leave_s=_s(route.starts_at), has_begun=begun)


def _s(moment: datetime) -> int:
    return int(moment.timestamp())


def _has_set_out(db: Session, route: Route, since: datetime) -> bool:
    """Tell whether the vehicle's phone was seen away from where the route begins since the order was given."""
    state = find_state(db, route.vehicle_id)
    if state is None or state.position_at is None or state.lon is None or state.lat is None:
        return False
    begin = stops_of(db, route.id)[0]
    off_m = great_circle_m(LonLat(state.lon, state.lat), LonLat(begin.lon, begin.lat))
    return state.position_at >= since and off_m > SET_OUT_M


def _take_back(db: Session, entry: Entry, route: Route, why: Why) -> None:
    """Take one order off its route and tell its rider; a route that has nothing else and has not begun is none."""
    order_id: uuid.UUID = entry.order.id
    for task in open_tasks(db, order_id):
        if task.route_id == route.id:
            mark_task(db, task.id, state="closed", outcome="cancelled")
    record(db, OrderTakenBack(order_id=order_id, route_id=route.id, reason=why.code))
    db.flush()
    if route.state == "released" and all(task.state == "closed" for task in tasks_of(db, route.id)):
        cancel_route(db, route.id, why.code)
    else:
        route.revision += 1
        record(db, RouteReleased(route_id=route.id, revision=route.revision))
    row = entry.row
    row.state, row.shift_id, row.given_at, row.leaves_at, row.arrives_at = "waiting", None, None, None, None
    tell(row, why)
