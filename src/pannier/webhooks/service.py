"""Use cases: endpoints, and deliveries that can be looked at and sent again."""

import secrets
import uuid
from base64 import b64encode
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base import clock
from pannier.base.scope import org_of
from pannier.webhooks.addresses import check_url
from pannier.webhooks.catalogue import ALL, published_events
from pannier.webhooks.models import WebhookDelivery, WebhookEndpoint
from pannier.webhooks.problems import AlreadyDelivered, DeliveryNotFound, EndpointNotFound, UnknownEvent

TEST_EVENT = "test.ping"


def create_endpoint(db: Session, *, url: str, events: Sequence[str]) -> WebhookEndpoint:
    """Register an endpoint with a fresh secret; raise BadAddress or UnknownEvent."""
    check_url(url)
    unknown = sorted(set(events) - set(published_events()) - {ALL})
    if unknown:
        known = ", ".join(published_events())
        raise UnknownEvent(
            f"There is no event {', '.join(unknown)}; choose among {known}.", pointer="/events"
        )
    secret = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
    endpoint = WebhookEndpoint(org_id=org_of(db), url=url, secret=secret, events=list(events))
    db.add(endpoint)
    db.flush()
    return endpoint


def list_endpoints(db: Session) -> list[WebhookEndpoint]:
    """List the endpoints that the caller may see and that are told, oldest first."""
    query = select(WebhookEndpoint).where(WebhookEndpoint.active).order_by(WebhookEndpoint.id)
    return list(db.scalars(query))


def get_endpoint(db: Session, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    """Return an endpoint; raise EndpointNotFound."""
    endpoint = db.get(WebhookEndpoint, endpoint_id)
    if endpoint is None:
        raise EndpointNotFound(f"Webhook {endpoint_id} does not exist here; list them with GET /v1/webhooks.")
    return endpoint


def delete_endpoint(db: Session, endpoint_id: uuid.UUID) -> None:
    """Stop telling an endpoint; what was sent stays in the delivery log, what waits is not sent any more."""
    get_endpoint(db, endpoint_id).active = False
    waiting = (WebhookDelivery.endpoint_id == endpoint_id) & (WebhookDelivery.state == "pending")
    for delivery in db.scalars(select(WebhookDelivery).where(waiting)):
        delivery.state, delivery.error = "dead", "The webhook was deleted before this could be sent."


def send_test(db: Session, endpoint_id: uuid.UUID) -> WebhookDelivery:
    """Queue a test message; its number is negative because it is no event of the log."""
    endpoint = get_endpoint(db, endpoint_id)
    least = db.scalar(
        select(WebhookDelivery.event_seq)
        .where(WebhookDelivery.endpoint_id == endpoint_id)
        .order_by(WebhookDelivery.event_seq)
    )
    seq = min(least or 0, 0) - 1
    body = {"type": TEST_EVENT, "occurred_at": clock.now().isoformat(), "sequence": seq, "data": {}}
    return queue(db, endpoint, seq=seq, event_type=TEST_EVENT, body=body)


def queue(
    db: Session, endpoint: WebhookEndpoint, *, seq: int, event_type: str, body: dict[str, object]
) -> WebhookDelivery:
    """Queue one message for one endpoint; the sender takes it after the commit."""
    delivery = WebhookDelivery(
        org_id=endpoint.org_id,
        merchant_org_id=endpoint.merchant_org_id,
        endpoint_id=endpoint.id,
        event_seq=seq,
        event_type=event_type,
        body=body,
        next_at=clock.wall_now(),
    )
    db.add(delivery)
    db.flush()
    return delivery


def list_deliveries(db: Session, endpoint_id: uuid.UUID, limit: int = 100) -> list[WebhookDelivery]:
    """List what was sent to an endpoint, newest first; raise EndpointNotFound."""
    get_endpoint(db, endpoint_id)
    query = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == endpoint_id)
    return list(db.scalars(query.order_by(WebhookDelivery.id.desc()).limit(limit)))


def retry(db: Session, delivery_id: uuid.UUID) -> WebhookDelivery:
    """Send a delivery again now; raise DeliveryNotFound, EndpointNotFound or AlreadyDelivered."""
    delivery = db.get(WebhookDelivery, delivery_id)
    if delivery is None:
        raise DeliveryNotFound(f"Delivery {delivery_id} does not exist here; see the webhook's deliveries.")
    if not get_endpoint(db, delivery.endpoint_id).active:
        raise EndpointNotFound("The webhook of this delivery was deleted; register the address again.")
    if delivery.state == "delivered":
        raise AlreadyDelivered("This delivery was answered with success; there is nothing to repeat.")
    delivery.state, delivery.next_at = "pending", clock.wall_now()
    return delivery
