"""Routes of hubs: scans, parcels, labels, transfers."""

import uuid
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import BaseModel

from pannier.base import clock
from pannier.base.edge import Edge, Router, may
from pannier.base.paging import MAX_LIMIT, Page, page
from pannier.hub import label_pdf, label_zpl, queries, transfers
from pannier.hub.label_facts import labels_of_order, labels_of_route
from pannier.hub.models import ParcelCustody, Transfer
from pannier.hub.scan import scan
from pannier.hub.schemas import (
    ParcelHistoryOut,
    ParcelPlaceOut,
    ScanIn,
    ScanOut,
    TransferIn,
    TransferMomentIn,
    TransferOut,
)
from pannier.places.service import get_hub

router = Router(prefix="/v1", tags=["hub"])
Day = Annotated[date | None, Query(alias="date", description="Only parcels of this service day.")]
PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "A6 pages, one for each parcel."}
}
ZPL: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {}}, "description": "Printer commands, one label for each parcel."}
}


class CountsOut(BaseModel):
    """How many of a hub's parcels are in each state."""

    counts: dict[str, int]


@router.post("/scans")
def make_scan(body: ScanIn, edge: Annotated[Edge, may("parcels:scan")]) -> ScanOut:
    """Scan parcels in a hub; a single barcode that is refused answers with the reason and where it belongs."""
    results = scan(edge.db, body.to_request())
    refused = results[0].problem() if body.barcode and results else None
    if refused is not None:
        raise refused
    return ScanOut.of(body, results)


@router.get("/hubs/{hub_id}/parcels")
def list_parcels(
    hub_id: uuid.UUID,
    edge: Annotated[Edge, may("parcels:scan")],
    day: Day = None,
    state: Annotated[str | None, Query(description="Only in this state.")] = None,
    route_id: Annotated[
        uuid.UUID | None, Query(description="Only sorted to or loaded for this route.")
    ] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
) -> Page[ParcelPlaceOut]:
    """List the parcels of a hub."""
    get_hub(edge.db, hub_id)
    query = queries.parcels_in_hub(hub_id, service_date=day, state=state, route_id=route_id)
    found = page(edge.db, query, [ParcelCustody.barcode], lambda row: row, cursor=cursor, limit=limit)
    references = queries.references_of(edge.db, found.items)
    places = [ParcelPlaceOut.of(row, references) for row in found.items]
    return Page[ParcelPlaceOut](items=places, next_cursor=found.next_cursor)


@router.get("/hubs/{hub_id}/parcels/counts")
def count_parcels(
    hub_id: uuid.UUID, edge: Annotated[Edge, may("parcels:scan")], day: Day = None
) -> CountsOut:
    """Count the parcels of a hub by state."""
    get_hub(edge.db, hub_id)
    return CountsOut(counts=queries.count_by_state(edge.db, hub_id, day))


@router.get("/parcels/{barcode}")
def read_parcel(barcode: str, edge: Annotated[Edge, may("orders:read")]) -> ParcelHistoryOut:
    """Tell where a parcel is and what happened to it."""
    row = queries.get_parcel_place(edge.db, barcode)
    references = queries.references_of(edge.db, [row])
    return ParcelHistoryOut.with_history(row, references, queries.history_of(edge.db, row.parcel_id))


@router.get("/orders/{order_id}/labels.pdf", responses=PDF, response_class=Response)
def order_labels_pdf(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> Response:
    """Print the labels of an order's parcels."""
    return _pdf(label_pdf.draw_labels(labels_of_order(edge.db, order_id)), "labels")


@router.get("/orders/{order_id}/labels.zpl", responses=ZPL, response_class=Response)
def order_labels_zpl(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> Response:
    """Print the labels of an order's parcels on a thermal printer."""
    return Response(label_zpl.write_labels(labels_of_order(edge.db, order_id)), media_type="text/plain")


@router.get("/routes/{route_id}/labels.pdf", responses=PDF, response_class=Response)
def route_labels_pdf(route_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> Response:
    """Print the labels of a route in loading order, the last stop first."""
    return _pdf(label_pdf.draw_labels(labels_of_route(edge.db, route_id)), "route-labels")


@router.get("/routes/{route_id}/labels.zpl", responses=ZPL, response_class=Response)
def route_labels_zpl(route_id: uuid.UUID, edge: Annotated[Edge, may("plans:read")]) -> Response:
    """Print the labels of a route on a thermal printer, the last stop first."""
    return Response(label_zpl.write_labels(labels_of_route(edge.db, route_id)), media_type="text/plain")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/transfers")
def list_transfers(
    edge: Annotated[Edge, may("parcels:scan")],
    hub_id: Annotated[uuid.UUID | None, Query(description="Only from or to this hub.")] = None,
) -> list[TransferOut]:
    """List the transfers between hubs, newest first."""
    found = transfers.list_transfers(edge.db, hub_id=hub_id)
    lines = transfers.manifest_of(edge.db, [transfer.id for transfer in found])
    return [TransferOut.of(transfer, lines[transfer.id]) for transfer in found]


@router.post("/transfers", status_code=201)
def plan_transfer(body: TransferIn, edge: Annotated[Edge, may("parcels:scan")]) -> TransferOut:
    """Plan a transfer of parcels to another hub; its way and energy are computed on the road network."""
    return _out(edge, transfers.plan_transfer(edge.db, body.to_request()))


@router.post("/transfers/{transfer_id}/depart")
def depart(
    transfer_id: uuid.UUID, body: TransferMomentIn, edge: Annotated[Edge, may("parcels:scan")]
) -> TransferOut:
    """Let a transfer leave; all parcels of its manifest must be in the hub."""
    return _out(edge, transfers.depart(edge.db, transfer_id, at=body.device_time or clock.now()))


@router.post("/transfers/{transfer_id}/arrive")
def arrive(
    transfer_id: uuid.UUID, body: TransferMomentIn, edge: Annotated[Edge, may("parcels:scan")]
) -> TransferOut:
    """Take a transfer in; its arrival is the earliest time at which its orders can leave again."""
    return _out(edge, transfers.arrive(edge.db, transfer_id, at=body.device_time or clock.now()))


def _out(edge: Edge, transfer: Transfer) -> TransferOut:
    return TransferOut.of(transfer, transfers.manifest_of(edge.db, [transfer.id])[transfer.id])
