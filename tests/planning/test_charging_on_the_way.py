"""A charge on the way is stored with its station, shown to the dispatcher, kept by a release and by another shift."""

import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.fleet.stations import StationValues, change_station, create_station
from pannier.planning.queries import sheet_of
from pannier.planning.reassign import reassign
from tests.support.fleet_days import HUB, east
from tests.support.fleets import make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, on_the_grid
from tests.support.rounds import make_order

SMALL_WH = 2_600
"""Too little for twelve kilometres there and back."""


@pytest.fixture
def far(operator: Organisation) -> HubDay:
    """A day with one order six kilometres away, for a van whose battery does not bring it back."""
    point = east(6000)
    with operator.session() as db:
        hub = make_hub(db, map_name="nowhere")
        crew = make_crew(db, hub.id, kind="e_van", name="Van", battery_wh=SMALL_WH)
        order = make_order(db, hub.id, 0, lon=point.lon, lat=point.lat)
        return HubDay(operator, hub.id, [crew], [order.id])


def tell_of_a_station(operator: Organisation) -> uuid.UUID:
    at = east(3000)
    with operator.session() as db:
        values = StationValues(name="Quai", lon=at.lon, lat=at.lat, power_w=22_000)
        return create_station(db, values).id


def charges(operator: Organisation, route_id: uuid.UUID) -> list[Any]:
    with operator.session() as db:
        return [shown.stop for shown in sheet_of(db, route_id).stops if shown.stop.kind == "charge"]


def test_without_a_station_the_order_is_left_out_for_the_battery(far: HubDay) -> None:
    far.plan()
    assert [plan.totals["planned"] for plan in far.plans()] == [0]


def test_the_charge_is_stored_with_its_station(operator: Organisation, far: HubDay) -> None:
    station_id = tell_of_a_station(operator)
    (route,) = far.routes(far.plan())
    (stop,) = charges(operator, route.id)
    assert (stop.station_id, stop.lon, stop.lat) == (station_id, east(3000).lon, east(3000).lat)
    assert stop.service_s > 0
    assert 15 < stop.charge_pct <= 100
    (plan,) = far.plans()
    assert plan.totals["by_kind"]["e_van"]["charges"] == 1


def test_the_dispatcher_sees_where_it_charges(
    client: TestClient, operator: Organisation, far: HubDay
) -> None:
    station_id = tell_of_a_station(operator)
    (route,) = far.routes(far.plan())
    shown = client.get(f"/v1/routes/{route.id}", headers=operator.headers("dispatcher")).json()
    (charge,) = (stop for stop in shown["stops"] if stop["kind"] == "charge")
    assert (charge["label"], charge["station_id"]) == ("Quai", str(station_id))
    assert HUB not in {(charge["lon"], charge["lat"])}
    assert {stop["station_id"] for stop in shown["stops"] if stop["kind"] != "charge"} == {None}


def test_another_shift_charges_there_too(operator: Organisation, far: HubDay) -> None:
    tell_of_a_station(operator)
    (route,) = far.routes(far.plan())
    with operator.session() as db:
        other = make_crew(db, far.hub_id, kind="e_van", name="Other", battery_wh=SMALL_WH)
        reassign(db, route.id, other.shift.id, network_of=on_the_grid)
    assert len(charges(operator, route.id)) == 1


def test_a_charge_stays_with_a_vehicle_that_needs_less(operator: Organisation, far: HubDay) -> None:
    tell_of_a_station(operator)
    (route,) = far.routes(far.plan())
    with operator.session() as db:
        full = make_crew(db, far.hub_id, kind="e_van", name="Full")
        moved = reassign(db, route.id, full.shift.id, network_of=on_the_grid)
        assert moved.vehicle_id == full.vehicle.id
    # The stops stay as they were released; a new plan would leave it out.
    (stop,) = charges(operator, route.id)
    assert stop.charge_pct <= 100


def test_a_station_out_of_use_is_not_planned_with(operator: Organisation, far: HubDay) -> None:
    station_id = tell_of_a_station(operator)
    with operator.session() as db:
        change_station(db, station_id, {"active": False})
    far.plan()
    assert [plan.totals["planned"] for plan in far.plans()] == [0]
