"""Turn events of the log into queued webhooks."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.core.events import to_data
from pannier.orders.queries import find_order
from pannier.orders.values import OrderView
from pannier.webhooks.catalogue import ALL, hidden_from_merchants, is_for_merchants
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
    for endpoint in endpoints:
        if _may_know(endpoint, entry, order):
            body = _body(entry, order, for_merchant=endpoint.merchant_org_id is not None)
            queue(db, endpoint, seq=entry.seq, event_type=entry.type, body=body)


def _may_know(endpoint: WebhookEndpoint, entry: LogEntry, order: OrderView | None) -> bool:
    """Tell whether an endpoint may hear of an event: a merchant's hears of its own orders only."""
    merchant = endpoint.merchant_org_id
    if merchant is None:
        return True
    return order is not None and order.merchant_org_id == merchant and is_for_merchants(entry.type)


def _body(entry: LogEntry, order: OrderView | None, *, for_merchant: bool) -> dict[str, object]:
    hidden = hidden_from_merchants(entry.type) if for_merchant else frozenset()
    data: dict[str, object] = {
        name: value for name, value in to_data(entry.event).items() if name not in hidden
    }
    if order is not None:
        data["order"] = {"id": str(order.id), "reference": order.reference, "status": str(order.status)}
    return {
        "type": entry.type,
        "api_version": API_VERSION,
        "occurred_at": entry.at.isoformat(),
        "sequence": entry.seq,
        "data": data,
    }
