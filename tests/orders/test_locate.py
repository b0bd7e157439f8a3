"""Orders find their place on the map of Monaco, or wait for a person."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.orders import make_hub, order_body, post_order
from tests.support.organisations import Organisation

pytestmark = pytest.mark.usefixtures("monaco_installed")


def detail(client: TestClient, operator: Organisation, order_id: str) -> Any:
    return client.get(f"/v1/orders/{order_id}", headers=operator.headers()).json()


def test_a_known_address_is_located_after_its_acceptance(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    operator.read_events("orders")
    address = detail(client, operator, made["id"])["address"]
    assert (address["review_code"], address["match_precision"], address["located_how"]) == (
        None,
        "house",
        "address",
    )
    assert abs(address["lon"] - 7.4198) < 0.0005
    assert abs(address["lat"] - 43.7355) < 0.0005
    assert operator.events("order.located")[0]["match_quality"] == address["match_quality"] >= 80


def test_an_unknown_street_waits_in_review_and_is_never_dropped(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, address={"line": "Unter den Linden", "house_number": "5"})
    operator.read_events("orders")
    shown = detail(client, operator, made["id"])
    assert (shown["address"]["review_code"], shown["lon"], shown["status"]) == (
        "street_not_found",
        None,
        "confirmed",
    )
    review = client.get("/v1/orders", params={"in_review": True}, headers=operator.headers()).json()["items"]
    assert [row["id"] for row in review] == [made["id"]]
    assert operator.events("order.in_review")[0]["code"] == "street_not_found"


def test_a_missing_number_offers_candidates_and_a_person_chooses(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, address={"line": "Rue Grimaldi", "city": "Monaco"})
    operator.read_events("orders")
    assert detail(client, operator, made["id"])["address"]["review_code"] == "number_missing"
    url = f"/v1/orders/{made['id']}"
    found = client.get(f"{url}/candidates", headers=operator.headers()).json()
    assert found[0]["street"] == "Rue Grimaldi"
    answer = client.post(f"{url}/location", json={"candidate": 0}, headers=operator.headers()).json()
    assert (answer["address"]["review_code"], answer["address"]["located_how"]) == (None, "person")
    assert (answer["lon"], answer["lat"]) == (round(found[0]["lon"], 6), round(found[0]["lat"], 6))


def test_a_candidate_that_does_not_exist_is_refused(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    url = f"/v1/orders/{made['id']}/location"
    answer = client.post(url, json={"candidate": 99}, headers=operator.headers())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/candidate")
    both = client.post(url, json={"candidate": 0, "lon": 7.42, "lat": 43.73}, headers=operator.headers())
    assert both.status_code == 422


def test_a_person_may_put_an_order_on_the_map_and_nowhere_else(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator)
    url = f"/v1/orders/{made['id']}/location"
    fine = client.post(url, json={"lon": 7.42, "lat": 43.735}, headers=operator.headers()).json()
    assert (fine["lon"], fine["lat"]) == (7.42, 43.735)
    outside = client.post(url, json={"lon": 2.35, "lat": 48.85}, headers=operator.headers())
    assert (outside.status_code, outside.json()["code"]) == (422, "point_outside_map")
    assert detail(client, operator, made["id"])["lon"] == 7.42


def test_given_coordinates_are_trusted_when_a_street_is_near(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, address={"line": "Villa Nord", "lon": 7.4203, "lat": 43.7374})
    operator.read_events("orders")
    address = detail(client, operator, made["id"])["address"]
    assert (address["located_how"], address["match_quality"], address["review_code"]) == ("given", 100, None)


def test_given_coordinates_in_the_sea_wait_in_review(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    made = post_order(client, operator, address={"line": "Boat", "lon": 7.4400, "lat": 43.7290})
    operator.read_events("orders")
    assert detail(client, operator, made["id"])["address"]["review_code"] == "off_network"


@pytest.mark.parametrize("point", [(43.7374, 7.4203), (2.35, 48.85)])
def test_coordinates_outside_the_map_are_refused_at_once(
    client: TestClient, operator: Organisation, hub: uuid.UUID, point: tuple[float, float]
) -> None:
    body = order_body(address={"line": "Rue Grimaldi", "lon": point[0], "lat": point[1]})
    answer = client.post("/v1/orders", json=body, headers=operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "point_outside_map")
    assert answer.json()["errors"][0]["pointer"] == "/address/lon"


def test_a_new_address_is_located_again(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    made = post_order(client, operator)
    operator.read_events("orders")
    before = detail(client, operator, made["id"])
    changed = {"address": {"line": "Boulevard des Moulins", "house_number": "18"}}
    answer = client.patch(f"/v1/orders/{made['id']}", json=changed, headers=operator.headers())
    assert answer.json()["lon"] is None
    operator.read_events("orders")
    after = detail(client, operator, made["id"])
    assert after["lon"] not in (None, before["lon"])
    assert len(operator.events("order.located")) == 2


def test_an_order_without_a_hub_of_its_own_goes_to_the_nearest_one(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    near = make_hub(operator, "condamine", lon=7.4195, lat=43.7355)
    made = post_order(client, operator)
    kept = post_order(client, operator, "A-2", hub_id=str(hub))
    operator.read_events("orders")
    assert detail(client, operator, made["id"])["hub_id"] == str(near)
    assert detail(client, operator, kept["id"])["hub_id"] == str(hub)


def test_an_order_whose_map_is_not_built_waits_in_review(client: TestClient, operator: Organisation) -> None:
    make_hub(operator, map_name="atlantis")
    made = post_order(client, operator)
    operator.read_events("orders")
    assert detail(client, operator, made["id"])["address"]["review_code"] == "map_not_built"
