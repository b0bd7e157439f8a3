"""Rounds: what was really driven, with the source of every figure."""

import pytest
from starlette.testclient import TestClient

from pannier.core.attempts import Outcome
from pannier.core.custody import Custody
from pannier.driving.attempts import settle_orders
from pannier.driving.outcomes import OutcomeReport, report_outcome
from pannier.driving.problems import RoundOpen
from pannier.driving.queries import attempts_of, closed_round, list_rounds
from pannier.driving.rounds import find_round, measure
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import get_order
from pannier.planning.queries import get_plan, get_route
from tests.driving.test_intake import whole_day
from tests.support.fleet_days import DAY
from tests.support.organisations import Organisation
from tests.support.rounds import LEG_M, Day, at_minute, make_day


def the_round(day: Day):
    with day.operator.session() as db:
        return closed_round(db, list_rounds(db, hub_id=day.hub_id, service_date=DAY)[0].id)


def test_a_closed_round_tells_distance_energy_and_deliveries(client: TestClient, day: Day):
    day.send(client, *whole_day(day))
    shown = the_round(day)
    assert (shown.distance_m, shown.distance_source) == (4 * LEG_M, "planned")
    assert shown.energy_source == "model"
    assert shown.plug_j > shown.energy_j > 0
    assert [one.outcome for one in shown.deliveries].count("succeeded") == 2
    assert sum(leg.distance_m for leg in shown.legs) == shown.distance_m
    assert shown.legs[0].payload_g == 9_000
    assert [event["round_id"] for event in day.operator.events("route.completed")] == [str(shown.round_id)]


def test_a_measured_distance_moves_the_modelled_energy(client: TestClient, day: Day):
    day.send(client, *whole_day(day))
    before = the_round(day)
    with day.operator.session() as db:
        measure(db, before.round_id, distance_m=5_000, source="matched")
    after = the_round(day)
    assert (after.distance_m, after.distance_source) == (5_000, "matched")
    assert after.energy_j > before.energy_j


def test_reported_charge_goes_before_the_model(client: TestClient, day: Day):
    events = whole_day(day)
    events[0]["data"] = {"battery_pct": 80}
    events[-2]["data"] = {"battery_pct": 60}
    day.send(client, *events)
    shown = the_round(day)
    with day.operator.session() as db:
        from pannier.fleet.specification import specification
        from pannier.fleet.vehicles import get_vehicle

        capacity_wh = specification(get_vehicle(db, day.crew.vehicle.id)).battery_wh or 0
    assert shown.energy_source == "reported"
    assert shown.energy_j == pytest.approx(0.2 * capacity_wh * 3600)


def test_a_walker_needs_no_energy(client: TestClient, operator: Organisation):
    day = make_day(operator, kind="walker")
    day.send(client, *whole_day(day))
    shown = the_round(day)
    assert (shown.energy_j, shown.plug_j, shown.energy_source) == (0, 0, "none")


def test_a_round_has_the_weather_of_its_plan(client: TestClient, day: Day):
    day.send(client, day.event("route.load", 0))
    with day.operator.session() as db:
        row = find_round(db, day.route_id)
        assert row is not None
        assert row.temperature_c == get_plan(db, get_route(db, day.route_id).plan_id).temperature_c == 10.0


def test_an_open_round_has_no_figures_yet(client: TestClient, day: Day):
    day.send(client, day.event("route.load", 0))
    with pytest.raises(RoundOpen):
        the_round(day)


def test_a_dispatcher_closes_a_round_whose_end_never_came(client: TestClient, day: Day):
    day.send(client, day.event("route.load", 0), day.event("attempt.succeed", 11, order=0))
    with day.operator.session() as db:
        row = find_round(db, day.route_id)
        assert row is not None
        round_id = row.id
    address = f"/v1/rounds/{round_id}/close"
    assert client.post(address, headers=day.headers).status_code == 403
    closed = client.post(address, headers=day.operator.headers()).json()
    assert closed["ended_at"] is not None
    listed = client.get(
        f"/v1/rounds?hub_id={day.hub_id}&date=2026-03-10", headers=day.operator.headers()
    ).json()
    assert [one["id"] for one in listed] == [str(round_id)]


def test_loading_a_foreign_parcel_is_reported_with_its_route(client: TestClient, day: Day):
    other = make_day(day.operator, orders=1, name="Ben")
    with day.operator.session() as db:
        get_order(db, other.orders[0]).hub_id = day.hub_id
    day.send(client, day.event("route.load", 0, data={"barcodes": [day.barcodes[0], other.barcodes[0]]}))
    address = f"/v1/driving/exceptions?hub_id={day.hub_id}&date=2026-03-10"
    (odd,) = client.get(address, headers=day.operator.headers()).json()
    assert odd["kind"] == "scan_refused"
    assert "Rider Ben" in odd["detail"]
    with day.operator.session() as db:
        loaded = custody_of_orders(db, [day.orders[0], day.orders[1], other.orders[0]])
        states = [places[0].state for places in loaded.values()]
    assert states == [Custody.LOADED, Custody.RECEIVED, Custody.RECEIVED]


def test_a_swap_fills_the_battery_and_is_told(client: TestClient, day: Day):
    day.send(
        client,
        day.event("charge.report", 5, data={"charge_pct": 20}, route_id=str(day.route_id)),
        day.event("battery.swap", 10, data={"charge_pct_before": 18}, route_id=str(day.route_id)),
    )
    shown = client.get("/v1/rider/today", headers=day.headers).json()
    assert shown["vehicle"]["charge_pct"] == 100
    assert [event["charge_pct"] for event in day.operator.events("charge.reported")] == [20]
    assert len(day.operator.events("battery.swapped")) == 1


def test_a_charge_on_the_way_is_told_with_what_was_left_before(client: TestClient, day: Day):
    told = {"charge_pct": 70, "charge_pct_before": 20}
    day.send(
        client,
        day.event("duty.start", 0, data={"battery_pct": 60}),
        day.event("route.load", 1),
        *(day.event("attempt.succeed", 10 + order, order=order) for order in range(3)),
        day.event("charge.report", 20, data=told, route_id=str(day.route_id)),
        day.event("hub.return", 40, data={"battery_pct": 50}),
        day.event("duty.end", 45),
    )
    assert [event["charge_pct"] for event in day.operator.events("charge.reported")] == [60, 70, 50]
    with day.operator.session() as db:
        row = find_round(db, day.route_id)
        assert row is not None
        # 40 and 20 per cent of 500 Wh.
        assert (row.energy_source, row.energy_j) == ("reported", round(0.6 * 500 * 3600))


def test_a_charge_that_lost_energy_is_refused_with_its_field(client: TestClient, day: Day):
    told = {"charge_pct": 97, "charge_pct_before": 100}
    (result,) = day.send(client, day.event("charge.report", 20, data=told, route_id=str(day.route_id)))
    assert (result["state"], result["code"]) == ("rejected", "charge_fell")
    assert result["detail"].startswith("/data/charge_pct: A charge cannot end at 97 % when it began at 100 %")
    assert not day.operator.events("charge.reported")


def test_a_charge_that_added_nothing_is_taken(client: TestClient, day: Day):
    told = {"charge_pct": 97, "charge_pct_before": 97}
    (result,) = day.send(client, day.event("charge.report", 20, data=told, route_id=str(day.route_id)))
    assert result["state"] == "applied"


def test_a_charge_without_what_was_left_before_leaves_the_energy_to_the_model(client: TestClient, day: Day):
    day.send(
        client,
        day.event("duty.start", 0, data={"battery_pct": 60}),
        day.event("route.load", 1),
        *(day.event("attempt.succeed", 10 + order, order=order) for order in range(3)),
        day.event("charge.report", 20, data={"charge_pct": 55}, stop_id=str(day.stops[0])),
        day.event("hub.return", 40, data={"battery_pct": 50}),
    )
    with day.operator.session() as db:
        row = find_round(db, day.route_id)
        assert row is not None
        assert row.energy_source == "model"


def test_an_outcome_of_a_dispatcher_stands_beside_the_riders(client: TestClient, day: Day):
    import uuid

    report = OutcomeReport(
        id=uuid.uuid4(),
        order_id=day.orders[0],
        outcome=Outcome.FAILED,
        reason="refused",
        device_time=at_minute(15),
        received_at=at_minute(20),
        closed_by="dispatcher",
    )
    with day.operator.session() as db:
        assert report_outcome(db, report)
        assert not report_outcome(db, report)
        settle_orders(db, [day.orders[0]])
    with day.operator.session() as db:
        assert get_order(db, day.orders[0]).status == "returning"
        assert [view.closed_by for view in attempts_of(db, day.orders[0])] == ["dispatcher"]


def test_who_leaves_with_nothing_has_loaded_nothing(client: TestClient, day: Day):
    """No list means all that the route delivers; an empty one, as phones send it, means what it says."""
    day.send(client, day.event("route.load", 0, data={"barcodes": []}))
    with day.operator.session() as db:
        places = [place for of in custody_of_orders(db, day.orders).values() for place in of]
        assert {place.state for place in places} == {Custody.RECEIVED}
        assert get_route(db, day.route_id).state == "in_progress"
