"""Read a hub's running day from the tables: every released route as it now is, and what is to be put into them."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.connect.road_network import RoadNetwork
from pannier.core.plan import LeftOut
from pannier.core.problem import Problem, Vehicle
from pannier.core.running import Underway
from pannier.core.schedule import Step
from pannier.core.work_time import lawful_problem
from pannier.fleet.roster import RosterEntry, roster
from pannier.fleet.vehicle_state import find_state
from pannier.orders.problems import OrderNotFound
from pannier.orders.queries import orders_by_id, orders_to_plan
from pannier.planning.build_day import around_day, build_day
from pannier.planning.day import Day, OrderOfDay, ShiftOfDay
from pannier.planning.free_shifts import Use, shift_of_day, use_of_shifts
from pannier.planning.models import Route, Task
from pannier.planning.order_facts import order_of_day
from pannier.planning.parked_before import parked_before
from pannier.planning.problem_of_day import load_names, problem_of_day
from pannier.planning.problems import NothingRuns, OrderNotFree, RiderHasParcels
from pannier.planning.queries import RouteSheet, get_plan, list_routes, sheets_of
from pannier.planning.running_day.change import HANDS_OVER, Change
from pannier.planning.running_day.handover import Handed, handed_over, left_in_hub, lying
from pannier.planning.running_day.loaded import NOBODY_SCANS, ParcelsOf
from pannier.planning.running_day.standby import left_alone, standby_shifts
from pannier.planning.running_day.underway import ANY_NUMBER, Closed, steps_ahead, underway_of
from pannier.planning.running_day.whereabouts import Whereabouts, ahead_of, whereabouts
from pannier.planning.running_day.worked_before import worked_until
from pannier.planning.states import ALIVE, OUT
from pannier.planning.stop_locks import locks_of_day
from pannier.planning.streets import places_of
from pannier.planning.task_ids import COLLECT, DROPOFF, task_id_of
from pannier.planning.tasks_of_orders import demand_of
from pannier.planning.told import told_moments
from pannier.planning.walking import streets_of_day

FREE = ("allocated", "planned", "reattempt_scheduled")
TRIED = ("succeeded", "partial", "failed")
LEAST_LEFT = timedelta(minutes=1)


@dataclass(frozen=True)
class RunningDay:
    """A day that is driven, as a routing problem: `sheets` are its released routes by shift."""

    day: Day
    problem: Problem
    left_out: tuple[LeftOut, ...]
    underway: tuple[Underway, ...]
    waiting: Mapping[str, tuple[Step, ...]]
    sheets: Mapping[str, RouteSheet]
    known: tuple[Whereabouts, ...]
    handed: Mapping[uuid.UUID, Handed]
    """The orders aboard of vehicles that do not go on."""
    stopped: frozenset[uuid.UUID]
    """The shifts of those vehicles."""
    served: Mapping[str, str]
    """Who did what is over of orders that go with or without others: shifts by task."""
    home_plan: uuid.UUID | None = None
    """The plan that new routes join where no route is out."""
    told: Mapping[uuid.UUID, datetime] = field(default_factory=dict)
    """When recipients were told that their orders come."""

    @property
    def now_s(self) -> int:
        """Return the present moment in seconds of the day."""
        return self.day.seconds(self.day.now)


def load_running_day(
    db: Session,
    *,
    hub_id: uuid.UUID,
    service_date: date,
    change: Change,
    network: RoadNetwork,
    parcels_of: ParcelsOf = NOBODY_SCANS,
    now: datetime | None = None,
) -> RunningDay:
    """Return the running day; raise HubNotFound, NothingRuns, or RiderHasParcels for who is away with a load."""
    now = now or clock.now()
    routes = _routes_out(db, hub_id, service_date, change)
    sheets = {str(sheet.route.shift_id): sheet for sheet in sheets_of(db, routes)}
    check_away(routes, change)
    entries = roster(db, hub_id=hub_id, service_date=service_date)
    standby = standby_shifts(db, hub_id, entries)  # Without a route they wait for orders on demand.
    able = [one for one in entries if one.shift_id not in standby or str(one.shift_id) in sheets]
    known = tuple(_known(db, sheets, entries, change, now))
    handed = handed_over(sheets, known, change, left_in_hub(db, sheets, change, parcels_of))
    shifts = _shifts(db, hub_id, service_date, able, sheets, known, change, now)
    day = build_day(
        db,
        around_day(db, hub_id, service_date, but=[route.id for route in routes]),
        service_date,
        orders=[lying(order, handed, now) for order in orders_ahead(db, sheets, change)],
        shifts=shifts,
        as_whole=True,
        worked_until=worked_until(db, shifts, sheets, of=(hub_id, service_date), known=known, now=now),
        temperature_c=get_plan(db, routes[0].plan_id).temperature_c,
        locks=locks_of_day(db, hub_id, service_date),
        now=now,
    )
    made = as_running_day(db, day, sheets, known, change, network)
    stopped, told = (
        {one.shift_id for one in known} & {*change.without},
        told_moments(db, hub_id, service_date),
    )
    problem = left_alone(db, made.problem, sheets, standby)
    return replace(made, problem=problem, handed=handed, stopped=frozenset(stopped), told=told)


def _routes_out(db: Session, hub_id: uuid.UUID, service_date: date, change: Change) -> list[Route]:
    """Return the routes that riders have; raise NothingRuns where there are none, and what `check_orders` does."""
    routes = list_routes(db, hub_id=hub_id, service_date=service_date, states=OUT)
    if not routes:
        raise NothingRuns(f"No route is out on {service_date}; plan and release the day first.")
    check_orders(db, hub_id, service_date, change)
    return routes


def open_tasks_of(sheets: Iterable[RouteSheet]) -> list[Task]:
    """Return the tasks of routes that are still to be done."""
    return [
        task for sheet in sheets for shown in sheet.stops for task in shown.tasks if task.state != "closed"
    ]


def check_orders(db: Session, hub_id: uuid.UUID, service_date: date, change: Change) -> None:
    """Raise OrderNotFound, or OrderNotFree for an order that no rider of the hub could take on this day."""
    rows = orders_by_id(db, change.order_ids)
    for number, order_id in enumerate(change.order_ids):
        order = rows.get(order_id)
        if order is None:
            raise OrderNotFound(
                f"Order {order_id} does not exist here; list the orders with GET /v1/orders.",
                pointer=f"/order_ids/{number}",
            )
        if (order.hub_id, order.service_date) != (hub_id, service_date):
            why = "belongs to another hub or day"
        elif order.carrier != "own" or order.status not in FREE:
            why = f"is {order.status.replace('_', ' ')}, carried by {order.carrier or 'nobody yet'}"
        elif order.point is None:
            why = "has no place on the map yet"
        else:
            continue
        raise OrderNotFree(
            f"Order {order.reference} {why}; it cannot be put on a route.",
            pointer=f"/order_ids/{number}",
        )


def check_away(routes: Iterable[Route], change: Change) -> None:
    """Raise RiderHasParcels for who has left and is to be taken out."""
    left = {route.shift_id for route in routes if route.state == "in_progress"}
    for number, shift_id in enumerate(change.without):
        if shift_id in left and change.operation not in HANDS_OVER:
            raise RiderHasParcels(
                "This rider has left with parcels; say that the rider is away or the vehicle broken (rider_away, "
                "vehicle_broken), so that others take them over.",
                pointer=f"/shift_ids/{number}",
            )


def _known(
    db: Session, sheets: Mapping[str, RouteSheet], entries: list[RosterEntry], change: Change, now: datetime
) -> list[Whereabouts]:
    """Return where the vehicles under way are."""
    names = {entry.shift_id: entry.vehicle.name for entry in entries}
    return [
        whereabouts(
            sheet,
            find_state(db, sheet.route.vehicle_id),
            vehicle_name=names.get(sheet.route.shift_id, "?"),
            charge_wh=change.charge_wh.get(sheet.route.vehicle_id),
            now=now,
        )
        for sheet in sheets.values()
        if sheet.route.state == "in_progress"
    ]


def orders_ahead(db: Session, sheets: Mapping[str, RouteSheet], change: Change) -> list[OrderOfDay]:
    """Return the open orders of the routes, and those that are to be put into them; of those done, who had company."""
    wanted = list(dict.fromkeys([*_open(sheets), *change.order_ids]))
    rows = orders_to_plan(db, wanted)
    found = (
        order_of_day(rows[order_id], rows[order_id].prize_cents)
        for order_id in wanted
        # One that was called off a moment ago may still have its stop; nobody shall be planned to it.
        if order_id in rows and rows[order_id].status != "cancelled"
    )
    return [*(order for order in found if order is not None), *_done_in_company(db, sheets, set(wanted))]


def _open(sheets: Mapping[str, RouteSheet]) -> tuple[uuid.UUID, ...]:
    """Return the orders that still wait on a route."""
    return tuple(
        task.order_id
        for sheet in sheets.values()
        for shown in sheet.stops
        for task in shown.tasks
        if task.state != "closed"
    )


def _done_in_company(
    db: Session, sheets: Mapping[str, RouteSheet], but: set[uuid.UUID]
) -> Iterator[OrderOfDay]:
    """Yield the orders done whose riders others must join, or must not."""
    done = {order for order, _ in _done_by(sheets)} - but
    for row in orders_to_plan(db, done, in_company=True).values():
        order = order_of_day(row, row.prize_cents, collect=False)
        if order is not None:
            yield order


def _done_by(sheets: Mapping[str, RouteSheet]) -> Iterator[tuple[uuid.UUID, str]]:
    """Yield each order that was tried, with the shift that did."""
    for shift, sheet in sheets.items():
        for shown in sheet.stops:
            for task in shown.tasks:
                if task.kind != COLLECT and task.outcome in TRIED:
                    yield task.order_id, shift


def _shifts(
    db: Session,
    hub_id: uuid.UUID,
    service_date: date,
    entries: list[RosterEntry],
    sheets: Mapping[str, RouteSheet],
    known: tuple[Whereabouts, ...],
    change: Change,
    now: datetime,
) -> list[ShiftOfDay]:
    """Return who can drive from now on: on a route already, or on shift without one."""
    alive = list_routes(db, hub_id=hub_id, service_date=service_date, states=ALIVE)
    drafts = {route.shift_id for route in alive if route.state == "draft"}
    use, at = use_of_shifts(db, hub_id, service_date), {one.shift_id: one for one in known}
    found = []
    for entry in entries:
        is_able = entry.rider_active and entry.vehicle_active and entry.shift_id not in drafts
        if not is_able or entry.shift_id in change.without:
            continue
        own = sheets.get(str(entry.shift_id))
        shift = shift_of_day(entry, entries, use if own is None else _without(use, own))
        if entry.shift_id in at:
            # A shift that is over has to end all the same; how late it is costs overtime where that has a price.
            ends_at = max(shift.ends_at, now + LEAST_LEFT)
            shift = replace(shift, start_at=at[entry.shift_id].point, ends_at=ends_at)
        elif entry.vehicle.id in change.charge_wh:
            shift = replace(shift, charge_wh=change.charge_wh[entry.vehicle.id])
        found.append(shift)
    return found


def _without(use: Use, sheet: RouteSheet) -> Use:
    """Return what routes use up, one that is planned anew left away."""
    over_at = {shift: at for shift, at in use.over_at.items() if shift != sheet.route.shift_id}
    planned = sum(shown.stop.kind == "swap" for shown in sheet.stops)
    vehicle_id = sheet.route.vehicle_id
    return replace(
        use, over_at=over_at, swaps={**use.swaps, vehicle_id: use.swaps.get(vehicle_id, 0) - planned}
    )


def as_running_day(
    db: Session,
    day: Day,
    sheets: Mapping[str, RouteSheet],
    known: tuple[Whereabouts, ...],
    change: Change,
    network: RoadNetwork,
) -> RunningDay:
    """Return a day with its routes as a routing problem; `known` are the vehicles that have left."""
    day = replace(day, parked=parked_before(sheets.values()))
    places = places_of(day)
    streets = streets_of_day(day, places, network)
    # Vehicles with their whole shifts, and the breaks of them: what is over by now is taken away below.
    made = problem_of_day(replace(day, now=day.midnight), places, streets)
    problem = lawful_problem(made.problem)
    at = {str(one.shift_id): one for one in known if str(one.shift_id) in problem.vehicle_index}
    closed = _closed(db, day, problem, sheets)
    served = {
        task_id: shift
        for order, shift in _done_by(sheets)
        if (task_id := task_id_of(order, DROPOFF)) in problem.task_index and order not in _open(sheets)
    }
    underway = tuple(
        underway_of(
            day, problem, sheets[shift], one, closed,
            place=places.at(one.point), keep_next=_kept(day, change, sheets[shift]),
        )
        for shift, one in at.items()
    )  # fmt: skip
    waiting = {
        shift: _planned(day, problem, shift, sheet)
        for shift, sheet in sheets.items()
        if shift in problem.vehicle_index and shift not in at
    }
    still = {str(order) for order in _open(sheets)} | {str(order) for order in change.order_ids}
    left = tuple(one for one in made.left_out if one.task_id in still)
    return RunningDay(day, problem, left, underway, waiting, sheets, known, {}, frozenset(), served)


def _kept(day: Day, change: Change, sheet: RouteSheet) -> int:
    """Return how many stops ahead of a rider stay first: all where the route is kept, else to the last one locked."""
    if sheet.route.shift_id in change.keep_route:
        return ANY_NUMBER
    locked = {one.order_id for one in day.locks if one.in_order}
    visits = [shown for shown in ahead_of(sheet) if any(task.state != "closed" for task in shown.tasks)]
    places = [n for n, shown in enumerate(visits, 1) if any(task.order_id in locked for task in shown.tasks)]
    return max([change.keep_next, *places])


def _planned(day: Day, problem: Problem, shift: str, sheet: RouteSheet) -> tuple[Step, ...]:
    """Return the steps of a route that has not begun."""
    vehicle: Vehicle = problem.vehicles[problem.vehicle_index[shift]]
    return steps_ahead(day, problem, vehicle, sheet.stops, range(len(vehicle.breaks)))


def _closed(db: Session, day: Day, problem: Problem, sheets: Mapping[str, RouteSheet]) -> dict[str, Closed]:
    """Return what each order takes up that is closed or no task of the problem, for what is aboard of it."""
    orders = {
        task.order_id
        for sheet in sheets.values()
        for shown in sheet.stops
        for task in shown.tasks
        if task.state == "closed" or task_id_of(task.order_id, task.kind) not in problem.task_index
    }
    names = load_names(day)
    found = (order_of_day(row, collect=False) for row in orders_to_plan(db, orders).values())
    return {
        str(order.id): Closed(demand_of(order, names), order.goods) for order in found if order is not None
    }
