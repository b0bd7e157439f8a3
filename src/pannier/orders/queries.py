"""Named reads of orders and parcels; rows are for reading only, outside this package."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, not_, or_, select
from sqlalchemy.orm import Session

from pannier.base.encryption import blind_index
from pannier.base.paging import page
from pannier.base.scope import org_of
from pannier.core.order_states import OVER, OrderStatus
from pannier.orders.models import Order, Parcel
from pannier.orders.order_to_plan import OrderToPlan
from pannier.orders.problems import OrderNotFound, ParcelNotFound
from pannier.orders.submission import phone_digits

PLANNABLE = (OrderStatus.ALLOCATED, OrderStatus.PLANNED, OrderStatus.REATTEMPT_SCHEDULED)


def find_order(db: Session, order_id: uuid.UUID) -> Order | None:
    """Return an order the session may see, or None."""
    return db.scalars(select(Order).where(Order.id == order_id)).first()


def get_order(db: Session, order_id: uuid.UUID) -> Order:
    """Return an order; raise OrderNotFound."""
    order = find_order(db, order_id)
    if order is None:
        raise OrderNotFound(f"Order {order_id} does not exist here; list the orders with GET /v1/orders.")
    return order


def orders_by_id(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Order]:
    """Return those of the orders that the session may see, by id."""
    wanted = list(set(order_ids))
    return {row.id: row for row in db.scalars(select(Order).where(Order.id.in_(wanted)))} if wanted else {}


def orders_to_plan(
    db: Session, order_ids: Iterable[uuid.UUID], *, in_company: bool = False
) -> dict[uuid.UUID, OrderToPlan]:
    """Return what planning reads of those of the orders that the session may see, by id.

    With `in_company` only of those that must go with others, or must not.
    """
    wanted = list(set(order_ids))
    *plain, _ = OrderToPlan._fields
    has_collection = Order.collect_line_sealed.is_not(None)
    query = select(*(getattr(Order, name) for name in plain), has_collection).where(Order.id.in_(wanted))
    if in_company:
        query = query.where(or_(Order.together.is_not(None), Order.apart.is_not(None)))
    return {row[0]: OrderToPlan._make(row) for row in db.execute(query)} if wanted else {}


def which_on_demand(db: Session, order_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return those of the orders that are on demand; nothing else of them is read."""
    wanted = list(set(order_ids))
    query = select(Order.id).where(Order.id.in_(wanted), Order.on_demand.is_(True))
    return frozenset(db.scalars(query)) if wanted else frozenset()


def order_by_reference(db: Session, reference: str, merchant_org_id: uuid.UUID | None = None) -> Order | None:
    """Return the order with a merchant's reference, or None; no merchant means the operator's own."""
    query = select(Order).where(
        Order.reference == reference, Order.merchant_org_id.is_not_distinct_from(merchant_org_id)
    )
    return db.scalars(query).first()


def plannable_orders(db: Session, hub_id: uuid.UUID, service_date: date) -> list[Order]:
    """List what a plan of a hub and day may hold: located orders of the own fleet, by reference."""
    query = _day(hub_id, service_date).where(
        Order.carrier == "own",
        Order.status.in_(PLANNABLE),
        Order.lon.is_not(None),
        Order.review_code.is_(None),
        or_(
            Order.collect_line_sealed.is_(None),
            Order.collected_at.is_not(None),
            Order.collect_lon.is_not(None) & Order.collect_review_code.is_(None),
        ),
    )
    return list(db.scalars(query))


def on_demand_orders(db: Session, hub_id: uuid.UUID, service_date: date) -> list[Order]:
    """List the orders on demand of a hub's day that own riders have or could have, the oldest first."""
    query = on_demand_of_day(hub_id, service_date).where(
        Order.carrier == "own",
        Order.lon.is_not(None),
        Order.status.in_((*PLANNABLE, OrderStatus.IN_TRANSIT)),
    )
    return list(db.scalars(query.order_by(Order.id)))


def on_demand_of_day(hub_id: uuid.UUID, service_date: date) -> Select[Order]:
    """Return the query of a hub's orders on demand of a day, whatever their state."""
    return select(Order).where(
        Order.hub_id == hub_id, Order.service_date == service_date, Order.on_demand.is_(True)
    )


def on_demand_page(
    db: Session,
    hub_id: uuid.UUID,
    service_date: date,
    *,
    also: Select[uuid.UUID] | None,
    cursor: str | None,
    limit: int,
) -> tuple[list[Order], str | None]:
    """Return one page of a hub's open orders on demand of a day, and of those in `also`; all of them without it.

    With it comes the cursor of the next page, None at the end.
    """
    query = on_demand_of_day(hub_id, service_date)
    if also is not None:
        query = query.where(or_(Order.status.not_in(OVER), Order.id.in_(also)))
    found = page(db, query, [Order.id], lambda order: order, cursor=cursor, limit=limit)
    return found.items, found.next_cursor


def open_on_demand(hub_id: uuid.UUID, service_date: date) -> Select[uuid.UUID]:
    """Return the query of the ids of a hub's orders on demand of a day that are not over."""
    query = on_demand_of_day(hub_id, service_date).where(Order.status.not_in(OVER))
    return query.with_only_columns(Order.id)


def on_demand_over(hub_id: uuid.UUID) -> Select[uuid.UUID]:
    """Return the query of the ids of a hub's orders on demand that are over."""
    return select(Order.id).where(Order.hub_id == hub_id, Order.on_demand.is_(True), Order.status.in_(OVER))


def days_on_demand(db: Session, hub_id: uuid.UUID, *, since: date) -> list[date]:
    """List the days of a hub with orders on demand that wait for a rider or have one, and have not left.

    Of days before `since` only those count that riders could take: the others wait for a person or a partner.
    """
    ours = (Order.carrier == "own") & Order.lon.is_not(None) & (Order.status != OrderStatus.CONFIRMED)
    query = select(Order.service_date).where(
        Order.hub_id == hub_id,
        Order.on_demand.is_(True),
        Order.status.in_((OrderStatus.CONFIRMED, *PLANNABLE)),
        or_(Order.service_date >= since, ours),
    )
    return sorted(set(db.scalars(query.distinct())))


def orders_bound_to_hub(
    db: Session, hub_ids: Collection[uuid.UUID], service_date: date, *, given_too: bool
) -> frozenset[uuid.UUID]:
    """Return the plannable orders of a day that stay at their hub: their goods lie in one, or are brought to it.

    With `given_too` also those whose hub somebody has named.
    """
    stays = [Order.goods_hub_id.is_not(None)]
    if given_too:
        stays.append(Order.hub_given.is_(True))
    query = select(Order.id).where(
        Order.service_date == service_date,
        Order.hub_id.in_(hub_ids),
        Order.status.in_(PLANNABLE),
        or_(*stays),
    )
    return frozenset(db.scalars(query))


def is_collected_on(order: Order, service_date: date) -> bool:
    """Tell whether an order was, or still is to be, collected on a day: on later days it starts at the hub."""
    collected_at = order.collected_at
    return order.has_collection and (collected_at is None or collected_at.date() >= service_date)


def orders_of_day(db: Session, *, hub_id: uuid.UUID | None, service_date: date) -> list[Order]:
    """List all orders of a day, of one hub or of all, by reference."""
    return list(db.scalars(_day(hub_id, service_date)))


def _day(hub_id: uuid.UUID | None, service_date: date) -> Select[Order]:
    query = select(Order).where(Order.service_date == service_date).order_by(Order.reference, Order.id)
    return query.where(Order.hub_id == hub_id) if hub_id is not None else query


def orders_of_route(db: Session, route_id: uuid.UUID) -> list[Order]:
    """List the orders that are on a route now."""
    return list(db.scalars(select(Order).where(Order.route_id == route_id).order_by(Order.id)))


def parcels_of(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Parcel]]:
    """Return the parcels of orders, by order and number."""
    wanted = list(set(order_ids))
    query = select(Parcel).where(Parcel.order_id.in_(wanted)).order_by(Parcel.order_id, Parcel.n)
    found: dict[uuid.UUID, list[Parcel]] = {order_id: [] for order_id in wanted}
    for parcel in db.scalars(query) if wanted else ():
        found[parcel.order_id].append(parcel)
    return found


def get_parcel(db: Session, parcel_id: uuid.UUID) -> Parcel:
    """Return a parcel; raise ParcelNotFound."""
    parcel = db.scalars(select(Parcel).where(Parcel.id == parcel_id)).first()
    if parcel is None:
        raise ParcelNotFound(f"Parcel {parcel_id} does not exist here.")
    return parcel


def find_parcel(db: Session, barcode: str) -> Parcel | None:
    """Return the parcel with a barcode, or None."""
    return db.scalars(select(Parcel).where(Parcel.barcode == barcode)).first()


def parcels_by_barcode(db: Session, barcodes: Sequence[str]) -> dict[str, Parcel]:
    """Return the known ones of many barcodes."""
    rows = db.scalars(select(Parcel).where(Parcel.barcode.in_(list(barcodes))))
    return {row.barcode: row for row in rows}


def search(
    db: Session,
    *,
    hub_id: uuid.UUID | None = None,
    service_date: date | None = None,
    statuses: Sequence[str] = (),
    q: str | None = None,
    in_review: bool | None = None,
    merchant_org_id: uuid.UUID | None = None,
    carrier: str | None = None,
) -> Select[Order]:
    """Return the query of a list of orders; `q` is part of a reference, start of a postcode, or a phone number.

    Names and streets lie sealed and are not searched.
    """
    query = select(Order)
    exact = {
        Order.hub_id: hub_id, Order.service_date: service_date,
        Order.merchant_org_id: merchant_org_id, Order.carrier: carrier,
    }  # fmt: skip
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if statuses:
        query = query.where(Order.status.in_(statuses))
    if in_review is not None:
        at_the_sender = Order.collect_review_code.is_not(None) & Order.collected_at.is_(None)
        doubt = or_(Order.review_code.is_not(None), at_the_sender)
        query = query.where(doubt if in_review else not_(doubt))
    return query.where(_matches(db, q)) if q else query


def _matches(db: Session, q: str) -> ColumnElement[bool]:
    return or_(
        Order.reference.icontains(q, autoescape=True),
        Order.postcode.istartswith(q, autoescape=True),
        Order.phone_index == blind_index(org_of(db), phone_digits(q)),
    )
