"""A stored plan as the optimiser sees it: its routes as they stand, kept in memory for the questions that follow."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from sqlalchemy.orm import Session

from pannier.connect.road_network import RoadNetwork
from pannier.core.problem import Problem
from pannier.engine.elsewhere import StandingPlan
from pannier.fleet.on_demand import ON_DEMAND, on_demand_rules
from pannier.fleet.roster import RosterEntry, roster
from pannier.orders.queries import orders_by_id
from pannier.planning.build_day import Around, around_day, build_day
from pannier.planning.day import Day, OrderOfDay
from pannier.planning.free_shifts import shift_of_day, use_of_shifts
from pannier.planning.models import Plan, Route
from pannier.planning.order_facts import order_of_day
from pannier.planning.parked_before import parked_before
from pannier.planning.problem_of_day import problem_of_day
from pannier.planning.queries import RouteSheet, routes_of_plan, sheets_of
from pannier.planning.quote_desk import Desk
from pannier.planning.retime import steps_of_sheet
from pannier.planning.states import UNSEEN
from pannier.planning.streets import (
    KindStreets,
    Places,
    places_of,
)
from pannier.planning.task_ids import COLLECT, task_id_of
from pannier.planning.walking import streets_of_day

MOST_KEPT = 4
"""Plans in memory at once; the one asked for longest ago goes first."""

type Key = tuple[object, ...]


@dataclass(frozen=True)
class Standing:
    """A plan's day, and its routes for questions; `lock` is held while one is asked."""

    day: Day
    places: Places
    streets: Mapping[str, KindStreets]
    plan: StandingPlan
    desk: Desk
    """Answers for new addresses."""
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept: OrderedDict[Key, Standing] = OrderedDict()
_kept_lock = threading.Lock()
_making: WeakValueDictionary[uuid.UUID, "_Making"] = WeakValueDictionary()


class _Making:
    """A lock for a plan while it is made ready: who asks meanwhile waits instead of doing the same."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


def standing_plan(db: Session, plan: Plan, network: RoadNetwork, *, currency: str) -> Standing:
    """Return a plan as it stands; from memory unless a route, a shift or what is around them changed since.

    A route that its present orders and shift no longer allow is looked at as it was planned; nothing goes into it.
    """
    routes = [route for route in routes_of_plan(db, plan.id) if route.state not in UNSEEN]
    # What a battery reports on the way changes by the minute, and the routes are looked at as planned.
    shifts = [replace(entry, charge_wh=None, charge_at=None) for entry in _usable(db, plan)]
    around = repr((_around(db, plan, routes), shifts))
    key: Key = (
        plan.id,
        around,
        *((route.id, route.revision, route.state, route.shift_id) for route in routes),
    )
    with _kept_lock:
        making = _making.setdefault(plan.id, _Making())
    with making.lock:
        if (found := _from_memory(key)) is not None:
            return found
        made = _standing(db, plan, sheets_of(db, routes), network, currency)
        _keep(key, made)
    return made


def _from_memory(key: Key) -> Standing | None:
    with _kept_lock:
        if (found := _kept.get(key)) is not None:
            _kept.move_to_end(key)
        return found


def _keep(key: Key, made: Standing) -> None:
    """Keep a plan as it now stands instead of as it stood before."""
    with _kept_lock:
        for old in [old for old in _kept if old[0] == key[0]]:
            del _kept[old]
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _standing(
    db: Session, plan: Plan, sheets: list[RouteSheet], network: RoadNetwork, currency: str
) -> Standing:
    day = _day(db, plan, sheets)
    places = places_of(day)
    streets = streets_of_day(day, places, network)
    problem = problem_of_day(day, places, streets, currency=currency).problem
    lost = _lost(sheets, problem)
    if lost:
        day = replace(day, shifts=tuple(shift for shift in day.shifts if shift.id not in lost))
        problem = problem_of_day(day, places, streets, currency=currency).problem
    steps = {}
    for sheet in sheets:
        number = problem.vehicle_index.get(str(sheet.route.shift_id))
        if number is not None:
            steps[number] = tuple(
                steps_of_sheet(sheet, day, problem, problem.vehicles[number], is_whole=True)
            )
    found = StandingPlan(problem, steps)
    return Standing(day, places, streets, found, Desk(day, places, found))


def _lost(sheets: list[RouteSheet], problem: Problem) -> set[uuid.UUID]:
    """Return the shifts of routes with an order that no vehicle reaches any more; nobody can say what they take."""
    return {
        sheet.route.shift_id
        for sheet in sheets
        for stop in sheet.stops
        for task in stop.tasks
        if task_id_of(task.order_id, task.kind) not in problem.task_index
    }


def _day(db: Session, plan: Plan, sheets: list[RouteSheet]) -> Day:
    """Return the day of a plan's routes, with the shifts that it left free."""
    entries = roster(db, hub_id=plan.hub_id, service_date=plan.service_date)
    use = use_of_shifts(db, plan.hub_id, plan.service_date, but_plan=plan.id)
    usable = _usable(db, plan)
    own = {sheet.route.shift_id for sheet in sheets}
    day = build_day(
        db,
        _around(db, plan, sheets),
        plan.service_date,
        orders=_orders(db, sheets),
        shifts=tuple(
            shift_of_day(entry, entries, use)
            for entry in usable
            if entry.shift_id in own or entry.shift_id not in use.out
        ),
        as_whole=True,
        temperature_c=plan.temperature_c,
        now=plan.created_at,
    )
    return replace(day, parked=parked_before(sheets))


def _around(db: Session, plan: Plan, sheets: Sequence[RouteSheet] | Sequence[Route]) -> Around:
    """Return what the plan's routes are driven in; the plugs that they take themselves are free."""
    own = [one.id if isinstance(one, Route) else one.route.id for one in sheets]
    return around_day(db, plan.hub_id, plan.service_date, but=own)


def _usable(db: Session, plan: Plan) -> list[RosterEntry]:
    """Return the shifts of a plan's day whose rider and vehicle are there."""
    entries = roster(db, hub_id=plan.hub_id, service_date=plan.service_date)
    rules = on_demand_rules(db, plan.hub_id)
    return [
        entry
        for entry in entries
        if entry.rider_active and entry.vehicle_active and rules.of_shift(entry.serves) != ON_DEMAND
    ]


def _orders(db: Session, sheets: list[RouteSheet]) -> tuple[OrderOfDay, ...]:
    """Return the orders of routes as planned: collected where they were to be."""
    tasks = [task for sheet in sheets for stop in sheet.stops for task in stop.tasks]
    collected = {task.order_id for task in tasks if task.kind == COLLECT}
    rows = orders_by_id(db, [task.order_id for task in tasks])
    found = (order_of_day(row, collect=row.id in collected) for row in rows.values())
    return tuple(order for order in found if order is not None)


def forget(plan_id: uuid.UUID | None = None) -> None:
    """Take a plan, or all of them, out of memory."""
    with _kept_lock:
        for key in [key for key in _kept if plan_id is None or key[0] == plan_id]:
            del _kept[key]
