"""What places take in and give out over HTTP."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from pannier.base.schemas import In, Out
from pannier.connect.geocoder import Candidate
from pannier.places.maps import MapInfo

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Lon = Annotated[float, Field(ge=-180, le=180, description="Longitude in degrees, east is positive.")]
Lat = Annotated[float, Field(ge=-90, le=90, description="Latitude in degrees, north is positive.")]
MapName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
ZoneKind = Literal["service", "price", "low_emission"]


class HubIn(In):
    """A new hub."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Micro-hub Fontvieille",
                "code": "FON",
                "address": "Avenue Albert II 4, 98000 Monaco",
                "lon": 7.4166,
                "lat": 43.7292,
                "timezone": "Europe/Monaco",
                "opens": "06:30",
                "closes": "21:00",
                "loading_s": 600,
                "map_name": "monaco",
            }
        }
    )

    name: Name
    code: Code
    """Short name, used in files and on labels; unique in the organisation."""
    address: Annotated[str, StringConstraints(max_length=300)]
    lon: Lon
    lat: Lat
    timezone: Annotated[str, StringConstraints(max_length=64)]
    """IANA name; a service day is a day in this zone."""
    opens: Clock = "07:00"
    """Local time of day, HH:MM."""
    closes: Clock = "21:00"
    """Local time of day, HH:MM."""
    loading_s: Annotated[int, Field(ge=0, le=14_400)] = 600
    """Seconds it takes to load a vehicle."""
    map_name: MapName | None = None
    """The built map that the hub works on; the installation's usual one when left out."""


class HubChange(In):
    """What to change of a hub; fields that are left out stay."""

    name: Name = ""
    code: Code = ""
    address: Annotated[str, StringConstraints(max_length=300)] = ""
    lon: Lon = 0.0
    lat: Lat = 0.0
    timezone: Annotated[str, StringConstraints(max_length=64)] = ""
    opens: Clock = "07:00"
    closes: Clock = "21:00"
    loading_s: Annotated[int, Field(ge=0, le=14_400)] = 600
    map_name: MapName = "monaco"


class HubOut(Out):
    """A hub."""

    id: uuid.UUID
    name: str
    code: str
    address: str
    lon: float
    lat: float
    timezone: str
    opens: str
    closes: str
    loading_s: int
    map_name: str


class ZoneIn(In):
    """A new zone."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Old town",
                "code": "old-town",
                "kind": "price",
                "polygon": {
                    "type": "Polygon",
                    "coordinates": [[[7.42, 43.73], [7.43, 43.73], [7.43, 43.74], [7.42, 43.73]]],
                },
            }
        }
    )

    name: Name
    code: Code
    kind: ZoneKind
    """`service`: where is delivered. `price`: one price area. `low_emission`: vans with fuel stay out."""
    polygon: dict[str, Any]
    """GeoJSON Polygon or MultiPolygon in WGS 84, longitude first."""


class ZoneOut(Out):
    """A zone."""

    id: uuid.UUID
    name: str
    code: str
    kind: str
    polygon: dict[str, Any]


class CandidateOut(Out):
    """A place that a text may mean."""

    label: str
    street: str
    number: str
    postcode: str
    city: str
    lon: float
    lat: float
    precision: str
    """`house`, `street` (the house is not known) or `place` (a name without an address)."""
    score: float
    """Quality from 0 to 1."""

    @classmethod
    def of(cls, found: Candidate) -> CandidateOut:
        """Show a candidate."""
        return cls(
            label=found.label,
            street=found.street,
            number=found.number,
            postcode=found.postcode,
            city=found.city,
            lon=found.point.lon,
            lat=found.point.lat,
            precision=found.precision,
            score=found.score,
        )


class MapOut(Out):
    """A built map; show `attribution` wherever the map is shown."""

    name: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    center: tuple[float, float]
    """Longitude, latitude."""
    pmtiles_url: str | None
    """Address of the base map on this server; null when the map was built without one."""
    attribution: str
    built_at: datetime
    counts: dict[str, int]

    @classmethod
    def of(cls, info: MapInfo) -> MapOut:
        """Show a map; the version in the address lets browsers keep the file as long as it is the same."""
        box = info.bounds
        url = f"/map/{info.name}.pmtiles?v={info.fingerprint[:8]}"
        return cls(
            name=info.name,
            bounds=(box.west, box.south, box.east, box.north),
            center=(info.center.lon, info.center.lat),
            pmtiles_url=url if info.has_basemap else None,
            attribution=info.attribution,
            built_at=info.built_at,
            counts=dict(info.counts),
        )
