"""Routes of driving: the rider's day, proofs, attempts, rounds."""

import uuid
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import File, Form, Query, Response, UploadFile
from pydantic import AwareDatetime

from pannier.base import clock
from pannier.base.edge import Edge, Router, may, signed_in
from pannier.base.problems import Invalid
from pannier.driving import proofs, queries, rounds
from pannier.driving.exceptions import exceptions_of_day
from pannier.driving.problems import NotARider
from pannier.driving.schemas import AttemptOut, ExceptionOut, ProofOut, RoundOut
from pannier.driving.today import codes, day_of_rider
from pannier.driving.today_schemas import ReasonsOut, TodayOut
from pannier.fleet.riders import find_rider_of_person
from pannier.orders.queries import get_order
from pannier.places.service import get_hub

router = Router(prefix="/v1", tags=["driving"])
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}, "image/png": {}, "image/svg+xml": {}}, "description": "The picture."}
}
Sha = Annotated[
    str,
    Form(
        pattern="^[0-9a-fA-F]{64}$",
        description="SHA-256 of the file, hex.",
        examples=["0123456789abcdef" * 4],
    ),
]
WhenCaptured = Annotated[
    AwareDatetime,
    Form(description="When it was made, by the phone's clock.", examples=["2026-03-10T10:15:00+01:00"]),
]


@router.get("/rider/today")
def read_today(edge: Annotated[Edge, may("drive")]) -> TodayOut:
    """Give the signed-in rider the whole day at once, so that the phone works without network."""
    return day_of_rider(edge.db, edge.actor.person_id)


@router.post("/rider/proofs", status_code=201)
def upload_proof(
    edge: Annotated[Edge, may("drive")],
    file: Annotated[UploadFile, File(description="JPEG, PNG or WebP; a signature also as SVG.")],
    event_id: Annotated[uuid.UUID, Form(description="The id of the attempt's event.")],
    order_id: Annotated[uuid.UUID, Form()],
    kind: Annotated[Literal["photo", "signature"], Form()],
    sha256: Sha,
    captured_at: WhenCaptured,
) -> ProofOut:
    """Upload a proof picture, before or after its attempt was told; the same one again changes nothing."""
    if edge.actor.person_id is None or find_rider_of_person(edge.db, edge.actor.person_id) is None:
        raise NotARider("You are not an active rider here; ask your dispatcher.")
    content = file.file.read()
    if not content:
        raise Invalid("The file is empty; take the picture again.", pointer="/file")
    upload = proofs.ProofFile(
        event_id=event_id,
        order_id=order_id,
        kind=kind,
        sha256=sha256,
        content=content,
        captured_at=captured_at,
        received_at=clock.now(),
    )
    return ProofOut.of(queries.proof_view(proofs.store_proof(edge.db, upload)))


@router.get("/proofs/{proof_id}/file", responses=PICTURE, response_class=Response)
def read_proof(proof_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> Response:
    """Show a proof picture."""
    content, media_type = proofs.read_proof(edge.db, proof_id)
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/orders/{order_id}/attempts")
def list_attempts(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> list[AttemptOut]:
    """List the attempts of an order as they happened, with their proofs."""
    get_order(edge.db, order_id)
    return [AttemptOut.of(view) for view in queries.attempts_of(edge.db, order_id, None)]


@router.get("/failure-reasons")
def list_failure_reasons(edge: Annotated[Edge, signed_in()]) -> ReasonsOut:
    """List the codes with which attempts fail or succeed."""
    return codes()


@router.get("/rounds")
def list_rounds(
    edge: Annotated[Edge, may("plans:read")],
    hub_id: uuid.UUID,
    day: Annotated[date, Query(alias="date")],
) -> list[RoundOut]:
    """List what was really driven on a hub's day."""
    get_hub(edge.db, hub_id)
    found = queries.list_rounds(edge.db, hub_id=hub_id, service_date=day)
    return [RoundOut.model_validate(row) for row in found]


@router.post("/rounds/{round_id}/close")
def close_round(round_id: uuid.UUID, edge: Annotated[Edge, may("routes:release")]) -> RoundOut:
    """Close a round whose end the rider never told; it ends with the last thing that is known of it."""
    return RoundOut.model_validate(rounds.close_by_hand(edge.db, round_id))


@router.get("/driving/exceptions")
def list_exceptions(
    edge: Annotated[Edge, may("live:read")],
    hub_id: uuid.UUID,
    day: Annotated[date, Query(alias="date")],
) -> list[ExceptionOut]:
    """List what a dispatcher should look at: contradictions, refused scans, missing proofs, wrong clocks."""
    zone = ZoneInfo(get_hub(edge.db, hub_id).timezone)
    return exceptions_of_day(edge.db, day, zone)
