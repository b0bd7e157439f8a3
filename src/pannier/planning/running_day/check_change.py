"""Whether what is asked of a running day can be meant: all that it names is there, and nothing it needs is missing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from pannier.base.problems import Invalid
from pannier.fleet.roster import RosterEntry, roster
from pannier.places.blockages import list_blockages
from pannier.planning.models import Route
from pannier.planning.problems import NothingRuns
from pannier.planning.queries import list_routes, open_orders_of_day
from pannier.planning.running_day.change import Change
from pannier.planning.states import OUT

NEEDS = {
    "orders_inserted": ("order_ids", "order_ids", "which orders are new"),
    "urgent_order": ("order_ids", "order_ids", "which order is urgent"),
    "rider_away": ("without", "shift_ids", "whose shift does not go on"),
    "vehicle_broken": ("without", "shift_ids", "which shift's vehicle does not go on"),
    "low_battery": ("charge_wh", "batteries", "which vehicle's battery holds how many watt-hours"),
}
"""By operation what it needs: the field of a change, the one of a request, and what to say."""


def check_change(db: Session, change: Change, *, hub_id: uuid.UUID, service_date: date) -> None:
    """Raise Invalid with a pointer to what is missing, unknown on this day, or would change nothing."""
    _check_needs(change)
    _check_streets(db, change)
    routes = list_routes(db, hub_id=hub_id, service_date=service_date, states=OUT)
    if not routes:
        raise NothingRuns(f"No route is out on {service_date}; plan and release the day first.")
    entries = roster(db, hub_id=hub_id, service_date=service_date)
    shifts = {entry.shift_id for entry in entries}
    _check_all(change.without, shifts, "/shift_ids", "Shift {} is none of this hub's day.")
    _check_routes(change, routes, shifts)
    _check_batteries(change, entries)
    if change.keep_rider or change.keep_time:
        _check_kept(change, routes, open_orders_of_day(db, hub_id=hub_id, service_date=service_date))


def _check_streets(db: Session, change: Change) -> None:
    if change.operation == "street_blocked" and not list_blockages(db):
        raise Invalid(
            "No street is blocked; block one first with POST /v1/blocked-streets.", pointer="/operation"
        )


def _check_needs(change: Change) -> None:
    if change.operation in NEEDS:
        field, pointer, words = NEEDS[change.operation]
        if not getattr(change, field):
            raise Invalid(f"Say {words}.", pointer=f"/{pointer}")


def _check_all(named: Sequence[uuid.UUID], known: Iterable[uuid.UUID], pointer: str, words: str) -> None:
    for number, one in enumerate(named):
        if one not in known:
            raise Invalid(words.format(one), pointer=f"{pointer}/{number}")


def _check_routes(change: Change, routes: Sequence[Route], shifts: Iterable[uuid.UUID]) -> None:
    _check_all(change.keep_route, shifts, "/keep_route", "Shift {} is none of this hub's day.")
    left = {route.shift_id for route in routes if route.state == "in_progress"}
    for number, shift in enumerate(change.keep_route):
        if shift not in left:
            raise Invalid(
                f"Shift {shift} has not left, so its stops have no order to keep yet; name its orders in keep_rider.",
                pointer=f"/keep_route/{number}",
            )


def _check_kept(change: Change, routes: Sequence[Route], open_orders: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Check the orders of which something is to stay; `open_orders` are those ahead, with their routes."""
    away = {route.id for route in routes if route.shift_id in change.without}
    for number, order in enumerate(change.keep_rider):
        if open_orders.get(order) in away:
            words = f"Order {order} cannot stay with its rider, who does not go on."
            raise Invalid(words, pointer=f"/keep_rider/{number}")
    words = "Order {} is not ahead on any route, so nothing of it could be kept."
    for field in ("keep_rider", "keep_time"):
        _check_all(getattr(change, field), open_orders, f"/{field}", words)


def _check_batteries(change: Change, entries: Sequence[RosterEntry]) -> None:
    by_id = {entry.vehicle.id: entry.vehicle for entry in entries}
    for number, (vehicle_id, charge_wh) in enumerate(change.charge_wh.items()):
        vehicle, pointer = by_id.get(vehicle_id), f"/batteries/{number}"
        if vehicle is None:
            raise Invalid(f"Vehicle {vehicle_id} has no shift on this day.", pointer=f"{pointer}/vehicle_id")
        if vehicle.kind.battery is None or vehicle.battery_wh is None:
            raise Invalid(f"{vehicle.name} has no battery.", pointer=f"{pointer}/vehicle_id")
        if charge_wh > vehicle.battery_wh:
            words = f"{vehicle.name} holds {vehicle.battery_wh} Wh at most, not {charge_wh:g}."
            raise Invalid(words, pointer=f"{pointer}/charge_wh")
