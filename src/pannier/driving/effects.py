"""What single events do by themselves: scans while loading, the battery's charge, where the vehicle is."""

import uuid
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.custody import ScanAction
from pannier.core.events import BatterySwapped, ChargeReported
from pannier.driving.messages import Charge, Data, DutyEnd, DutyStart, Parcels
from pannier.driving.models import RiderEvent
from pannier.fleet.shifts import shift_of_rider
from pannier.fleet.specification import specification
from pannier.fleet.vehicle_state import note_charge, note_position
from pannier.fleet.vehicles import get_vehicle
from pannier.hub.scan import ScanRequest, scan
from pannier.planning.queries import get_route

_SCANS = {"route.load": ScanAction.LOAD, "hub.return": ScanAction.BACK}


def take_effect(db: Session, row: RiderEvent, data: Data) -> None:
    """Do what this event does apart from settling; facts older than what is known change nothing."""
    if row.conflict is not None:
        return
    vehicle_id = vehicle_of(db, row)
    if isinstance(data, Parcels) and data.barcodes:
        _scan(db, row, data.barcodes, vehicle_id)
    if vehicle_id is None:
        return
    if row.lon is not None and row.lat is not None:
        note_position(db, vehicle_id, lon=row.lon, lat=row.lat, source="rider", at=row.at)
    _note_battery(db, row, data, vehicle_id)


def vehicle_of(db: Session, row: RiderEvent) -> uuid.UUID | None:
    """Return the vehicle that the rider had then: the route's, else the one of the running shift."""
    if row.route_id is not None:
        return get_route(db, row.route_id).vehicle_id
    named = row.data.get("vehicle_id")
    if named:
        return get_vehicle(db, uuid.UUID(named)).id
    shift = shift_of_rider(db, row.rider_id, row.at)
    return shift.vehicle_id if shift else None


def _scan(db: Session, row: RiderEvent, barcodes: list[str], vehicle_id: uuid.UUID | None) -> None:
    if row.route_id is None:
        return
    request = ScanRequest(
        id=row.id,
        action=_SCANS[row.type],
        barcodes=barcodes,
        hub_id=get_route(db, row.route_id).hub_id,
        route_id=row.route_id if row.type == "route.load" else None,
        vehicle_id=vehicle_id,
        device_time=row.at,
        received_at=row.received_at,
    )
    refused = [result for result in scan(db, request) if result.state == "refused"]
    if refused:
        row.conflict_detail = " ".join(result.detail or "" for result in refused)[:2000]


def _note_battery(db: Session, row: RiderEvent, data: Data, vehicle_id: uuid.UUID) -> None:
    capacity_wh = specification(get_vehicle(db, vehicle_id)).battery_wh
    if capacity_wh is None:
        return
    names: dict[str, Any] = {"vehicle_id": vehicle_id, "route_id": row.route_id, "device_time": row.at}
    if row.type == "battery.swap":
        note_charge(db, vehicle_id, charge_wh=float(capacity_wh), source="rider", at=row.at)
        record(db, BatterySwapped(**names))
        return
    told = data.charge_pct if isinstance(data, Charge) else None
    if isinstance(data, DutyStart | Parcels | DutyEnd):
        told = data.battery_pct
    if told is not None:
        note_charge(db, vehicle_id, charge_wh=capacity_wh * told / 100, source="rider", at=row.at)
        record(db, ChargeReported(charge_pct=round(told), **names))
