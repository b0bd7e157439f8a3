"""Use cases of zones: draw one, list them, find those at a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.geo import LonLat
from pannier.places import polygons
from pannier.places.models import Zone
from pannier.places.problems import ZoneCodeTaken, ZonesOverlap

EXCLUSIVE: Final = frozenset({"price"})
"""Kinds of which a place has one at most: a delivery has one price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneValues:
    """What makes a zone; `kind` is service, price or low_emission, `polygon` is GeoJSON."""

    name: str
    code: str
    kind: str
    polygon: Mapping[str, Any]


def create_zone(db: Session, values: ZoneValues) -> Zone:
    """Draw a zone; raises InvalidZone, ZoneCodeTaken, or ZonesOverlap where a kind allows one per place."""
    polygon = polygons.checked_polygon(values.polygon)
    for other in list_zones(db, values.kind):
        if other.code == values.code:
            text = f"A {values.kind} zone with the code {values.code} exists; use another code."
            raise ZoneCodeTaken(text, pointer="/code")
        if values.kind in EXCLUSIVE and polygons.overlap(polygon, other.polygon):
            text = f"The zone overlaps {other.name} ({other.code}); draw them side by side."
            raise ZonesOverlap(text, pointer="/polygon")
    zone = Zone(name=values.name, code=values.code, kind=values.kind, polygon=polygon)
    db.add(zone)
    db.flush()
    return zone


def list_zones(db: Session, kind: str | None = None) -> list[Zone]:
    """List the zones, or those of one kind, by code."""
    query = select(Zone).order_by(Zone.code, Zone.id)
    return list(db.scalars(query if kind is None else query.where(Zone.kind == kind)))


def zones_at(db: Session, point: LonLat, kind: str | None = None) -> list[Zone]:
    """List the zones that contain a point, borders included."""
    return [zone for zone in list_zones(db, kind) if polygons.contains(zone.polygon, point)]
