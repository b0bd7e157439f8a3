"""Use case: a person in a hub scans parcels; each scan is kept, and what cannot be true is refused in words."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.core.barcode import plain_barcode
from pannier.core.custody import Custody, CustodyError, ScanAction, steps
from pannier.core.device_time import happened
from pannier.hub.belonging import check_belonging
from pannier.hub.custody import Handling, expect, note_unchanged, put
from pannier.hub.models import ParcelCustody, Scan
from pannier.hub.problems import BY_CODE, CustodyStep, HubProblem, ParcelUnknown
from pannier.orders.queries import orders_by_id, parcels_by_barcode
from pannier.orders.values import OrderView
from pannier.places.service import get_hub


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """What was scanned; `onward` takes parcels of another hub in, to be transferred there."""

    id: uuid.UUID
    action: ScanAction
    barcodes: Sequence[str]
    hub_id: uuid.UUID
    device_time: datetime
    received_at: datetime
    route_id: uuid.UUID | None = None
    vehicle_id: uuid.UUID | None = None
    onward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What became of one barcode: applied, repeated (nothing new), late (something newer is known) or refused."""

    barcode: str
    state: str
    custody: str | None = None
    order_id: uuid.UUID | None = None
    reference: str | None = None
    route_id: uuid.UUID | None = None
    code: str | None = None
    detail: str | None = None

    def problem(self) -> HubProblem | None:
        """Return the error that a single refused scan answers with."""
        if self.state != "refused":
            return None
        return BY_CODE[self.code or ""](self.detail or "", pointer="/barcode")


def scan(db: Session, request: ScanRequest) -> list[ScanResult]:
    """Carry out one scan; the same id again returns the same results and changes nothing.

    Raises HubNotFound. What is wrong with a single barcode is in its result.
    """
    barcodes = list(dict.fromkeys(plain_barcode(text) for text in request.barcodes))
    before = _earlier_results(db, request.id)
    if before:
        return [before[barcode] for barcode in barcodes if barcode in before]
    get_hub(db, request.hub_id)
    rows = _rows(db, barcodes)
    orders = orders_by_id(db, {row.order_id for row in rows.values()})
    return [_one(db, request, barcode, rows.get(barcode), orders) for barcode in barcodes]


def _rows(db: Session, barcodes: Sequence[str]) -> dict[str, ParcelCustody]:
    query = (
        select(ParcelCustody)
        .where(ParcelCustody.barcode.in_(barcodes))
        .order_by(ParcelCustody.parcel_id)
        .with_for_update()
    )
    rows = {row.barcode: row for row in db.scalars(query)}
    unknown = [barcode for barcode in barcodes if barcode not in rows]
    parcels = parcels_by_barcode(db, unknown) if unknown else {}
    if parcels:
        # The reader of the log has not come to these orders yet.
        expect(db, sorted({parcel.order_id for parcel in parcels.values()}))
        rows = {row.barcode: row for row in db.scalars(query)}
    return rows


def _one(
    db: Session,
    request: ScanRequest,
    barcode: str,
    row: ParcelCustody | None,
    orders: dict[uuid.UUID, OrderView],
) -> ScanResult:
    if row is None:
        detail = f"No parcel here has the barcode {barcode}; check the label, or import its order first."
        _note_unknown(db, request, barcode, detail)
        return ScanResult(barcode=barcode, state="refused", code=ParcelUnknown.code, detail=detail)
    order = orders[row.order_id]
    handling = _handling(request, order)
    try:
        check_belonging(db, request.action, row, order, hub_id=request.hub_id, route_id=request.route_id,
                        onward=request.onward)  # fmt: skip
        return _move(db, row, order, handling)
    except HubProblem as problem:
        note_unchanged(db, row, handling, outcome=problem.code, detail=problem.detail)
        return _result(row, order, "refused", problem)


def _handling(request: ScanRequest, order: OrderView) -> Handling:
    moves_with_route = request.action in {ScanAction.SORT, ScanAction.LOAD}
    return Handling(
        scan_id=request.id,
        action=request.action,
        at=happened(request.device_time, request.received_at).at,
        device_time=request.device_time,
        received_at=request.received_at,
        hub_id=request.hub_id,
        route_id=(request.route_id or order.route_id) if moves_with_route else None,
        vehicle_id=request.vehicle_id,
    )


def _move(db: Session, row: ParcelCustody, order: OrderView, handling: Handling) -> ScanResult:
    if row.device_time is not None and handling.at < row.at:
        note_unchanged(db, row, handling, outcome="late")
        return _result(row, order, "late")
    try:
        taken = steps(Custody(row.state), handling.action)
    except CustodyError as wrong:
        raise CustodyStep(f"Parcel {row.barcode}: {wrong}.") from wrong
    if taken and (taken[-1] != row.state or handling.route_id != row.route_id):
        put(db, row, taken, handling)
        return _result(row, order, "applied")
    note_unchanged(db, row, handling, outcome="repeated")
    return _result(row, order, "repeated")


def _result(
    row: ParcelCustody, order: OrderView, state: str, problem: HubProblem | None = None
) -> ScanResult:
    return ScanResult(
        barcode=row.barcode,
        state=state,
        custody=row.state,
        order_id=row.order_id,
        reference=order.reference,
        route_id=order.route_id,
        code=problem.code if problem else None,
        detail=problem.detail if problem else None,
    )


def _note_unknown(db: Session, request: ScanRequest, barcode: str, detail: str) -> None:
    db.add(
        Scan(
            scan_id=request.id,
            step=0,
            action=request.action,
            barcode=barcode,
            outcome=ParcelUnknown.code,
            detail=detail,
            hub_id=request.hub_id,
            route_id=request.route_id,
            device_time=request.device_time,
            received_at=request.received_at,
            by=str(db.info.get("actor") or "system"),
        )
    )


def _earlier_results(db: Session, scan_id: uuid.UUID) -> dict[str, ScanResult]:
    """Return what this scan came to when it was sent before, by barcode."""
    query = select(Scan).where(Scan.scan_id == scan_id).order_by(Scan.barcode, Scan.step)
    known = {row.barcode: row for row in db.scalars(query)}
    orders = orders_by_id(db, {row.order_id for row in known.values() if row.order_id})
    return {barcode: _earlier(row, orders) for barcode, row in known.items()}


def _earlier(row: Scan, orders: dict[uuid.UUID, OrderView]) -> ScanResult:
    refused = row.outcome in BY_CODE
    order = orders.get(row.order_id) if row.order_id else None
    return ScanResult(
        barcode=row.barcode,
        state="refused" if refused else row.outcome,
        custody=row.to_state or row.from_state,
        order_id=row.order_id,
        reference=order.reference if order else None,
        route_id=order.route_id if order else None,
        code=row.outcome if refused else None,
        detail=row.detail,
    )
