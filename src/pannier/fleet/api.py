"""Routes of the fleet: kinds, vehicles, riders, shifts, vehicle states."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query

from pannier.accounts.people import my_organisation
from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.core.geo import LonLat
from pannier.factors.editions import edition_of
from pannier.fleet import riders, shifts, stations, vehicle_state, vehicles
from pannier.fleet.kind_costs import kinds_today
from pannier.fleet.models import Shift
from pannier.fleet.rules_schemas import ShiftWorkOut
from pannier.fleet.schemas import (
    PhoneCodeOut,
    PointIn,
    PointOut,
    RiderChange,
    RiderIn,
    RiderOut,
    VehicleChange,
    VehicleIn,
    VehicleKindOut,
    VehicleOut,
)
from pannier.fleet.shift_schemas import ServesIn, ShiftIn, ShiftOut
from pannier.fleet.state_schemas import VehicleStateOut
from pannier.fleet.station_schemas import ChargingStationChange, ChargingStationIn, ChargingStationOut
from pannier.fleet.work_of_shift import WorkOfShift, work_of_shifts

READS_OF_PEOPLE = "people:read"
"""Who has it plans people's days or answers for them, and sees what they have worked."""
router = Router(prefix="/v1", tags=["fleet"])
HubFilter = Annotated[uuid.UUID | None, Query(description="Only of this hub.")]


@router.get("/vehicle-kinds")
def list_vehicle_kinds(edge: Annotated[Edge, may("fleet:read")]) -> list[VehicleKindOut]:
    """List the kinds of vehicles that a fleet may own."""
    edition = f"{clock.now().year}-{my_organisation(edge.db).country}"
    grid = round(float(edition_of(edition).electricity.total_kg) * 1000, 1)
    return [VehicleKindOut.of(kind, grid_g_per_kwh=grid) for kind in kinds_today(edge.db).values()]


@router.get("/vehicles")
def list_vehicles(edge: Annotated[Edge, may("fleet:read")], hub_id: HubFilter = None) -> list[VehicleOut]:
    """List the vehicles."""
    return [VehicleOut.of(vehicle) for vehicle in vehicles.list_vehicles(edge.db, hub_id)]


@router.post("/vehicles", status_code=201)
def create_vehicle(body: VehicleIn, edge: Annotated[Edge, may("fleet:write")]) -> VehicleOut:
    """Take a vehicle into the fleet."""
    values = vehicles.VehicleValues(**body.model_dump())
    return VehicleOut.of(vehicles.create_vehicle(edge.db, values))


@router.patch("/vehicles/{vehicle_id}")
def change_vehicle(
    vehicle_id: uuid.UUID, body: VehicleChange, edge: Annotated[Edge, may("fleet:write")]
) -> VehicleOut:
    """Change a vehicle; the next plan goes by it, plans made before stay as they are."""
    changes = body.model_dump(exclude_unset=True)
    return VehicleOut.of(vehicles.change_vehicle(edge.db, vehicle_id, changes))


@router.get("/riders")
def list_riders(edge: Annotated[Edge, may("fleet:read")], hub_id: HubFilter = None) -> list[RiderOut]:
    """List the riders."""
    return [RiderOut.of(rider) for rider in riders.list_riders(edge.db, hub_id)]


@router.post("/riders", status_code=201)
def create_rider(body: RiderIn, edge: Annotated[Edge, may("fleet:write")]) -> RiderOut:
    """Make someone a rider of a hub."""
    return RiderOut.of(riders.create_rider(edge.db, riders.RiderValues(**body.model_dump())))


@router.patch("/riders/{rider_id}")
def change_rider(
    rider_id: uuid.UUID, body: RiderChange, edge: Annotated[Edge, may("fleet:write")]
) -> RiderOut:
    """Change a rider."""
    return RiderOut.of(riders.change_rider(edge.db, rider_id, body.model_dump(exclude_unset=True)))


@router.post("/riders/{rider_id}/sign-in-codes", status_code=201)
def make_phone_code(rider_id: uuid.UUID, edge: Annotated[Edge, may("fleet:write")]) -> PhoneCodeOut:
    """Make a one-time code that signs the rider's phone in; show its QR code to the phone."""
    return PhoneCodeOut.model_validate(riders.phone_code(edge.db, rider_id, allowed=edge.actor.permissions))


@router.get("/shifts")
def list_shifts(
    edge: Annotated[Edge, may("fleet:read")],
    hub_id: HubFilter = None,
    service_date: Annotated[date | None, Query(alias="date", description="Only of this service day.")] = None,
) -> list[ShiftOut]:
    """List shifts by their start."""
    found = shifts.list_shifts(edge.db, hub_id=hub_id, service_date=service_date)
    work = work_of_shifts(edge.db, [shift.id for shift in found])
    return [_shift_out(edge, shift, work[shift.id]) for shift in found]


@router.post("/shifts", status_code=201)
def create_shift(body: ShiftIn, edge: Annotated[Edge, may("fleet:write")]) -> ShiftOut:
    """Give a rider a vehicle for part of a service day."""
    values = body.model_dump(exclude={"date", "start_at", "end_at"})
    made = shifts.create_shift(
        edge.db,
        shifts.ShiftValues(
            service_date=body.date, start_at=_point(body.start_at), end_at=_point(body.end_at), **values
        ),
    )
    return _shift_out(edge, made, work_of_shifts(edge.db, [made.id])[made.id])


@router.patch("/shifts/{shift_id}")
def change_shift(shift_id: uuid.UUID, body: ServesIn, edge: Annotated[Edge, may("fleet:write")]) -> ShiftOut:
    """Say what a shift serves: rounds, orders on demand, or both; the next plan and the next choice go by it."""
    changed = shifts.change_serves(edge.db, shift_id, body.serves)
    return _shift_out(edge, changed, work_of_shifts(edge.db, [shift_id])[shift_id])


@router.get("/vehicle-states")
def list_vehicle_states(
    edge: Annotated[Edge, may("fleet:read")], hub_id: HubFilter = None
) -> list[VehicleStateOut]:
    """List what is known of each active vehicle now, with source and age."""
    now = clock.now()
    found = vehicle_state.list_states(edge.db, hub_id)
    return [VehicleStateOut.of(vehicle, state, now) for vehicle, state in found]


@router.get("/charging-stations")
def list_charging_stations(edge: Annotated[Edge, may("fleet:read")]) -> list[ChargingStationOut]:
    """List the charging stations on the way, those out of use included."""
    return [ChargingStationOut.of(station) for station in stations.list_stations(edge.db)]


@router.post("/charging-stations", status_code=201)
def create_charging_station(
    body: ChargingStationIn, edge: Annotated[Edge, may("fleet:write")]
) -> ChargingStationOut:
    """Tell of a charging station; the next plan may send vehicles there in the middle of a trip."""
    values = stations.StationValues(**body.model_dump() | {"charger": body.charger.said()})
    return ChargingStationOut.of(stations.create_station(edge.db, values))


@router.patch("/charging-stations/{station_id}")
def change_charging_station(
    station_id: uuid.UUID, body: ChargingStationChange, edge: Annotated[Edge, may("fleet:write")]
) -> ChargingStationOut:
    """Change a charging station, or take it out of use with `active`; plans made before stay as they are."""
    changes = body.model_dump(exclude_unset=True)
    if "charger" in changes:
        changes["charger"] = body.charger.said()
    return ChargingStationOut.of(stations.change_station(edge.db, station_id, changes))


def _shift_out(edge: Edge, shift: Shift, work: WorkOfShift) -> ShiftOut:
    rider = riders.get_rider(edge.db, shift.rider_id)
    vehicle = vehicles.get_vehicle(edge.db, shift.vehicle_id)
    return ShiftOut(
        id=shift.id,
        rider_id=rider.id,
        rider_name=rider.name or "",
        vehicle_id=vehicle.id,
        vehicle_name=vehicle.name,
        vehicle_kind=vehicle.kind,
        hub_id=shift.hub_id,
        date=shift.service_date,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        break_start=shift.break_start,
        break_end=shift.break_end,
        break_s=shift.break_s,
        overtime_s=shift.overtime_s,
        overtime_per_hour_cents=shift.overtime_per_hour_cents,
        start_at=_point_out(shift.start_lon, shift.start_lat),
        end_at=_point_out(shift.end_lon, shift.end_lat),
        serves=shift.serves,
        work=ShiftWorkOut.of(work, shift.starts_at, with_person=READS_OF_PEOPLE in edge.actor.permissions),
    )


def _point(given: PointIn | None) -> LonLat | None:
    return None if given is None else LonLat(given.lon, given.lat)


def _point_out(lon: float | None, lat: float | None) -> PointOut | None:
    return None if lon is None or lat is None else PointOut(lon=lon, lat=lat)
