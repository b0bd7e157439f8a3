"""Routes of orders."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from pannier.accounts.goods import my_classes
from pannier.accounts.names import names_of_actors
from pannier.accounts.schemas import GoodsClassOut
from pannier.base.edge import Edge, Router, may
from pannier.base.eventlog import entries_of_order
from pannier.base.paging import Page, page
from pannier.core.order_states import OrderStatus
from pannier.fleet.largest import load_names
from pannier.orders import locate, queries, service
from pannier.orders.accept import accept
from pannier.orders.answers import BulkOut, CandidateOut, EventOut, OrderOut, OrderRow
from pannier.orders.bulk import accept_bulk
from pannier.orders.cash import cash_faults
from pannier.orders.models import Order
from pannier.orders.on_demand import TimesOf
from pannier.orders.problems import refusal
from pannier.orders.schemas import BulkIn, CancelIn, LocationIn, OrderIn, PatchIn, ReleaseIn
from pannier.orders.show import show, zones

router = Router(prefix="/v1", tags=["orders"])


def source_of(edge: Edge) -> str:
    """Return how an order came in: by a program's key, or by a person in a browser."""
    return "api" if edge.actor.api_key_id else "portal"


@router.post("/orders", status_code=201)
def create_order(body: OrderIn, response: Response, edge: Annotated[Edge, may("orders:write")]) -> OrderOut:
    """Take one order in (201); the same reference again updates it or changes nothing (200)."""
    faults = cash_faults(body.cod_amount)
    if faults:
        raise refusal(faults)
    result = accept(edge.db, body.submission(), source=source_of(edge))
    if result.order is None:
        raise RuntimeError("An accepted order is always there.")
    response.status_code = 201 if result.outcome == "created" else 200
    return show(edge.db, result.order, outcome=result.outcome)


@router.post("/orders/bulk")
def create_orders(body: BulkIn, edge: Annotated[Edge, may("orders:write")]) -> BulkOut:
    """Take up to 1,000 orders in; each gets a row with its outcome, and a bad one holds up no other."""
    return accept_bulk(edge.db, body.orders, source=source_of(edge))


@router.get("/load-names")
def list_load_names(edge: Annotated[Edge, may("orders:read")]) -> list[str]:
    """List the names for `other_loads`: what vehicles of the fleet take beyond weight and volume."""
    return load_names(edge.db)


@router.get("/goods-classes")
def list_goods_classes(edge: Annotated[Edge, may("orders:read")]) -> list[GoodsClassOut]:
    """List the classes of goods that orders may name, and which of them never share a trip."""
    return [GoodsClassOut.model_validate(one) for one in my_classes(edge.db)]


@router.get("/orders")
def list_orders(
    edge: Annotated[Edge, may("orders:read")],
    hub_id: uuid.UUID | None = None,
    date: date | None = None,
    status: Annotated[list[OrderStatus] | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
    in_review: bool | None = None,
    merchant_id: uuid.UUID | None = None,
    carrier: str | None = None,
    newest_first: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Page[OrderRow]:
    """List orders, oldest first unless `newest_first`.

    `q` is part of a reference, the start of a postcode or a whole phone number.
    """
    query = queries.search(
        edge.db, hub_id=hub_id, service_date=date, statuses=status or (), q=q, in_review=in_review,
        merchant_org_id=merchant_id, carrier=carrier,
    )  # fmt: skip
    zone, times = zones(edge.db), TimesOf(edge.db)
    return page(
        edge.db,
        query,
        [Order.id],
        lambda order: OrderRow.of(order, zone.get(order.hub_id), times.of(order)),
        cursor=cursor,
        limit=limit,
        descending=newest_first,
    )


@router.get("/orders/{order_id}")
def get_order(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> OrderOut:
    """Show an order with its parcels."""
    return show(edge.db, queries.get_order(edge.db, order_id))


@router.patch("/orders/{order_id}")
def change_order(order_id: uuid.UUID, body: PatchIn, edge: Annotated[Edge, may("orders:write")]) -> OrderOut:
    """Change what is still open of an order; a closed field answers 409 and says what to do."""
    window = body.window.value if body.window else None
    changed = service.change(
        edge.db, order_id, body.changes(), window=window, collect_window=body.collect_window
    )
    order = queries.get_order(edge.db, order_id)
    return show(edge.db, order, outcome="updated" if changed else "unchanged")


@router.post("/orders/{order_id}/cancel")
def cancel_order(order_id: uuid.UUID, body: CancelIn, edge: Annotated[Edge, may("orders:write")]) -> OrderOut:
    """Call an order off, as long as it has not left the hub."""
    return show(edge.db, service.cancel(edge.db, order_id, reason=body.reason), outcome="updated")


@router.post("/orders/{order_id}/release-hold")
def release_hold(order_id: uuid.UUID, body: ReleaseIn, edge: Annotated[Edge, may("plans:write")]) -> OrderOut:
    """Try a held order again, on the next day or the one given."""
    return show(edge.db, service.release_hold(edge.db, order_id, on=body.date), outcome="updated")


@router.get("/orders/{order_id}/candidates")
def list_candidates(
    order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")], end: locate.End = locate.End.DELIVERY
) -> list[CandidateOut]:
    """List the places that the order's address, or that of its collection (`end`), may mean, best first."""
    found = locate.candidates(edge.db, queries.get_order(edge.db, order_id), end)
    return [CandidateOut.of(n, each) for n, each in enumerate(found)]


@router.post("/orders/{order_id}/location")
def set_location(
    order_id: uuid.UUID, body: LocationIn, edge: Annotated[Edge, may("orders:write")]
) -> OrderOut:
    """Settle where an order goes to, or where it is collected (`end`), which ends the review of that address."""
    order = locate.resolve(edge.db, order_id, point=body.point, candidate=body.candidate, end=body.end)
    return show(edge.db, order, outcome="updated")


@router.get("/orders/{order_id}/events")
def list_events(order_id: uuid.UUID, edge: Annotated[Edge, may("orders:read")]) -> list[EventOut]:
    """Show what happened to an order, oldest first."""
    order = queries.get_order(edge.db, order_id)
    rows = list(entries_of_order(edge.db, order.id))
    names = names_of_actors(edge.db, edge.actor.home_org_id, {row.actor for row in rows})
    return [EventOut.of(row, names) for row in rows]
