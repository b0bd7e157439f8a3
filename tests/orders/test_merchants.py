"""Merchants send and see their own orders, and nobody else's."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.orders import order_body, post_order
from tests.support.organisations import Organisation

PASSWORD = "a very long password"  # made up for the test


class Merchant:
    """A merchant of the operator with a signed-in person."""

    def __init__(self, client: TestClient, operator: Organisation, name: str) -> None:
        email = f"{name.lower()}-{uuid.uuid4().hex[:8]}@example.com"
        person = {"name": name, "email": email, "password": PASSWORD}
        made = client.post(
            "/v1/merchants", json={"name": name, "person": person}, headers=operator.headers("operator_admin")
        )
        assert made.status_code == 201, made.text
        self.id = made.json()["organisation_id"]
        signed = client.post("/v1/sessions", json={"email": email, "password": PASSWORD}).json()
        self.headers = {"Authorization": f"Bearer {signed['token']}"}
        client.cookies.clear()


@pytest.fixture
def books(client: TestClient, operator: Organisation, hub: uuid.UUID) -> Merchant:
    return Merchant(client, operator, "Books")


@pytest.fixture
def wine(client: TestClient, operator: Organisation, hub: uuid.UUID) -> Merchant:
    return Merchant(client, operator, "Wine")


def send(client: TestClient, merchant: Merchant, reference: str, **changes: Any) -> Any:
    return client.post("/v1/orders", json=order_body(reference, **changes), headers=merchant.headers)


def seen(client: TestClient, headers: dict[str, str]) -> list[str]:
    return [row["reference"] for row in client.get("/v1/orders", headers=headers).json()["items"]]


def test_a_merchants_order_is_its_own_and_its_operators(
    client: TestClient, operator: Organisation, books: Merchant, wine: Merchant
) -> None:
    made = send(client, books, "W-1")
    assert (made.status_code, made.json()["merchant_id"]) == (201, books.id)
    assert seen(client, books.headers) == seen(client, operator.headers()) == ["W-1"]
    assert seen(client, wine.headers) == []
    assert operator.events("order.accepted")[0]["merchant_org_id"] == books.id


def test_two_merchants_may_use_the_same_reference(
    client: TestClient, operator: Organisation, books: Merchant, wine: Merchant
) -> None:
    ids = {send(client, merchant, "W-1").json()["id"] for merchant in (books, wine)}
    ids.add(post_order(client, operator, "W-1")["id"])
    assert len(ids) == 3
    assert send(client, wine, "W-1").json()["outcome"] == "unchanged"


def test_an_operator_may_send_for_a_merchant_and_meets_the_same_order(
    client: TestClient, operator: Organisation, books: Merchant
) -> None:
    first = post_order(client, operator, "W-1", merchant_id=books.id)
    again = send(client, books, "W-1", weight_kg=8).json()
    assert (again["id"], again["outcome"]) == (first["id"], "updated")


def test_a_merchant_cannot_send_for_another_one(client: TestClient, books: Merchant, wine: Merchant) -> None:
    answer = send(client, books, "W-1", merchant_id=wine.id)
    assert (answer.status_code, answer.json()["code"]) == (422, "merchant_not_found")
    assert seen(client, wine.headers) == []


def test_another_merchants_order_answers_like_a_missing_one(
    client: TestClient, books: Merchant, wine: Merchant
) -> None:
    order_id = send(client, wine, "W-1").json()["id"]
    for order in (order_id, str(uuid.uuid4())):
        assert client.get(f"/v1/orders/{order}", headers=books.headers).status_code == 404
        assert client.get(f"/v1/orders/{order}/events", headers=books.headers).status_code == 404
        assert (
            client.patch(f"/v1/orders/{order}", json={"notes": "x"}, headers=books.headers).status_code == 404
        )
        assert client.post(f"/v1/orders/{order}/cancel", json={}, headers=books.headers).status_code == 404


def test_a_merchant_follows_and_cancels_its_order(
    client: TestClient, operator: Organisation, books: Merchant
) -> None:
    order_id = send(client, books, "W-1").json()["id"]
    operator.read_events("orders")
    shown = client.get(f"/v1/orders/{order_id}/events", headers=books.headers).json()
    assert shown[0]["type"] == "order.accepted"
    answer = client.post(f"/v1/orders/{order_id}/cancel", json={}, headers=books.headers)
    assert answer.json()["status"] == "cancelled"


def test_names_are_shown_to_ones_own_organisation_only(
    client: TestClient, operator: Organisation, books: Merchant
) -> None:
    path = f"/v1/orders/{send(client, books, 'W-1').json()['id']}/events"
    client.post(path.replace("events", "cancel"), json={}, headers=operator.headers())

    def seen_by(headers: dict[str, str]) -> dict[str, str | None]:
        return {row["type"]: row["actor_name"] for row in client.get(path, headers=headers).json()}

    assert seen_by(books.headers) == {"order.accepted": "Books", "order.cancelled": None}
    assert seen_by(operator.headers()) == {"order.accepted": None, "order.cancelled": "Test Person"}


def test_a_merchant_does_not_see_what_its_operator_pays_partners(client: TestClient, books: Merchant) -> None:
    order_id = send(client, books, "W-1").json()["id"]
    assert client.get(f"/v1/orders/{order_id}/allocation", headers=books.headers).status_code == 403
    for path in ("/v1/partners", "/v1/rate-cards", "/v1/merchants"):
        assert client.get(path, headers=books.headers).status_code == 403
