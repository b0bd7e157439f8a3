"""What places take in and give out over HTTP."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from pannier.base.schemas import In, Out
from pannier.connect.geocoder import Candidate
from pannier.places.maps import MapInfo
from pannier.places.traffic import LEAST_PERCENT, MOST_HOURS, MOST_PERCENT

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Lon = Annotated[float, Field(ge=-180, le=180, description="Longitude in degrees, east is positive.")]
Lat = Annotated[float, Field(ge=-90, le=90, description="Latitude in degrees, north is positive.")]
MapName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
ZoneKind = Literal["service", "price", "low_emission", "restricted"]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday, 7 Sunday.")]
LocalTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


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


class ZoneHours(In):
    """From one local time to another; a span that ends before it begins goes into the next day."""

    model_config = ConfigDict(populate_by_name=True)

    from_: LocalTime = Field(alias="from", description="Local time like 06:00.", examples=["06:00"])
    until: LocalTime = Field(description="Local time like 10:30; 24:00 is the day's end.", examples=["10:30"])


class ZoneRule(In):
    """Who may be in the zone at which hours; kinds and weekdays without a rule are free."""

    kinds: list[Annotated[str, StringConstraints(max_length=40)]] = Field(
        default_factory=list, max_length=40, description="Kinds of vehicle it binds; empty means all."
    )
    fuel_only: bool = Field(default=False, description="It binds only kinds that burn fuel.")
    weekdays: list[Weekday] = Field(
        default_factory=list, max_length=7, description="When it holds; empty means every day."
    )
    hours: list[ZoneHours] = Field(
        default_factory=list, max_length=12, description="When they may be inside; empty means never."
    )


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
    """`service`: where is delivered. `price`: one price area. `low_emission`: vans with fuel stay out, or as the rules
    say. `restricted`: the rules say who may be inside, and when."""
    polygon: dict[str, Any]
    """GeoJSON Polygon or MultiPolygon in WGS 84, longitude first."""
    rules: list[ZoneRule] = Field(
        default_factory=list, max_length=40, description="Who may be inside at which hours."
    )


class ZoneChange(In):
    """What to change of a zone; fields that are left out stay."""

    name: Name = ""
    polygon: dict[str, Any] = Field(default_factory=dict)
    rules: list[ZoneRule] = Field(
        default_factory=list, max_length=40, description="Who may be inside at which hours."
    )


class ZoneOut(Out):
    """A zone."""

    id: uuid.UUID
    name: str
    code: str
    kind: str
    polygon: dict[str, Any]
    rules: list[ZoneRule] = Field(description="Who may be inside at which hours.")


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


class TrafficHoursIn(In):
    """Hours at which ways take longer; kinds and weekdays that are left out mean all."""

    kinds: list[Code] = Field(default=[], max_length=20, examples=[["e_van"]])
    """Kinds of vehicles that are slowed down."""
    weekdays: list[Weekday] = Field(default=[], max_length=7, examples=[[1, 2, 3, 4, 5]])
    """Days of the week, 1 is Monday."""
    begins: LocalTime = Field(examples=["07:00"])
    """Local time of day, HH:MM."""
    ends: LocalTime = Field(examples=["09:00"])
    """Local time of day, HH:MM; 24:00 is the day's end."""
    longer_percent: int = Field(ge=LEAST_PERCENT, le=MOST_PERCENT, examples=[40])
    """How much longer ways take than the street network says; below zero they take less."""
    zone_id: uuid.UUID | None = None
    """Only ways that begin or end in this zone: half of it where the other end lies elsewhere."""


class TrafficIn(In):
    """All hours at which ways take longer."""

    hours: list[TrafficHoursIn] = Field(max_length=MOST_HOURS)
    """They take the place of all that were set before."""


class TrafficHoursOut(Out):
    """Hours at which ways take longer; no kinds or weekdays mean all."""

    kinds: list[str]
    """Kinds of vehicles that are slowed down."""
    weekdays: list[int]
    """Days of the week, 1 is Monday."""
    begins: str = Field(examples=["07:00"])
    """Local time of day, HH:MM."""
    ends: str = Field(examples=["09:00"])
    """Local time of day, HH:MM; 24:00 is the day's end."""
    longer_percent: int = Field(examples=[40])
    """How much longer ways take than the street network says; below zero they take less."""
    zone_id: uuid.UUID | None
    """Only ways that begin or end in this zone."""
