"""Read what a day's report rests on; nothing is written here."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.billing.queries import charges_of_day, costs_of_day
from pannier.driving.queries import AttemptView, attempts_between, attempts_of_orders, list_rounds
from pannier.emissions.day_totals import totals_of
from pannier.emissions.queries import find_baseline, records_of_day, rounds_of_day
from pannier.fleet.vehicles import list_vehicles
from pannier.hub.transfers import list_transfers
from pannier.orders.queries import orders_by_id, orders_of_day
from pannier.orders.values import OrderView
from pannier.orders.wishes import windows_of
from pannier.partners.contracts import list_partners
from pannier.places.models import Hub
from pannier.planning.models import Route
from pannier.planning.queries import count_done_stops, list_routes, orders_of_route
from pannier.reports.facts import AttemptFacts, DayFacts, EmissionFacts, MoneyFacts, OrderFacts, RoundFacts

# A route may end after midnight; its attempts belong to the day it began.
AFTER_MIDNIGHT = timedelta(hours=8)
DRIVEN = ("released", "in_progress", "completed")


def day_facts(db: Session, hub: Hub, service_date: date) -> DayFacts:
    """Return all that happened at a hub on a day."""
    zone = ZoneInfo(hub.timezone)
    routes = list_routes(db, hub_id=hub.id, service_date=service_date, states=DRIVEN)
    orders = _orders(db, hub, service_date, routes, zone)
    attempts = _attempts(db, hub, service_date, orders, routes, zone)
    rounds, still_open = _rounds(db, hub, service_date, routes, attempts, zone)
    return DayFacts(
        orders=[_order(order, service_date, zone) for order in orders.values()],
        attempts=attempts,
        rounds=rounds,
        rounds_open=still_open,
        emissions=_emissions(db, hub, service_date),
        money=_money(db, hub, service_date),
        partners={partner.partner_org_id: partner.name for partner in list_partners(db)},
    )


def bounds(service_date: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a local day begins and when the next one does."""
    start = datetime.combine(service_date, time(), zone)
    return start, datetime.combine(service_date + timedelta(days=1), time(), zone)


def _orders(
    db: Session, hub: Hub, service_date: date, routes: Sequence[Route], zone: ZoneInfo
) -> dict[uuid.UUID, OrderView]:
    """Return the orders of the day: those due then, on its routes, or attempted then and moved on since."""
    due = {order.id: order for order in orders_of_day(db, hub_id=hub.id, service_date=service_date)}
    start, end = bounds(service_date, zone)
    moved = {view.order_id for view in attempts_between(db, start, end + AFTER_MIDNIGHT)}
    moved |= {order_id for route in routes for order_id in orders_of_route(db, route.id)}
    here = {order_id: order for order_id, order in orders_by_id(db, moved).items() if order.hub_id == hub.id}
    return due | here


def _attempts(
    db: Session,
    hub: Hub,
    service_date: date,
    orders: dict[uuid.UUID, OrderView],
    routes: Sequence[Route],
    zone: ZoneInfo,
) -> dict[uuid.UUID, list[AttemptFacts]]:
    """Return the standing attempts by order; an order that this leaves out of the day is dropped from `orders`."""
    of_day = {route.id for route in routes}
    found: dict[uuid.UUID, list[AttemptFacts]] = {}
    for order_id, views in attempts_of_orders(db, sorted(orders)).items():
        standing = [view for view in views if not view.reopened and view.conflict is None]
        found[order_id] = [_attempt(view, of_day, service_date, zone) for view in standing]
        due_here = orders[order_id].service_date == service_date
        if not due_here and not any(attempt.today for attempt in found[order_id]):
            del orders[order_id], found[order_id]
    return found


def _attempt(view: AttemptView, routes: set[uuid.UUID], service_date: date, zone: ZoneInfo) -> AttemptFacts:
    local = view.at.astimezone(zone)
    today = view.route_id in routes if view.route_id else local.date() == service_date
    return AttemptFacts(
        order_id=view.order_id,
        outcome=view.outcome,
        reason=view.reason,
        at=view.at,
        hour=local.hour,
        route_id=view.route_id,
        place=view.stop_id or view.id,
        today=today,
    )


def _order(order: OrderView, service_date: date, zone: ZoneInfo) -> OrderFacts:
    return OrderFacts(
        id=order.id,
        reference=order.reference,
        status=order.status,
        partner_org_id=order.partner_org_id if order.carrier == "partner" else None,
        in_review=order.review_code is not None,
        window_start=on_day(order.window_start, service_date, zone),
        window_end=on_day(order.window_end, service_date, zone),
        more_windows=tuple(
            (on_day(start, service_date, zone), on_day(end, service_date, zone))
            for start, end in windows_of(order.more_windows)
        ),
    )


def on_day(at: datetime | None, service_date: date, zone: ZoneInfo) -> datetime | None:
    """Return a window's end on the day: a failed attempt moves the window by whole days, for the next attempt."""
    return datetime.combine(service_date, at.astimezone(zone).time(), zone) if at else None


def _rounds(
    db: Session,
    hub: Hub,
    service_date: date,
    routes: Sequence[Route],
    attempts: Mapping[uuid.UUID, Sequence[AttemptFacts]],
    zone: ZoneInfo,
) -> tuple[list[RoundFacts], int]:
    kinds = {route.id: route.vehicle_kind for route in routes}
    emitted = {row.round_id: row.co2e_mg for row in rounds_of_day(db, service_date, hub_id=hub.id)}
    delivered = _delivered_by_route(attempts)
    reloads, swaps = (count_done_stops(db, kinds, kind) for kind in ("reload", "swap"))
    closed, still_open = [], 0
    for row in list_rounds(db, hub_id=hub.id, service_date=service_date):
        if row.ended_at is None or row.distance_m is None:
            still_open += 1
            continue
        closed.append(
            RoundFacts(
                id=row.id,
                kind=kinds[row.route_id],
                transfer=False,
                distance_m=row.distance_m,
                plug_j=row.plug_j or 0,
                duration_s=round((row.ended_at - row.started_at).total_seconds()),
                deliveries=delivered[row.route_id],
                reloads=reloads.get(row.route_id, 0),
                swaps=swaps.get(row.route_id, 0),
                co2e_mg=emitted.get(row.id),
            )
        )
    return closed + _transfers(db, hub, service_date, emitted, zone), still_open


def _delivered_by_route(attempts: Mapping[uuid.UUID, Sequence[AttemptFacts]]) -> Counter[uuid.UUID | None]:
    return Counter(attempt.route_id for tries in attempts.values() for attempt in tries if attempt.succeeded)


def _transfers(
    db: Session, hub: Hub, service_date: date, emitted: Mapping[uuid.UUID, int | None], zone: ZoneInfo
) -> list[RoundFacts]:
    kinds = {vehicle.id: vehicle.kind for vehicle in list_vehicles(db)}
    start, end = bounds(service_date, zone)
    return [
        RoundFacts(
            id=row.id,
            kind=kinds[row.vehicle_id],
            transfer=True,
            distance_m=row.distance_m,
            plug_j=row.plug_j,
            duration_s=row.duration_s,
            deliveries=0,
            co2e_mg=emitted.get(row.id),
        )
        for row in list_transfers(db, hub_id=hub.id)
        if row.to_hub_id == hub.id and row.arrived_at and start <= row.arrived_at < end
    ]


def _emissions(db: Session, hub: Hub, service_date: date) -> EmissionFacts:
    records = records_of_day(db, service_date, hub_id=hub.id)
    totals = totals_of(records, rounds_of_day(db, service_date, hub_id=hub.id))
    baseline = find_baseline(db, hub_id=hub.id, service_date=service_date)
    compared = {row.order_id for row in records if row.kind == "round" and row.carried}
    return EmissionFacts(
        co2e_mg=totals.co2e_mg,
        compared_mg=totals.compared_mg,
        baseline_mg=totals.baseline_mg,
        deliveries=totals.deliveries,
        compared_deliveries=len(compared),
        primary_share=totals.primary_share,
        waiting_rounds=totals.waiting,
        baseline_kind=baseline.kind if baseline else None,
        baseline_reason=baseline.reason if baseline else None,
        baseline_begun=bool(baseline and baseline.payload and baseline.payload["inputs"]["begun"]),
    )


def _money(db: Session, hub: Hub, service_date: date) -> MoneyFacts:
    charges = charges_of_day(db, service_date, hub_id=hub.id)
    partner_cents: dict[uuid.UUID, int] = defaultdict(int)
    for cost in costs_of_day(db, service_date, hub_id=hub.id):
        partner_cents[cost.partner_org_id] += cost.price_cents
    return MoneyFacts(
        charged_cents=sum(row.price_cents for row in charges),
        unpriced=sum(row.problem is not None for row in charges),
        partner_cents=dict(partner_cents),
    )


def references(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the merchants' references of orders."""
    return {order_id: order.reference for order_id, order in orders_by_id(db, order_ids).items()}
