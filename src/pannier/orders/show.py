"""Put an order together for an answer."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.core.order_limits import DEFAULT_VOLUME_ML, DEFAULT_WEIGHT_G
from pannier.core.order_states import OrderStatus, open_fields
from pannier.orders.answers import (
    AddressOut,
    CollectionOut,
    OrderOut,
    OrderRow,
    OrderWarning,
    ParcelOut,
    QuoteTakenOut,
    RecipientOut,
    WindowOut,
)
from pannier.orders.load_warnings import LoadWarnings
from pannier.orders.models import Order
from pannier.orders.on_demand import TimesOf
from pannier.orders.queries import parcels_of
from pannier.orders.wishes import windows_of
from pannier.places import service as places


def zones(db: Session) -> dict[object, ZoneInfo]:
    """Return the time zone of each hub."""
    return {hub.id: ZoneInfo(hub.timezone) for hub in places.list_hubs(db)}


def show(db: Session, order: Order, *, outcome: str | None = None) -> OrderOut:
    """Return an order in full."""
    db.flush()
    zone = zones(db).get(order.hub_id)
    row = OrderRow.of(order, zone, TimesOf(db).of(order) if order.on_demand else None)
    allowed = open_fields(OrderStatus(order.status), with_partner=order.copied_to is not None)
    return OrderOut(
        **row.model_dump(),
        address=AddressOut.model_validate(order),
        recipient=RecipientOut(
            name=order.recipient_name, phone=order.recipient_phone, email=order.recipient_email
        ),
        collection=CollectionOut.of(order, zone),
        service_min=None if order.service_s is None else order.service_s / 60,
        needs=order.needs,
        other_loads=order.other_loads,
        usual_load=_usual(order),
        prize_cents=order.prize_cents,
        max_aboard_min=_minutes(order.max_aboard_s),
        on_demand=order.on_demand,
        leave_within_min=_minutes(order.leave_within_s),
        deliver_within_min=_minutes(order.deliver_within_s),
        goods=order.goods,
        together=order.together,
        apart=order.apart,
        due_at=order.due_at and order.due_at.astimezone(zone),
        more_windows=[WindowOut(start=start, end=end) for start, end in windows_of(order.more_windows)],
        proof=order.proof,
        notes=order.notes,
        access_notes=order.access_notes,
        metadata=order.details,
        release_at=order.release_at,
        quote=QuoteTakenOut.of(order),
        open_fields=sorted(allowed),
        parcel_list=[ParcelOut.of(parcel) for parcel in parcels_of(db, [order.id])[order.id]],
        warnings=[OrderWarning.model_validate(each) for each in LoadWarnings(db).of_order(order)],
        outcome=outcome,
    )


def _usual(order: Order) -> list[str]:
    usual = {
        "weight_kg": order.weight_g == DEFAULT_WEIGHT_G * order.parcel_count,
        "volume_l": order.volume_ml == DEFAULT_VOLUME_ML * order.parcel_count,
    }
    return [name for name, is_usual in usual.items() if is_usual]


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60
