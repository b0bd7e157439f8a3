"""Use cases: take parcels from one hub to another; the arrival is the earliest time at which they can leave again."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.barcode import plain_barcode
from pannier.core.custody import AT_HUB, Custody, ScanAction
from pannier.core.events import TransferArrived, TransferDeparted
from pannier.core.geo import LonLat
from pannier.fleet.specification import specification
from pannier.fleet.vehicles import get_vehicle
from pannier.hub.custody import Handling, ensure_rows, put
from pannier.hub.models import ParcelCustody, Transfer, TransferParcel
from pannier.hub.problems import (
    ParcelUnknown,
    SameHub,
    TransferNotFound,
    TransferParcels,
    TransferState,
)
from pannier.hub.transfer_energy import way_between
from pannier.orders.queries import parcels_by_barcode, parcels_of
from pannier.orders.service import set_release
from pannier.orders.values import ParcelView
from pannier.places.service import get_hub, network_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRequest:
    """From where to where, with which vehicle, and what: parcels by barcode or all parcels of orders."""

    from_hub_id: uuid.UUID
    to_hub_id: uuid.UUID
    vehicle_id: uuid.UUID
    barcodes: Sequence[str] = field(default=())
    order_ids: Sequence[uuid.UUID] = field(default=())


def plan_transfer(db: Session, request: TransferRequest) -> Transfer:
    """Make a transfer with its manifest, way and energy; raise SameHub, ParcelUnknown, NoWay or HubNotFound."""
    if request.from_hub_id == request.to_hub_id:
        raise SameHub("A transfer leads to another hub; choose two different ones.", pointer="/to_hub_id")
    start, end = get_hub(db, request.from_hub_id), get_hub(db, request.to_hub_id)
    vehicle = specification(get_vehicle(db, request.vehicle_id))
    parcels = _parcels(db, request)
    way = way_between(
        network_of(start),
        LonLat(start.lon, start.lat),
        LonLat(end.lon, end.lat),
        kind=vehicle.kind,
        payload_g=sum(parcel.weight_g for parcel in parcels),
    )
    transfer = Transfer(
        from_hub_id=start.id,
        to_hub_id=end.id,
        vehicle_id=vehicle.id,
        distance_m=way.distance_m,
        duration_s=way.duration_s,
        energy_j=way.energy_j,
        plug_j=way.plug_j,
        geometry=way.geometry,
    )
    db.add(transfer)
    db.flush()
    db.add_all(
        TransferParcel(transfer_id=transfer.id, parcel_id=p.id, order_id=p.order_id, barcode=p.barcode)
        for p in parcels
    )
    db.flush()
    return transfer


def _parcels(db: Session, request: TransferRequest) -> list[ParcelView]:
    barcodes = [plain_barcode(text) for text in request.barcodes]
    by_barcode = parcels_by_barcode(db, barcodes)
    for place, barcode in enumerate(barcodes):
        if barcode not in by_barcode:
            text = f"No parcel here has the barcode {barcode}; check the label."
            raise ParcelUnknown(text, pointer=f"/barcodes/{place}")
    found = {parcel.id: parcel for parcel in by_barcode.values()}
    for parcels in parcels_of(db, request.order_ids).values():
        found.update({parcel.id: parcel for parcel in parcels})
    if not found:
        raise ParcelUnknown("The manifest is empty; name barcodes or orders.", pointer="/barcodes")
    return [found[key] for key in sorted(found)]


def depart(db: Session, transfer_id: uuid.UUID, *, at: datetime) -> Transfer:
    """Let a transfer leave with its whole manifest; raise TransferState or TransferParcels naming what is not there."""
    transfer = _locked(db, transfer_id, "planned")
    rows = _rows(db, transfer)
    absent = [
        row.barcode for row in rows if Custody(row.state) not in AT_HUB or row.hub_id != transfer.from_hub_id
    ]
    if absent:
        names = ", ".join(absent[:10]) + (f" and {len(absent) - 10} more" if len(absent) > 10 else "")
        raise TransferParcels(f"Not in the hub: {names}; scan them in, or make the transfer without them.")
    handling = _handling(transfer, ScanAction.LOAD, at, hub_id=transfer.from_hub_id)
    for row in rows:
        put(db, row, (Custody.LOADED,), handling)
    transfer.state, transfer.departed_at = "departed", at
    record(db, TransferDeparted(**_names(transfer), at=at))
    db.flush()
    return transfer


def arrive(db: Session, transfer_id: uuid.UUID, *, at: datetime) -> Transfer:
    """Receive a transfer's parcels in the other hub; from now on their orders can leave from there."""
    transfer = _locked(db, transfer_id, "departed")
    handling = _handling(transfer, ScanAction.RECEIVE, at, hub_id=transfer.to_hub_id)
    rows = _rows(db, transfer)
    for row in rows:
        if row.state == Custody.LOADED:
            put(db, row, (Custody.RECEIVED,), handling)
    for order_id in sorted({row.order_id for row in rows}):
        set_release(db, order_id, at)
    transfer.state, transfer.arrived_at = "arrived", at
    record(db, TransferArrived(**_names(transfer), at=at))
    db.flush()
    return transfer


def get_transfer(db: Session, transfer_id: uuid.UUID) -> Transfer:
    """Return a transfer; raise TransferNotFound."""
    transfer = db.get(Transfer, transfer_id)
    if transfer is None:
        raise TransferNotFound(
            f"Transfer {transfer_id} does not exist here; list them with GET /v1/transfers."
        )
    return transfer


def list_transfers(
    db: Session,
    *,
    hub_id: uuid.UUID | None = None,
    between: tuple[datetime, datetime] | None = None,
) -> list[Transfer]:
    """List transfers from or to a hub, newest first; `between` keeps those that departed in that time."""
    query = select(Transfer).order_by(Transfer.id.desc())
    if hub_id is not None:
        query = query.where(or_(Transfer.from_hub_id == hub_id, Transfer.to_hub_id == hub_id))
    if between is not None:
        query = query.where(Transfer.departed_at >= between[0], Transfer.departed_at < between[1])
    return list(db.scalars(query))


def manifest_of(db: Session, transfer_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[TransferParcel]]:
    """Return the manifests of these transfers by transfer."""
    ids = list(transfer_ids)
    found: dict[uuid.UUID, list[TransferParcel]] = {transfer_id: [] for transfer_id in ids}
    query = select(TransferParcel).where(TransferParcel.transfer_id.in_(ids)).order_by(TransferParcel.barcode)
    for line in db.scalars(query):
        found[line.transfer_id].append(line)
    return found


def _locked(db: Session, transfer_id: uuid.UUID, state: str) -> Transfer:
    transfer = db.scalars(select(Transfer).where(Transfer.id == transfer_id).with_for_update()).first()
    if transfer is None:
        return get_transfer(db, transfer_id)
    if transfer.state != state:
        raise TransferState(f"Transfer {transfer_id} is {transfer.state}; only a {state} one can do this.")
    return transfer


def _rows(db: Session, transfer: Transfer) -> list[ParcelCustody]:
    lines = manifest_of(db, [transfer.id])[transfer.id]
    listed = {line.parcel_id for line in lines}
    rows = ensure_rows(db, sorted({line.order_id for line in lines}))
    return [row for row in rows if row.parcel_id in listed]


def _handling(transfer: Transfer, action: ScanAction, at: datetime, *, hub_id: uuid.UUID) -> Handling:
    return Handling(
        scan_id=uuid.uuid5(transfer.id, action),
        action=action,
        at=at,
        device_time=at,
        received_at=clock.now(),
        hub_id=hub_id,
        vehicle_id=transfer.vehicle_id,
    )


def _names(transfer: Transfer) -> dict[str, uuid.UUID]:
    return {
        "transfer_id": transfer.id,
        "from_hub_id": transfer.from_hub_id,
        "to_hub_id": transfer.to_hub_id,
    }
