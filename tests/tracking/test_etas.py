"""Expected arrivals follow what happens on the street and are told only when they moved."""

from datetime import timedelta

from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.events import RouteReleased
from pannier.tracking.etas import refresh
from pannier.tracking.models import StopEta
from pannier.tracking.queries import etas_of_route
from tests.support.rounds import Day, at_minute


def etas(day: Day) -> list[float]:
    with day.operator.session() as db:
        now = clock.now()
        rows = [row for row in etas_of_route(db, day.route_id, now) if row.stop_id in day.stops]
        return [(row.eta - at_minute(0)).total_seconds() / 60 for row in rows]


def release(day: Day) -> None:
    with day.operator.session() as db:
        record(db, RouteReleased(route_id=day.route_id, revision=1))
    day.operator.read_events("eta")


def test_a_released_route_is_expected_as_planned(day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    assert etas(day) == [10, 20, 30]
    assert day.operator.events("eta.changed") == []


def test_a_late_start_moves_all_that_follows_and_is_told(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    now.move_to(at_minute(15))
    day.send(client, day.event("route.load", 15), day.event("stop.arrive", 15, stop_id=str(day.stops[0])))
    day.operator.read_events("eta")
    # Two minutes at the first stop, then eight to the next, and so on.
    assert etas(day) == [25, 35]
    told = day.operator.events("eta.changed")
    assert [event["order_id"] for event in told[-2:]] == [str(order) for order in day.orders[1:]]


def test_small_changes_are_stored_and_not_told(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    now.move_to(at_minute(10.5))
    day.send(client, day.event("route.load", 0), day.event("stop.arrive", 10.5, stop_id=str(day.stops[0])))
    day.operator.read_events("eta")
    assert etas(day) == [20.5, 30.5]
    assert day.operator.events("eta.changed") == []


def test_a_stop_that_will_be_late_is_told_once(day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    now.move_to(at_minute(240))
    for _ in range(2):
        with day.operator.session() as db:
            refresh(db, day.route_id)
    told = day.operator.events("delay.predicted")
    assert [event["order_id"] for event in told] == [str(order) for order in day.orders[:3]]
    assert told[0]["late_s"] > 0


def test_done_stops_have_no_expected_time_any_more(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    now.move_to(at_minute(12))
    day.send(client, day.event("route.load", 0), day.event("attempt.succeed", 12, order=0))
    day.operator.read_events("eta")
    with day.operator.session() as db:
        assert day.stops[0] not in set(db.scalars(select(StopEta.stop_id)))
    # Left at 12 minutes, eight to drive.
    assert etas(day) == [20, 30]


def test_what_is_listed_later_is_not_in_the_past(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    now.move_to(at_minute(21))
    shown = client.get(f"/v1/etas?route_id={day.route_id}", headers=day.operator.headers()).json()
    visits = [one for one in shown if one["stop_id"] in {str(stop) for stop in day.stops}]
    assert [one["overdue"] for one in visits] == [True, False, False]
    # Ten minutes lie between the stops, two of them at the door.
    assert [one["eta"] for one in visits] == [f"2026-03-10T07:{minute}:00Z" for minute in (21, 31, 41)]


def test_the_interval_holds_the_time(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    shown = client.get(f"/v1/etas?route_id={day.route_id}", headers=day.operator.headers()).json()
    assert shown[0]["early"] <= shown[0]["eta"] <= shown[0]["late"]
    assert shown[0]["source"] == "plan"
    assert timedelta(0) < at_minute(0) - now.at


def test_etas_of_a_hubs_day_are_those_of_its_routes(client: TestClient, day: Day, now: clock.Fixed):
    now.move_to(at_minute(-20))
    release(day)
    route, of_day = (
        client.get(f"/v1/etas?{query}", headers=day.operator.headers()).json()
        for query in (f"route_id={day.route_id}", f"hub_id={day.hub_id}&date={at_minute(0):%Y-%m-%d}")
    )
    assert route
    assert of_day == route


def test_etas_of_nothing_are_refused_with_a_sentence(client: TestClient, day: Day):
    answer = client.get("/v1/etas", headers=day.operator.headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
