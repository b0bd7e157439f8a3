"""Read a hub's day from the tables: the orders not yet on a released route, and the shifts not yet taken."""

import uuid
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.allocation.prizes import partner_price_cents
from pannier.base import clock
from pannier.core.geo import LonLat
from pannier.factors.editions import edition_of
from pannier.fleet.stations import list_stations
from pannier.orders.queries import plannable_orders
from pannier.places.service import get_hub, list_zones
from pannier.planning.day import (
    DEFAULT_TEMPERATURE_C,
    NO_CARBON,
    Carbon,
    Day,
    HubOfDay,
    OrderOfDay,
    StationOfDay,
)
from pannier.planning.free_shifts import free_shifts
from pannier.planning.models import Route, Task
from pannier.planning.order_facts import order_of_day
from pannier.planning.states import OUT


def load_day(
    db: Session, *, hub_id: uuid.UUID, service_date: date, temperature_c: float = DEFAULT_TEMPERATURE_C
) -> Day:
    """Return what is still to be planned of a hub's day; raise HubNotFound."""
    hub = hub_of_day(db, hub_id)
    return Day(
        hub=hub,
        service_date=service_date,
        orders=_orders(db, hub_id, service_date),
        shifts=free_shifts(db, hub, service_date),
        stations=stations_of_day(db),
        temperature_c=temperature_c,
        exclude=tuple(closed_rings(db)),
        carbon=carbon_of_day(db, service_date),
        now=clock.now(),
    )


def hub_of_day(db: Session, hub_id: uuid.UUID) -> HubOfDay:
    """Return a hub as planning sees it."""
    hub = get_hub(db, hub_id)
    return HubOfDay(
        id=hub.id,
        name=hub.name,
        point=LonLat(hub.lon, hub.lat).rounded(),
        timezone=hub.timezone,
        opens=_time(hub.opens),
        closes=_time(hub.closes),
        loading_s=hub.loading_s,
    )


def carbon_of_day(db: Session, service_date: date) -> Carbon:
    """Return what CO2e counts in the organisation's plans; nothing where it has no price."""
    organisation = my_organisation(db)
    if not organisation.co2e_cents_per_kg:
        return NO_CARBON
    electricity = edition_of(f"{service_date.year}-{organisation.country}").electricity
    return Carbon(
        cents_per_kg=organisation.co2e_cents_per_kg, grid_mg_per_kwh=round(electricity.total_kg * 1_000_000)
    )


def stations_of_day(db: Session) -> tuple[StationOfDay, ...]:
    """Return the charging stations in use."""
    return tuple(
        StationOfDay(
            id=station.id,
            name=station.name,
            point=LonLat(station.lon, station.lat).rounded(),
            power_w=station.power_w,
            kinds=tuple(station.kinds),
        )
        for station in list_stations(db)
        if station.active
    )


def closed_rings(db: Session) -> list[tuple[LonLat, ...]]:
    """Return the outer rings of the low-emission zones."""
    rings = []
    for zone in list_zones(db, kind="low_emission"):
        polygons = zone.polygon["coordinates"]
        for polygon in polygons if zone.polygon["type"] == "MultiPolygon" else [polygons]:
            rings.append(tuple(LonLat(lon, lat) for lon, lat, *_ in polygon[0]))
    return rings


def _orders(db: Session, hub_id: uuid.UUID, service_date: date) -> tuple[OrderOfDay, ...]:
    out = orders_out(db, hub_id, service_date)
    waiting = [order for order in plannable_orders(db, hub_id, service_date) if order.id not in out]
    prizes = partner_price_cents(db, [order.id for order in waiting])
    found = (order_of_day(order, prize_of(order.prize_cents, prizes.get(order.id))) for order in waiting)
    return tuple(order for order in found if order is not None)


def prize_of(own_cents: int | None, partner_cents: int | None) -> int | None:
    """Return what leaving an order out costs: what it says itself, or what a partner takes if that is less."""
    return min((cents for cents in (own_cents, partner_cents) if cents is not None), default=None)


def orders_out(db: Session, hub_id: uuid.UUID, service_date: date) -> frozenset[uuid.UUID]:
    """Return the orders with an open task on a route that a rider has."""
    query = (
        select(Task.order_id)
        .join(Route, Route.id == Task.route_id)
        .where(
            Route.hub_id == hub_id,
            Route.service_date == service_date,
            Route.state.in_(OUT),
            Task.state != "closed",
        )
    )
    return frozenset(db.scalars(query))


def _time(text: str | time) -> time:
    return text if isinstance(text, time) else time.fromisoformat(text)
