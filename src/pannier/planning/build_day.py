"""The one place where a hub's day is put together: whoever plans, times or asks something gets all that counts.

Zones, hours of traffic, chargers, prices, what goods forbid and what counts for riders come from here and from nowhere
else, so that none of them can be forgotten; a test forbids to make a day elsewhere.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from sqlalchemy.orm import Session

from pannier.accounts.goods import classes_of, conflicts_of
from pannier.accounts.people import my_organisation
from pannier.core.geo import LonLat
from pannier.factors.editions import edition_of
from pannier.fleet.chargers import grid_hours
from pannier.fleet.rules import fleet_rules
from pannier.places.blockages import list_blockages
from pannier.places.service import get_hub, list_zones
from pannier.places.traffic import slow_hours
from pannier.places.zone_rules import WITH_RULES, rules_of
from pannier.planning.chargers_in_use import busy_around, charger_of_day, stations_of_day
from pannier.planning.day import (
    DEFAULT_TEMPERATURE_C,
    AreaOfDay,
    Carbon,
    ChargerOfDay,
    Closed,
    Day,
    HubOfDay,
    LockOfDay,
    OrderOfDay,
    People,
    RulesOfDay,
    ShiftOfDay,
    StationOfDay,
)
from pannier.planning.familiar_areas import with_familiar_areas
from pannier.planning.free_shifts import with_work


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a day is planned in, whoever drives what: equal when nothing of it has changed."""

    hub: HubOfDay
    stations: tuple[StationOfDay, ...]
    charger: ChargerOfDay
    areas: tuple[AreaOfDay, ...]
    carbon: Carbon
    rules: RulesOfDay
    people: People


def around_day(
    db: Session, hub_id: uuid.UUID, service_date: date, *, but: Collection[uuid.UUID] = ()
) -> Around:
    """Return what a hub's day is planned in; plugs that the routes `but` take are free. Raise HubNotFound."""
    busy = busy_around(db, service_date, but=but)
    return Around(
        hub=hub_of_day(db, hub_id),
        stations=stations_of_day(db, busy),
        charger=charger_of_day(db, hub_id, busy),
        areas=areas_of_day(db),
        carbon=carbon_of_day(db, service_date),
        rules=rules_of_day(db),
        people=people_of_day(db),
    )


def build_day(
    db: Session,
    around: Around,
    service_date: date,
    *,
    orders: Iterable[OrderOfDay],
    shifts: Sequence[ShiftOfDay] = (),
    as_whole: bool = False,
    worked_until: Mapping[uuid.UUID, datetime] = MappingProxyType({}),
    temperature_c: float = DEFAULT_TEMPERATURE_C,
    locks: tuple[LockOfDay, ...] = (),
    now: datetime,
) -> Day:
    """Return a day of these orders and shifts; `locks` hold where something is planned anew.

    Working time of the shifts counts from now on, or with `as_whole` as that of whole shifts, for driven routes; of
    those what was worked until a moment in `worked_until` is behind them.
    """
    return Day(
        hub=around.hub,
        service_date=service_date,
        orders=with_familiar_areas(db, tuple(orders)),
        shifts=with_work(db, shifts, as_whole=as_whole, until=worked_until),
        stations=around.stations,
        charger=around.charger,
        temperature_c=temperature_c,
        areas=around.areas,
        carbon=around.carbon,
        rules=around.rules,
        people=around.people,
        locks=locks,
        now=now,
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
    """Return what CO2e counts in the organisation's plans, and what the grid emits whether it counts or not."""
    organisation = my_organisation(db)
    electricity = edition_of(f"{service_date.year}-{organisation.country}").electricity
    return Carbon(
        cents_per_kg=organisation.co2e_cents_per_kg or 0,
        grid_mg_per_kwh=round(electricity.total_kg * 1_000_000),
        grid_mg_by_hour=tuple(round(grams * 1000) for grams in grid_hours(db)),
    )


def rules_of_day(db: Session) -> RulesOfDay:
    """Return what the organisation decides for its plans."""
    own = my_organisation(db)
    return RulesOfDay(
        late_once_cents=own.late_once_cents,
        late_hour_cents=own.late_hour_cents,
        incompatible=conflicts_of(classes_of(own.goods_classes)),
        traffic=slow_hours(db),
        walks=fleet_rules(db).walks,
    )


def people_of_day(db: Session) -> People:
    """Return what counts for riders in the organisation's plans."""
    rules = fleet_rules(db)
    return People(
        squared_hour_cents=rules.fair_hours_cents,
        squared_task_cents=rules.fair_stops_cents,
        strange_stop_cents=rules.familiar_area_cents,
    )


def areas_of_day(db: Session) -> tuple[AreaOfDay, ...]:
    """Return the zones that say who may be inside, and the streets that are blocked now or later."""
    blocked = (
        AreaOfDay(
            name=f"the blocked street {row.name}",
            polygon=row.polygon,
            closed=(Closed(kinds=tuple(row.kinds), starts_at=row.starts_at, ends_at=row.ends_at),),
        )
        for row in list_blockages(db)
    )
    zones = (
        AreaOfDay(name=zone.name, polygon=zone.polygon, rules=rules_of(zone.kind, zone.rules))
        for zone in list_zones(db)
        if zone.kind in WITH_RULES
    )
    return (*zones, *blocked)


def _time(text: str | time) -> time:
    return text if isinstance(text, time) else time.fromisoformat(text)
