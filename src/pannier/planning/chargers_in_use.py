"""Read what is known of chargers for a plan: what was said of them, and which riders are plugged in when."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.fleet.charger_values import charger_of
from pannier.fleet.chargers import hub_charger
from pannier.fleet.stations import list_stations
from pannier.planning.day import ChargerOfDay, StationOfDay
from pannier.planning.models import Route, Stop
from pannier.planning.states import OUT

type Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Busy:
    """When riders are plugged in: by the id of a charging station, or of the hub."""

    spans: Mapping[uuid.UUID, Spans] = field(default_factory=dict)

    def at(self, charger_id: uuid.UUID) -> Spans:
        """Return when somebody is plugged in at a station or hub."""
        return self.spans.get(charger_id, ())


NOBODY = Busy()


def busy_around(db: Session, service_date: date, *, but: Collection[uuid.UUID] = ()) -> Busy:
    """Return when routes out on the road charge or swap on a day and beside it, but for these routes."""
    near = (service_date - timedelta(days=1), service_date + timedelta(days=1))
    query = (
        select(Stop.station_id, Route.hub_id, Stop.planned_start, Stop.planned_departure)
        .join(Route, Route.id == Stop.route_id)
        .where(
            Route.service_date.between(*near),
            Route.state.in_(OUT),
            Route.id.not_in(but),
            Stop.kind.in_(("swap", "charge")),
            Stop.state.in_(("pending", "arrived")),
            Stop.planned_start < Stop.planned_departure,
        )
        .order_by(Stop.planned_start, Stop.id)
    )
    found: dict[uuid.UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for station_id, hub_id, begin, end in db.execute(query):
        found[station_id or hub_id].append((begin, end))
    return Busy({charger_id: tuple(spans) for charger_id, spans in found.items()})


def charger_of_day(db: Session, hub_id: uuid.UUID, busy: Busy) -> ChargerOfDay:
    """Return what a plan knows of a hub's own chargers."""
    return ChargerOfDay(said=charger_of(hub_charger(db, hub_id)), busy=busy.at(hub_id))


def stations_of_day(db: Session, busy: Busy = NOBODY) -> tuple[StationOfDay, ...]:
    """Return the charging stations in use."""
    return tuple(
        StationOfDay(
            id=station.id,
            name=station.name,
            point=LonLat(station.lon, station.lat).rounded(),
            power_w=station.power_w,
            kinds=tuple(station.kinds),
            charger=ChargerOfDay(said=charger_of(station.charger), busy=busy.at(station.id)),
        )
        for station in list_stations(db)
        if station.active
    )
