"""Turn events of the log into queued webhooks."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.core.events import to_data
from pannier.orders.queries import find_order
from pannier.webhooks.catalogue import ALL
from pannier.webhooks.models import WebhookEndpoint
from pannier.webhooks.service import queue

API_VERSION = "2026-11-01"


def queue_webhooks(db: Session, entry: LogEntry) -> None:
    """Queue one message for each endpoint that wants this event and may know of it."""
    order_id = getattr(entry.event, "order_id", None)
    wanted = select(WebhookEndpoint).where(
        WebhookEndpoint.active,
        or_(WebhookEndpoint.events.contains([ALL]), WebhookEndpoint.events.contains([entry.type])),
    )
    endpoints = list(db.scalars(wanted))
    if not endpoints:
        return
    order = find_order(db, order_id) if order_id is not None else None
    body = _body(entry, order)
    for endpoint in endpoints:
        merchant = endpoint.merchant_org_id
        if merchant is None or (order is not None and order.merchant_org_id == merchant):
            queue(db, endpoint, seq=entry.seq, event_type=entry.type, body=body)


def _body(entry: LogEntry, order: Any) -> dict[str, object]:
    data: dict[str, object] = dict(to_data(entry.event))
    if order is not None:
        data["order"] = {"id": str(order.id), "reference": order.reference, "status": str(order.status)}
    return {
        "type": entry.type,
        "api_version": API_VERSION,
        "occurred_at": entry.at.isoformat(),
        "sequence": entry.seq,
        "data": data,
    }
