"""A route planned before, computed anew from the present facts: for its release, or with another shift's vehicle."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pannier.connect.road_network import RoadNetwork
from pannier.core.check import check_route
from pannier.core.geo import LonLat
from pannier.core.plan import ActivityKind, LeftOut
from pannier.core.plan import Route as PlannedRoute
from pannier.core.problem import Charge, Problem, Swap, Vehicle
from pannier.core.schedule import Step, route_of, timeline
from pannier.fleet.roster import RosterEntry, roster
from pannier.orders.queries import orders_by_id
from pannier.planning.day import CollectionOfDay, Day, OrderOfDay
from pannier.planning.free_shifts import shift_of_day, use_of_shifts
from pannier.planning.load_day import carbon_of_day, closed_rings, hub_of_day, stations_of_day
from pannier.planning.models import Plan, Stop, Task
from pannier.planning.order_facts import order_of_day
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.queries import RouteSheet, StopSheet, get_plan
from pannier.planning.streets import HUB, kinds_of, places_of, profile_of_kind, streets_of
from pannier.planning.task_ids import COLLECT, DROPOFF, order_of_task, task_id_of

NetworkOf = Callable[[Any], RoadNetwork]
_AT_HUB = {"start", "reload", "end"}


@dataclass(frozen=True)
class RouteProblem:
    """The routing problem of one route's orders and one shift; `left_out` are orders that it can never hold."""

    day: Day
    problem: Problem
    left_out: tuple[LeftOut, ...]


def problem_of_route(
    db: Session, sheet: RouteSheet, entry: RosterEntry, *, network: RoadNetwork, now: datetime | None = None
) -> RouteProblem:
    """Return the problem of a route's open orders for one shift; without `now` the whole shift counts."""
    plan: Plan = get_plan(db, sheet.route.plan_id)
    day = _day(db, sheet, entry, plan.temperature_c, now)
    places = places_of(day)
    streets = {
        kind.code: streets_of(network, places.points, profile_of_kind(day, kind)) for kind in kinds_of(day)
    }
    made = problem_of_day(day, places, streets)
    return RouteProblem(day, made.problem, made.left_out)


def _day(
    db: Session, sheet: RouteSheet, entry: RosterEntry, temperature_c: float, now: datetime | None
) -> Day:
    route = sheet.route
    hub = hub_of_day(db, route.hub_id)
    entries = roster(db, hub_id=route.hub_id, service_date=route.service_date)
    use = use_of_shifts(db, route.hub_id, route.service_date)
    rows = orders_by_id(db, _open_orders(sheet))
    orders = [order_of_day(row) for order_id in _open_orders(sheet) if (row := rows.get(order_id))]
    return Day(
        hub=hub,
        service_date=route.service_date,
        orders=tuple(order for order in orders if order is not None),
        shifts=(shift_of_day(entry, entries, use),),
        stations=stations_of_day(db),
        temperature_c=temperature_c,
        exclude=tuple(closed_rings(db)),
        carbon=carbon_of_day(db, route.service_date),
        now=now or entry.starts_at,
    )


def _open_tasks(sheet: RouteSheet) -> list[Task]:
    return [task for stop in sheet.stops for task in stop.tasks if task.state != "closed"]


def _open_orders(sheet: RouteSheet) -> list[uuid.UUID]:
    return list(dict.fromkeys(task.order_id for task in _open_tasks(sheet)))


def retimed(made: RouteProblem, sheet: RouteSheet) -> tuple[PlannedRoute | None, tuple[str, ...]]:
    """Return the route with its stops in the same order, and in words what it breaks.

    None comes with words when the vehicle, or a place for an order, is missing altogether.
    """
    missing = [left.reason for left in made.left_out]
    if not made.problem.vehicles:
        missing.append("The vehicle cannot leave the hub in its shift.")
    missing += _unknown(made, sheet) if not missing else []
    if missing:
        return None, tuple(missing)
    vehicle = made.problem.vehicles[0]
    steps = tuple(_steps(sheet, made.problem, vehicle))
    route = route_of(made.problem, vehicle, timeline(made.problem, vehicle, steps))
    return route, tuple(violation.words for violation in check_route(made.problem, route))


def _unknown(made: RouteProblem, sheet: RouteSheet) -> list[str]:
    """Return in words which tasks of the route its orders no longer ask for, or ask for besides."""
    asked = set(made.problem.task_index)
    stored = {task_id_of(task.order_id, task.kind) for task in _open_tasks(sheet)}
    if stored == asked:
        return []
    orders = {order.id: order.reference for order in made.day.orders}
    if any(order_of_task(task_id) not in orders for task_id in stored - asked):
        return ["An order of the route has no place on the map any more."]
    names = sorted({orders[order_of_task(task_id)] for task_id in stored ^ asked})
    return [f"Order {name} is collected elsewhere than when it was planned." for name in names]


def _steps(sheet: RouteSheet, problem: Problem, vehicle: Vehicle) -> Iterator[Step]:
    """Yield the decisions of a route; what the vehicle cannot do, such as a swap, is left away."""
    place = HUB
    for shown in sheet.stops:
        for step in _steps_of_stop(shown, problem.task_index, problem, vehicle, place):
            yield step
            place = step.place


def _steps_of_stop(
    shown: StopSheet, index: Mapping[str, int], problem: Problem, vehicle: Vehicle, place: int
) -> Iterator[Step]:
    stop = shown.stop
    if stop.kind in _AT_HUB:
        own = {"start": vehicle.start_place, "end": vehicle.end_place}
        yield Step(ActivityKind(stop.kind), own.get(stop.kind, HUB))
    elif stop.kind == "break":
        if vehicle.breaks:
            yield Step(ActivityKind.BREAK, place, rest=0)
    elif stop.station_id is not None:
        yield from _step_at_station(stop, problem, vehicle)
    elif stop.kind in {"swap", "charge"}:
        at_hub = vehicle.battery.at_hub if vehicle.battery else None
        if isinstance(at_hub, Swap if stop.kind == "swap" else Charge):
            seconds = stop.service_s if stop.kind == "charge" else 0
            yield Step(ActivityKind(stop.kind), HUB, charge_s=seconds)
    for task in shown.tasks:
        if task.state != "closed":
            number = index[task_id_of(task.order_id, task.kind)]
            kind = ActivityKind.DELIVERY if task.kind == DROPOFF else ActivityKind.PICKUP
            yield Step(kind, problem.tasks[number].place, task=number)


def _step_at_station(stop: Stop, problem: Problem, vehicle: Vehicle) -> Iterator[Step]:
    """Yield the charge at a station, unless it is gone or the vehicle cannot charge there."""
    number = problem.station_index.get(str(stop.station_id))
    if number is None or vehicle.battery is None:
        return
    station = problem.stations[number]
    if vehicle.battery.charge_at_station(station.kind) is not None:
        yield Step(ActivityKind.CHARGE, station.place, charge_s=stop.service_s, station=number)


def outdated(made: RouteProblem, sheet: RouteSheet) -> tuple[str, ...]:
    """Return in words where the stored stops no longer are what their orders now ask for."""
    orders = {order.id: order for order in made.day.orders}
    found = []
    for shown in sheet.stops:
        for task in shown.tasks:
            order = orders.get(task.order_id)
            if task.state == "closed" or order is None:
                continue
            at = order.collection if task.kind == COLLECT else None
            if task.kind == COLLECT and at is None:
                found.append(f"Order {order.reference} is collected elsewhere than when it was planned.")
                continue
            end, verb = (order, "goes to") if at is None else (at, "is collected at")
            if end.point != LonLat(shown.stop.lon, shown.stop.lat):
                found.append(f"Order {order.reference} {verb} another place than when it was planned.")
            elif not _in_window(end, shown.stop.planned_start, shown.stop.planned_departure):
                found.append(f"Order {order.reference} has another window than when it was planned.")
    return tuple(found)


def _in_window(end: OrderOfDay | CollectionOfDay, start: datetime, departure: datetime) -> bool:
    """Tell whether a stop of these times serves an end of an order in its window; it may not be the stop's first."""
    opens, closes = end.window_start or start, end.window_end or departure
    return opens <= departure and start <= closes
