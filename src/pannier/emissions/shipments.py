"""Names of orders in the ledger: a salted hash each, so that forgetting the salt makes an entry nobody's."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.emissions.models import ShipmentName

SALT_BYTES = 16


def shipment_names(db: Session, order_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the name of each order in the ledger, made at its first use."""
    wanted = sorted(set(order_ids))
    rows = db.scalars(select(ShipmentName).where(ShipmentName.order_id.in_(wanted)))
    salts = {row.order_id: row.salt for row in rows}
    for order_id in wanted:
        if order_id not in salts:
            salts[order_id] = secrets.token_bytes(SALT_BYTES)
            db.add(ShipmentName(order_id=order_id, salt=salts[order_id]))
    db.flush()
    return {order_id: shipment_name(order_id, salts[order_id]) for order_id in wanted}


def shipment_name(order_id: uuid.UUID, salt: bytes) -> str:
    """Return the SHA-256 of salt and id, in hexadecimal."""
    return hashlib.sha256(salt + order_id.bytes).hexdigest()


def forget_shipment(db: Session, order_id: uuid.UUID) -> None:
    """Destroy the salt of an order: its ledger entries stay valid and can no longer be linked to it."""
    for row in db.scalars(select(ShipmentName).where(ShipmentName.order_id == order_id)):
        db.delete(row)
    db.flush()
