"""Orders of a day that no plan can hold yet, each with its reason, so that none is overlooked."""

from sqlalchemy.orm import Session

from pannier.orders.queries import orders_of_day
from pannier.orders.values import OrderView
from pannier.planning.day import Day
from pannier.planning.store import Waiting


def orders_in_waiting(db: Session, day: Day) -> list[Waiting]:
    """List the confirmed orders of the day that still lack a place on the map or a carrier."""
    waiting = []
    for order in orders_of_day(db, hub_id=day.hub.id, service_date=day.service_date):
        if order.status == "confirmed":
            code, reason = why_waiting(
                order.doubt, is_located=order.point is not None and _collection_is_placed(order)
            )
            waiting.append(Waiting(order_id=order.id, code=code, reason=reason))
    return waiting


def _collection_is_placed(order: OrderView) -> bool:
    return not order.awaits_collection or order.collect_point is not None


def why_waiting(review_code: str | None, *, is_located: bool) -> tuple[str, str]:
    """Return the code and the sentence that say what a confirmed order still lacks."""
    if review_code is not None:
        doubt = review_code.replace("_", " ")
        return "address_review", f"Its address is in review ({doubt}); set its place on the map."
    if not is_located:
        return "not_located", "Its address is not looked up yet; plan again in a moment."
    return "not_allocated", "No carrier is chosen yet; allocate the day with POST /v1/allocations."
