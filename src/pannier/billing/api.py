"""Routes of charges."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query

from pannier.base.edge import Edge, Router, may
from pannier.base.paging import MAX_LIMIT, page
from pannier.billing import queries, service
from pannier.billing.models import Charge
from pannier.billing.schemas import (
    ChargeOut,
    ChargesOut,
    CostOut,
    OrderChargeOut,
    RepricedOut,
    RepriceIn,
    TotalOut,
)
from pannier.orders.queries import get_order, orders_by_id

router = Router(prefix="/v1", tags=["billing"])
Day = Annotated[date, Query(description="Service day.", examples=["2026-03-02"])]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many charges a page holds.")]


@router.get("/charges")
def list_charges(
    edge: Annotated[Edge, may("charges:read")],
    date: Day,
    merchant: Annotated[uuid.UUID | None, Query(description="Only this merchant's.")] = None,
    hub_id: Annotated[uuid.UUID | None, Query(description="Only this hub's.")] = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> ChargesOut:
    """List a day's charges with the day's totals; a merchant sees its own."""
    query = queries.day_query(date, merchant_org_id=merchant, hub_id=hub_id)
    totals = [TotalOut.of(total) for total in queries.totals(edge.db, query)]
    found = page(edge.db, query, [Charge.id], lambda row: row, cursor=cursor, limit=limit)
    orders = orders_by_id(edge.db, [row.order_id for row in found.items])
    items = [ChargeOut.of(row, orders) for row in found.items]
    return ChargesOut(items=items, next_cursor=found.next_cursor, totals=totals)


@router.post("/charges/reprice")
def reprice(body: RepriceIn, edge: Annotated[Edge, may("rates:write")]) -> RepricedOut:
    """Try the day's charges that found no price again, after a rate card was mended."""
    priced, still_open = service.reprice(edge.db, body.date)
    return RepricedOut(priced=priced, still_open=still_open)


@router.get("/orders/{order_id}/charge")
def get_charge(order_id: uuid.UUID, edge: Annotated[Edge, may("charges:read")]) -> OrderChargeOut:
    """Show what an order costs, line by line, with the version of the rate card."""
    order = get_order(edge.db, order_id)
    charges = queries.charges_of_order(edge.db, order.id)
    return OrderChargeOut(
        order_id=order.id,
        currency=charges[0].currency if charges else None,
        price_cents=sum(row.price_cents for row in charges),
        charges=[ChargeOut.of(row, {order.id: order}) for row in charges],
        costs=[CostOut.of(row) for row in queries.costs_of_order(edge.db, order.id)],
    )
