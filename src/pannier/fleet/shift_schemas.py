"""What shifts take in and give out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from pannier.base.schemas import In, Out
from pannier.fleet.rules_schemas import ShiftWorkOut
from pannier.fleet.schemas import PointIn, PointOut

Serves = Literal["rounds", "on_demand", "both"]
_SERVES = "What it serves: planned rounds, orders on demand, or both; null for what the hub says."


class ServesIn(In):
    """What a shift serves from now on."""

    model_config = ConfigDict(json_schema_extra={"example": {"serves": "both"}})

    serves: Serves | None = Field(description=_SERVES, examples=["both"])


class ShiftIn(In):
    """A new shift; the break, if any, lies wholly between break_start and break_end."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rider_id": "01936d5e-0000-7000-8000-000000000002",
                "vehicle_id": "01936d5e-0000-7000-8000-000000000003",
                "date": "2026-03-10",
                "starts_at": "2026-03-10T08:00:00+01:00",
                "ends_at": "2026-03-10T16:00:00+01:00",
                "break_start": "2026-03-10T11:30:00+01:00",
                "break_end": "2026-03-10T13:30:00+01:00",
                "break_s": 1800,
            }
        }
    )

    rider_id: uuid.UUID
    vehicle_id: uuid.UUID
    date: date
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    break_start: AwareDatetime | None = None
    break_end: AwareDatetime | None = None
    break_s: int = Field(default=0, ge=0, le=14_400, description="Seconds of rest.")
    overtime_s: int = Field(
        default=0,
        ge=0,
        le=28_800,
        description="Seconds it may last beyond its end where that saves more than it costs.",
    )
    overtime_per_hour_cents: int = Field(
        default=0,
        ge=0,
        le=10_000_000,
        description="What an hour beyond its end costs on top of the usual hour.",
    )
    start_at: PointIn | None = Field(
        default=None, description="Where the vehicle stands before the shift; the hub when left out."
    )
    end_at: PointIn | None = Field(
        default=None, description="Where the vehicle stays after the shift; the hub when left out."
    )
    serves: Serves | None = Field(default=None, description=_SERVES, examples=["both"])


class ShiftOut(Out):
    """A shift with the names that a timeline shows."""

    id: uuid.UUID
    rider_id: uuid.UUID
    rider_name: str
    vehicle_id: uuid.UUID
    vehicle_name: str
    vehicle_kind: str
    hub_id: uuid.UUID
    date: date
    starts_at: datetime
    ends_at: datetime
    break_start: datetime | None
    break_end: datetime | None
    break_s: int
    overtime_s: int
    """Seconds it may last beyond its end."""
    overtime_per_hour_cents: int
    """What an hour beyond its end costs on top of the usual hour."""
    start_at: PointOut | None
    """Where the vehicle stands before the shift; null for the hub."""
    end_at: PointOut | None
    """Where the vehicle stays after the shift; null for the hub."""
    serves: Serves | None = Field(description=_SERVES, examples=["both"])
    work: ShiftWorkOut = Field(description="What working-time law makes of it.")
