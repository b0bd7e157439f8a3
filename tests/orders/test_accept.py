"""Orders come in by HTTP, one by one and in bulk."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.core.sscc import is_sscc
from tests.support.orders import make_hub, order_body, post_order
from tests.support.organisations import Organisation


def test_an_order_is_accepted_with_parcels_and_an_event(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, parcels=3, weight_kg=10)
    assert (made["status"], made["outcome"], made["hub_id"]) == ("confirmed", "created", str(hub))
    assert [parcel["weight_kg"] for parcel in made["parcel_list"]] == [3.334, 3.333, 3.333]
    assert all(is_sscc(parcel["barcode"]) for parcel in made["parcel_list"])
    assert made["window"]["start"] == "2026-03-02T10:00:00+01:00"
    assert operator.events("order.accepted") == [
        {"type": "order.accepted", "order_id": made["id"], "merchant_org_id": None, "source": "portal"}
    ]


def test_the_same_reference_again_changes_nothing(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    first = post_order(client, operator)
    answer = client.post("/v1/orders", json=order_body(), headers=operator.headers())
    assert answer.status_code == 200
    assert (answer.json()["outcome"], answer.json()["id"]) == ("unchanged", first["id"])
    assert not operator.events("order.changed")


def test_the_same_again_is_unchanged_even_when_its_day_is_over(
    client: TestClient, operator: Organisation, hub: uuid.UUID, now: clock.Fixed
) -> None:
    post_order(client, operator)
    now.advance(days=3)
    assert post_order(client, operator)["outcome"] == "unchanged"


def test_the_same_reference_with_other_words_updates_and_names_the_fields(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    first = post_order(client, operator)
    again = post_order(client, operator, weight_kg=5, notes="Ring twice", parcels=2)
    assert (again["outcome"], again["id"], again["weight_kg"]) == ("updated", first["id"], 5.0)
    assert again["parcel_list"][0]["barcode"] == first["parcel_list"][0]["barcode"]
    assert len(again["parcel_list"]) == 2
    assert operator.events("order.changed")[0]["fields"] == ["notes", "parcels", "weight_kg"]


def test_what_is_not_said_gets_the_documented_defaults(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, date=None, window=None, weight_kg=None, volume_l=None, parcels=2)
    assert (made["date"], made["weight_kg"], made["volume_l"]) == ("2026-03-02", 4.0, 16.0)


def test_an_order_after_opening_is_for_tomorrow(
    client: TestClient, operator: Organisation, hub: uuid.UUID, now: clock.Fixed
) -> None:
    now.advance(hours=2)
    assert post_order(client, operator, date=None, window=None)["date"] == "2026-03-03"
    assert post_order(client, operator, "A-2", date=None)["date"] == "2026-03-02"


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"weight_kg": -1}, "weight_not_positive", "/weight_kg"),
    ({"weight_kg": 1e9}, "weight_too_large", "/weight_kg"),
    ({"volume_l": 0}, "volume_not_positive", "/volume_l"),
    ({"parcels": 0}, "parcels_out_of_range", "/parcels"),
    ({"service_min": -5}, "service_out_of_range", "/service_min"),
    ({"date": "2026-03-01", "window": None}, "date_past", "/date"),
    ({"date": "2028-03-01", "window": None}, "date_too_far", "/date"),
    ({"date": "2026-03-03"}, "window_other_day", "/window/start"),
    ({"hub_id": str(uuid.UUID(int=7))}, "hub_not_found", "/hub_id"),
    ({"merchant_id": str(uuid.UUID(int=7))}, "merchant_not_found", "/merchant_id"),
    ({"cod_amount": 12.5}, "cod_not_offered", "/cod_amount"),
    (
        {"window": {"start": "2026-03-02T12:00:00+01:00", "end": "2026-03-02T10:00:00+01:00"}},
        "window_reversed",
        "/window/end",
    ),
    (
        {"window": {"start": "2026-03-02T03:00:00+01:00", "end": "2026-03-02T04:00:00+01:00"}},
        "window_outside_hours",
        "/window",
    ),
]


@pytest.mark.parametrize(("changes", "code", "pointer"), BAD)
def test_a_bad_field_is_refused_by_name_and_changes_nothing(
    client: TestClient,
    operator: Organisation,
    hub: uuid.UUID,
    changes: dict[str, Any],
    code: str,
    pointer: str,
) -> None:
    body = {**order_body(), **changes}
    body = {name: value for name, value in body.items() if value is not None}
    answer = client.post("/v1/orders", json=body, headers=operator.headers())
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["errors"][0]["pointer"]) == (422, code, pointer)
    assert problem["detail"][-1] == "."
    assert client.get("/v1/orders", headers=operator.headers()).json()["items"] == []
    assert not operator.events("order.accepted")


def test_all_faults_of_an_order_are_told_at_once(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    body = order_body(weight_kg=-1, volume_l=-1, date="2026-03-01", window=None)
    problem = client.post("/v1/orders", json=body, headers=operator.headers()).json()
    assert [e["code"] for e in problem["errors"]] == [
        "weight_not_positive",
        "volume_not_positive",
        "date_past",
    ]


@pytest.mark.parametrize(
    "body",
    [
        order_body(colour="red"),
        order_body(window={"start": "2026-03-02T10:00:00", "end": "2026-03-02T12:00:00"}),
        order_body(address={"line": "Rue Grimaldi", "lon": 7.4}),
        order_body(address={"line": "Rue Grimaldi", "lon": 7.4, "lat": 97}),
        order_body(address={"line": ""}),
        order_body(kind="gift"),
    ],
)
def test_a_malformed_order_is_refused(
    client: TestClient, operator: Organisation, hub: uuid.UUID, body: dict[str, Any]
) -> None:
    answer = client.post("/v1/orders", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_without_a_hub_there_is_no_order(client: TestClient, operator: Organisation) -> None:
    answer = client.post("/v1/orders", json=order_body(), headers=operator.headers())
    assert answer.json()["code"] == "hub_not_found"
    assert "POST /v1/hubs" in answer.json()["detail"]


def test_bulk_tells_each_order_and_takes_the_good_ones(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    post_order(client, operator, "B-0")
    orders = [
        order_body("B-0"),
        order_body("B-1"),
        order_body("B-2", weight_kg=-2),
        {"reference": "B-3"},
        order_body("B-1"),
        order_body("B-4", cod_amount=3),
        order_body("B-5", hub_id=str(uuid.UUID(int=9))),
    ]
    answer = client.post("/v1/orders/bulk", json={"orders": orders}, headers=operator.headers()).json()
    assert [row["outcome"] for row in answer["rows"]] == [
        "unchanged", "created", "rejected", "rejected", "rejected", "rejected", "rejected",
    ]  # fmt: skip
    codes = {row["index"]: row["errors"][0]["code"] for row in answer["rows"] if row["errors"]}
    assert codes == {
        2: "weight_not_positive", 3: "missing", 4: "duplicate_reference", 5: "cod_not_offered", 6: "hub_not_found",
    }  # fmt: skip
    assert answer["rows"][2]["errors"][0]["pointer"] == "/orders/2/weight_kg"
    assert (answer["created"], answer["unchanged"], answer["rejected"]) == (1, 1, 5)


def test_bulk_takes_at_most_a_thousand(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    orders = [order_body(f"C-{n}") for n in range(1001)]
    answer = client.post("/v1/orders/bulk", json={"orders": orders}, headers=operator.headers())
    assert answer.status_code == 422


def test_the_nearest_hub_is_taken_when_nobody_names_one_and_the_first_otherwise(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    make_hub(operator, "hill", lon=7.4100, lat=43.7400)
    assert post_order(client, operator)["hub_id"] == str(hub)


def test_personal_data_lies_sealed_in_the_table(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    from pannier.orders.models import Order

    made = post_order(client, operator, notes="Code 4711")
    with operator.session() as db:
        row = db.get_one(Order, uuid.UUID(made["id"]))
        stored = [value for value in vars(row).values() if isinstance(value, bytes)]
        assert row.recipient_name == "Ana Rossi"
        assert not any(word in text for text in stored for word in (b"Ana", b"Grimaldi", b"4711", b"377"))
    assert made["recipient"] == {"name": "Ana Rossi", "phone": "+377 99 11 22 33", "email": "ana@example.com"}


def test_events_hold_no_personal_data(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    post_order(client, operator)
    post_order(client, operator, recipient={"name": "Bea Blanc"})
    text = str(operator.events())
    assert "order.changed" in text
    assert "Rossi" not in text
    assert "Blanc" not in text
