"""Routes, stops and tasks while they are driven: told twice nothing changes, and a task may go back."""

import uuid

import pytest

from pannier.orders.models import Order
from pannier.planning.models import Route, Task
from pannier.planning.problems import RouteState, StopNotFound, TaskNotFound
from pannier.planning.progress import (
    cancel_route,
    complete_route,
    mark_stop,
    mark_task,
    release_route,
    start_route,
)
from pannier.planning.queries import (
    find_task,
    get_route,
    get_stop,
    open_route_of_rider,
    orders_of_route,
    route_of_order,
    tasks_of,
    tasks_of_stop,
)
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    return make_hub_day(operator, orders=3, crews=1)


@pytest.fixture
def route(day: HubDay) -> Route:
    """A released route with three orders."""
    (route,) = day.routes(day.plan())
    with day.operator.session() as db:
        return release_route(db, route.id, at=local(7))


def first_task(day: HubDay, route: Route) -> Task:
    with day.operator.session() as db:
        return tasks_of(db, route.id)[0]


def test_a_stop_is_done_with_its_last_task_and_open_again_when_one_reopens(day: HubDay, route: Route) -> None:
    task = first_task(day, route)
    with day.operator.session() as db:
        mark_stop(db, task.stop_id, state="arrived", arrived_at=local(9))
        for _ in range(2):
            mark_task(db, task.id, state="closed", outcome="succeeded")
        assert (get_stop(db, task.stop_id).state, tasks_of_stop(db, task.stop_id)[0].outcome) == (
            "done",
            "succeeded",
        )
        mark_task(db, task.id, state="arrived")
        stop = get_stop(db, task.stop_id)
        assert (stop.state, stop.arrived_at, tasks_of_stop(db, task.stop_id)[0].outcome) == (
            "arrived",
            local(9),
            None,
        )


@pytest.mark.parametrize(
    ("state", "outcome"), [("closed", None), ("arrived", "succeeded"), ("gone", None), ("closed", "well")]
)
def test_a_task_has_an_outcome_exactly_when_it_is_closed(
    day: HubDay, route: Route, state: str, outcome: str | None
) -> None:
    with day.operator.session() as db, pytest.raises(ValueError):
        mark_task(db, first_task(day, route).id, state=state, outcome=outcome)


def test_a_route_starts_once_and_takes_its_orders_along(day: HubDay, route: Route) -> None:
    for _ in range(2):
        with day.operator.session() as db:
            assert start_route(db, route.id, at=local(8)).state == "in_progress"
    assert len(day.operator.events("route.started")) == 1
    with day.operator.session() as db:
        assert {task.state for task in tasks_of(db, route.id)} == {"started"}
        assert {db.get_one(Order, order_id).status for order_id in day.orders} == {"in_transit"}


def test_a_route_is_completed_once_and_what_nobody_tried_is_skipped(day: HubDay, route: Route) -> None:
    round_id = uuid.uuid4()
    with day.operator.session() as db:
        start_route(db, route.id, at=local(8))
        mark_task(db, first_task(day, route).id, state="closed", outcome="failed")
    for _ in range(2):
        with day.operator.session() as db:
            assert complete_route(db, route.id, at=local(12), round_id=round_id).completed_at == local(12)
    assert len(day.operator.events("route.completed")) == 1
    with day.operator.session() as db:
        assert sorted(str(task.outcome) for task in tasks_of(db, route.id)) == [
            "failed",
            "skipped",
            "skipped",
        ]
        assert open_route_of_rider(db, route.rider_id, DAY) is None


def test_a_cancelled_route_gives_its_orders_back(day: HubDay, route: Route) -> None:
    for _ in range(2):
        with day.operator.session() as db:
            cancel_route(db, route.id, "rider ill")
    assert [event["reason"] for event in day.operator.events("route.cancelled")] == ["rider ill"]
    with day.operator.session() as db:
        assert {db.get_one(Order, order_id).status for order_id in day.orders} == {"allocated"}
        assert route_of_order(db, day.orders[0]) is None
        assert orders_of_route(db, route.id) == []


def test_each_step_needs_the_one_before(day: HubDay, route: Route) -> None:
    with day.operator.session() as db:
        with pytest.raises(RouteState, match="must be started"):
            complete_route(db, route.id, at=local(9), round_id=uuid.uuid4())
        with pytest.raises(RouteState, match="only a draft"):
            release_route(db, route.id, at=local(9))
        start_route(db, route.id, at=local(8))
        with pytest.raises(RouteState, match="cannot be called off"):
            cancel_route(db, route.id, "too late")
        get_route(db, route.id).state = "cancelled"
        with pytest.raises(RouteState, match="only a released route"):
            start_route(db, route.id, at=local(9))


def test_the_route_under_way_comes_before_the_next_one(day: HubDay, route: Route) -> None:
    with day.operator.session() as db:
        sheet = open_route_of_rider(db, route.rider_id, DAY)
        assert sheet is not None
        assert [task.order_id for shown in sheet.stops for task in shown.tasks] == orders_of_route(
            db, route.id
        )
        assert find_task(db, order_id=day.orders[0], route_id=route.id) is not None
        assert open_route_of_rider(db, uuid.uuid4(), DAY) is None


def test_what_does_not_exist_is_said(operator: Organisation) -> None:
    with operator.session() as db:
        with pytest.raises(TaskNotFound):
            mark_task(db, uuid.uuid4(), state="arrived")
        with pytest.raises(StopNotFound):
            mark_stop(db, uuid.uuid4(), state="arrived")
        with pytest.raises(ValueError):
            mark_stop(db, uuid.uuid4(), state="vanished")
