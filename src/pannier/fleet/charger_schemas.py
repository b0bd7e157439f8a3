"""What chargers and the grid's hours take in and give out over HTTP."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue

from pannier.base.schemas import In, Out
from pannier.fleet.chargers import MOST_G
from pannier.places.schemas import Clock, LocalTime

_FROM = "Local time like 06:00."
_UNTIL = (
    "Local time like 22:00; 24:00 is the day's end, and an earlier time than the first lies on the next day."
)
_NIGHT: list[JsonValue] = [310.0] * 7
_SUN: list[JsonValue] = [240.0] * 10
_EVENING: list[JsonValue] = [330.0] * 7
Grams = Annotated[float, Field(ge=0, le=MOST_G)]


class ChargerHours(In):
    """From one local time to another, every day."""

    model_config = ConfigDict(populate_by_name=True)

    from_: LocalTime = Field(alias="from", description=_FROM, examples=["06:00"])
    until: LocalTime = Field(description=_UNTIL, examples=["22:00"])


class Reservation(ChargerHours):
    """One plug that somebody else has on a date."""

    date: date
    """The local date on which it begins."""


class PriceFrom(In):
    """What a kilowatt hour at the plug costs from a local time on, until the next price of the day begins."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Clock = Field(alias="from", description=_FROM, examples=["22:00"])
    cents_per_kwh: float = Field(
        ge=0, le=10_000, description="In hundredths of the organisation's currency.", examples=[14.5]
    )


class Charger(In):
    """How many vehicles charge at once and when, what is reserved, and what power costs by time of day."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "plugs": 2,
                "hours": [{"from": "06:00", "until": "22:00"}],
                "reservations": [{"date": "2026-03-10", "from": "12:00", "until": "13:30"}],
                "tariff": [
                    {"from": "07:00", "cents_per_kwh": 31.2},
                    {"from": "22:00", "cents_per_kwh": 14.5},
                ],
            }
        }
    )

    plugs: int | None = Field(
        default=None,
        ge=0,
        le=1000,
        description="How many vehicles charge, or swap, at once; null for plenty.",
        examples=[2],
    )
    hours: list[ChargerHours] = Field(
        default_factory=list, max_length=12, description="When it can be used; empty means always."
    )
    reservations: list[Reservation] = Field(
        default_factory=list, max_length=500, description="Plugs that others have; each is one plug."
    )
    tariff: list[PriceFrom] = Field(
        default_factory=list,
        max_length=48,
        description="Prices by time of day, the last of a day holds until the first; empty: what the kinds say.",
    )

    def said(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return self.model_dump(mode="json", by_alias=True)


class GridHoursIn(In):
    """What the grid emits by hour of the day: 24 values, or the same as CSV; neither goes by the year's figure."""

    model_config = ConfigDict(json_schema_extra={"example": {"g_per_kwh": [*_NIGHT, *_SUN, *_EVENING]}})

    g_per_kwh: list[Grams] = Field(
        default_factory=list,
        max_length=24,
        description="Grams CO2e a kilowatt hour at the plug, for the hours from 0 to 23; empty: the year's figure.",
    )
    csv: str | None = Field(
        default=None,
        max_length=4000,
        description="The same as lines of hour,grams, in place of g_per_kwh.",
        examples=["hour,g_per_kwh\n0,310\n1,305"],
    )


class GridHoursOut(Out):
    """What the grid emits by hour of the day, as set, and the year's figure that counts without it."""

    g_per_kwh: list[float] = Field(
        description="Grams CO2e a kilowatt hour for the hours from 0 to 23; empty: the year's figure counts.",
        examples=[[]],
    )
    year_g_per_kwh: float = Field(
        description="Of the organisation's country and this year.", examples=[212.5]
    )
