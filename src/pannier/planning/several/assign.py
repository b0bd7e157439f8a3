"""What a search of several hubs decides: which order leaves from which hub, and with what each hub's plan begins."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.plan import ActivityKind
from pannier.engine.city import City, Standing
from pannier.orders.service import assign_hub
from pannier.planning.begun import Steps
from pannier.planning.company_of_day import company_of_day
from pannier.planning.load_day import company_out, orders_out
from pannier.planning.models import Route as RouteRow
from pannier.planning.models import Task as TaskRow
from pannier.planning.progress import cancel_route
from pannier.planning.queries import list_routes
from pannier.planning.several.city_of_days import HubDays
from pannier.planning.states import CHOICE
from pannier.planning.stop_locks import locks_of_day
from pannier.planning.store import call_off_drafts, lock_hub_day
from pannier.planning.task_ids import order_of_task

_BREAK = ActivityKind.BREAK


@dataclass(frozen=True)
class Decided:
    """The hub of each order that a route serves, and the steps of each shift's route as they are kept."""

    hub_of_order: Mapping[uuid.UUID, uuid.UUID]
    begun: Mapping[str, Steps]


def decided(city: City, asked: HubDays, standing: Standing) -> Decided:
    """Return what the search decided."""
    hub_of_shift = asked.hub_of_shift
    hubs: dict[uuid.UUID, uuid.UUID] = {}
    begun: dict[str, Steps] = {}
    for vehicle, steps in standing.routes.items():
        shift_id = city.vehicles[vehicle].id
        kept = begun.setdefault(shift_id, [])
        for step in steps:
            task_id = None if step.task is None else city.tasks[step.task].id
            station_id = None if step.station is None else city.stations[step.station].id
            if task_id is not None:
                hubs[order_of_task(task_id)] = hub_of_shift[shift_id]
            if step.kind is not _BREAK:
                kept.append({"kind": str(step.kind), "task_id": task_id, "station_id": station_id})
    return Decided(hubs, begun)


def assign_orders(db: Session, asked: HubDays, found: Decided) -> dict[uuid.UUID, int]:
    """Send orders to the hubs that were decided; return how many each hub got that were elsewhere before.

    Orders that changed meanwhile, that a rider has by now or that were fixed stay. A draft that holds an order which
    leaves its hub is called off: nobody must release it beside the plan of the other hub.
    """
    day = asked.days[0].service_date
    for hub_id in sorted(one.hub.id for one in asked.days):
        lock_hub_day(db, hub_id, day)
    gained = {one.hub.id: 0 for one in asked.days}
    stay = asked.bound | _tied_by_now(db, asked)
    moved: list[uuid.UUID] = []
    was = asked.hub_of_order
    for order_id in sorted(found.hub_of_order.keys() - stay):
        hub_id = found.hub_of_order[order_id]
        if hub_id != was[order_id] and assign_hub(db, order_id, hub_id, was=was[order_id]):
            gained[hub_id] += 1
            moved.append(order_id)
    for hub_id in _hubs_of_drafts(db, moved, asked):
        _call_off(db, hub_id, day)
    return gained


def _tied_by_now(db: Session, asked: HubDays) -> frozenset[uuid.UUID]:
    """Return the orders that cannot leave their hubs any more, with all that go with them by one vehicle."""
    day, hub_ids = asked.days[0].service_date, [one.hub.id for one in asked.days]
    words = {word for hub_id in hub_ids for word in company_out(db, hub_id, day)}
    tied = {order.id for order in asked.whole.orders if order.together in words}
    tied |= {lock.order_id for hub_id in hub_ids for lock in locks_of_day(db, hub_id, day)}
    tied |= orders_out(db, day)
    company = company_of_day(asked.whole.orders).together
    return frozenset(tied.union(*(mates for mates in company if mates & tied)))


def _hubs_of_drafts(db: Session, order_ids: list[uuid.UUID], asked: HubDays) -> list[uuid.UUID]:
    """Return the hubs of the run whose draft routes of its day hold any of these orders."""
    query = (
        select(RouteRow.hub_id)
        .join(TaskRow, TaskRow.route_id == RouteRow.id)
        .where(
            TaskRow.order_id.in_(order_ids),
            RouteRow.state.in_(("draft", CHOICE)),
            RouteRow.service_date == asked.days[0].service_date,
            RouteRow.hub_id.in_([one.hub.id for one in asked.days]),
        )
        .distinct()
    )
    return sorted(db.scalars(query)) if order_ids else []


def _call_off(db: Session, hub_id: uuid.UUID, day: date) -> None:
    """Call off a hub's drafts; their orders wait for the hub's own plan, and go on waiting should that fail."""
    for route in list_routes(db, hub_id=hub_id, service_date=day, states=("draft",)):
        cancel_route(db, route.id, "replanned")
    call_off_drafts(db, hub_id, day)
