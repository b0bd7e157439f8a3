"""What happens while several hubs are planned, and what was fixed before: it stands, and nothing stays behind."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from pannier.base import clock, jobs
from pannier.engine.city import search_piece
from pannier.orders.models import Order
from pannier.planning.models import LeftOutOrder, Plan, Route, SeveralPart, SeveralRun, Task
from pannier.planning.problems import OptimiserDied
from pannier.planning.progress import release_route
from pannier.planning.several import parts
from pannier.planning.stop_locks import Wish, set_lock
from tests.planning.test_several_hubs import TwoHubs, day_routes, two_hubs
from tests.support.fleets import make_crew, make_hub
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay


@pytest.fixture
def day(operator: Organisation) -> TwoHubs:
    return two_hubs(operator, service_s=900, hub_given=False)


def lock(day: TwoHubs, order_id: uuid.UUID, **wish: bool) -> None:
    with day.operator.session() as db:
        set_lock(db, order_id, Wish(**wish), by="Ana")


def release_all(day: TwoHubs, hub_id: uuid.UUID) -> set[uuid.UUID]:
    """Hand a hub's drafts to their riders; return the orders on them."""
    on: set[uuid.UUID] = set()
    with day.operator.session() as db:
        for route in db.scalars(select(Route).where(Route.hub_id == hub_id, Route.state == "draft")):
            release_route(db, route.id, at=clock.now())
            on.update(db.scalars(select(Task.order_id).where(Task.route_id == route.id)))
    return on


def west_alone(day: TwoHubs, *orders: uuid.UUID) -> set[uuid.UUID]:
    """Plan the west by itself; return the orders that its bike takes."""
    HubDay(day.operator, day.west, [], list(orders) or day.orders).plan()
    return set(day.planned())


def test_an_order_that_a_rider_got_meanwhile_is_on_no_second_route(day: TwoHubs) -> None:
    west_alone(day)
    out: set[uuid.UUID] = set()

    def meanwhile(*given: Any, **how: Any) -> Any:
        out.update(release_all(day, day.west))
        return search_piece(*given, **how)

    job = day.run(day.request(), search=meanwhile)
    assert job.error is None, job.error
    assert job.result is not None
    assert out
    assert {day.hub_of(order) for order in out} == {day.west}
    for hub in job.result["hubs"]:
        day.run(uuid.UUID(hub["job_id"]))
    assert not out & set(day.planned())


def test_an_order_that_a_rider_has_is_planned_by_no_other_hub(day: TwoHubs) -> None:
    west_alone(day)
    out = release_all(day, day.west)
    for order in out:
        day.set(order, hub_id=day.east)
    HubDay(day.operator, day.east, [], day.orders).plan()
    assert not out & set(day.planned())


@pytest.mark.parametrize("wish", [{"rider": True}, {"time": True}])
def test_an_order_of_which_something_is_fixed_stays_and_is_kept(day: TwoHubs, wish: dict[str, bool]) -> None:
    fixed = west_alone(day)
    for order in fixed:
        lock(day, order, **wish)
    assert day.plan()["moved"] > 0
    assert {day.hub_of(order) for order in fixed} == {day.west}
    if "rider" in wish:
        assert {day.planned()[order] for order in fixed} == {day.west}


def test_an_order_that_is_fixed_while_hubs_are_planned_stays(day: TwoHubs) -> None:
    fixed = west_alone(day)

    def meanwhile(*given: Any, **how: Any) -> Any:
        for order in fixed:
            lock(day, order, rider=True)
        return search_piece(*given, **how)

    assert day.run(day.request(), search=meanwhile).error is None
    assert {day.hub_of(order) for order in fixed} == {day.west}


def test_an_order_that_goes_with_one_that_is_out_stays_and_tells_why(day: TwoHubs) -> None:
    first, second, *rest = day.orders
    day.set(first, together="pair")
    for order in (second, *rest):
        day.set(order, status="confirmed")
    assert west_alone(day, first) == {first}
    release_all(day, day.west)
    with day.operator.session() as db:
        make_crew(db, day.west, name="W2", hours=(8, 10))
    for order in (second, *rest):
        day.set(order, status="allocated")
    day.set(second, together="pair")
    assert day.plan()["moved"] > 0
    assert day.hub_of(second) == day.west
    with day.operator.session() as db:
        codes = set(db.scalars(select(LeftOutOrder.code).where(LeftOutOrder.order_id == second)))
    assert "together" in codes


def test_a_run_that_fails_leaves_nothing_behind(day: TwoHubs) -> None:
    def dies(*given: Any, **how: Any) -> Any:
        raise OptimiserDied("Out of memory.")

    job = day.run(day.request(), search=dies)
    assert job.error is not None
    assert job.error["code"] == "optimiser_died"
    with day.operator.session() as db:
        assert not list(db.scalars(select(SeveralRun)))
        assert not list(db.scalars(select(SeveralPart)))
        waiting = [row.id for row in db.scalars(select(jobs.Job).where(jobs.Job.kind == "plan_part"))]
    assert waiting
    assert [day.run(one).result for one in waiting] == [{"searched": 0}] * len(waiting)


def test_a_worker_that_comes_late_ends_where_the_parts_are_gone(day: TwoHubs) -> None:
    job_id = day.request()
    with day.operator.session() as db:
        parts.ask_for(db, job_id, 0, [{"seed": 1}, {"seed": 2}])
        assert parts.found_of(db, job_id, 0, 2) == [None, None]
        parts.drop_all(db, job_id)
        with pytest.raises(OptimiserDied, match="Another worker"):
            parts.found_of(db, job_id, 0, 2)


def test_orders_of_a_draft_that_is_called_off_wait_again(day: TwoHubs) -> None:
    planned = west_alone(day)
    assert day.run(day.request()).error is None
    with day.operator.session() as db:
        rows = [db.get_one(Order, order) for order in planned]
        assert {(row.status, row.route_id) for row in rows} == {("allocated", None)}


def test_drafts_of_other_days_and_hubs_stay(day: TwoHubs) -> None:
    west_alone(day)
    with day.operator.session() as db:
        elsewhere = make_hub(db, name="North").id
        route = db.scalars(select(Route)).one()
        route.hub_id, plan = elsewhere, db.get_one(Plan, route.plan_id)
        plan.hub_id = elsewhere
    assert day.run(day.request()).error is None
    assert [route.state for route in day_routes(day, elsewhere)] == ["draft"]
