"""Hours at which ways take longer: what the operator says of its city, kept as a list that is set as a whole."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import TrafficChanged
from pannier.factors.kinds import KindError, vehicle_kind
from pannier.places.local_time import minutes_of
from pannier.places.models import TrafficHours
from pannier.places.problems import InvalidTraffic
from pannier.places.zones import list_zones, lock_zones

LEAST_PERCENT: Final = -50
MOST_PERCENT: Final = 400
MOST_HOURS: Final = 40


@dataclass(frozen=True)
class SlowHours:
    """Ways take `longer_percent` more between two local minutes of a day; in a zone those that begin or end there.

    No kinds and no weekdays mean all of them. `polygon` is GeoJSON, None the whole city.
    """

    begin_min: int
    end_min: int
    longer_percent: int
    kinds: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    polygon: Mapping[str, Any] | None = None

    def binds(self, kind: str, weekday: int) -> bool:
        """Tell whether they are for a kind of vehicle on a day of the week, Monday 1."""
        return (not self.kinds or kind in self.kinds) and (not self.weekdays or weekday in self.weekdays)


def list_traffic(db: Session) -> list[TrafficHours]:
    """List the hours as they were set."""
    return list(db.scalars(select(TrafficHours).order_by(TrafficHours.position)))


def set_traffic(db: Session, hours: Sequence[Mapping[str, Any]]) -> list[TrafficHours]:
    """Put these hours in the place of all others; raise InvalidTraffic that names what cannot be meant."""
    lock_zones(db)
    zones = {zone.id for zone in list_zones(db)}
    for number, one in enumerate(hours):
        _check(one, zones, f"/hours/{number}")
    db.execute(delete(TrafficHours))
    for position, one in enumerate(hours):
        db.add(TrafficHours(position=position, **one))
    db.flush()
    record(db, TrafficChanged(lines=len(hours)))
    return list_traffic(db)


def _check(one: Mapping[str, Any], zones: set[uuid.UUID], at: str) -> None:
    for number, code in enumerate(one["kinds"]):
        try:
            vehicle_kind(code)
        except KindError as error:
            raise InvalidTraffic(str(error), pointer=f"{at}/kinds/{number}") from None
    if minutes_of(one["begins"]) >= minutes_of(one["ends"]):
        text = "The hours end before they begin; give two lines, one until 24:00 and one from 00:00."
        raise InvalidTraffic(text, pointer=f"{at}/ends")
    if one["zone_id"] is not None and one["zone_id"] not in zones:
        raise InvalidTraffic(
            "There is no such zone; draw it first, or leave it out.", pointer=f"{at}/zone_id"
        )


def slow_hours(db: Session) -> tuple[SlowHours, ...]:
    """Return the hours as plans go by them; those of a zone that is gone say nothing any more."""
    polygons = {zone.id: zone.polygon for zone in list_zones(db)}
    return tuple(
        SlowHours(
            minutes_of(one.begins),
            minutes_of(one.ends),
            one.longer_percent,
            tuple(one.kinds),
            tuple(one.weekdays),
            None if one.zone_id is None else polygons[one.zone_id],
        )
        for one in list_traffic(db)
        if one.zone_id is None or one.zone_id in polygons
    )
