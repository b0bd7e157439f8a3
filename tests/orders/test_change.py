"""Orders are changed, listed and seen only by those whose they are."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base.eventlog import record
from pannier.core import events
from pannier.orders import service
from tests.support.orders import order_body, post_order
from tests.support.organisations import Organisation


def patch(client: TestClient, operator: Organisation, order_id: str, **changes: Any) -> Any:
    return client.patch(f"/v1/orders/{order_id}", json=changes, headers=operator.headers())


def listed(client: TestClient, headers: dict[str, str], **query: Any) -> list[str]:
    answer = client.get("/v1/orders", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return [row["reference"] for row in answer.json()["items"]]


def plan(operator: Organisation, order_id: str) -> None:
    with operator.session() as db:
        service.allocate(db, uuid.UUID(order_id), carrier="own")
        record(db, events.OrderPlanned(order_id=uuid.UUID(order_id), route_id=uuid.uuid4()))


def test_only_what_is_sent_changes(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator, notes="Ring")
    answer = patch(client, operator, made["id"], weight_kg=7, access_notes="Gate 3").json()
    assert (answer["weight_kg"], answer["access_notes"], answer["notes"]) == (7.0, "Gate 3", "Ring")
    assert answer["parcel_list"][0]["weight_kg"] == 7.0
    assert operator.events("order.changed")[0]["fields"] == ["access_notes", "weight_kg"]


def test_null_empties_a_field(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator, notes="Ring")
    assert patch(client, operator, made["id"], notes=None).json()["notes"] is None


def test_the_same_value_again_is_no_change(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    assert patch(client, operator, made["id"], weight_kg=3.2).json()["outcome"] == "unchanged"
    assert not operator.events("order.changed")


def test_a_new_day_takes_the_window_along(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator)
    answer = patch(client, operator, made["id"], date="2026-03-29").json()
    assert answer["window"] == {"start": "2026-03-29T10:00:00+02:00", "end": "2026-03-29T12:00:00+02:00"}


def test_a_window_on_another_day_takes_the_date_along(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    window = {"start": "2026-03-04T14:00:00+01:00", "end": "2026-03-04T16:00:00+01:00"}
    assert patch(client, operator, made["id"], window=window).json()["date"] == "2026-03-04"


def test_an_impossible_change_is_refused_and_changes_nothing(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    answer = patch(client, operator, made["id"], date="2026-03-01", notes="new")
    assert (answer.status_code, answer.json()["code"]) == (422, "date_past")
    shown = client.get(f"/v1/orders/{made['id']}", headers=operator.headers()).json()
    assert (shown["date"], shown["notes"]) == ("2026-03-02", None)


def test_a_planned_order_says_which_field_is_closed_and_what_to_do(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    plan(operator, made["id"])
    answer = patch(client, operator, made["id"], weight_kg=9)
    assert (answer.status_code, answer.json()["code"]) == (409, "order_closed_field")
    assert answer.json()["errors"][0]["pointer"] == "/weight_kg"
    assert "cancel that route" in answer.json()["detail"]
    assert patch(client, operator, made["id"], notes="Second floor").json()["notes"] == "Second floor"


def test_an_upsert_of_a_planned_order_obeys_the_same_rule(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    plan(operator, made["id"])
    answer = client.post("/v1/orders", json=order_body(weight_kg=9), headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (409, "order_closed_field")
    assert post_order(client, operator, notes="Second floor")["outcome"] == "updated"


def test_open_fields_are_told(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator)
    assert made["open_fields"] == ["contact", "load", "place", "time"]
    plan(operator, made["id"])
    shown = client.get(f"/v1/orders/{made['id']}", headers=operator.headers()).json()
    assert shown["open_fields"] == ["contact"]


def test_orders_are_found_by_reference_postcode_phone_day_and_state(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    post_order(client, operator, "A-1")
    post_order(client, operator, "B-1", recipient={"phone": "0033 6 12 34 56 78"})
    post_order(client, operator, "B-2", date="2026-03-03", window=None)
    headers = operator.headers()
    assert listed(client, headers, q="b-") == ["B-1", "B-2"]
    assert listed(client, headers, q="980") == ["A-1", "B-1", "B-2"]
    assert listed(client, headers, q="+33 612345678") == ["B-1"]
    assert listed(client, headers, q="Rossi") == []
    assert listed(client, headers, q="%") == []
    assert listed(client, headers, date="2026-03-03") == ["B-2"]
    assert listed(client, headers, status="planned") == []
    assert listed(client, headers, status=["planned", "confirmed"], hub_id=str(hub)) == ["A-1", "B-1", "B-2"]
    assert listed(client, headers, in_review=True) == []
    assert client.get("/v1/orders", params={"status": "gone"}, headers=headers).status_code == 422


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_list_is_read_page_by_page(
    client: TestClient, operator: Organisation, hub: uuid.UUID, newest_first: bool
) -> None:
    for n in range(5):
        post_order(client, operator, f"P-{n}")
    seen: list[str] = []
    query: dict[str, Any] | None = {"limit": 2, "newest_first": newest_first}
    while query:
        answer = client.get("/v1/orders", params=query, headers=operator.headers()).json()
        seen += [row["reference"] for row in answer["items"]]
        query = query | {"cursor": answer["next_cursor"]} if answer["next_cursor"] else None
    in_order = ["P-0", "P-1", "P-2", "P-3", "P-4"]
    assert seen == (in_order[::-1] if newest_first else in_order)


PATHS = [
    ("GET", "", None),
    ("PATCH", "", {"notes": "x"}),
    ("POST", "/cancel", {}),
    ("GET", "/candidates", None),
    ("POST", "/location", {"lon": 7.42, "lat": 43.73}),
    ("GET", "/events", None),
    ("POST", "/release-hold", {}),
    ("GET", "/allocation", None),
]


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
def test_another_organisations_order_answers_like_a_missing_one(
    client: TestClient, operator: Organisation, stranger: Organisation, hub: uuid.UUID,
    method: str, path: str, body: dict[str, Any] | None,
) -> None:  # fmt: skip
    made = post_order(client, operator)
    missing = uuid.uuid4()
    answers = [
        client.request(method, f"/v1/orders/{order_id}{path}", json=body, headers=stranger.headers())
        for order_id in (made["id"], missing)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    texts = [answer.text.replace(made["id"], "ID").replace(str(missing), "ID") for answer in answers]
    assert texts[0] == texts[1]
    shown = client.get(f"/v1/orders/{made['id']}", headers=operator.headers()).json()
    assert (shown["notes"], shown["status"]) == (None, "confirmed")


@pytest.mark.parametrize("role", ["rider", "auditor", "hub_staff"])
def test_who_may_not_write_orders_does_not(
    client: TestClient, operator: Organisation, hub: uuid.UUID, role: str
) -> None:
    answer = client.post("/v1/orders", json=order_body(), headers=operator.headers(role))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_riders_may_not_list_orders_and_nobody_unknown_may(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    assert client.get("/v1/orders", headers=operator.headers("rider")).status_code == 403
    assert client.get("/v1/orders").status_code == 401


def test_an_idempotency_key_gives_the_same_answer_again(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    headers = operator.headers() | {"Idempotency-Key": "order-key-1"}
    first = client.post("/v1/orders", json=order_body(), headers=headers)
    second = client.post("/v1/orders", json=order_body(), headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["Idempotent-Replayed"] == "true"
