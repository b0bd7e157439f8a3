"""Use case: look at a hub's orders on demand once, give riders what is theirs, and say why others wait."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import savepoint
from pannier.base.problems import Problem
from pannier.connect.road_network import RoadNetwork
from pannier.fleet.on_demand import Rules, on_demand_rules
from pannier.orders.queries import days_on_demand
from pannier.places.service import get_hub, network_of
from pannier.planning.build_day import hub_of_day
from pannier.planning.day import HubOfDay
from pannier.planning.models import OnDemandDesk
from pannier.planning.on_demand.asking import choose_and_ask
from pannier.planning.on_demand.book import Entry, book_of, note_ended
from pannier.planning.on_demand.home import home_plan
from pannier.planning.on_demand.left_over import leave_out, over_at
from pannier.planning.on_demand.load import load_day_on_demand, windows_of_promises
from pannier.planning.on_demand.note import given_now, next_look, note_choice, note_nobody
from pannier.planning.on_demand.riders import Riders, riders_of
from pannier.planning.on_demand.take_back import take_back_lost
from pannier.planning.running_day.apply import apply_plan
from pannier.planning.running_day.load import RunningDay
from pannier.planning.running_day.promises import moments_told
from pannier.planning.store import lock_hub_day
from pannier.planning.told import note_told

log = structlog.get_logger(__name__)
AFTER_A_PROBLEM = timedelta(minutes=1)
NetworkOf = Callable[[Any], RoadNetwork]


def decide(db: Session, hub_id: uuid.UUID, *, network_of: NetworkOf = network_of) -> OnDemandDesk | None:
    """Look once at a hub's orders on demand; None where another worker is at it.

    The desk's row is locked until the transaction ends, so two workers never give one order to two riders, and a
    worker that dies leaves all as it was. Looking again without news changes nothing.
    """
    query = select(OnDemandDesk).where(OnDemandDesk.hub_id == hub_id).with_for_update(skip_locked=True)
    desk = db.scalars(query).first()
    if desk is None:
        return None
    since, now = time.process_time(), clock.now()
    rules, hub = on_demand_rules(db, hub_id), hub_of_day(db, hub_id)
    note_ended(db, hub_id, now)
    at_hand, to_come = _days(db, hub, now) if rules.active else ([], [])
    moments: list[datetime | None] = [_begins(hub, day) for day in to_come[:1]]
    errors: list[str] = []
    for service_date in at_hand:
        try:
            # What ends early half-way leaves nothing of itself, neither rows nor events.
            with savepoint(db):
                moments.append(_decide_day(db, desk, hub, service_date, rules, network_of, now))
        except Problem as problem:
            log.warning("on_demand.ended_early", hub=str(hub_id), code=problem.code, detail=problem.detail)
            errors.append(problem.code)
    desk.decided_at, desk.took_ms = now, round(1000 * (time.process_time() - since))
    if errors:
        moments.append(now + AFTER_A_PROBLEM)
    desk.next_at = min((at for at in moments if at is not None), default=None)
    desk.error_code = errors[0] if errors else None
    return desk


def _days(db: Session, hub: HubOfDay, now: datetime) -> tuple[list[date], list[date]]:
    """Return the days with open orders that are at hand, and those to come.

    Riders are those of today, and of a night that began yesterday; what is open of days before that is left over.
    """
    today = now.astimezone(ZoneInfo(hub.timezone)).date()
    days = days_on_demand(db, hub.id, since=today - timedelta(days=1))
    return [day for day in days if day <= today], [day for day in days if day > today]


def _begins(hub: HubOfDay, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), ZoneInfo(hub.timezone))


def _decide_day(
    db: Session,
    desk: OnDemandDesk,
    hub: HubOfDay,
    service_date: date,
    rules: Rules,
    network_of: NetworkOf,
    now: datetime,
) -> datetime | None:
    lock_hub_day(db, hub.id, service_date)
    book = book_of(db, hub, service_date, rules, now)
    if not book:
        return None
    riders = riders_of(db, hub, service_date, rules, now)
    if take_back_lost(db, book, riders, rules, now):
        # What is taken back leaves its route with the commit; the next look, at once, gives it to others.
        return now
    if riders.shifts:
        network = network_of(get_hub(db, desk.hub_id))
        _give(db, desk, service_date, book, riders, rules, network, now)
    else:
        note_nobody(db, book, rules, now)
    if now >= over_at(hub, service_date, riders.roster, rules):
        # Where they are then tried again is looked at with the commit.
        leave_out(db, book, rules, hub)
    return next_look(book, rules, now)


def _give(
    db: Session,
    desk: OnDemandDesk,
    service_date: date,
    book: list[Entry],
    riders: Riders,
    rules: Rules,
    network: RoadNetwork,
    now: datetime,
) -> None:
    located = [one for one in book if one.is_located]
    day = load_day_on_demand(
        db,
        hub_id=desk.hub_id,
        service_date=service_date,
        riders=riders,
        wanted=[one.order.id for one in located if one.order.route_id is None],
        own=frozenset(one.order.id for one in book),
        network=network,
        now=now,
    )
    moments = moments_told(day)
    _note(db, day, {order: at for order, at in moments.items() if order not in day.told})
    promises = windows_of_promises(day.day, moments, {one.order.id for one in book})
    orders = [one.as_open(day.day, rules) for one in located if str(one.order.id) in day.problem.task_index]
    chosen = choose_and_ask(day, orders, promises, rules.policy)
    if chosen.made is not None:
        if not day.sheets:
            day = replace(day, home_plan=home_plan(db, day.day))
        apply_plan(db, day, chosen.running, chosen.made.plan, network=network)
    note_choice(db, book, day, chosen, riders, rules)
    # Who gets an order hears of its rider, so of another moment, too.
    _note(db, day, given_now(book, now), anew=True)


def _note(db: Session, day: RunningDay, moments: Mapping[uuid.UUID, datetime], *, anew: bool = False) -> None:
    note_told(db, moments, hub_id=day.day.hub.id, service_date=day.day.service_date, anew=anew)
