"""What a route has shown of its pace so far counts for the stops to come."""

from starlette.testclient import TestClient

from pannier.base import clock
from pannier.base.eventlog import record
from pannier.core.events import RouteReleased
from pannier.tracking.queries import etas_of_route
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day


def drive(
    client: TestClient,
    operator: Organisation,
    now: clock.Fixed,
    *,
    leg_min: float,
    door_min: float,
    order: tuple[int, ...] = (0, 1, 2, 3),
) -> tuple[Day, float]:
    """Drive the first stops of eight, ten minutes apart of which two are at the door; return the last minute."""
    now.move_to(at_minute(-20))
    day = make_day(operator, orders=8)
    with operator.session() as db:
        record(db, RouteReleased(route_id=day.route_id, revision=1))
    day.send(client, day.event("route.load", -1))
    minute = 10.0
    for n in order:
        now.move_to(at_minute(minute + door_min))
        there = day.event("stop.arrive", minute, stop_id=str(day.stops[n]))
        day.send(client, there, day.event("attempt.succeed", minute + door_min, order=n))
        minute += door_min + leg_min
    operator.read_events("eta")
    return day, minute - leg_min


def minutes(day: Day) -> list[float]:
    """Return the expected arrivals, in minutes after eight, at the visits to come."""
    with day.operator.session() as db:
        rows = [row for row in etas_of_route(db, day.route_id, clock.now()) if row.stop_id in day.stops]
    return [(row.eta - at_minute(0)).total_seconds() / 60 for row in rows]


def test_who_drives_slowly_is_expected_later_than_planned(
    client: TestClient, operator: Organisation, now: clock.Fixed
):
    day, left = drive(client, operator, now, leg_min=13, door_min=2)
    nexts = [at - left for at in minutes(day)]
    # Eight minutes were planned, and thirteen is what it took three times: something between, for every leg to come.
    assert 8.5 < nexts[0] < 13
    assert nexts[-1] > 8 + 3 * 10 + 2


def test_who_is_quick_at_doors_is_expected_earlier(
    client: TestClient, operator: Organisation, now: clock.Fixed
):
    day, left = drive(client, operator, now, leg_min=8, door_min=0.5)
    nexts = [at - left for at in minutes(day)]
    assert nexts[0] == 8
    assert nexts[-1] < 8 + 3 * 10 - 1


def test_who_keeps_to_the_plan_is_expected_as_planned(
    client: TestClient, operator: Organisation, now: clock.Fixed
):
    day, left = drive(client, operator, now, leg_min=8, door_min=2)
    assert [at - left for at in minutes(day)] == [8, 18, 28, 38]


def test_a_leg_that_was_not_planned_tells_nothing_of_the_pace(
    client: TestClient, operator: Organisation, now: clock.Fixed
):
    # From the third stop to the first, and on to the fifth: none of these ways was planned.
    day, left = drive(client, operator, now, leg_min=16, door_min=2, order=(2, 0, 4))
    assert minutes(day)[0] - left == 8


def test_who_is_slow_at_doors_leaves_the_present_one_later_than_planned(
    client: TestClient, operator: Organisation, now: clock.Fixed
):
    day, left = drive(client, operator, now, leg_min=8, door_min=6)
    now.move_to(at_minute(left + 8))
    day.send(client, day.event("stop.arrive", left + 8, stop_id=str(day.stops[4])))
    operator.read_events("eta")
    # Two minutes at this door and eight on the way were planned; doors took six.
    assert left + 8 + 2 + 8 + 1 < minutes(day)[0] < left + 8 + 6 + 8


def test_an_hours_pause_on_the_way_is_no_pace(client: TestClient, operator: Organisation, now: clock.Fixed):
    day, left = drive(client, operator, now, leg_min=68, door_min=2, order=(0, 1))
    assert minutes(day)[0] - left == 8
