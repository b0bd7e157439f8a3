"""Routes of webhooks."""

import uuid
from typing import Annotated

from fastapi import Query

from pannier.base.edge import Edge, Router, may
from pannier.webhooks import service
from pannier.webhooks.catalogue import published_events
from pannier.webhooks.schemas import DeliveryOut, EndpointIn, EndpointOut, NewEndpointOut

router = Router(prefix="/v1", tags=["webhooks"])


@router.get("/webhook-events")
def list_events(edge: Annotated[Edge, may("webhooks:read")]) -> dict[str, str]:
    """List the events that can be subscribed to, with what each tells."""
    return published_events()


@router.get("/webhooks")
def list_endpoints(edge: Annotated[Edge, may("webhooks:read")]) -> list[EndpointOut]:
    """List your webhooks."""
    return [EndpointOut.model_validate(row) for row in service.list_endpoints(edge.db)]


@router.post("/webhooks", status_code=201)
def create_endpoint(body: EndpointIn, edge: Annotated[Edge, may("webhooks:write")]) -> NewEndpointOut:
    """Register an https address that is told of events; the secret for its signatures is shown this once."""
    return NewEndpointOut.model_validate(service.create_endpoint(edge.db, url=body.url, events=body.events))


@router.delete("/webhooks/{endpoint_id}", status_code=204)
def delete_endpoint(endpoint_id: uuid.UUID, edge: Annotated[Edge, may("webhooks:write")]) -> None:
    """Stop telling an address."""
    service.delete_endpoint(edge.db, endpoint_id)


@router.post("/webhooks/{endpoint_id}/test", status_code=202)
def send_test(endpoint_id: uuid.UUID, edge: Annotated[Edge, may("webhooks:write")]) -> DeliveryOut:
    """Send a `test.ping` to the address."""
    return DeliveryOut.model_validate(service.send_test(edge.db, endpoint_id))


@router.get("/webhooks/{endpoint_id}/deliveries")
def list_deliveries(
    endpoint_id: uuid.UUID,
    edge: Annotated[Edge, may("webhooks:read")],
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[DeliveryOut]:
    """List what was sent to the address and how it answered, newest first."""
    return [DeliveryOut.model_validate(row) for row in service.list_deliveries(edge.db, endpoint_id, limit)]


@router.post("/webhook-deliveries/{delivery_id}/retry", status_code=202)
def retry(delivery_id: uuid.UUID, edge: Annotated[Edge, may("webhooks:write")]) -> DeliveryOut:
    """Send a message again now."""
    return DeliveryOut.model_validate(service.retry(edge.db, delivery_id))
