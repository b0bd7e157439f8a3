"""What charging stations take in and give out over HTTP."""

import uuid
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from pannier.base.schemas import In, Out
from pannier.fleet.charger_schemas import Charger
from pannier.fleet.models import ChargingStation

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Lon = Annotated[float, Field(ge=-180, le=180, description="Longitude in degrees, east is positive.")]
Lat = Annotated[float, Field(ge=-90, le=90, description="Latitude in degrees, north is positive.")]
Power = Annotated[int, Field(ge=100, le=1_000_000, description="What the charger gives at most, in watts.")]
Kind = Annotated[str, StringConstraints(max_length=40)]
_CHARGER = "Its plugs, hours, reservations and prices."
_KINDS = "Kinds of vehicles that may use it; empty means all that can."


class ChargingStationIn(In):
    """A new charging station on the way."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Quai Albert Ier",
                "lon": 7.4225,
                "lat": 43.7355,
                "power_w": 22_000,
                "kinds": ["e_van", "e_van_small"],
            }
        }
    )

    name: Name
    lon: Lon
    lat: Lat
    power_w: Power
    kinds: list[Kind] = Field(default_factory=list, max_length=40, description=_KINDS)
    active: bool = True
    charger: Charger = Field(default_factory=Charger, description=_CHARGER)


class ChargingStationChange(In):
    """What to change of a charging station; fields that are left out stay."""

    name: Name = ""
    lon: Lon = 0.0
    lat: Lat = 0.0
    power_w: Power = 22_000
    kinds: list[Kind] = Field(default_factory=list, max_length=40, description=_KINDS)
    active: bool = True
    charger: Charger = Field(default_factory=Charger, description=f"{_CHARGER} Said anew as a whole.")


class ChargingStationOut(Out):
    """A charging station."""

    id: uuid.UUID
    name: str
    lon: float
    lat: float
    power_w: int
    kinds: list[str]
    active: bool
    charger: Charger = Field(description=_CHARGER)

    @classmethod
    def of(cls, station: ChargingStation) -> "ChargingStationOut":
        """Show a station."""
        return cls.model_validate(station)
