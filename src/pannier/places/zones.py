"""Use cases of zones: draw one, list them, find those at a point."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.locks import lock
from pannier.base.scope import org_of
from pannier.core.events import ZoneChanged
from pannier.core.geo import LonLat
from pannier.places import polygons
from pannier.places.models import TrafficHours, Zone
from pannier.places.problems import ZoneCodeTaken, ZoneNotFound, ZonesOverlap
from pannier.places.zone_rules import checked_rules

EXCLUSIVE: Final = frozenset({"price"})
"""Kinds of which a place has one at most: a delivery has one price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneValues:
    """What makes a zone; `kind` is service, price, low_emission or restricted, `polygon` is GeoJSON.

    `rules` say who may be inside at which hours, see zone_rules.
    """

    name: str
    code: str
    kind: str
    polygon: Mapping[str, Any]
    rules: Sequence[Mapping[str, Any]] = ()


def create_zone(db: Session, values: ZoneValues) -> Zone:
    """Draw a zone; raises InvalidZone, InvalidZoneRule, ZoneCodeTaken, or ZonesOverlap of one that is exclusive."""
    lock_zones(db)
    zone = Zone(**_checked(db, values))
    db.add(zone)
    db.flush()
    record(db, ZoneChanged(zone_id=zone.id, kind=zone.kind, change="drawn"))
    return zone


def change_zone(db: Session, zone_id: uuid.UUID, changes: Mapping[str, Any]) -> Zone:
    """Change a zone; the next plan goes by it. Raises ZoneNotFound and what create_zone raises."""
    lock_zones(db)
    zone = get_zone(db, zone_id)
    kept = {name: getattr(zone, name) for name in ("name", "code", "kind", "polygon", "rules")}
    for name, value in _checked(db, ZoneValues(**(kept | dict(changes))), zone.id).items():
        # Reading a polygon may turn it; what nobody sent stays as it is.
        if name in changes:
            setattr(zone, name, value)
    fields = tuple(sorted(name for name in changes if name in kept and getattr(zone, name) != kept[name]))
    if fields:
        record(db, ZoneChanged(zone_id=zone.id, kind=zone.kind, change="changed", fields=fields))
    return zone


def remove_zone(db: Session, zone_id: uuid.UUID) -> None:
    """Take a zone off the map, and what was said of its traffic; raises ZoneNotFound."""
    lock_zones(db)
    zone = get_zone(db, zone_id)
    record(db, ZoneChanged(zone_id=zone.id, kind=zone.kind, change="removed"))
    db.execute(delete(TrafficHours).where(TrafficHours.zone_id == zone_id))
    db.delete(zone)


def lock_zones(db: Session) -> None:
    """Let one transaction at a time change an organisation's zones and hours of traffic: each looks at all others."""
    lock(db, "zones", [org_of(db)])


def get_zone(db: Session, zone_id: uuid.UUID) -> Zone:
    """Return a zone; raises ZoneNotFound."""
    zone = db.scalar(select(Zone).where(Zone.id == zone_id))
    if zone is None:
        raise ZoneNotFound("No zone has this id; list them with GET /v1/zones.")
    return zone


def _checked(db: Session, values: ZoneValues, own_id: uuid.UUID | None = None) -> dict[str, Any]:
    """Return the columns of a zone; raises what create_zone raises."""
    polygon = polygons.checked_polygon(values.polygon)
    rules = checked_rules(values.kind, values.rules)
    for other in list_zones(db, values.kind):
        if other.id == own_id:
            continue
        if other.code == values.code:
            text = f"A {values.kind} zone with the code {values.code} exists; use another code."
            raise ZoneCodeTaken(text, pointer="/code")
        if values.kind in EXCLUSIVE and polygons.overlap(polygon, other.polygon):
            text = f"The zone overlaps {other.name} ({other.code}); draw them side by side."
            raise ZonesOverlap(text, pointer="/polygon")
    named = {"name": values.name, "code": values.code, "kind": values.kind}
    return named | {"polygon": polygon, "rules": rules}


def list_zones(db: Session, kind: str | None = None) -> list[Zone]:
    """List the zones, or those of one kind, by code."""
    query = select(Zone).order_by(Zone.code, Zone.id)
    return list(db.scalars(query if kind is None else query.where(Zone.kind == kind)))


def zones_at(db: Session, point: LonLat, kind: str | None = None) -> list[Zone]:
    """List the zones that contain a point, borders included."""
    return [zone for zone in list_zones(db, kind) if polygons.contains(zone.polygon, point)]


def zone_finder(db: Session, zone_ids: Collection[uuid.UUID]) -> Callable[[LonLat], list[uuid.UUID]]:
    """Return what tells for any point in which of these zones it lies; they are read once."""
    known = [(zone.id, polygons.prepared(zone.polygon)) for zone in list_zones(db) if zone.id in zone_ids]
    return lambda point: [zone_id for zone_id, holds in known if holds(point)]
