"""A route planned before, computed anew from the present facts: for its release, or with another shift's vehicle."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pannier.connect.road_network import RoadNetwork
from pannier.core.check import check_route
from pannier.core.geo import LonLat
from pannier.core.plan import ActivityKind, LeftOut
from pannier.core.plan import Route as PlannedRoute
from pannier.core.problem import Charge, HubCharger, Problem, Station, Swap, Vehicle
from pannier.core.problem.bounds import MOST_S
from pannier.core.schedule import Step, route_of, timeline
from pannier.core.timewindow import TimeWindow
from pannier.fleet.roster import RosterEntry, roster
from pannier.orders.queries import orders_by_id
from pannier.planning.build_day import around_day, build_day
from pannier.planning.day import CollectionOfDay, Day, OrderOfDay
from pannier.planning.free_shifts import shift_of_day, use_of_shifts
from pannier.planning.models import Plan, Stop, Task
from pannier.planning.order_facts import order_of_day
from pannier.planning.parked_before import parked_before
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.queries import RouteSheet, StopSheet, get_plan
from pannier.planning.streets import HUB, places_of
from pannier.planning.task_ids import COLLECT, DROPOFF, order_of_task, task_id_of
from pannier.planning.walking import streets_of_day

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
    streets = streets_of_day(day, places, network)
    made = problem_of_day(day, places, streets)
    return RouteProblem(day, made.problem, made.left_out)


def _day(
    db: Session, sheet: RouteSheet, entry: RosterEntry, temperature_c: float, now: datetime | None
) -> Day:
    route = sheet.route
    entries = roster(db, hub_id=route.hub_id, service_date=route.service_date)
    use = use_of_shifts(db, route.hub_id, route.service_date)
    rows = orders_by_id(db, _open_orders(sheet))
    orders = [order_of_day(row) for order_id in _open_orders(sheet) if (row := rows.get(order_id))]
    day = build_day(
        db,
        around_day(db, route.hub_id, route.service_date, but=[route.id]),
        route.service_date,
        orders=(order for order in orders if order is not None),
        shifts=(shift_of_day(entry, entries, use),),
        as_whole=True,
        temperature_c=temperature_c,
        now=now or entry.starts_at,
    )
    return replace(day, parked=parked_before([sheet]))


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
    steps = tuple(steps_of_sheet(sheet, made.day, made.problem, vehicle))
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


def steps_of_sheet(
    sheet: RouteSheet, day: Day, problem: Problem, vehicle: Vehicle, *, is_whole: bool = False
) -> Iterator[Step]:
    """Yield the decisions of a route; what the vehicle cannot do, such as a swap, is left away.

    Tasks that are closed are left away, too, unless the route is wanted as a whole.
    """
    place, rests = HUB, list(range(len(vehicle.breaks)))
    for shown in sheet.stops:
        if shown.stop.kind == "break":
            yield from break_step(day, shown.stop, vehicle, rests, place)
            continue
        tasks = tuple(task for task in shown.tasks if is_whole or task.state != "closed")
        for step in steps_of_stop(day, replace(shown, tasks=tasks), problem, vehicle):
            yield step
            place = step.place


def break_step(day: Day, stop: Stop, vehicle: Vehicle, rests: list[int], place: int) -> Iterator[Step]:
    """Yield a break as the one of the vehicle's that it is: as long, and nearest in time; none twice."""
    begin_s = day.seconds(stop.planned_start)

    def off(index: int) -> tuple[int, int]:
        rest = vehicle.breaks[index]
        outside_s = max(0, rest.window.start_s - begin_s, begin_s - rest.latest_start_s)
        return abs(rest.duration_s - stop.service_s), outside_s

    if rests:
        rest = min(rests, key=off)
        rests.remove(rest)
        yield Step(ActivityKind.BREAK, place, rest=rest)


def steps_of_stop(day: Day, shown: StopSheet, problem: Problem, vehicle: Vehicle) -> Iterator[Step]:
    """Yield the decisions of one stop, one for each of its tasks."""
    stop, index = shown.stop, problem.task_index
    if stop.kind in _AT_HUB:
        own = {"start": vehicle.start_place, "end": vehicle.end_place}
        place = own.get(stop.kind, HUB)
        window = _no_sooner(day, stop, problem.charger_at(place, None)) if stop.kind == "reload" else None
        yield Step(ActivityKind(stop.kind), place, window=window)
    elif stop.station_id is not None:
        yield from _step_at_station(day, stop, problem, vehicle)
    elif stop.kind in {"swap", "charge"}:
        at_hub = vehicle.battery.at_hub if vehicle.battery else None
        if isinstance(at_hub, Swap if stop.kind == "swap" else Charge):
            seconds = stop.service_s if stop.kind == "charge" else 0
            yield Step(ActivityKind(stop.kind), HUB, charge_s=seconds)
    for task in shown.tasks:
        number = index[task_id_of(task.order_id, task.kind)]
        kind = ActivityKind.DELIVERY if task.kind == DROPOFF else ActivityKind.PICKUP
        yield Step(kind, problem.tasks[number].place, task=number)


def _no_sooner(day: Day, stop: Stop, charger: Station | HubCharger | None) -> TimeWindow | None:
    """Return the window that keeps a stop at the price, or at the free plug, of the time that was planned.

    Whether it waited for that does not show: a whole route begins later rather than wait on the way.
    """
    if charger is None or (not charger.tariff and charger.plugs is None):
        return None
    return TimeWindow(max(0, day.seconds(stop.planned_start)), MOST_S)


def _step_at_station(day: Day, stop: Stop, problem: Problem, vehicle: Vehicle) -> Iterator[Step]:
    """Yield the charge at a station, unless it is gone or the vehicle cannot charge there."""
    number = problem.station_index.get(str(stop.station_id))
    if number is None or vehicle.battery is None:
        return
    station = problem.stations[number]
    if vehicle.battery.charge_at_station(station.kind) is not None:
        window = _no_sooner(day, stop, station)
        yield Step(ActivityKind.CHARGE, station.place, charge_s=stop.service_s, station=number, window=window)


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
    windows = end.windows if isinstance(end, OrderOfDay) else ((end.window_start, end.window_end),)
    spans = [(opens or start, closes or departure) for opens, closes in windows]
    return not spans or any(opens <= departure and start <= closes for opens, closes in spans)
