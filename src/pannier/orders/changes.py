"""Change what is still open of an order, and tell others which fields changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.base.scope import acting_as
from pannier.core.events import OrderChanged
from pannier.core.order_states import FieldGroup
from pannier.orders.collection import ADDRESS, PREFIX
from pannier.orders.decide import FIELDS, POINTERS, sealed_extras
from pannier.orders.models import Order
from pannier.orders.parcels import refit_parcels, split_load
from pannier.orders.quoted import without_quote

LOAD_FIELDS = {"weight_g", "volume_ml", "parcel_count"}


def apply_changes(
    db: Session, order: Order, changed: Mapping[str, Any], *, loads: Sequence[tuple[int, int]] = ()
) -> tuple[str, ...]:
    """Store changed fields that were found open; return their API names and record order.changed.

    A new address without coordinates forgets the old place: it is located again.
    """
    without_quote(order, changed)
    for name, value in {**changed, **sealed_extras(changed, order.org_id)}.items():
        setattr(order, name, value)
    for prefix in ("", PREFIX):
        if any(f"{prefix}{name}" in changed for name in (*ADDRESS, "lon", "lat")):
            _forget_place(order, prefix, given=changed.get(f"{prefix}lon") is not None)
    if LOAD_FIELDS & changed.keys():
        refit_parcels(db, order, loads or split_load(order.weight_g, order.volume_ml, order.parcel_count))
    _tell_partner(db, order, changed)
    names = tuple(sorted({POINTERS.get(name, f"/{name}").removeprefix("/") for name in changed}))
    record(db, OrderChanged(order_id=order.id, fields=names))
    return names


def _forget_place(order: Order, prefix: str, *, given: bool) -> None:
    """Forget where an end of the order was found; the prefix of its columns tells which end."""
    forgotten = ["match_quality", "match_precision", "review_code", *(() if given else ("lon", "lat"))]
    for name in forgotten:
        setattr(order, f"{prefix}{name}", None)
    setattr(order, f"{prefix}located_how", "given" if given else None)


def _tell_partner(db: Session, order: Order, changed: Mapping[str, Any]) -> None:
    """Pass contact fields on to the partner's copy, the only ones that are open once it exists."""
    contact = {name: value for name, value in changed.items() if FIELDS[name] is FieldGroup.CONTACT}
    if order.copied_to is None or order.partner_org_id is None or not contact:
        return
    with acting_as(db, order.partner_org_id):
        copy = db.get(Order, order.copied_to)
        if copy is not None:
            apply_changes(db, copy, contact)
