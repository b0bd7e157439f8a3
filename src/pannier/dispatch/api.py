"""Routes of dispatch: release, reassign, offers to partners, their reports."""

import uuid
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.edge import Edge, Router, may
from pannier.base.paging import MAX_LIMIT, Page, page
from pannier.base.scope import acting_as
from pannier.dispatch import offers, outcomes, release
from pannier.dispatch.models import Offer
from pannier.dispatch.schemas import (
    OfferedOrderOut,
    OfferOut,
    OffersIn,
    OfferWindowOut,
    OutcomeIn,
    OutcomeOut,
    ReassignIn,
    ReleaseIn,
    ReleaseOut,
)
from pannier.orders.queries import orders_by_id
from pannier.orders.values import OrderView
from pannier.planning.schemas import RouteOut
from pannier.planning.show import show_routes

router = Router(prefix="/v1", tags=["dispatch"])


@router.post("/plans/{plan_id}/release")
def release_plan(
    plan_id: uuid.UUID, body: ReleaseIn, edge: Annotated[Edge, may("routes:release")]
) -> ReleaseOut:
    """Release a plan's routes to their riders; a route that may not leave stays, with the reason in words."""
    done = release.release(
        edge.db,
        plan_id,
        route_ids=body.route_ids,
        override_reason=body.override.reason if body.override else None,
        by=edge.actor.name,
    )
    return ReleaseOut.model_validate(done)


@router.post("/routes/{route_id}/reassign")
def reassign_route(
    route_id: uuid.UUID, body: ReassignIn, edge: Annotated[Edge, may("plans:write")]
) -> RouteOut:
    """Give a route to another shift; refused with every reason when the vehicle cannot drive it."""
    return show_routes(edge.db, [release.reassign(edge.db, route_id, body.shift_id)])[0]


@router.get("/offers")
def list_offers(
    edge: Annotated[Edge, may("offers:read")],
    state: Annotated[str | None, Query(description="Only offers in this state.")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> Page[OfferOut]:
    """List the offers that your organisation made or got, oldest first."""
    query = select(Offer) if state is None else select(Offer).where(Offer.state == state)
    found = page(edge.db, query, [Offer.id], lambda offer: offer, cursor=cursor, limit=limit)
    return Page[OfferOut](items=_show(edge.db, found.items), next_cursor=found.next_cursor)


@router.post("/offers", status_code=201)
def make_offers(body: OffersIn, edge: Annotated[Edge, may("plans:write")]) -> list[OfferOut]:
    """Offer orders to a partner, whatever allocation chose; all or none."""
    return _show(edge.db, offers.offer_by_hand(edge.db, body.order_ids, body.partner_org_id))


@router.post("/offers/{offer_id}/accept")
def accept_offer(offer_id: uuid.UUID, edge: Annotated[Edge, may("offers:answer")]) -> OfferOut:
    """Take an offered order; your own copy of it is `partner_order_id`."""
    return _show(edge.db, [offers.accept(edge.db, offer_id)])[0]


@router.post("/offers/{offer_id}/reject")
def reject_offer(offer_id: uuid.UUID, edge: Annotated[Edge, may("offers:answer")]) -> OfferOut:
    """Turn an offered order down."""
    return _show(edge.db, [offers.reject(edge.db, offer_id)])[0]


@router.post("/offers/{offer_id}/cancel")
def cancel_offer(offer_id: uuid.UUID, edge: Annotated[Edge, may("plans:write")]) -> OfferOut:
    """Withdraw an offer; the order goes back to allocation."""
    return _show(edge.db, [offers.cancel_offer(edge.db, offer_id)])[0]


@router.post("/orders/{order_id}/outcomes", status_code=201)
def report_outcome(
    order_id: uuid.UUID, body: OutcomeIn, edge: Annotated[Edge, may("outcomes:report")]
) -> OutcomeOut:
    """Tell how an order that you carry for an operator went; the operator sees it as an attempt."""
    report = outcomes.Report(order_id=order_id, **body.model_dump())
    is_new = outcomes.report_outcome(edge.db, report, by=edge.actor.name)
    return OutcomeOut(id=body.id, state="applied" if is_new else "duplicate")


def _show(db: Session, found: Sequence[Offer]) -> list[OfferOut]:
    """Show offers with a few facts of each order, which lies in the operator's books."""
    orders: dict[uuid.UUID, OfferedOrderOut] = {}
    for org_id in {offer.org_id for offer in found}:
        with acting_as(db, org_id):
            mine = [offer.order_id for offer in found if offer.org_id == org_id]
            orders |= {order.id: _order(order) for order in orders_by_id(db, mine).values()}
    return [_offer(offer, orders.get(offer.order_id)) for offer in found]


def _order(order: OrderView) -> OfferedOrderOut:
    return OfferedOrderOut(
        kind=order.kind,
        postcode=order.postcode,
        city=order.city,
        collect_postcode=order.collect_postcode if order.awaits_collection else None,
        collect_city=order.collect_city if order.awaits_collection else None,
        window=OfferWindowOut(start=order.window_start, end=order.window_end),
        weight_g=order.weight_g,
        parcels=order.parcel_count,
    )


def _offer(offer: Offer, order: OfferedOrderOut | None) -> OfferOut:
    names = [name for name in OfferOut.model_fields if name != "order"]
    return OfferOut(order=order, **{name: getattr(offer, name) for name in names})
