"""An order heavier or larger than any vehicle of the fleet is taken, and said to be so everywhere."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.fleet.vehicles import VehicleValues, create_vehicle
from tests.orders.test_imports import GOOD, HEADER, imported, rows
from tests.orders.test_merchants import Merchant
from tests.support.orders import order_body, post_order
from tests.support.organisations import Organisation

HEAVY = "weight_kg,heavier_than_fleet"


@pytest.fixture
def vans(operator: Organisation, hub: uuid.UUID) -> None:
    """Two vans, the larger of which takes 800 kg and 5,000 l."""
    with operator.session() as db:
        for name, payload_g in (("Small", 500_000), ("Large", 800_000)):
            values = VehicleValues(
                hub_id=hub, name=name, kind="e_van", payload_g=payload_g, volume_ml=5_000_000
            )
            create_vehicle(db, values)


def told(shown: Any) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in shown["warnings"]]


@pytest.mark.usefixtures("vans")
def test_an_order_heavier_than_any_vehicle_is_taken_with_a_warning(
    client: TestClient, operator: Organisation
) -> None:
    order = post_order(client, operator, weight_kg=1200)
    assert (order["outcome"], told(order)) == ("created", [("/weight_kg", "heavier_than_fleet")])
    assert "(800 kg, the order has 1200 kg)" in order["warnings"][0]["detail"]
    path, headers = f"/v1/orders/{order['id']}", operator.headers()
    assert told(client.get(path, headers=headers).json()) == told(order)
    mended = client.patch(path, json={"weight_kg": 800, "volume_l": 6000}, headers=headers).json()
    assert told(mended) == [("/volume_l", "larger_than_fleet")]
    assert told(client.patch(path, json={"volume_l": 5000}, headers=headers).json()) == []


@pytest.mark.usefixtures("vans")
def test_bulk_orders_and_files_warn_row_by_row(client: TestClient, operator: Organisation) -> None:
    body = {"orders": [order_body("A-1", weight_kg=801), order_body("A-2")]}
    bulk = client.post("/v1/orders/bulk", json=body, headers=operator.headers()).json()
    assert [row["outcome"] for row in bulk["rows"]] == ["created", "created"]
    assert [told(row) for row in bulk["rows"]] == [[("/orders/0/weight_kg", "heavier_than_fleet")], []]
    heavy = GOOD.format(ref="B").replace(",2.5,", ",900,")
    for dry_run in ("true", "false"):
        report = imported(client, operator, rows(heavy, GOOD.format(ref="C")), dry_run=dry_run)
        first, second = report["rows"]
        assert (first["outcome"], first["errors"], second["warnings"]) == ("created", [], [])
        assert [(each["column"], each["code"]) for each in first["warnings"]] == [
            ("weight_kg", "heavier_than_fleet")
        ]
    lines = client.get(f"/v1/imports/{report['id']}/report.csv", headers=operator.headers()).text
    assert HEAVY in lines


@pytest.mark.usefixtures("vans")
def test_a_merchant_is_warned_too_though_it_sees_no_vehicles(
    client: TestClient, operator: Organisation
) -> None:
    books = Merchant(client, operator, "Books")
    order = client.post("/v1/orders", json=order_body(weight_kg=1200), headers=books.headers).json()
    assert told(order) == [("/weight_kg", "heavier_than_fleet")]


@pytest.mark.usefixtures("vans")
def test_a_load_that_no_vehicle_knows_is_said_by_its_name(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    with operator.session() as db:
        create_vehicle(db, VehicleValues(hub_id=hub, name="Cold", kind="e_van", capacities={"cold_l": 40}))
    order = post_order(client, operator, other_loads={"cold_l": 40, "unicorn": 3})
    assert told(order) == [("/other_loads/unicorn", "load_unknown_to_fleet")]
    assert "takes 'unicorn', they take cold_l;" in order["warnings"][0]["detail"]
    more = post_order(client, operator, "A-2", other_loads={"cold_l": 41})
    assert told(more) == [("/other_loads/cold_l", "load_larger_than_fleet")]
    books = Merchant(client, operator, "Books")
    assert client.get("/v1/load-names", headers=books.headers).json() == ["cold_l"]
    line = GOOD.format(ref="B") + ",3"
    [row] = imported(client, operator, rows(line, header=f"{HEADER},load_unicorn"))["rows"]
    assert [(each["column"], each["code"]) for each in row["warnings"]] == [
        ("load_unicorn", "load_unknown_to_fleet")
    ]


@pytest.mark.parametrize(
    ("load", "usual"),
    [
        ({}, ["weight_kg", "volume_l"]),
        ({"weight_kg": 3}, ["volume_l"]),
        ({"weight_kg": 3, "volume_l": 9}, []),
    ],
)
def test_an_order_says_which_of_its_load_is_only_the_usual(
    client: TestClient, operator: Organisation, hub: uuid.UUID, load: dict[str, float], usual: list[str]
) -> None:
    body = {"weight_kg": None, "volume_l": None, "parcels": 2} | load
    assert post_order(client, operator, **body)["usual_load"] == usual


def test_a_hub_without_vehicles_has_nothing_to_compare_with(
    client: TestClient, operator: Organisation, hub: uuid.UUID
) -> None:
    assert told(post_order(client, operator, weight_kg=1200)) == []


def test_only_vehicles_in_use_count(client: TestClient, operator: Organisation, hub: uuid.UUID) -> None:
    with operator.session() as db:
        for payload_g, active in ((500_000, True), (800_000, False)):
            values = VehicleValues(
                hub_id=hub, name="Van", kind="e_van", payload_g=payload_g, volume_ml=5_000_000, active=active
            )
            create_vehicle(db, values)
    assert told(post_order(client, operator, weight_kg=600)) == [("/weight_kg", "heavier_than_fleet")]
