"""Routes of emissions."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import Query
from starlette.responses import StreamingResponse

from pannier.base.actor import Actor
from pannier.base.edge import Edge, Router, may
from pannier.base.transactions import transaction
from pannier.core.ledger import GENESIS_HASH
from pannier.emissions import export, queries
from pannier.emissions.day_totals import totals_of
from pannier.emissions.ledger import head
from pannier.emissions.problems import OperatorsOnly
from pannier.emissions.schemas import (
    BaselineOut,
    DayEmissionsOut,
    HeadOut,
    OrderEmissionOut,
    RoundOut,
    RoundSharesOut,
    ShareOut,
    TotalsOut,
    round_values,
)
from pannier.orders.queries import get_order

router = Router(prefix="/v1", tags=["emissions"])
Day = Annotated[date, Query(description="Service day.", examples=["2026-03-02"])]
Hub = Annotated[uuid.UUID | None, Query(description="Only this hub.")]


@router.get("/orders/{order_id}/emission")
def get_order_emission(order_id: uuid.UUID, edge: Annotated[Edge, may("emissions:read")]) -> OrderEmissionOut:
    """Show what an order emitted, and how that was computed: formula, inputs, factor, edition, quality."""
    order = get_order(edge.db, order_id)
    return OrderEmissionOut.of(order.id, queries.records_of_order(edge.db, order.id))


@router.get("/emissions")
def get_day(edge: Annotated[Edge, may("emissions:read")], date: Day, hub_id: Hub = None) -> DayEmissionsOut:
    """Show the emissions of a day: its rounds, sums and baseline; a merchant sees the sums of its own orders."""
    rounds = queries.rounds_of_day(edge.db, date, hub_id=hub_id)
    totals = totals_of(queries.records_of_day(edge.db, date, hub_id=hub_id), rounds)
    baseline = queries.find_baseline(edge.db, hub_id=hub_id, service_date=date) if hub_id else None
    return DayEmissionsOut(
        date=date,
        hub_id=hub_id,
        rounds=[RoundOut.of(row) for row in rounds],
        totals=TotalsOut.model_validate(totals),
        baseline=BaselineOut.of(baseline) if baseline else None,
    )


@router.get("/emissions/rounds/{round_id}")
def get_round(round_id: uuid.UUID, edge: Annotated[Edge, may("emissions:read")]) -> RoundSharesOut:
    """Show one round with the share of each of its orders."""
    row = queries.get_round(edge.db, round_id)
    shares = [ShareOut.of(record) for record in queries.records_of_round(edge.db, [round_id])]
    return RoundSharesOut(**round_values(row), shares=shares)


@router.get("/emissions/ledger/head")
def get_head(edge: Annotated[Edge, may("emissions:read")]) -> HeadOut:
    """Show the newest hash of the ledger, to be noted down outside."""
    _operators_only(edge.actor)
    newest = head(edge.db)
    return HeadOut(entries=newest.seq if newest else 0, head=newest.entry_hash if newest else GENESIS_HASH)


@router.get(
    "/emissions/ledger",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "One JSON object a line."}},
)
def export_ledger(edge: Annotated[Edge, may("emissions:read")]) -> StreamingResponse:
    """Export the whole ledger, one JSON object a line, with all that a third party needs to recompute it."""
    _operators_only(edge.actor)
    header = export.header_line(edge.db)
    return StreamingResponse(
        _stream(edge.actor, export.line(header), header["entries"]),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="emission-ledger.ndjson"'},
    )


def _stream(actor: Actor, first: str, entries: int) -> Iterator[str]:
    """Return the lines in batches, each read on its own: entries never change, so they fit together."""
    yield first + "\n"
    after = 0
    while after < entries:
        with transaction(actor.scope, actor=actor.name) as db:
            lines = export.entry_lines(db, after=after, upto=entries)
        after += len(lines)
        yield "".join(f"{text}\n" for text in lines)


def _operators_only(actor: Actor) -> None:
    if actor.merchant_org_id is not None:
        raise OperatorsOnly(
            "The ledger holds the deliveries of all merchants; see GET /v1/orders/{id}/emission for yours."
        )
