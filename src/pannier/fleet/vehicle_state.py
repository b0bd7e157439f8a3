"""What is known of a vehicle now: position, charge, load, clock, each with source and time.

Phones report late and out of order, so a fact older than the known one is not taken over.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.ids import new_id
from pannier.base.scope import org_of
from pannier.fleet.models import Vehicle, VehicleState
from pannier.fleet.vehicles import get_vehicle

SOURCES = ("rider", "gps", "plan", "dispatcher", "telematics")


def note_position(
    db: Session, vehicle_id: uuid.UUID, *, lon: float, lat: float, source: str, at: datetime
) -> bool:
    """Note where the vehicle is; return False when something newer is known."""
    return _note(db, vehicle_id, "position", source, at, {"lon": round(lon, 6), "lat": round(lat, 6)})


def note_charge(db: Session, vehicle_id: uuid.UUID, *, charge_wh: float, source: str, at: datetime) -> bool:
    """Note what the battery holds, in watt-hours; return False when something newer is known."""
    return _note(db, vehicle_id, "charge", source, at, {"charge_wh": max(0.0, charge_wh)})


def note_load(
    db: Session, vehicle_id: uuid.UUID, *, mass_g: int, parcels: int, source: str, at: datetime
) -> bool:
    """Note what is aboard; return False when something newer is known."""
    return _note(db, vehicle_id, "load", source, at, {"load_g": mass_g, "load_parcels": parcels})


def note_clock(db: Session, vehicle_id: uuid.UUID, *, free_at: datetime, source: str, at: datetime) -> bool:
    """Note until when the vehicle's time is spent; return False when something newer is known."""
    return _note(db, vehicle_id, "clock", source, at, {"free_at": free_at})


def find_state(db: Session, vehicle_id: uuid.UUID) -> VehicleState | None:
    """Return what is known of a vehicle, or None when nothing is."""
    return db.scalars(select(VehicleState).where(VehicleState.vehicle_id == vehicle_id)).first()


def states_of(db: Session, vehicle_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, VehicleState]:
    """Return what is known of vehicles, read in one statement; those of which nothing is are left away."""
    if not vehicle_ids:
        return {}
    query = select(VehicleState).where(VehicleState.vehicle_id.in_(vehicle_ids))
    return {state.vehicle_id: state for state in db.scalars(query)}


def list_states(db: Session, hub_id: uuid.UUID | None = None) -> list[tuple[Vehicle, VehicleState | None]]:
    """List the active vehicles, of one hub if named, with what is known of each."""
    query = (
        select(Vehicle, VehicleState)
        .outerjoin(VehicleState, VehicleState.vehicle_id == Vehicle.id)
        .where(Vehicle.active)
        .order_by(Vehicle.id)
    )
    if hub_id is not None:
        query = query.where(Vehicle.hub_id == hub_id)
    return [(vehicle, state) for vehicle, state in db.execute(query)]


def _note(
    db: Session, vehicle_id: uuid.UUID, part: str, source: str, at: datetime, values: dict[str, Any]
) -> bool:
    if source not in SOURCES:
        raise ValueError(f"Source {source!r} is unknown; use one of {', '.join(SOURCES)}.")
    state = _locked(db, vehicle_id)
    known_at = getattr(state, f"{part}_at")
    if known_at is not None and known_at > at:
        return False
    for name, value in (values | {f"{part}_at": at, f"{part}_source": source}).items():
        setattr(state, name, value)
    db.flush()
    return True


def _locked(db: Session, vehicle_id: uuid.UUID) -> VehicleState:
    query = select(VehicleState).where(VehicleState.vehicle_id == vehicle_id).with_for_update()
    state = db.scalars(query).first()
    if state is None:
        get_vehicle(db, vehicle_id)
        row = {"id": new_id(), "org_id": org_of(db), "vehicle_id": vehicle_id, "created_at": clock.now()}
        # Two first facts at the same moment: one row wins, both then wait for its lock.
        db.execute(insert(VehicleState).values(**row).on_conflict_do_nothing())
        state = db.scalars(query).one()
    return state
