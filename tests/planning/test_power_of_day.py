"""Prices by time of day and few plugs, from the tables to the stops of a plan and back from a release."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.fleet.chargers import set_hub_charger
from pannier.fleet.stations import StationValues, change_station, create_station
from pannier.planning.chargers_in_use import busy_around
from pannier.planning.models import Route, Stop
from pannier.planning.queries import sheet_of
from pannier.planning.reassign import reassign
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, on_the_grid
from tests.support.rounds import make_order

SMALL_WH = 2_600
"""Too little for twelve kilometres there and back."""
CHEAP_FROM = {"tariff": [{"from": "00:00", "cents_per_kwh": 9_000}, {"from": "11:00", "cents_per_kwh": 10}]}


@pytest.fixture
def far(operator: Organisation) -> HubDay:
    """A day with one order six kilometres away, for two vans whose batteries do not bring them back."""
    point = east(6000)
    with operator.session() as db:
        hub = make_hub(db, map_name="nowhere")
        crews = [
            make_crew(db, hub.id, kind="e_van", name=name, battery_wh=SMALL_WH) for name in ("One", "Two")
        ]
        order = make_order(db, hub.id, 0, lon=point.lon, lat=point.lat)
        return HubDay(operator, hub.id, crews, [order.id])


def tell_of_a_station(operator: Organisation, **charger: Any) -> uuid.UUID:
    at = east(3000)
    with operator.session() as db:
        values = StationValues(name="Quai", lon=at.lon, lat=at.lat, power_w=22_000, charger=charger)
        return create_station(db, values).id


def charge_of(operator: Organisation, route_id: uuid.UUID) -> Stop:
    with operator.session() as db:
        (stop,) = (shown.stop for shown in sheet_of(db, route_id).stops if shown.stop.kind == "charge")
        return stop


def planned(far: HubDay) -> Route:
    (route,) = far.routes(far.plan(iterations=300))
    return route


def test_a_charge_tells_what_it_draws_costs_and_emits(
    client: TestClient, operator: Organisation, far: HubDay
) -> None:
    tell_of_a_station(operator, tariff=[{"from": "00:00", "cents_per_kwh": 50}])
    client.put("/v1/grid-hours", json={"g_per_kwh": [100.0] * 24}, headers=operator.headers())
    route = planned(far)
    shown = client.get(f"/v1/routes/{route.id}", headers=operator.headers("dispatcher")).json()
    (charge,) = (stop for stop in shown["stops"] if stop["kind"] == "charge")
    assert charge["charge_wh"] > 100
    assert charge["charge_cents"] == pytest.approx(charge["charge_wh"] / 1000 * 50, abs=0.51)
    assert charge["charge_co2e_g"] == pytest.approx(charge["charge_wh"] / 1000 * 100, abs=0.51)
    others = (stop for stop in shown["stops"] if stop["kind"] != "charge")
    assert {stop["charge_cents"] for stop in others} == {None}


def test_without_prices_a_charge_costs_what_the_kind_says(operator: Organisation, far: HubDay) -> None:
    tell_of_a_station(operator)
    stop = charge_of(operator, planned(far).id)
    assert stop.charge_wh is not None
    assert stop.charge_cents == pytest.approx(stop.charge_wh / 1000 * 28, abs=0.51)


def test_a_route_waits_for_cheap_power_and_keeps_the_wait_with_another_shift(
    operator: Organisation, far: HubDay
) -> None:
    tell_of_a_station(operator, **CHEAP_FROM)
    route = planned(far)
    before = charge_of(operator, route.id)
    assert before.planned_start >= local(11)
    with operator.session() as db:
        free = next(crew for crew in far.crews if crew.shift.id != route.shift_id)
        reassign(db, route.id, free.shift.id, network_of=on_the_grid)
    after = charge_of(operator, route.id)
    assert (after.planned_start, after.charge_cents) == (before.planned_start, before.charge_cents)


def test_nobody_charges_outside_opening_hours(operator: Organisation, far: HubDay) -> None:
    station_id = tell_of_a_station(operator, plugs=1, hours=[{"from": "13:00", "until": "14:00"}])
    stop = charge_of(operator, planned(far).id)
    assert local(13) <= stop.planned_start < stop.planned_departure <= local(14)
    with operator.session() as db:
        change_station(db, station_id, {"charger": {"plugs": 0}})
    far.plan(iterations=50)
    assert far.plans()[-1].totals["planned"] == 0


def test_a_reserved_plug_is_left_alone(operator: Organisation, far: HubDay) -> None:
    tell_of_a_station(
        operator, plugs=1, reservations=[{"date": DAY.isoformat(), "from": "00:00", "until": "12:30"}]
    )
    assert charge_of(operator, planned(far).id).planned_start >= local(12.5)


def test_a_route_on_the_road_keeps_its_plug_from_the_next_plan(operator: Organisation, far: HubDay) -> None:
    station_id = tell_of_a_station(operator, plugs=1)
    route = planned(far)
    stop = charge_of(operator, route.id)
    span = (stop.planned_start, stop.planned_departure)
    with operator.session() as db:
        assert busy_around(db, DAY).at(station_id) == ()
        db.get_one(Route, route.id).state = "released"
        db.flush()
        assert busy_around(db, DAY).at(station_id) == (span,)
        assert busy_around(db, DAY + timedelta(days=3)).at(station_id) == ()
        assert busy_around(db, DAY, but=[route.id]).at(station_id) == ()


@pytest.fixture
def twice(operator: Organisation) -> HubDay:
    """A day whose two far orders need two trips, with a charge at the hub between them."""
    with operator.session() as db:
        hub = make_hub(db, map_name="nowhere")
        crew = make_crew(db, hub.id, kind="e_van", name="Van", battery_wh=SMALL_WH, parcels_max=1)
        ids = [
            make_order(db, hub.id, n, lon=east(at).lon, lat=east(at).lat).id
            for n, at in enumerate((5000, -5000))
        ]
        return HubDay(operator, hub.id, [crew], ids)


def test_a_hubs_own_charger_has_prices_and_hours_too(operator: Organisation, twice: HubDay) -> None:
    with operator.session() as db:
        set_hub_charger(db, twice.hub_id, {"plugs": 1, "hours": [{"from": "10:00", "until": "15:00"}]})
    stop = charge_of(operator, planned(twice).id)
    assert stop.station_id is None
    assert local(10) <= stop.planned_start < stop.planned_departure <= local(15)


def test_a_hubs_dear_hours_are_waited_for_and_the_wait_is_kept(operator: Organisation, twice: HubDay) -> None:
    tariff = [{"from": "00:00", "cents_per_kwh": 9_000}, {"from": "10:00", "cents_per_kwh": 10}]
    with operator.session() as db:
        set_hub_charger(db, twice.hub_id, {"tariff": tariff})
        other = make_crew(db, twice.hub_id, kind="e_van", name="Other", battery_wh=SMALL_WH, parcels_max=1)
    route = planned(twice)
    before = charge_of(operator, route.id)
    assert before.planned_start >= local(10)
    with operator.session() as db:
        free = next(one for one in (other, *twice.crews) if one.shift.id != route.shift_id)
        reassign(db, route.id, free.shift.id, network_of=on_the_grid)
    after = charge_of(operator, route.id)
    assert (after.planned_start, after.charge_cents) == (before.planned_start, before.charge_cents)
