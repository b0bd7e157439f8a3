"""Transfers between hubs on a real street network: manifest, way, energy, and the release at arrival."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.connect.road_network import NoRoute
from pannier.factors.kinds import vehicle_kind
from pannier.hub.models import ParcelCustody, Transfer, TransferParcel
from pannier.hub.problems import NoWay, TransferParcels, TransferState
from pannier.hub.transfer_energy import way_between
from pannier.hub.transfers import arrive, depart
from pannier.orders.queries import get_order
from pannier.places.grid import GridNetwork
from tests.hub.test_scans import scan
from tests.support.fleet_days import HUB, east
from tests.support.fleets import make_hub
from tests.support.rounds import Day, at_minute

GRID = GridNetwork()


def test_a_transfer_has_the_length_of_its_streets_and_the_energy_of_its_load():
    van = vehicle_kind("e_van")
    empty, full = (way_between(GRID, HUB, east(3000), kind=van, payload_g=grams) for grams in (0, 400_000))
    assert empty.distance_m == full.distance_m
    assert 2_990 <= empty.distance_m <= 3_010
    assert full.energy_j > empty.energy_j > 0
    assert full.plug_j > full.energy_j


def test_a_transfer_without_a_way_says_so():
    closed = GridNetwork.with_closed([east(3000)])
    with pytest.raises(NoRoute):
        closed.route([HUB, east(3000)], _profile())
    with pytest.raises(NoWay):
        way_between(closed, HUB, east(3000), kind=vehicle_kind("e_van"), payload_g=0)


def _profile() -> Any:
    from pannier.places.profiles import profile_of

    return profile_of("e_van")


@pytest.fixture
def transfer(client: TestClient, day: Day) -> uuid.UUID:
    """A planned transfer of the first two parcels from a depot to their hub."""
    with day.operator.session() as db:
        depot = make_hub(db, name="Depot", code="DEP").id
    scan(client, day, "receive", -50, barcodes=day.barcodes[:2], hub_id=str(depot), onward=True)
    with day.operator.session() as db:
        row = Transfer(
            from_hub_id=depot, to_hub_id=day.hub_id, vehicle_id=day.crew.vehicle.id, distance_m=3000,
            duration_s=600, energy_j=1000, plug_j=1200, geometry="",
        )  # fmt: skip
        db.add(row)
        db.flush()
        for place in db.scalars(select(ParcelCustody).where(ParcelCustody.barcode.in_(day.barcodes[:2]))):
            line = {"parcel_id": place.parcel_id, "order_id": place.order_id, "barcode": place.barcode}
            db.add(TransferParcel(transfer_id=row.id, **line))
        return row.id


def test_the_arrival_of_a_transfer_is_the_release_of_its_orders(day: Day, transfer: uuid.UUID):
    with day.operator.session() as db:
        depart(db, transfer, at=at_minute(-45))
    with day.operator.session() as db:
        arrive(db, transfer, at=at_minute(-35))
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).release_at == at_minute(-35)
        assert get_order(db, day.orders[2]).release_at is None
        places = list(db.scalars(select(ParcelCustody).order_by(ParcelCustody.barcode)))
        assert {(row.state, row.hub_id) for row in places} == {("received", day.hub_id)}
    assert [event["type"] for event in day.operator.events("transfer.departed", "transfer.arrived")] == [
        "transfer.departed",
        "transfer.arrived",
    ]


def test_a_transfer_arrives_only_after_it_left(day: Day, transfer: uuid.UUID):
    with pytest.raises(TransferState, match="planned"), day.operator.session() as db:
        arrive(db, transfer, at=at_minute(-35))


def test_a_transfer_leaves_only_with_its_whole_manifest(client: TestClient, day: Day, transfer: uuid.UUID):
    scan(client, day, "lost", -48, barcode=day.barcodes[1])
    with pytest.raises(TransferParcels, match=day.barcodes[1]), day.operator.session() as db:
        depart(db, transfer, at=at_minute(-45))


def test_transfers_are_listed_with_their_manifest(client: TestClient, day: Day, transfer: uuid.UUID):
    headers = day.operator.headers("hub_staff")
    (listed,) = client.get(f"/v1/transfers?hub_id={day.hub_id}", headers=headers).json()
    assert listed["id"] == str(transfer)
    assert [line["barcode"] for line in listed["manifest"]] == sorted(day.barcodes[:2])


def test_a_transfer_to_the_same_hub_is_refused(client: TestClient, day: Day):
    body = {
        "from_hub_id": str(day.hub_id),
        "to_hub_id": str(day.hub_id),
        "vehicle_id": str(day.crew.vehicle.id),
        "barcodes": day.barcodes,
    }
    answer = client.post("/v1/transfers", json=body, headers=day.operator.headers("hub_staff"))
    assert (answer.status_code, answer.json()["code"]) == (422, "same_hub")
