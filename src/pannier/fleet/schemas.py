"""What the fleet takes in and gives out over HTTP."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from pannier.base.schemas import In, Out
from pannier.factors.kinds import VehicleKind
from pannier.fleet.models import Rider, Vehicle
from pannier.fleet.specification import specification

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Skill = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Payload = Annotated[
    int, Field(ge=1, le=20_000_000, description="Grams it may carry; null means as its kind.")
]
Volume = Annotated[
    int, Field(ge=1, le=100_000_000, description="Millilitres it holds; null means as its kind.")
]
Parcels = Annotated[int, Field(ge=1, le=10_000, description="Most parcels aboard; null means as its kind.")]
Battery = Annotated[int, Field(ge=1, le=1_000_000, description="Battery in Wh; null means as its kind.")]
Spares = Annotated[int, Field(ge=0, le=100, description="Charged batteries waiting at the hub.")]


class VehicleKindOut(Out):
    """A vehicle kind of the fleet, a row of vehicle_kinds.toml."""

    code: str
    label: str
    payload_g: int
    volume_ml: int
    parcels_max: int
    battery_wh: int | None
    recharge: str | None
    """`swap` or `charge` at the hub; null without battery."""
    recharge_s: int | None
    """Seconds that a swap takes."""
    charge_w: int | None
    station_w: int | None
    """Most watts it takes at a charging station on the way; null when it never charges there."""
    parking_s: int
    door_s: int
    costing: str

    @classmethod
    def of(cls, kind: VehicleKind) -> "VehicleKindOut":
        """Show a kind."""
        battery = kind.battery
        return cls(
            code=kind.code,
            label=kind.label,
            payload_g=kind.payload_g,
            volume_ml=kind.volume_ml,
            parcels_max=kind.parcels_max,
            battery_wh=battery.capacity_wh if battery else None,
            recharge=None if battery is None else ("swap" if battery.swap_s else "charge"),
            recharge_s=battery.swap_s if battery else None,
            charge_w=battery.charge_w if battery else None,
            station_w=battery.station_w if battery else None,
            parking_s=kind.times.parking_s,
            door_s=kind.times.door_s,
            costing=kind.routing.costing,
        )


class VehicleIn(In):
    """A new vehicle; figures that are left out are those of its kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "hub_id": "01936d5e-0000-7000-8000-000000000001",
                "name": "Bike 1",
                "kind": "cargo_bike",
                "spare_batteries": 1,
            }
        }
    )

    hub_id: uuid.UUID
    name: Name
    kind: str = Field(max_length=40, description="A code of GET /v1/vehicle-kinds.")
    payload_g: Payload | None = None
    volume_ml: Volume | None = None
    parcels_max: Parcels | None = None
    battery_wh: Battery | None = None
    spare_batteries: Spares = 0
    active: bool = True


class VehicleChange(In):
    """What to change of a vehicle; fields that are left out stay."""

    hub_id: uuid.UUID = Field(default=uuid.UUID(int=0), description="The hub it moves to.")
    name: Name = ""
    kind: str = Field(default="", max_length=40)
    payload_g: Payload | None = None
    volume_ml: Volume | None = None
    parcels_max: Parcels | None = None
    battery_wh: Battery | None = None
    spare_batteries: Spares = 0
    active: bool = True


class OverridesOut(Out):
    """What a vehicle has of its own; null means as its kind."""

    payload_g: int | None
    volume_ml: int | None
    parcels_max: int | None
    battery_wh: int | None


class VehicleOut(Out):
    """A vehicle with the figures that count; `overrides` tells which are its own."""

    id: uuid.UUID
    hub_id: uuid.UUID
    name: str
    kind: str
    kind_label: str
    payload_g: int
    volume_ml: int
    parcels_max: int
    battery_wh: int | None
    spare_batteries: int
    active: bool
    overrides: OverridesOut

    @classmethod
    def of(cls, vehicle: Vehicle) -> "VehicleOut":
        """Show a vehicle."""
        spec = specification(vehicle)
        return cls(
            id=vehicle.id,
            hub_id=vehicle.hub_id,
            name=vehicle.name,
            kind=vehicle.kind,
            kind_label=spec.kind.label,
            payload_g=spec.payload_g,
            volume_ml=spec.volume_ml,
            parcels_max=spec.parcels_max,
            battery_wh=spec.battery_wh,
            spare_batteries=vehicle.spare_batteries,
            active=vehicle.active,
            overrides=OverridesOut.model_validate(vehicle),
        )


class RiderIn(In):
    """A new rider; without `person_id` an account with the role rider is made."""

    hub_id: uuid.UUID
    name: Name = Field(examples=["Ana Rossi"])
    skills: list[Skill] = Field(
        default_factory=list, max_length=30, examples=[["age_check"]], description="Answers orders' needs."
    )
    person_id: uuid.UUID | None = None


class RiderChange(In):
    """What to change of a rider; fields that are left out stay."""

    hub_id: uuid.UUID = uuid.UUID(int=0)
    name: Name = ""
    skills: list[Skill] = Field(default_factory=list, max_length=30)
    active: bool = True


class RiderOut(Out):
    """A rider."""

    id: uuid.UUID
    person_id: uuid.UUID
    hub_id: uuid.UUID
    name: str
    skills: list[str]
    active: bool

    @classmethod
    def of(cls, rider: Rider) -> "RiderOut":
        """Show a rider."""
        return cls.model_validate(rider)


class PhoneCodeOut(Out):
    """A one-time code for a rider's phone; the QR code holds the link."""

    code: str
    url: str
    qr_svg: str
    expires_at: datetime


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
