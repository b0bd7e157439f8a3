"""Use cases of blocked streets: a place or stretch that some vehicles cannot pass between two moments."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any, Final

from shapely import LineString, Point, affinity
from shapely.geometry import mapping
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.events import StreetBlocked, StreetOpened
from pannier.core.geo import LonLat
from pannier.factors.kinds import KindError, vehicle_kind
from pannier.places.models import Blockage
from pannier.places.polygons import checked_polygon
from pannier.places.problems import BlockageNotFound, InvalidBlockage

M_PER_DEGREE: Final = 111_320
"""Metres of a degree of latitude, and of one of longitude at the equator."""
CORNERS: Final = 4
"""Corners of a quarter of a circle around a place."""


@dataclass(frozen=True, kw_only=True)
class BlockedPlace:
    """What is blocked: GeoJSON as drawn, or all within metres of a line (of one point: a place); `kinds` none: all."""

    name: str
    starts_at: datetime
    ends_at: datetime
    kinds: Sequence[str] = ()
    polygon: Mapping[str, Any] | None = None
    line: Sequence[LonLat] = ()
    within_m: float = 20.0


def block(db: Session, values: BlockedPlace, *, by: str) -> Blockage:
    """Note that a street is blocked; plans, ways and proposals go around it from now on.

    Raises InvalidZone for a polygon that is none, InvalidBlockage for no place, an unknown kind or an end before the
    beginning.
    """
    _check_kinds(values.kinds)
    if values.ends_at <= values.starts_at or values.ends_at <= clock.now():
        raise InvalidBlockage("It ends before it begins, or has ended already.", pointer="/ends_at")
    if (values.polygon is None) == (not values.line):
        raise InvalidBlockage(
            "Say where: either a polygon, or a line of one or more points.", pointer="/line"
        )
    drawn = values.polygon if values.polygon is not None else around(values.line, values.within_m)
    row = Blockage(
        name=values.name,
        kinds=list(values.kinds),
        polygon=checked_polygon(drawn),
        starts_at=values.starts_at,
        ends_at=values.ends_at,
        blocked_by=by,
        removed_at=None,
    )
    db.add(row)
    db.flush()
    record(db, StreetBlocked(blockage_id=row.id, starts_at=row.starts_at, ends_at=row.ends_at))
    return row


def _check_kinds(kinds: Sequence[str]) -> None:
    for number, code in enumerate(kinds):
        try:
            vehicle_kind(code)
        except KindError as error:
            raise InvalidBlockage(str(error), pointer=f"/kinds/{number}") from None


def unblock(db: Session, blockage_id: uuid.UUID) -> Blockage:
    """Note that a street is open again; told twice is told once. Raises BlockageNotFound."""
    row = db.get(Blockage, blockage_id)
    if row is None:
        raise BlockageNotFound(
            f"Blocked street {blockage_id} does not exist here; list them with GET /v1/blocked-streets."
        )
    if row.removed_at is None:
        row.removed_at = clock.now()
        record(db, StreetOpened(blockage_id=row.id))
    return row


def list_blockages(db: Session, *, at: datetime | None = None) -> list[Blockage]:
    """List the streets that are blocked now or later, or at some moment on; those opened again are left away."""
    query = select(Blockage).where(Blockage.removed_at.is_(None), Blockage.ends_at > (at or clock.now()))
    return list(db.scalars(query.order_by(Blockage.starts_at, Blockage.id)))


def around(line: Sequence[LonLat], within_m: float) -> dict[str, Any]:
    """Return the area within some metres of a line or point, as GeoJSON; on a plane that fits there."""
    narrow = cos(radians(line[0].lat))
    flat = [(point.lon * narrow, point.lat) for point in line]
    shape = Point(flat[0]) if len(flat) == 1 else LineString(flat)
    area = affinity.scale(
        shape.buffer(within_m / M_PER_DEGREE, quad_segs=CORNERS), xfact=1 / narrow, yfact=1.0, origin=(0, 0)
    )
    return dict(mapping(area))
