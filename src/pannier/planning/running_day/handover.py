"""What lies in vehicles that do not go on, and where other riders take it over: collected there like at a sender's."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.planning.day import CollectionOfDay, OrderOfDay
from pannier.planning.order_facts import TRANSFER_S
from pannier.planning.queries import RouteSheet
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.loaded import ParcelsOf
from pannier.planning.running_day.underway import trip_of
from pannier.planning.running_day.whereabouts import Whereabouts
from pannier.planning.task_ids import COLLECT, DROPOFF


@dataclass(frozen=True, kw_only=True)
class Handed:
    """An order whose parcels are in a vehicle that does not go on: since when, and where they lie."""

    shift_id: uuid.UUID
    vehicle_name: str
    point: LonLat
    since: datetime

    @property
    def label(self) -> str:
        """Return in words where its next rider finds it."""
        return f"Take over from {self.vehicle_name}"


def handed_over(
    sheets: Mapping[str, RouteSheet],
    known: Sequence[Whereabouts],
    change: Change,
    in_hub: Collection[uuid.UUID] = (),
) -> dict[uuid.UUID, Handed]:
    """Return the orders that are aboard of vehicles which have left and do not go on; not those `in_hub`."""
    return {
        order: Handed(
            shift_id=one.shift_id,
            vehicle_name=one.vehicle_name,
            point=(change.lie_at.get(one.shift_id) or one.point).rounded(),
            since=since,
        )
        for one in known
        if one.shift_id in change.without
        for order, since in _aboard(sheets[str(one.shift_id)]).items()
        if order not in in_hub
    }


def left_in_hub(
    db: Session, sheets: Mapping[str, RouteSheet], change: Change, parcels_of: ParcelsOf
) -> set[uuid.UUID]:
    """Return the orders that vehicles which do not go on should have aboard and left in their hub.

    Only of vehicles into which something was scanned: riders who scan nothing have everything with them.
    """
    gone = [sheets[str(one)] for one in change.without if str(one) in sheets]
    lists = [list(_aboard(sheet)) for sheet in gone]
    return {
        order for orders in lists if parcels_of.loaded(db, orders) for order in parcels_of.in_hub(db, orders)
    }


def _aboard(sheet: RouteSheet) -> dict[uuid.UUID, datetime]:
    """Return the open deliveries that were loaded for the present trip, or collected on it."""
    trip = trip_of(sheet)
    tasks = [(shown.stop, task) for shown in sheet.stops for task in shown.tasks if task.state != "closed"]
    to_collect = {task.order_id for _, task in tasks if task.kind == COLLECT}
    opened = next((shown.stop for shown in sheet.stops if shown.stop.trip == trip), sheet.stops[0].stop)
    since = opened.arrived_at or sheet.route.started_at or opened.planned_departure
    return {
        task.order_id: since
        for stop, task in tasks
        if task.kind == DROPOFF and stop.trip == trip and task.order_id not in to_collect
    }


def lying(order: OrderOfDay, handed: Mapping[uuid.UUID, Handed], now: datetime) -> OrderOfDay:
    """Return an order as it is to be taken over where it lies; what may be aboard for so long only is so for less."""
    at = handed.get(order.id)
    if at is None:
        return order
    left_s = order.max_aboard_s
    if left_s is not None:
        left_s = max(0, left_s - int((now - at.since).total_seconds()))
    there = CollectionOfDay(point=at.point, service_s=TRANSFER_S)
    return replace(order, collection=there, max_aboard_s=left_s, release_at=None)
