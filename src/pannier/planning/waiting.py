"""Orders of a day that no plan can hold yet, each with its reason, so that none is overlooked."""

from sqlalchemy.orm import Session

from pannier.orders.queries import orders_of_day
from pannier.orders.values import OrderView
from pannier.planning.day import Day
from pannier.planning.store import Waiting


def orders_in_waiting(db: Session, day: Day) -> list[Waiting]:
    """List the confirmed orders of the day that still lack a place on the map or a carrier."""
    orders = orders_of_day(db, hub_id=day.hub.id, service_date=day.service_date)
    found = [(order, _why(order)) for order in orders if order.status == "confirmed"]
    return [Waiting(order_id=order.id, code=code, reason=reason) for order, (code, reason) in found]


def _why(order: OrderView) -> tuple[str, str]:
    if order.review_code is not None:
        return "address_review", f"Its address is in review ({order.review_code}); set its place on the map."
    if order.point is None:
        return "not_located", "Its address is not looked up yet; plan again in a moment."
    return "not_allocated", "No carrier is chosen yet; allocate the day with POST /v1/allocations."
