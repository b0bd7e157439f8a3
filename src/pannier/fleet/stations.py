"""Use cases: tell where vehicles can charge on the way, change it, take stations out of use."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import ChargingStationCreated
from pannier.core.geo import LonLat
from pannier.fleet.charger_values import check_charger
from pannier.fleet.models import ChargingStation
from pannier.fleet.problems import CannotCharge, StationNameTaken, StationNotFound
from pannier.fleet.specification import fleet_kind
from pannier.places.service import check_on_some_map


@dataclass(frozen=True, slots=True, kw_only=True)
class StationValues:
    """What makes a charging station; without kinds every vehicle that can charge on the way may use it."""

    name: str
    lon: float
    lat: float
    power_w: int
    kinds: Sequence[str] = ()
    active: bool = True
    charger: Mapping[str, Any] = field(default_factory=dict)


def create_station(db: Session, values: StationValues) -> ChargingStation:
    """Tell of a station; raise StationNameTaken, UnknownKind, CannotCharge, InvalidCharger or PointOutsideMap."""
    station = ChargingStation(**asdict(values) | {"kinds": sorted(set(values.kinds))})
    _check(db, station)
    db.add(station)
    db.flush()
    record(db, ChargingStationCreated(station_id=station.id))
    return station


def change_station(db: Session, station_id: uuid.UUID, changes: Mapping[str, Any]) -> ChargingStation:
    """Change a station or take it out of use; plans made before keep what they were made with."""
    station = get_station(db, station_id)
    with db.no_autoflush:
        for name, value in changes.items():
            setattr(station, name, sorted(set(value)) if name == "kinds" else value)
        _check(db, station)
    return station


def get_station(db: Session, station_id: uuid.UUID) -> ChargingStation:
    """Return a station; raise StationNotFound."""
    station = db.get(ChargingStation, station_id)
    if station is None:
        raise StationNotFound(
            f"Charging station {station_id} does not exist here; list them with GET /v1/charging-stations."
        )
    return station


def list_stations(db: Session) -> list[ChargingStation]:
    """List the stations by name, those out of use included."""
    return list(db.scalars(select(ChargingStation).order_by(ChargingStation.name, ChargingStation.id)))


def station_names(db: Session) -> dict[uuid.UUID, str]:
    """Return the names of all stations by their ids."""
    return {station.id: station.name for station in list_stations(db)}


def _check(db: Session, station: ChargingStation) -> None:
    for position, code in enumerate(station.kinds):
        kind = fleet_kind(code, pointer=f"/kinds/{position}")
        if kind.battery is None or kind.battery.station_w is None:
            text = f"A {kind.label} has nothing to charge on the way; leave it out."
            raise CannotCharge(text, pointer=f"/kinds/{position}")
    check_charger(station.charger or {}, "/charger")
    query = select(ChargingStation).where(ChargingStation.name == station.name)
    rival = db.scalars(query).one_or_none()
    if rival is not None and rival is not station:
        text = f"A charging station is called {station.name} already; use another name."
        raise StationNameTaken(text, pointer="/name")
    check_on_some_map(db, LonLat(station.lon, station.lat))
