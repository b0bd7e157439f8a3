"""Positions: kept only on duty, once each, and answered only after they are safe."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text
from starlette.testclient import TestClient

from pannier.base.group_commit import GroupCommit, Overloaded
from pannier.fleet.vehicle_state import find_state
from pannier.tracking import on_duty
from pannier.tracking.following import the_follower
from pannier.tracking.models import LatestPosition, Position
from pannier.tracking.partitions import drop_before, ensure_days
from tests.support.rounds import Day, at_minute


def point(minute: float, lon: float = 7.42, **values: Any) -> dict[str, Any]:
    return {"device_time": at_minute(minute).isoformat(), "lon": lon, "lat": 43.73} | values


def post(client: TestClient, day: Day, *points: dict[str, Any]) -> Any:
    return client.post("/v1/positions", json={"points": list(points)}, headers=day.headers)


def start(client: TestClient, day: Day, *more: dict[str, Any]) -> None:
    day.send(client, day.event("duty.start", 0), *more)
    on_duty.forget()


def count(day: Day) -> int:
    with day.operator.session() as db:
        return db.scalar(select(func.count()).select_from(Position)) or 0


def test_positions_on_duty_are_stored(client: TestClient, day: Day):
    start(client, day)
    assert post(client, day, point(10), point(11)).json() == {"stored": 2, "duplicates": 0, "off_duty": 0}
    assert count(day) == 2


def test_the_same_positions_again_change_nothing(client: TestClient, day: Day):
    start(client, day)
    post(client, day, point(10), point(11))
    assert post(client, day, point(11), point(12)).json() == {"stored": 1, "duplicates": 1, "off_duty": 0}


def test_nothing_is_kept_before_duty(client: TestClient, day: Day):
    answer = post(client, day, point(10))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_on_duty")
    assert count(day) == 0


def test_positions_before_duty_and_in_breaks_are_dropped(client: TestClient, day: Day):
    start(client, day, day.event("break.start", 10), day.event("break.end", 20))
    answer = post(client, day, point(-5), point(5), point(15), point(25))
    assert answer.json() == {"stored": 2, "duplicates": 0, "off_duty": 2}


def test_positions_told_after_the_end_of_duty_count_if_they_were_before(client: TestClient, day: Day):
    start(client, day, day.event("duty.end", 20))
    assert post(client, day, point(10), point(25)).json() == {"stored": 1, "duplicates": 0, "off_duty": 1}


def test_a_wrong_clock_is_replaced_and_kept_beside(client: TestClient, day: Day):
    start(client, day)
    post(client, day, point(0) | {"device_time": "2106-01-01T00:00:00+00:00"})
    with day.operator.session() as db:
        (row,) = db.scalars(select(Position))
        assert row.device_time == at_minute(30)
        assert row.told_time is not None
        assert row.told_time.year == 2106


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"lon": 999}, "lon"),
        ({"lat": "north"}, "lat"),
        ({"device_time": "2026-03-10T08:00:00"}, "device_time"),
        ({"speed_mps": -1}, "speed_mps"),
        ({"colour": "red"}, "points/1"),
    ],
)
def test_a_spoilt_position_names_its_field(client: TestClient, day: Day, wrong: dict[str, Any], place: str):
    start(client, day)
    answer = post(client, day, point(1), point(2) | wrong)
    assert answer.status_code == 422
    assert place in answer.json()["errors"][0]["pointer"]
    assert count(day) == 0


def test_the_latest_position_is_the_newest_not_the_last_told(client: TestClient, day: Day):
    start(client, day)
    post(client, day, point(20, lon=7.43))
    post(client, day, point(10, lon=7.41))
    with day.operator.session() as db:
        (latest,) = db.scalars(select(LatestPosition))
        assert (latest.lon, latest.route_id) == (7.43, day.route_id)
    shown = client.get("/v1/positions/latest", headers=day.operator.headers()).json()
    assert [(one["lon"], one["name"], one["kind"]) for one in shown] == [(7.43, "Rider One", "cargo_bike")]


def test_the_vehicles_state_follows(client: TestClient, day: Day):
    start(client, day)
    post(client, day, point(20, lon=7.43))
    the_follower.work_off()
    the_follower.close()
    with day.operator.session() as db:
        state = find_state(db, day.crew.vehicle.id)
    assert state is not None
    assert (state.lon, state.position_source) == (7.43, "gps")


def test_positions_of_others_stay_unseen(client: TestClient, day: Day, stranger):
    start(client, day)
    post(client, day, point(20))
    assert client.get("/v1/positions/latest", headers=stranger.headers()).json() == []
    with stranger.session() as db:
        assert db.scalar(select(func.count()).select_from(Position)) == 0


def test_the_trace_of_a_route_is_shown(client: TestClient, day: Day):
    start(client, day)
    post(client, day, point(10, lon=7.42), point(11, lon=7.42), point(12, lon=7.421))
    trace = client.get(f"/v1/positions?route_id={day.route_id}", headers=day.operator.headers()).json()
    assert [one["lon"] for one in trace["points"]] == [7.42, 7.421]


class Boom(Exception):
    """The database is away."""


def test_nobody_is_answered_when_the_shared_commit_fails():
    stored: list[int] = []
    broken = True

    def store(items):
        if broken:
            raise Boom
        stored.extend(items)
        return [item * 10 for item in items]

    gather: GroupCommit[int, int] = GroupCommit("test", store, weigh=lambda item: 1, most=100)
    first = gather.put(1)
    with pytest.raises(Boom):
        first.result(5)
    assert stored == []
    broken = False
    assert gather.put(1).result(5) == 10
    assert stored == [1]
    gather.close()


def test_what_is_acknowledged_is_stored_by_many_writers_at_once():
    stored: list[int] = []

    def store(items):
        if len(stored) % 7 == 3:
            stored.append(-1)
            raise Boom
        stored.extend(items)
        return items

    gather: GroupCommit[int, int] = GroupCommit("test", store, weigh=lambda item: 1, most=10_000)

    def send(number: int) -> int | None:
        try:
            return gather.put(number).result(5)
        except Boom:
            return None

    with ThreadPoolExecutor(8) as pool:
        acknowledged = {number for number in pool.map(send, range(400)) if number is not None}
    gather.close()
    assert acknowledged <= set(stored)
    assert len(acknowledged) == len([number for number in stored if number >= 0])


def test_too_much_at_once_is_sent_away_with_a_time_to_come_again():
    gather: GroupCommit[int, int] = GroupCommit("test", lambda items: items, weigh=lambda item: item, most=10)
    gather._begin = lambda: None  # type: ignore[method-assign]  # nobody works the queue off
    gather.put(8)
    with pytest.raises(Overloaded) as refused:
        gather.put(8)
    assert refused.value.headers["Retry-After"] == "1"


def test_days_get_partitions_that_are_dropped_as_a_whole(postgres_urls, client: TestClient, day: Day):
    owner = create_engine(postgres_urls.owner_url.replace("postgresql://", "postgresql+psycopg://"))
    date = at_minute(0).date() + timedelta(days=400)
    with owner.connect() as connection:
        # Rolled back at the end: other tests share the table.
        made = ensure_days(connection, date, 2)
        assert len(made) == 2
        assert ensure_days(connection, date, 2) == []
        inside = connection.scalar(
            text("select count(*) from pg_inherits where inhrelid = to_regclass(:n)"), {"n": made[0]}
        )
        assert inside == 1
        assert made[0] in drop_before(connection, date + timedelta(days=1))
        connection.rollback()
    owner.dispose()
