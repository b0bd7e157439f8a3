"""Use case: tell which windows can still be kept at an address, by the newest plan of the day as it stands."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.ids import new_id
from pannier.base.problems import Invalid
from pannier.base.scope import acting_as, org_of, scope_of
from pannier.core.order_limits import check_load
from pannier.core.units import G_PER_KG, divide_half_up
from pannier.engine.elsewhere import Elsewhere
from pannier.orders.find_place import FoundPlace, find_place
from pannier.orders.problems import refusal
from pannier.orders.quoted import QuotedGoods, QuotedWindow, keep_quote
from pannier.orders.service_days import ServiceDays
from pannier.orders.wishes import Goods as GoodsClasses
from pannier.partners.merchants import get_merchant
from pannier.places.models import Hub
from pannier.places.service import network_of
from pannier.planning.day import OrderOfDay
from pannier.planning.models import Plan
from pannier.planning.on_demand.home import is_home_plan
from pannier.planning.problems import NoPlan
from pannier.planning.queries import list_plans, routes_of_plan
from pannier.planning.quote_desk import Told
from pannier.planning.quotes.price import Prices
from pannier.planning.quotes.spans import date_of, spans_of
from pannier.planning.quotes.values import Asked, Goods, Offer, Quoted, Span
from pannier.planning.retime import NetworkOf
from pannier.planning.standing import Standing, standing_plan
from pannier.planning.states import UNSEEN

VALID_FOR = timedelta(minutes=15)
"""So long a quote is told to hold: plans change behind it."""
MOST_OFF_M = 500
"""Further from every known place than this, an address off the streets is refused."""


def make_quote(db: Session, asked: Asked, *, network_of: NetworkOf = network_of) -> Quoted:
    """Return which windows can be kept; raise OrderRefused for what no order could be, NoPlan without a plan.

    A merchant asks for itself; the plan that answers is its operator's.
    """
    merchant = scope_of(db).merchant_org_id
    with acting_as(db, org_of(db)):
        payer = merchant or asked.merchant_org_id
        if payer is not None:
            get_merchant(db, payer)
        found = _quoted(db, asked, payer, network_of)
        quote_id = _keep(db, asked, found, payer)
        return replace(found, is_for_merchant=merchant is not None, quote_id=quote_id)


def _keep(db: Session, asked: Asked, found: Quoted, payer: uuid.UUID | None) -> uuid.UUID:
    """Keep the answer, so that an order may be placed by it."""
    at = asked.address
    windows = [
        QuotedWindow(
            start=one.span.start,
            end=one.span.end,
            offered=one.found is not None and not one.why_not,
            price_cents=one.price.cents,
            co2e_g=None if one.found is None else divide_half_up(one.found.extra_co2e_mg, G_PER_KG),
        )
        for one in found.offers
    ]
    return keep_quote(
        db,
        (at.line, at.number, at.postcode, at.city, at.country),
        QuotedGoods(
            weight_g=asked.goods.weight_g, volume_ml=asked.goods.volume_ml, parcels=asked.goods.parcels
        ),
        windows,
        point=asked.point,
        merchant_org_id=payer,
        hub_id=found.place.hub.id,
        service_date=found.service_date,
        currency=found.offers[0].price.currency,
        expires_at=found.expires_at,
    ).id


def _quoted(db: Session, asked: Asked, payer: uuid.UUID | None, network_of: NetworkOf) -> Quoted:
    _check_goods(db, asked.goods)
    place = find_place(db, asked.address, asked.point, hub_id=asked.hub_id)
    days = ServiceDays(db)
    on = date_of(days, asked, place.hub)
    spans = spans_of(days, asked, place.hub, on)
    plan = plan_to_quote_from(db, place.hub, on)
    standing = standing_plan(db, plan, network_of(place.hub), currency=my_organisation(db).currency)
    answers, nearest_m = _answers(standing, asked.goods, place, spans, days.now, network_of)
    prices = Prices(db, payer, place.point, on)
    return Quoted(
        place=place,
        service_date=on,
        plan_id=plan.id,
        revision=plan.revision,
        made_at=days.now,
        expires_at=days.now + VALID_FOR,
        nearest_m=nearest_m,
        offers=tuple(
            Offer(
                span=span,
                found=answers.get(span),
                starts_at=_starts_at(standing, answers.get(span)),
                why_not=_why_not(span, answers),
                price=prices.of(asked.goods, span),
            )
            for span in spans
        ),
    )


def plan_to_quote_from(db: Session, hub: Hub, on: date) -> Plan:
    """Return the newest plan of a hub's day with routes that somebody drives or is to drive; raise NoPlan.

    One that only holds rides on demand knows nothing of what is planned, and would promise what is taken.
    """
    for plan in list_plans(db, hub_id=hub.id, service_date=on):
        driven = any(route.state not in UNSEEN for route in routes_of_plan(db, plan.id))
        if driven and not is_home_plan(plan):
            return plan
    text = f"No plan of {hub.name} on {on} is there to quote from; plan the day first with POST /v1/plans."
    raise NoPlan(text)


def _check_goods(db: Session, goods: Goods) -> None:
    faults = check_load(goods.weight_g, goods.volume_ml, goods.parcels) + GoodsClasses(db).check(goods.goods)
    if faults:
        raise refusal(faults)


def _answers(
    standing: Standing,
    goods: Goods,
    place: FoundPlace,
    spans: Sequence[Span],
    now: datetime,
    network_of: NetworkOf,
) -> tuple[dict[Span, Elsewhere | None], int | None]:
    """Return what each window that is not over yet comes to, and how far the place is whose ways were taken."""
    open_ = [span for span in spans if span.end > now]
    if not open_:
        return {}, None
    orders = [_order(goods, place, span, now) for span in open_]
    with standing.lock:
        told: Told = standing.desk.ask(network_of(place.hub), orders)
    if told.nearest_m is not None and told.nearest_m > MOST_OFF_M:
        text = f"The place lies off the streets, {told.nearest_m} m from the next one known; correct it."
        raise Invalid(text, pointer="/address")
    return dict(zip(open_, told.answers, strict=True)), told.nearest_m


def _order(goods: Goods, place: FoundPlace, span: Span, now: datetime) -> OrderOfDay:
    """Return the delivery in question. What is quoted now leaves the hub from now on, with a trip still to come."""
    return OrderOfDay(
        id=new_id(),
        reference="quote",
        kind="delivery",
        point=place.point,
        window_start=span.start,
        window_end=span.end,
        weight_g=goods.weight_g,
        volume_ml=goods.volume_ml,
        parcels=goods.parcels,
        service_s=goods.service_s,
        needs=goods.needs,
        goods=goods.goods,
        release_at=now,
    )


def _starts_at(standing: Standing, found: Elsewhere | None) -> datetime | None:
    return None if found is None or found.start_s is None else standing.day.moment(found.start_s)


def _why_not(span: Span, answers: dict[Span, Elsewhere | None]) -> str:
    """Return in words why a window is not offered; empty where it is."""
    if span not in answers:
        return f"It was over at {span.end:%H:%M}."
    found = answers[span]
    return "The plan has no vehicle." if found is None else found.forbidden
