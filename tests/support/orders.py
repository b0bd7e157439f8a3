"""A hub and orders to try things with, by HTTP."""

import uuid
from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from pannier.places import service as places
from pannier.places.service import HubValues
from tests.support.organisations import Organisation

MORNING = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""Six o'clock in Monaco, an hour before the hub opens."""


def make_hub(operator: Organisation, code: str = "port", **values: Any) -> uuid.UUID:
    """Set up a hub in Monaco that is open from seven to nine."""
    usual: dict[str, Any] = {
        "name": f"Hub {code}",
        "code": code,
        "address": "Quai Antoine 1er",
        "lon": 7.4226,
        "lat": 43.7335,
        "timezone": "Europe/Monaco",
        "opens": "07:00",
        "closes": "21:00",
    }
    with operator.session() as db:
        return places.create_hub(db, HubValues(**(usual | values))).id


def order_body(reference: str = "A-1", **changes: Any) -> dict[str, Any]:
    """Return an order as one posts it, with these fields changed; None leaves a field out."""
    body: dict[str, Any] = {
        "reference": reference,
        "date": "2026-03-02",
        "address": {"line": "Rue Grimaldi", "house_number": "34", "postcode": "98000", "city": "Monaco"},
        "recipient": {"name": "Ana Rossi", "phone": "+377 99 11 22 33", "email": "ana@example.com"},
        "window": {"start": "2026-03-02T10:00:00+01:00", "end": "2026-03-02T12:00:00+01:00"},
        "weight_kg": 3.2,
        "volume_l": 12,
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def post_order(
    client: TestClient,
    operator: Organisation,
    reference: str = "A-1",
    *,
    role: str = "dispatcher",
    **changes: Any,
) -> Any:
    """Post an order and return the answer's JSON; fail when it is refused."""
    answer = client.post("/v1/orders", json=order_body(reference, **changes), headers=operator.headers(role))
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()
