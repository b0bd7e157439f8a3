"""What the fleet takes in and gives out over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from pannier.base.schemas import In, Out
from pannier.factors.kinds import VehicleKind
from pannier.fleet.models import Rider, Vehicle
from pannier.fleet.rules_schemas import RulesCode
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
ServicePercent = Annotated[
    int,
    Field(
        ge=10,
        le=1000,
        description="How long its rider takes at the door, in per cent of what orders ask for; null as its kind.",
    ),
]
Amount = Annotated[int, Field(ge=0, le=1_000_000_000)]
LoadName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_CAPACITIES = (
    "What it holds beyond grams, millilitres and parcels, by name; orders say the same names in `loads`."
)
_STACK = (
    "Whether its box gives back only what lies on top: nothing is handed over from under what came in later."
)
_EQUIPMENT = "Answers orders' needs, as a rider's skills do."


def _most(of: str, most: int) -> Any:
    return Field(default=None, ge=1, le=most, description=f"{of}; null for no limit.")


_SHIFT_M, _TRIP_M = (
    _most("Metres in a shift at most", 2_000_000),
    _most("Metres in a trip at most", 2_000_000),
)
_SHIFT_S, _TRIP_S = (
    _most("Seconds on the road in a shift at most", 86_400),
    _most("Seconds from the beginning of a trip's loading to its end at most", 86_400),
)
_SHIFT_STOPS, _TRIP_STOPS = (
    _most("Stops in a shift at most", 10_000),
    _most("Stops in a trip at most", 10_000),
)


_HEAVY = (
    "Whether the EU driving-time rule holds for it (Regulation 561/2006): above 3.5 t, and from 1 July 2026 above "
    "2.5 t across borders."
)
_OWN_RULES = (
    "A set of GET /v1/work-time-rules of their own, such as for who is under 18; null as the organisation."
)
_AREAS = "Zones that they know well; plans mind them where `familiar_area_cents` of the fleet rules is not 0."


LIMITS = (
    "shift_distance_m", "shift_duration_s", "shift_stops", "trip_distance_m", "trip_duration_s", "trip_stops",
)  # fmt: skip


class VehicleKindOut(Out):
    """A vehicle kind of the fleet, a row of vehicle_kinds.toml, with the costs that count for the organisation now."""

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
    service_percent: int
    fixed_cents: int
    """What using one costs in a shift, in minor units of the operator's currency."""
    per_hour_cents: int
    """What an hour on duty costs, rider included."""
    per_km_cents: float
    """What a kilometre costs."""
    per_kwh_cents: float
    """What a kilowatt hour at the plug costs."""
    co2e_g_per_kwh: float | None
    """Grams of CO2e of a kilowatt hour at the plug, by the grid of your country; null without battery."""
    costing: str

    @classmethod
    def of(cls, kind: VehicleKind, *, grid_g_per_kwh: float) -> "VehicleKindOut":
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
            service_percent=kind.times.service_percent,
            fixed_cents=kind.cost.fixed_cents,
            per_hour_cents=kind.cost.per_hour_cents,
            per_km_cents=kind.cost.per_km_cents,
            per_kwh_cents=kind.cost.per_kwh_cents,
            co2e_g_per_kwh=grid_g_per_kwh if battery else None,
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
    service_percent: ServicePercent | None = None
    capacities: dict[LoadName, Amount] = Field(default_factory=dict, max_length=5, description=_CAPACITIES)
    equipment: list[Skill] = Field(default_factory=list, max_length=30, description=_EQUIPMENT)
    shift_distance_m: int | None = _SHIFT_M
    shift_duration_s: int | None = _SHIFT_S
    shift_stops: int | None = _SHIFT_STOPS
    trip_distance_m: int | None = _TRIP_M
    trip_duration_s: int | None = _TRIP_S
    trip_stops: int | None = _TRIP_STOPS
    last_in_first_out: bool = Field(default=False, description=_STACK)
    eu_driving_times: bool = Field(default=False, description=_HEAVY)
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
    service_percent: ServicePercent | None = None
    capacities: dict[LoadName, Amount] = Field(default_factory=dict, max_length=5, description=_CAPACITIES)
    equipment: list[Skill] = Field(default_factory=list, max_length=30, description=_EQUIPMENT)
    shift_distance_m: int | None = _SHIFT_M
    shift_duration_s: int | None = _SHIFT_S
    shift_stops: int | None = _SHIFT_STOPS
    trip_distance_m: int | None = _TRIP_M
    trip_duration_s: int | None = _TRIP_S
    trip_stops: int | None = _TRIP_STOPS
    last_in_first_out: bool = Field(default=False, description=_STACK)
    eu_driving_times: bool = Field(default=False, description=_HEAVY)
    active: bool = True


class OverridesOut(Out):
    """What a vehicle has of its own; null means as its kind."""

    payload_g: int | None
    volume_ml: int | None
    parcels_max: int | None
    battery_wh: int | None
    service_percent: int | None


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
    service_percent: int
    capacities: dict[str, int] = Field(description=_CAPACITIES)
    equipment: list[str] = Field(description=_EQUIPMENT)
    shift_distance_m: int | None = Field(description="Metres in a shift at most; null for no limit.")
    shift_duration_s: int | None = Field(
        description="Seconds on the road in a shift at most; null for no limit."
    )
    shift_stops: int | None = Field(description="Stops in a shift at most; null for no limit.")
    trip_distance_m: int | None = Field(description="Metres in a trip at most; null for no limit.")
    trip_duration_s: int | None = Field(description="Seconds in a trip at most; null for no limit.")
    trip_stops: int | None = Field(description="Stops in a trip at most; null for no limit.")
    last_in_first_out: bool = Field(description=_STACK)
    eu_driving_times: bool = Field(description=_HEAVY)
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
            service_percent=spec.service_percent,
            capacities=vehicle.capacities,
            equipment=vehicle.equipment,
            **{name: getattr(vehicle, name) for name in LIMITS},
            last_in_first_out=vehicle.last_in_first_out,
            eu_driving_times=vehicle.eu_driving_times,
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
    work_time_rules: RulesCode | None = Field(default=None, description=_OWN_RULES, examples=["de_young"])
    area_zone_ids: list[uuid.UUID] = Field(default_factory=list, max_length=100, description=_AREAS)


class RiderChange(In):
    """What to change of a rider; fields that are left out stay."""

    hub_id: uuid.UUID = uuid.UUID(int=0)
    name: Name = ""
    skills: list[Skill] = Field(default_factory=list, max_length=30)
    work_time_rules: RulesCode | None = Field(default=None, description=_OWN_RULES, examples=["de_young"])
    area_zone_ids: list[uuid.UUID] = Field(default_factory=list, max_length=100, description=_AREAS)
    active: bool = True


class RiderOut(Out):
    """A rider."""

    id: uuid.UUID
    person_id: uuid.UUID
    hub_id: uuid.UUID
    name: str
    skills: list[str]
    work_time_rules: str | None = Field(description=_OWN_RULES, examples=["de_young"])
    area_zone_ids: list[uuid.UUID] = Field(description=_AREAS)
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


class PointIn(In):
    """A place on the map."""

    lon: float = Field(ge=-180, le=180, description="Longitude in degrees, east is positive.")
    lat: float = Field(ge=-90, le=90, description="Latitude in degrees, north is positive.")


class PointOut(Out):
    """A place on the map."""

    lon: float
    lat: float
