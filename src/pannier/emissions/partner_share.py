"""Use case: what a partner's delivery emits, by the partner's own estimate: a default, and said to be one."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.core.emissions import METHOD_VERSION, DataType
from pannier.emissions.bases import edition_of_day
from pannier.emissions.ledger import append
from pannier.emissions.models import EmissionRecord
from pannier.emissions.record import find_record, tell
from pannier.emissions.shipments import shipment_names
from pannier.orders.values import OrderView
from pannier.partners.contracts import find_partner

KIND = "partner"
MG_PER_G = 1000


def record_partner_delivery(db: Session, order: OrderView, *, service_date: date) -> EmissionRecord | None:
    """Record a partner's delivery once an order; None when the order's carrier is not known as a partner."""
    partner = find_partner(db, order.partner_org_id) if order.partner_org_id else None
    if partner is None or find_record(db, order.id, KIND, partner.partner_org_id) is not None:
        return None
    edition = edition_of_day(db, service_date)
    inputs: dict[str, Any] = {
        "kind": KIND,
        "shipment": shipment_names(db, [order.id])[order.id],
        "service_date": service_date.isoformat(),
        "g_per_delivery": partner.co2e_g_per_delivery,
        "data_type": DataType.DEFAULT.value,
        "edition": edition["code"],
        "edition_sha256": edition["sha256"],
        "method_version": METHOD_VERSION,
    }
    co2e_mg = partner.co2e_g_per_delivery * MG_PER_G
    entry = append(db, KIND, {"inputs": inputs, "result": {"co2e_mg": co2e_mg}})
    row = EmissionRecord(
        org_id=order.org_id, merchant_org_id=order.merchant_org_id, order_id=order.id, kind=KIND,
        round_id=partner.partner_org_id, hub_id=order.hub_id, service_date=service_date, carried=True,
        frozen=False, operation_mg=0, provision_mg=co2e_mg, co2e_mg=co2e_mg, baseline_mg=None,
        data_type=DataType.DEFAULT.value, inputs=inputs, recorded_at=clock.now(), ledger_seq=entry.seq,
        entry_hash=entry.entry_hash,
    )  # fmt: skip
    db.add(row)
    db.flush()
    tell(db, row)
    return row
