"""Use cases of allocation: solve a day anew, react to refusals and to plans that left orders out."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.allocation.choose import Choice, choose
from pannier.allocation.models import Allocation
from pannier.orders import queries
from pannier.places import service as places


def allocate_day(db: Session, *, hub_id: uuid.UUID, service_date: date) -> list[Choice]:
    """Choose anew for all located orders of a hub's day that nobody has accepted or planned yet."""
    places.get_hub(db, hub_id)
    orders = queries.orders_of_day(db, hub_id=hub_id, service_date=service_date)
    return choose(db, [order for order in orders if order.point is not None and order.review_code is None])


def allocate_order(db: Session, order_id: uuid.UUID, *, left_out: bool = False) -> None:
    """Choose for one order if it has a place."""
    order = queries.find_order(db, order_id)
    if order is not None and order.point is not None and order.review_code is None:
        choose(db, [order], left_out=left_out)


def refuse(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID, *, answered: bool = True) -> None:
    """Note that a partner turned an order down or did not answer, and choose again without it."""
    row = db.scalars(select(Allocation).where(Allocation.order_id == order_id)).first()
    name = str(partner_org_id)
    if row is not None and answered and name not in row.refused_by:
        row.refused_by = [*row.refused_by, name]
    elif row is not None and not answered and name not in row.unanswered_by:
        row.unanswered_by = [*row.unanswered_by, name]
    db.flush()
    allocate_order(db, order_id)


def is_elsewhere(db: Session, order_id: uuid.UUID, partner_org_id: uuid.UUID) -> bool:
    """Tell whether an order has a carrier, and another one than this partner."""
    order = queries.find_order(db, order_id)
    return order is not None and order.carrier is not None and order.partner_org_id != partner_org_id
