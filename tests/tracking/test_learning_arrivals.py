"""A hub's own rounds teach how long things take; days that were not learned from say how well."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from pannier.base import clock, jobs
from pannier.base.eventlog import record
from pannier.base.jobs import Job
from pannier.core.eta import PRIOR
from pannier.core.events import RouteReleased, RouteStarted
from pannier.driving.models import Attempt
from pannier.planning.models import Route, Stop, Task
from pannier.tracking.jobs import LEARN_ARRIVALS, run_learning
from pannier.tracking.learning import latest_model, learn_arrivals, model_of
from pannier.tracking.queries import etas_of_route
from tests.support.fleet_days import DAY
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day

LEG_MIN, DOOR_MIN = 12.0, 3.0
"""What ways and doors take in these rounds; eight minutes and two were planned."""


@pytest.fixture
def driven(client: TestClient, operator: Organisation, now: clock.Fixed) -> Day:
    """A slow round of eight stops that is over."""
    now.move_to(at_minute(-20))
    day = make_day(operator, orders=8)
    day.send(client, day.event("route.load", -1))
    minute = 10.0
    for n, stop in enumerate(day.stops):
        now.move_to(at_minute(minute + DOOR_MIN))
        there = day.event("stop.arrive", minute, stop_id=str(stop))
        day.send(client, there, day.event("attempt.succeed", minute + DOOR_MIN, order=n))
        minute += DOOR_MIN + LEG_MIN
    with operator.session() as db:
        db.get_one(Route, day.route_id).state = "completed"
    return day


def repeat(db: Session, route_id: uuid.UUID, days_ago: int) -> None:
    """Let the same round have been driven so many days before, too."""
    shift, ids = timedelta(days=-days_ago), {}

    def copied(row: Any, **values: Any) -> None:
        kept = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
        moved = {name: one + shift for name, one in kept.items() if isinstance(one, date | datetime)}
        ids[row.id] = uuid.uuid4()
        db.add(type(row)(**(kept | moved | values | {"id": ids[row.id]})))
        db.flush()

    copied(db.get_one(Route, route_id))
    orders = {}
    for stop in db.scalars(select(Stop).where(Stop.route_id == route_id)).all():
        copied(stop, route_id=ids[route_id])
    for task in db.scalars(select(Task).where(Task.route_id == route_id)).all():
        orders[task.order_id] = uuid.uuid4()
        copied(task, route_id=ids[route_id], stop_id=ids[task.stop_id], order_id=orders[task.order_id])
    for tried in db.scalars(select(Attempt).where(Attempt.route_id == route_id)).all():
        own = {"route_id": ids[route_id], "stop_id": ids[tried.stop_id], "order_id": orders[tried.order_id]}
        copied(tried, **own)


def rounds_before(day: Day, days: Sequence[int], each: int = 3) -> None:
    """Let there be rounds on earlier days."""
    with day.operator.session() as db:
        for ago in days:
            for _ in range(each):
                repeat(db, day.route_id, ago)


def test_a_slow_hub_is_learned_and_its_next_rounds_are_expected_so(
    driven: Day, operator: Organisation, now: clock.Fixed
) -> None:
    rounds_before(driven, range(1, 8))
    with operator.session() as db:
        row = learn_arrivals(db, driven.hub_id, DAY)
        assert row is not None
        assert (row.rounds, row.until) == (21, DAY - timedelta(days=1))
        model = model_of(db, driven.hub_id)
    # Twelve minutes where eight were planned, three where two were; the field's ratio of one still counts a little.
    assert 1.4 < model.travel.ratio(("cargo_bike", "08")) <= 1.5
    assert 1.3 < model.service.ratio(("delivery", "1", "cargo_bike")) <= 1.5
    now.move_to(at_minute(-20))
    with operator.session() as db:
        route = db.get_one(Route, driven.route_id)
        route.state, route.started_at = "released", None
        for stop in db.scalars(select(Stop).where(Stop.route_id == route.id)):
            stop.state, stop.arrived_at = "pending", None
        record(db, RouteReleased(route_id=route.id, revision=1))
    operator.read_events("eta")
    with operator.session() as db:
        etas = [
            one.eta for one in etas_of_route(db, driven.route_id, clock.now()) if one.stop_id in driven.stops
        ]
    gaps = [(after - before).total_seconds() / 60 for before, after in pairwise(etas)]
    assert gaps == [pytest.approx(LEG_MIN + DOOR_MIN, abs=1)] * 7


def test_days_that_were_not_learned_from_measure(driven: Day, operator: Organisation) -> None:
    rounds_before(driven, range(1, 11))
    with operator.session() as db:
        row = learn_arrivals(db, driven.hub_id, DAY)
    assert row is not None
    # Two of ten days are held out; each round of eight stops foretells 28 arrivals from door to door.
    assert row.measured["days"] == [str(DAY - timedelta(days=ago)) for ago in (2, 1)]
    assert row.measured["arrivals"] == 2 * 3 * (7 + 6 + 5 + 4 + 3 + 2 + 1)
    assert 0 <= row.measured["held"] <= 1


@pytest.mark.parametrize("days", [[], [1, 2, 3, 4], [60, 61, 62, 63, 64, 65]])
def test_few_or_old_days_teach_nothing(driven: Day, operator: Organisation, days: list[int]) -> None:
    rounds_before(driven, days, each=4)
    with operator.session() as db:
        assert learn_arrivals(db, driven.hub_id, DAY) is None
        assert model_of(db, driven.hub_id) == PRIOR


def test_another_hub_and_another_operator_know_nothing_of_it(
    driven: Day, operator: Organisation, stranger: Organisation
) -> None:
    rounds_before(driven, range(1, 8))
    with operator.session() as db:
        learn_arrivals(db, driven.hub_id, DAY)
        assert model_of(db, uuid.uuid4()) == PRIOR
    with stranger.session() as db:
        assert latest_model(db, driven.hub_id) is None


def test_the_first_round_of_a_day_has_the_days_before_learned_from_once(
    driven: Day, operator: Organisation
) -> None:
    rounds_before(driven, range(1, 8))
    with operator.session() as db:
        record(db, RouteStarted(route_id=driven.route_id))
        record(db, RouteStarted(route_id=driven.route_id))
    operator.read_events("tracking")
    with operator.session() as db:
        job = db.scalars(select(Job).where(Job.kind == LEARN_ARRIVALS)).one()
        assert job.arguments == {"hub_id": str(driven.hub_id), "before": str(DAY)}
    jobs.run(job.id, operator.org_id, {LEARN_ARRIVALS: run_learning})
    with operator.session() as db:
        row = latest_model(db, driven.hub_id)
        assert row is not None
        assert operator.events("model.published") == [
            {"type": "model.published", "kind": "arrivals", "version": f"{driven.hub_id} {row.until}"}
        ]


def test_what_was_learned_is_told(client: TestClient, driven: Day, operator: Organisation) -> None:
    def told() -> dict[str, Any]:
        answer = client.get(f"/v1/arrival-models/{driven.hub_id}", headers=operator.headers("dispatcher"))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    before = told()
    assert (before["since"], before["rounds"], before["travel"], before["held_share"]) == (None, 0, [], None)
    rounds_before(driven, range(1, 11))
    with operator.session() as db:
        learn_arrivals(db, driven.hub_id, DAY)
    since = told()
    assert (since["rounds"], since["since"]) == (30, str(DAY - timedelta(days=10)))
    assert [one["sort"] for one in since["travel"]][:3] == [[], ["cargo_bike"], ["cargo_bike", "08"]]
    assert since["measured_arrivals"] == 168
