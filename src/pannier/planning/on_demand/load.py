"""A hub's running day as the choice of riders sees it: who serves on demand, what they have, and what is open."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from pannier.connect.road_network import RoadNetwork
from pannier.core.problem import Problem, Trips
from pannier.core.timewindow import TimeWindow
from pannier.planning.build_day import around_day, build_day
from pannier.planning.day import DEFAULT_TEMPERATURE_C, Day
from pannier.planning.on_demand.riders import Riders
from pannier.planning.queries import RouteSheet, get_plan
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import RunningDay, as_running_day, orders_ahead
from pannier.planning.running_day.promises import PROMISED_S
from pannier.planning.running_day.worked_before import worked_until
from pannier.planning.stop_locks import locks_of_day
from pannier.planning.told import told_moments

KEEP_NEXT = 1
"""The stop that a rider is on the way to stays."""
HAND_OVER_S = 60
"""How long a rider without a planned round stays at the hub; loading a round takes as long as the hub says."""


def load_day_on_demand(
    db: Session,
    *,
    hub_id: uuid.UUID,
    service_date: date,
    riders: Riders,
    wanted: Sequence[uuid.UUID],
    own: Collection[uuid.UUID],
    network: RoadNetwork,
    now: datetime,
) -> RunningDay:
    """Return the day of the riders who serve on demand; `own` are all orders on demand, `wanted` the open ones."""
    routes = [sheet.route for sheet in riders.sheets.values()]
    change = Change(operation="orders_inserted", order_ids=tuple(wanted), keep_next=KEEP_NEXT)
    warmth = get_plan(db, routes[0].plan_id).temperature_c if routes else DEFAULT_TEMPERATURE_C
    day = build_day(
        db,
        around_day(db, hub_id, service_date, but=[route.id for route in routes]),
        service_date,
        orders=orders_ahead(db, riders.sheets, change),
        shifts=riders.shifts,
        as_whole=True,
        worked_until=_worked_until(db, (hub_id, service_date), riders, own, now),
        temperature_c=warmth,
        locks=locks_of_day(db, hub_id, service_date),
        now=now,
    )
    sheets = {shift: sheet for shift, sheet in riders.sheets.items() if _has_shift(riders, shift)}
    running = as_running_day(db, day, sheets, riders.known, change, network)
    told = told_moments(db, hub_id, service_date)
    return replace(running, problem=_standing_by(running, own), told=told)


def _worked_until(
    db: Session, of: tuple[uuid.UUID, date], riders: Riders, own: Collection[uuid.UUID], now: datetime
) -> Mapping[uuid.UUID, datetime]:
    """Return until when what riders worked is behind the routes that they have."""
    rides = {shift for shift, sheet in riders.sheets.items() if not _is_round(sheet, own)}
    return worked_until(db, riders.shifts, riders.sheets, of=of, known=riders.known, rides=rides, now=now)


def _has_shift(riders: Riders, shift: str) -> bool:
    return any(str(one.id) == shift for one in riders.shifts)


def _standing_by(running: RunningDay, own: Collection[uuid.UUID]) -> Problem:
    """Return the problem in which being on duty costs nothing, and a single order is taken quicker than a round."""
    on_rounds = {shift for shift, sheet in running.sheets.items() if _is_round(sheet, own)}
    idle = running.problem.vehicle_index.keys() - on_rounds
    vehicles = tuple(
        replace(
            one,
            rates=replace(one.rates, fixed_millicents=0),
            trips=_handed_over(one.trips) if one.id in idle else one.trips,
        )
        for one in running.problem.vehicles
    )
    return replace(running.problem, vehicles=vehicles)


def _is_round(sheet: RouteSheet, own: Collection[uuid.UUID]) -> bool:
    """Tell whether a route has a planned order."""
    return any(task.order_id not in own for shown in sheet.stops for task in shown.tasks)


def _handed_over(trips: Trips) -> Trips:
    """Return trips that begin with what a counter hands over; nobody loads a whole round for them."""
    least_s = min(trips.loading_s, HAND_OVER_S)
    return replace(trips, loading_s=least_s, first_loading_s=min(trips.start_loading_s, HAND_OVER_S))


def windows_of_promises(
    day: Day, told: Mapping[uuid.UUID, datetime], own: Collection[uuid.UUID]
) -> dict[str, TimeWindow]:
    """Return what planned orders were told as windows of the day: the moment, with patience, however early.

    `own` are orders on demand, which have deadlines of their own.
    """
    latest_s = {str(order): day.seconds(at) + PROMISED_S for order, at in told.items() if order not in own}
    return {order: TimeWindow(0, max(0, until_s)) for order, until_s in latest_s.items()}
