"""From rows of planning to what routes show: names, labels and local times are put together here."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.core.units import J_PER_WH, divide_half_up
from pannier.fleet.break_rules import break_rules
from pannier.fleet.riders import list_riders
from pannier.fleet.shifts import riders_of_shifts
from pannier.fleet.stations import station_names
from pannier.fleet.vehicles import list_vehicles
from pannier.orders.queries import orders_by_id
from pannier.orders.values import OrderView
from pannier.partners.contracts import list_partners
from pannier.places.service import get_hub
from pannier.planning.changes_since import changes_since
from pannier.planning.models import LeftOutOrder, Plan, Stop, StopLock, Task
from pannier.planning.parked_before import parked_at_stops
from pannier.planning.queries import RouteSheet, StopSheet, is_at, left_out_of, routes_of_plan, sheets_of
from pannier.planning.rests import waited_anyway_s
from pannier.planning.schemas import (
    LeftOutOut,
    LockOut,
    PlanChangeOut,
    PlanOut,
    PlanSummary,
    RelaxationOut,
    RestOut,
    RouteHubOut,
    RouteOut,
    RouteSummary,
    StopOrderOut,
    StopOut,
    UnkeptOut,
    WindowOut,
)
from pannier.planning.stop_locks import TOLERANCE_S, is_kept, locks_of_orders
from pannier.planning.task_ids import COLLECT
from pannier.planning.totals import with_weights_apart

_HUB_KINDS = {"start", "reload", "swap", "charge", "end"}


def show_lock(lock: StopLock | None, kept: bool = True) -> LockOut:
    """Show what is fixed of an order."""
    if lock is None:
        return LockOut(rider=False, time=False, order=False, tolerance_s=TOLERANCE_S, kept=True)
    return LockOut(
        rider=lock.shift_id is not None,
        time=lock.starts_at is not None,
        order=lock.in_order,
        tolerance_s=lock.tolerance_s,
        kept=kept,
    )


class Showing:
    """Shows plans and routes; names and orders are read once for all of them."""

    def __init__(self, db: Session, sheets: Sequence[RouteSheet]) -> None:
        self._riders = {rider.id: rider.name or "" for rider in list_riders(db)}
        self._vehicles = {vehicle.id: vehicle.name for vehicle in list_vehicles(db)}
        self._stations = (
            station_names(db) if any(stop.stop.station_id for sheet in sheets for stop in sheet.stops) else {}
        )
        self._hubs = {hub_id: get_hub(db, hub_id) for hub_id in {sheet.route.hub_id for sheet in sheets}}
        tasks = [task for sheet in sheets for stop in sheet.stops for task in stop.tasks]
        wished = {uuid.UUID(one) for task in tasks for wish in task.unkept for one in wish["shift_ids"]}
        self._riders_of_shifts = {
            shift_id: self._riders.get(rider_id, "")
            for shift_id, rider_id in riders_of_shifts(db, wished).items()
        }
        resting = {
            sheet.route.shift_id for sheet in sheets for one in sheet.stops if one.stop.kind == "break"
        }
        self._break_rules = break_rules(db, resting)
        self._orders = orders_by_id(db, [task.order_id for task in tasks])
        self._locks = locks_of_orders(db, {task.order_id for task in tasks})

    def summary(self, sheet: RouteSheet) -> RouteSummary:
        """Show a route in one line."""
        route = sheet.route
        tasks = [task for stop in sheet.stops for task in stop.tasks]
        return RouteSummary(
            id=route.id,
            plan_id=route.plan_id,
            state=route.state,
            revision=route.revision,
            rider_id=route.rider_id,
            rider_name=self._riders.get(route.rider_id, ""),
            vehicle_id=route.vehicle_id,
            vehicle_name=self._vehicles.get(route.vehicle_id, ""),
            vehicle_kind=route.vehicle_kind,
            shift_id=route.shift_id,
            starts_at=self._local(sheet, route.starts_at),
            ends_at=self._local(sheet, route.ends_at),
            distance_m=route.distance_m,
            duration_s=route.duration_s,
            energy_wh=divide_half_up(route.energy_j, J_PER_WH),
            cost_cents=route.cost_cents,
            weights_cents=route.weights_cents,
            stop_count=sum(bool(stop.tasks) for stop in sheet.stops),
            order_count=len({task.order_id for task in tasks}),
            parcel_count=sum(self._parcels(task) for task in tasks if task.kind != COLLECT),
        )

    def route(self, sheet: RouteSheet) -> RouteOut:
        """Show a route with its stops."""
        hub = self._hubs[sheet.route.hub_id]
        return RouteOut(
            **self.summary(sheet).model_dump(),
            hub=RouteHubOut(id=hub.id, name=hub.name, lon=hub.lon, lat=hub.lat),
            stops=[
                self._stop(sheet, stop, parked)
                for stop, parked in zip(sheet.stops, parked_at_stops(sheet), strict=True)
            ],
            legs=list(sheet.route.geometry),
        )

    def _stop(self, sheet: RouteSheet, shown: StopSheet, parked_at_stop: int | None) -> StopOut:
        stop = shown.stop
        start, end = stop.window_start, stop.window_end
        window = WindowOut(
            start=self._local(sheet, start) if start else None, end=self._local(sheet, end) if end else None
        )
        return StopOut(
            id=stop.id,
            position=stop.position,
            trip=stop.trip,
            kind=stop.kind,
            lon=stop.lon,
            lat=stop.lat,
            label=self._label(sheet, shown),
            window=window if start or end else None,
            planned_arrival=self._local(sheet, stop.planned_arrival),
            planned_start=self._local(sheet, stop.planned_start),
            planned_departure=self._local(sheet, stop.planned_departure),
            arrived_at=self._local(sheet, stop.arrived_at) if stop.arrived_at else None,
            state=stop.state,
            orders=[self._order(sheet, stop, task) for task in shown.tasks],
            charge_pct=stop.charge_pct,
            station_id=stop.station_id,
            charge_wh=stop.charge_wh,
            charge_cents=stop.charge_cents,
            charge_co2e_g=stop.charge_co2e_g,
            parked_at_stop=parked_at_stop,
            walk_s=stop.walk_s,
            rest=self._rest(sheet, stop) if stop.kind == "break" else None,
            at_hub=is_at(stop, self._hubs[sheet.route.hub_id].point),
            load_g=stop.load_g,
            load_parcels=stop.load_parcels,
        )

    def _rest(self, sheet: RouteSheet, stop: Stop) -> RestOut:
        rules = self._break_rules.get(sheet.route.shift_id)
        zone = ZoneInfo(self._hubs[sheet.route.hub_id].timezone)
        planned = [one.stop for one in sheet.stops if one.stop.state != "skipped" or one.stop is stop]
        return RestOut(
            rule=rules.words(stop.planned_start, stop.planned_departure, zone) if rules else "",
            anyway_s=waited_anyway_s(planned, planned.index(stop)),
        )

    def _order(self, sheet: RouteSheet, stop: Stop, task: Task) -> StopOrderOut:
        order, lock = self._orders.get(task.order_id), self._locks.get(task.order_id)
        is_own = lock is not None and lock.service_date == sheet.route.service_date and task.kind != COLLECT
        return StopOrderOut(
            order_id=task.order_id,
            reference=order.reference if order else "",
            task_id=task.id,
            kind=task.kind,
            state=task.state,
            outcome=task.outcome,
            unkept=[self._unkept(wish) for wish in task.unkept],
            lock=show_lock(lock, is_kept(lock, stop, sheet.route.shift_id)) if lock and is_own else None,
        )

    def _unkept(self, wish: Mapping[str, Any]) -> UnkeptOut:
        names = (self._riders_of_shifts.get(uuid.UUID(shift_id), "") for shift_id in wish["shift_ids"])
        return UnkeptOut(why=wish["why"], riders=sorted(name for name in names if name))

    def _label(self, sheet: RouteSheet, shown: StopSheet) -> str:
        """Return the address of a stop, the hub's name, or what happens on the way."""
        if shown.stop.station_id is not None:
            return self._stations.get(shown.stop.station_id, "Charging station")
        if shown.stop.kind in _HUB_KINDS:
            hub = self._hubs[sheet.route.hub_id]
            return str(hub.name) if is_at(shown.stop, hub.point) else "Where the vehicle stands"
        first = shown.tasks[0] if shown.tasks else None
        order = self._orders.get(first.order_id) if first else None
        if first is None or order is None:
            return "Break"
        return order.collect_label if first.kind == COLLECT else order.label

    def _parcels(self, task: Task) -> int:
        order = self._orders.get(task.order_id)
        return order.parcel_count if order else 0

    def _local(self, sheet: RouteSheet, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self._hubs[sheet.route.hub_id].timezone))


def without_people[T: PlanSummary](shown: T) -> T:
    """Take out of a plan what it tells of the hours that riders have worked."""
    return shown.model_copy(update={"totals": {**shown.totals, "work_time": []}})


def show_plan(plan: Plan) -> PlanSummary:
    """Show a plan in one line."""
    return PlanSummary(**_plan_values(plan))


def show_whole_plan(db: Session, plan: Plan) -> PlanOut:
    """Show a plan with its routes and what it left out."""
    sheets = sheets_of(db, routes_of_plan(db, plan.id))
    showing = Showing(db, sheets)
    changes = changes_since(db, plan, [sheet.route for sheet in sheets])
    zone = ZoneInfo(get_hub(db, plan.hub_id).timezone)
    return PlanOut(
        **_plan_values(plan),
        changes=[
            PlanChangeOut(kind=one.kind, count=one.count, at=one.at.astimezone(zone), operation=one.operation)
            for one in changes
        ],
        routes=[showing.summary(sheet) for sheet in sheets],
        left_out=_left_out(db, plan.id),
    )


def show_routes(db: Session, sheets: Sequence[RouteSheet]) -> list[RouteOut]:
    """Show routes with their stops."""
    showing = Showing(db, sheets)
    return [showing.route(sheet) for sheet in sheets]


def _left_out(db: Session, plan_id: uuid.UUID) -> list[LeftOutOut]:
    rows = left_out_of(db, plan_id)
    orders = orders_by_id(db, [row.order_id for row in rows])
    partners = {partner.partner_org_id: partner.name for partner in list_partners(db)} if rows else {}
    return [_left_out_row(row, orders.get(row.order_id), partners) for row in rows]


def _left_out_row(
    row: LeftOutOrder, order: OrderView | None, partners: Mapping[uuid.UUID, str]
) -> LeftOutOut:
    """Show an order that was left out, with the partner that was given it since."""
    partner_org_id = order.partner_org_id if order else None
    return LeftOutOut(
        order_id=row.order_id,
        reference=order.reference if order else "",
        code=row.code,
        reason=row.reason,
        relaxations=_relaxations(row),
        status=order.status if order else None,
        partner_org_id=partner_org_id,
        partner_name=partners.get(partner_org_id) if partner_org_id else None,
        partner_accepted=order is not None and order.copied_to is not None,
    )


def _relaxations(row: LeftOutOrder) -> list[RelaxationOut] | None:
    """Show what would let an order in."""
    return None if row.relaxations is None else [RelaxationOut(**one) for one in row.relaxations]


def _plan_values(plan: Plan) -> dict[str, object]:
    same = (
        "id", "hub_id", "revision", "state", "seed", "budget_s", "iterations", "temperature_c", "engine",
        "checked", "created_at", "timings", "endurance", "choice",
    )  # fmt: skip
    return {
        "date": plan.service_date,
        "totals": with_weights_apart(plan.totals),
        **{name: getattr(plan, name) for name in same},
    }
