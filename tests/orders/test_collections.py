"""Orders that are collected at another address: said by API and file, located at both ends, refused in words."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.orders.models import Order
from tests.orders.test_imports import counts, imported, order_of, rows
from tests.support.orders import make_hub, order_body, post_order
from tests.support.organisations import Organisation

SHOP: dict[str, Any] = {
    "address": {
        "line": "Avenue Princesse Grace",
        "house_number": "34",
        "postcode": "98000",
        "city": "Monaco",
    },
    "contact": {"name": "Pharmacie du Port", "phone": "+377 99 44 55 66"},
    "window": {"start": "2026-03-02T09:00:00+01:00", "end": "2026-03-02T11:00:00+01:00"},
    "service_min": 3,
    "notes": "Ring at the counter",
}

SAME = {"line": "rue  grimaldi", "house_number": "34", "postcode": "98000", "city": "MONACO"}
"""The recipient's address in other letters."""


def post(client: TestClient, operator: Organisation, **changes: Any) -> Any:
    return client.post("/v1/orders", json=order_body(**changes), headers=operator.headers())


def patch(client: TestClient, operator: Organisation, order_id: str, **changes: Any) -> Any:
    return client.patch(f"/v1/orders/{order_id}", json=changes, headers=operator.headers())


def shop(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (SHOP | changes).items() if value is not None}


def test_a_collection_is_kept_and_shown(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator, collection=SHOP, bundle="round 1")
    shown = made["collection"]
    assert shown["address"]["label"] == "Avenue Princesse Grace 34, 98000 Monaco"
    assert shown["contact"] == {"name": "Pharmacie du Port", "phone": "+377 99 44 55 66"}
    assert shown["window"] == SHOP["window"]
    assert (shown["service_min"], shown["notes"], shown["collected_at"]) == (3, "Ring at the counter", None)
    assert (made["bundle"], made["collect_label"]) == ("round 1", shown["address"]["label"])
    assert post_order(client, operator, "A-2")["collection"] is None


def test_who_hands_it_over_lies_sealed(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator, collection=SHOP)
    with operator.session() as db:
        row = db.get_one(Order, uuid.UUID(made["id"]))
        sealed = (
            row.collect_name_sealed,
            row.collect_phone_sealed,
            row.collect_line_sealed,
            row.collect_notes_sealed,
        )
    assert all(text and b"Pharmacie" not in text and b"Princesse" not in text for text in sealed)


def test_the_same_order_again_changes_nothing(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    post_order(client, operator, collection=SHOP)
    assert post_order(client, operator, collection=SHOP)["outcome"] == "unchanged"
    assert post_order(client, operator, collection=shop(notes="Back door"))["outcome"] == "updated"


def test_only_what_is_sent_of_a_collection_changes(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, collection=SHOP)
    answer = patch(client, operator, made["id"], collection={"contact": {"name": "Ms Ferrero"}}).json()
    assert answer["collection"]["contact"] == {"name": "Ms Ferrero", "phone": "+377 99 44 55 66"}
    assert answer["collection"]["window"] == SHOP["window"]
    assert operator.events("order.changed")[-1]["fields"] == ["collection/contact/name"]
    answer = patch(client, operator, made["id"], collection=None).json()
    assert answer["collection"] is None


def test_a_new_day_takes_both_windows_along(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, collection=SHOP)
    answer = patch(client, operator, made["id"], date="2026-03-03").json()
    assert answer["collection"]["window"]["start"] == "2026-03-03T09:00:00+01:00"
    assert answer["window"]["start"] == "2026-03-03T10:00:00+01:00"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"kind": "return", "collection": SHOP}, "/collection", "collection_of_return"),
        ({"collection": shop(address=order_body()["address"])}, "/collection/address", "collection_same_place"),
        ({"collection": shop(address=SAME)}, "/collection/address", "collection_same_place"),
        (
            {"collection": shop(window={"start": "2026-03-02T12:00:00+01:00", "end": "2026-03-02T13:00:00+01:00"})},
            "/collection/window/start", "collection_too_late",
        ),
        (
            {"collection": shop(window={"start": "2026-03-02T11:00:00+01:00", "end": "2026-03-02T10:00:00+01:00"})},
            "/collection/window/end", "window_reversed",
        ),
        (
            {"collection": shop(window={"start": "2026-03-03T09:00:00+01:00", "end": "2026-03-03T10:00:00+01:00"})},
            "/collection/window/start", "window_other_day",
        ),
        ({"collection": shop(service_min=999)}, "/collection/service_min", "service_out_of_range"),
        ({"bundle": "x"}, "/bundle", "bundle_without_collection"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_names_its_field(
    client: TestClient,
    operator: Organisation,
    hub: uuid.UUID,
    changes: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    answer = post(client, operator, **changes)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_a_collection_without_address_is_refused(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    answer = post(client, operator, collection=shop(address=None))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/collection/address"
    made = post_order(client, operator)
    answer = patch(client, operator, made["id"], collection={"notes": "Ring"})
    assert answer.json()["errors"][0]["code"] == "collection_without_address"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"date": "2026-03-03", "window": None, "collection": shop(window=None)}, "/date"),
        ({"collection": shop(address=SHOP["address"] | {"house_number": "9"})}, "/collection/address"),
    ],
)
def test_a_bundle_is_of_one_day_and_one_address(
    client: TestClient, operator: Organisation, hub: uuid.UUID, changes: dict[str, Any], pointer: str
) -> None:
    post_order(client, operator, collection=SHOP, bundle="x")
    post_order(client, operator, "A-2", collection=SHOP, bundle="x")
    answer = post(client, operator, reference="A-3", bundle="x", **({"collection": SHOP} | changes))
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert "A-1 of bundle x" in answer.json()["errors"][0]["detail"]
    assert (
        post_order(client, operator, "A-3", bundle="y", **({"collection": SHOP} | changes))["bundle"] == "y"
    )


def test_a_bundle_is_of_one_hub(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    second = make_hub(operator, "hill")
    post_order(client, operator, collection=SHOP, bundle="x", hub_id=str(hub))
    answer = post(client, operator, reference="A-2", collection=SHOP, bundle="x", hub_id=str(second))
    assert answer.json()["errors"][0]["code"] == "bundle_other_hub"


def test_the_rest_of_a_bundle_goes_on_when_one_is_called_off(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    first = post_order(client, operator, collection=SHOP, bundle="x")
    post_order(client, operator, "A-2", collection=SHOP, bundle="x")
    client.post(f"/v1/orders/{first['id']}/cancel", json={}, headers=operator.headers())
    moved = patch(
        client,
        operator,
        post_order(client, operator, "A-2", collection=SHOP, bundle="x")["id"],
        date="2026-03-03",
    )
    assert (moved.json()["date"], moved.json()["bundle"]) == ("2026-03-03", "x")


def test_what_was_collected_is_collected_no_other_way(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, collection=SHOP)
    with operator.session() as db:
        order = db.get_one(Order, uuid.UUID(made["id"]))
        order.collected_at = order.created_at
    answer = patch(client, operator, made["id"], collection={"notes": "Later"})
    assert answer.status_code == 409
    assert "have been collected" in answer.json()["detail"]


@pytest.mark.usefixtures("monaco_installed")
def test_both_ends_find_their_places(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator, collection=SHOP)
    operator.read_events("orders")
    shown = client.get(f"/v1/orders/{made['id']}", headers=operator.headers()).json()
    assert (shown["review_code"], shown["collect_review_code"]) == (None, None)
    assert shown["collection"]["address"]["match_precision"] == "house"
    assert (shown["collect_lon"], shown["collect_lat"]) != (shown["lon"], shown["lat"])
    assert len(operator.events("order.located")) == 1


@pytest.mark.usefixtures("monaco_installed")
def test_a_doubt_at_the_senders_door_is_seen_and_mended(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    doubtful = shop(address={"line": "Boulevard Albert 1er", "city": "Monaco"})
    made = post_order(client, operator, collection=doubtful)
    operator.read_events("orders", "allocation")
    headers, url = operator.headers(), f"/v1/orders/{made['id']}"
    (doubt,) = operator.events("order.in_review")
    assert (doubt["code"], doubt["end"]) == ("number_missing", "collection")
    (row,) = client.get("/v1/orders", params={"in_review": True}, headers=headers).json()["items"]
    assert (row["id"], row["review_code"], row["collect_review_code"]) == (made["id"], None, "number_missing")
    assert (row["status"], row["lon"] is not None) == ("confirmed", True)
    found = client.get(f"{url}/candidates", params={"end": "collection"}, headers=headers).json()
    assert found[0]["street"] == "Boulevard Albert 1er"
    body = {"candidate": 0, "end": "collection"}
    shown = client.post(f"{url}/location", json=body, headers=headers).json()
    assert (shown["collect_review_code"], shown["collect_lon"]) == (
        None,
        pytest.approx(found[0]["lon"], abs=1e-6),
    )
    operator.read_events("allocation")
    assert client.get(url, headers=headers).json()["status"] == "allocated"


@pytest.mark.usefixtures("monaco_installed")
def test_an_end_that_does_not_exist_cannot_be_mended(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    body = {"lon": 7.42, "lat": 43.73, "end": "collection"}
    answer = client.post(f"/v1/orders/{made['id']}/location", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/end")


HEADER = (
    "reference,address,house_number,postcode,date,timeslot,pickup_address,pickup_house_number,pickup_postcode,"
    "pickup_city,pickup_timeslot,pickup_contact,pickup_phone,pickup_notes,bundle"
)
LINE = (
    "{ref},Rue Grimaldi,34,98000,2026-03-02,10:00-12:00,"
    "{shop},7,98000,Monaco,{slot},Pharmacie,+37799445566,Ring,{bundle}"
)


def line(ref: str, shop: str = "Boulevard Albert 1er", slot: str = "09:00-11:00", bundle: str = "") -> str:
    return LINE.format(ref=ref, shop=shop, slot=slot, bundle=bundle)


def test_a_file_says_where_orders_are_collected(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    content = rows(line("A", bundle="x"), line("B", bundle="x"), header=HEADER)
    report = imported(client, operator, content)
    assert counts(report) == (2, 0, 0, 0), report
    order = order_of(client, operator, report["rows"][0])
    assert order["collection"]["address"]["label"] == "Boulevard Albert 1er 7, 98000 Monaco"
    assert order["collection"]["window"]["start"] == "2026-03-02T09:00:00+01:00"
    assert (order["collection"]["contact"]["name"], order["bundle"]) == ("Pharmacie", "x")
    assert counts(imported(client, operator, content)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (line("A", shop=""), "pickup_address", "missing_value"),
        (line("A", slot="13:00-14:00"), "pickup_timeslot", "collection_too_late"),
        (line("A", slot="soon"), "pickup_timeslot", "not_a_timeslot"),
    ],
)
def test_a_fault_of_a_collection_names_its_column(
    client: TestClient, operator: Organisation, hub: uuid.UUID, row: str, column: str, code: str
) -> None:
    (told,) = imported(client, operator, rows(row, header=HEADER))["rows"]
    assert [(error["column"], error["code"]) for error in told["errors"]] == [(column, code)]
