"""Show a route to its rider: every stop with all that is needed at the door."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.driving.pins import TRIES, pin_check
from pannier.driving.proof_policy import KINDS, policy_of
from pannier.driving.queries import AttemptView, attempts_of_orders
from pannier.driving.stages import Stage
from pannier.driving.today_schemas import (
    OrderTaskOut,
    ParcelOut,
    PinCheckOut,
    TodayRouteOut,
    TodayStopOut,
    WindowOut,
)
from pannier.fleet.stations import station_names
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import orders_by_id, parcels_of
from pannier.orders.values import OrderView, ParcelView
from pannier.places.service import get_hub
from pannier.planning.models import Task
from pannier.planning.queries import RouteSheet, StopSheet, is_at
from pannier.planning.task_ids import COLLECT

_HUB_LABELS = {
    "start": "Hub: load",
    "reload": "Hub: reload",
    "swap": "Hub: swap the battery",
    "charge": "Hub: charge",
    "break": "Break",
    "end": "Hub: back",
}
_OWN_ENDS = {"start": "Where the vehicle stands", "end": "Where the vehicle stays"}
_BEHIND = {"done", "skipped"}


class _Facts:
    """What is known of all orders of a route, read once."""

    def __init__(self, db: Session, order_ids: Sequence[uuid.UUID]) -> None:
        self.orders: Mapping[uuid.UUID, OrderView] = orders_by_id(db, order_ids)
        self.parcels: Mapping[uuid.UUID, list[ParcelView]] = parcels_of(db, order_ids)
        self.attempts: Mapping[uuid.UUID, list[AttemptView]] = attempts_of_orders(db, order_ids)
        self.collections = attempts_of_orders(db, order_ids, Stage.COLLECTION)
        places = custody_of_orders(db, order_ids)
        self.custody = {place.barcode: place.state.value for of in places.values() for place in of}


def show_route(db: Session, sheet: RouteSheet) -> TodayRouteOut:
    """Return the route as its rider sees it."""
    route = sheet.route
    facts = _Facts(db, list({task.order_id for stop in sheet.stops for task in stop.tasks}))
    hub = get_hub(db, route.hub_id).point
    names = station_names(db) if any(stop.stop.station_id for stop in sheet.stops) else {}
    ahead = [stop.stop for stop in sheet.stops if stop.stop.state not in _BEHIND]
    return TodayRouteOut(
        id=route.id,
        state=route.state,
        revision=route.revision,
        starts_at=route.starts_at,
        ends_at=route.ends_at,
        distance_m=route.distance_m,
        left_m=sum(stop.leg_distance_m for stop in ahead),
        energy_left_j=sum(stop.leg_energy_j for stop in ahead),
        legs=list(route.geometry),
        stops=[_stop(stop, facts, names, hub) for stop in sheet.stops],
    )


def _stop(sheet: StopSheet, facts: _Facts, stations: Mapping[uuid.UUID, str], hub: LonLat) -> TodayStopOut:
    stop = sheet.stop
    tasks = [task for task in sheet.tasks if task.outcome != "cancelled" and task.order_id in facts.orders]
    shown = [_order(task, facts, stop.planned_start) for task in tasks]
    return TodayStopOut(
        id=stop.id,
        position=stop.position,
        trip=stop.trip,
        kind=stop.kind,
        lon=stop.lon,
        lat=stop.lat,
        label=shown[0].address if shown else _label(sheet, stations, hub),
        window=_window(stop.window_start, stop.window_end),
        planned_arrival=stop.planned_arrival,
        planned_departure=stop.planned_departure,
        state=stop.state,
        arrived_at=stop.arrived_at,
        leg_distance_m=stop.leg_distance_m,
        leg_energy_j=stop.leg_energy_j,
        walk_s=stop.walk_s,
        charge_pct=stop.charge_pct,
        station_id=stop.station_id,
        at_hub=is_at(stop, hub),
        load_g=stop.load_g,
        orders=shown,
    )


def _label(sheet: StopSheet, stations: Mapping[uuid.UUID, str], hub: LonLat) -> str:
    stop = sheet.stop
    if stop.station_id is not None:
        return stations.get(stop.station_id, "Charging station")
    labels = _HUB_LABELS if is_at(stop, hub) else _HUB_LABELS | _OWN_ENDS
    return labels.get(stop.kind, stop.kind)


def _order(task: Task, facts: _Facts, begins: datetime) -> OrderTaskOut:
    order, outcome = facts.orders[task.order_id], task.outcome
    if task.kind == COLLECT:
        return _collection(order, outcome, facts)
    policy = policy_of(order.proof)
    return OrderTaskOut(
        order_id=order.id,
        reference=order.reference,
        kind=order.kind,
        outcome=outcome,
        attempts=len(facts.attempts[order.id]),
        recipient_name=order.recipient_name,
        phone_masked=_masked(order.recipient_phone),
        address=order.label,
        postcode=order.postcode,
        city=order.city,
        notes=order.notes,
        access_notes=order.access_notes,
        window=_window(*order.window_at(begins)),
        parcels=[_parcel(parcel, facts) for parcel in facts.parcels[order.id]],
        proof=policy,
        pin_check=_pin(order) if policy["pin"] != "off" else None,
    )


def _collection(order: OrderView, outcome: str | None, facts: _Facts) -> OrderTaskOut:
    """Show what is to be done at the sender's door: there is nobody's PIN or signature to ask for."""
    return OrderTaskOut(
        order_id=order.id,
        reference=order.reference,
        kind="collection",
        outcome=outcome,
        attempts=len(facts.collections[order.id]),
        recipient_name=order.handover.get("vehicle_name") if order.handover else order.collect_name,
        phone_masked=None if order.handover else _masked(order.collect_phone),
        address=order.collect_label,
        postcode=None if order.handover else order.collect_postcode,
        city=None if order.handover else order.collect_city,
        notes=None if order.handover else order.collect_notes,
        access_notes=None,
        window=None if order.handover else _window(order.collect_start, order.collect_end),
        parcels=[_parcel(parcel, facts) for parcel in facts.parcels[order.id]],
        proof=dict.fromkeys(KINDS, "off") | {"photo": "optional", "name": "optional"},
        pin_check=None,
    )


def _parcel(parcel: ParcelView, facts: _Facts) -> ParcelOut:
    return ParcelOut(
        barcode=parcel.barcode, weight_g=parcel.weight_g, custody=facts.custody.get(parcel.barcode)
    )


def _pin(order: OrderView) -> PinCheckOut:
    check = pin_check(order.org_id, order.id)
    return PinCheckOut(salt=check.salt, iterations=check.iterations, hash=check.hash, tries=TRIES)


def _masked(phone: str | None) -> str | None:
    return f"•••• {phone[-2:]}" if phone else None


def _window(start: datetime | None, end: datetime | None) -> WindowOut | None:
    return WindowOut(start=start, end=end) if start and end else None
