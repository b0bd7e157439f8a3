"""Routes of blocked streets: block one, list them, open it again."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, ConfigDict, Field

from pannier.base.edge import Edge, Router, may
from pannier.base.schemas import In, Out
from pannier.core.geo import LonLat
from pannier.places import blockages

router = Router(prefix="/v1", tags=["places"])
MOST_POINTS = 200


class CornerIn(In):
    """A place on the map, in degrees."""

    lon: float = Field(ge=-180, le=180, description="Degrees east.", examples=[7.42])
    lat: float = Field(ge=-90, le=90, description="Degrees north.", examples=[43.73])


class BlockedStreetIn(In):
    """A place, stretch or area that vehicles cannot pass between two moments."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Burst pipe, Rue Grimaldi",
                "line": [{"lon": 7.4181, "lat": 43.7323}, {"lon": 7.4192, "lat": 43.7331}],
                "within_m": 15,
                "starts_at": "2026-03-10T09:30:00+01:00",
                "ends_at": "2036-03-10T14:00:00+01:00",
            }
        }
    )

    name: str = Field(min_length=1, max_length=120, description="What people call it, and why it is blocked.")
    kinds: list[str] = Field(
        default=[], max_length=40, description="Kinds of vehicles that cannot pass; none means all."
    )
    polygon: dict[str, Any] | None = Field(
        default=None, description="The area as GeoJSON Polygon or MultiPolygon, longitude first."
    )
    line: list[CornerIn] = Field(
        default=[],
        max_length=MOST_POINTS,
        description="Instead of a polygon: a place, or the points of a stretch.",
    )
    within_m: float = Field(
        default=20, ge=2, le=2_000, description="Blocked as far from the line, in metres."
    )
    starts_at: AwareDatetime = Field(description="Since when.")
    ends_at: AwareDatetime = Field(description="Until when.")


class BlockedStreetOut(Out):
    """A blocked street."""

    id: uuid.UUID
    name: str
    kinds: list[str] = Field(description="Kinds of vehicles that cannot pass; none means all.")
    polygon: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    blocked_by: str


@router.post("/blocked-streets", status_code=201)
def block_street(body: BlockedStreetIn, edge: Annotated[Edge, may("plans:write")]) -> BlockedStreetOut:
    """Block a street; plans go around it, and the proposal `street_blocked` repairs routes that are out."""
    values = blockages.BlockedPlace(
        name=body.name,
        kinds=body.kinds,
        polygon=body.polygon,
        line=[LonLat(point.lon, point.lat) for point in body.line],
        within_m=body.within_m,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
    )
    return BlockedStreetOut.model_validate(blockages.block(edge.db, values, by=edge.actor.name))


@router.get("/blocked-streets")
def list_blocked_streets(edge: Annotated[Edge, may("plans:read")]) -> list[BlockedStreetOut]:
    """List the streets that are blocked now or later."""
    return [BlockedStreetOut.model_validate(row) for row in blockages.list_blockages(edge.db)]


@router.delete("/blocked-streets/{blockage_id}", status_code=204)
def open_street(blockage_id: uuid.UUID, edge: Annotated[Edge, may("plans:write")]) -> None:
    """Say that a street is open again; plans and new proposals drive there."""
    blockages.unblock(edge.db, blockage_id)
