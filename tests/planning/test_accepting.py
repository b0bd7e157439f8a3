"""Accepting a proposal touches what changes and nothing else: routes, stops, notices and revisions."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from pannier.base import clock
from pannier.orders.models import Order
from pannier.planning.models import Plan, Proposal, Route, Stop, Task
from pannier.planning.progress import mark_stop, release_route, start_route
from pannier.planning.queries import sheet_of
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.solver import Effort
from tests.support.fleet_days import DAY
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order

type Shown = dict[uuid.UUID, tuple[Any, ...]]


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    """Half of the orders are as many as one rider can serve in time."""
    return make_hub_day(operator, orders=8, crews=2, window_end=local(9.5), service_s=900)


@pytest.fixture
def routes(day: HubDay) -> list[Route]:
    plan_id = day.plan()
    with day.operator.session() as db:
        found = [release_route(db, route.id, at=local(7)) for route in day.routes(plan_id)]
    assert len(found) == 2
    return found


def ask(day: HubDay, operation: str = "replanned", **change: Any) -> Proposal:
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation=operation, **change),
        effort=Effort(seed=1, iterations=60),
    )
    with day.operator.session() as db:
        return propose(db, asked, network_of=on_the_grid)


def take(day: HubDay, proposal: Proposal) -> Proposal:
    with day.operator.session() as db:
        return accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def new_order(day: HubDay, number: int = 50) -> uuid.UUID:
    with day.operator.session() as db:
        return make_order(db, day.hub_id, number).id


def stops(day: HubDay, route: Route) -> Shown:
    """Return what a route's stops are: orders, place in the row and planned moments, by stop."""
    with day.operator.session() as db:
        return {
            shown.stop.id: (
                tuple(task.order_id for task in shown.tasks),
                shown.stop.position,
                shown.stop.planned_start,
            )
            for shown in sheet_of(db, route.id).stops
        }


def releases(day: HubDay) -> list[uuid.UUID]:
    """Return the routes that riders were told of, in the order told."""
    return [uuid.UUID(told["route_id"]) for told in day.operator.events("route.released")]


def revisions(day: HubDay, routes: list[Route]) -> list[int]:
    with day.operator.session() as db:
        return [db.get_one(Route, route.id).revision for route in routes]


def test_only_the_route_that_changes_is_written_anew_and_told(day: HubDay, routes: list[Route]) -> None:
    before = {route.id: stops(day, route) for route in routes}
    fresh = new_order(day)
    take(day, ask(day, order_ids=(fresh,)))
    with day.operator.session() as db:
        (changed,) = [route for route in routes if route.id == db.get_one(Order, fresh).route_id]
    (same,) = [route for route in routes if route.id != changed.id]
    assert revisions(day, [changed, same]) == [2, 1]
    assert stops(day, same) == before[same.id]
    assert releases(day) == [changed.id]


def test_a_proposal_that_changes_nothing_tells_nobody(day: HubDay, routes: list[Route]) -> None:
    before = [stops(day, route) for route in routes]
    proposal = ask(day, keep_rider=tuple(day.orders), keep_time=tuple(day.orders), tolerance_s=0)
    assert proposal.diff["orders"] == []
    take(day, proposal)
    assert [stops(day, route) for route in routes] == before
    assert (revisions(day, routes), releases(day)) == ([1, 1], [])


def test_a_stop_keeps_its_id_on_a_route_that_has_not_begun(day: HubDay, routes: list[Route]) -> None:
    def by_order() -> dict[uuid.UUID, uuid.UUID]:
        return {
            order: stop for route in routes for stop, shown in stops(day, route).items() for order in shown[0]
        }

    def at_the_ends() -> set[uuid.UUID]:
        shown = [list(stops(day, route)) for route in routes]
        return {ids[0] for ids in shown} | {ids[-1] for ids in shown}

    before, ends, fresh = by_order(), at_the_ends(), new_order(day)
    take(day, ask(day, order_ids=(fresh,)))
    after = by_order()
    assert fresh in after
    assert {order: after[order] for order in before} == before
    assert at_the_ends() == ends


def test_an_order_that_goes_to_another_rider_leaves_no_stop_behind(day: HubDay, routes: list[Route]) -> None:
    take(day, ask(day, operation="rider_away", without=(routes[0].shift_id,)))
    with day.operator.session() as db:
        tasks = list(db.scalars(select(Task).where(Task.route_id == routes[0].id)))
        assert tasks
        assert all(task.state == "closed" for task in tasks)
        rows = db.scalars(select(Stop).where(Stop.route_id == routes[1].id).order_by(Stop.position)).all()
        assert [stop.kind for stop in (rows[0], rows[-1])] == ["start", "end"]
        assert [stop.position for stop in rows] == list(range(len(rows)))
        assert len(db.get_one(Route, routes[1].id).geometry) == len(rows)


def test_an_order_that_finds_no_place_waits_for_another_plan(day: HubDay, routes: list[Route]) -> None:
    proposal = take(day, ask(day, operation="rider_away", without=(routes[0].shift_id,)))
    left = {uuid.UUID(one["order_id"]) for one in proposal.diff["left_out"]}
    assert left
    with day.operator.session() as db:
        for order_id in left:
            order = db.get_one(Order, order_id)
            assert (order.status, order.route_id) == ("allocated", None)


def test_revisions_of_a_day_go_on_from_plans_and_changes_alike(day: HubDay, routes: list[Route]) -> None:
    first = take(day, ask(day, order_ids=(new_order(day, 50),)))
    second = take(day, ask(day, order_ids=(new_order(day, 51),)))
    assert (first.revision, second.revision) == (2, 3)
    new_order(day, 52)
    another_crew(day)
    plan_id = day.plan()
    with day.operator.session() as db:
        assert db.get_one(Plan, plan_id).revision == 4
    assert take(day, ask(day, keep_rider=tuple(day.orders))).revision == 5


def another_crew(day: HubDay) -> None:
    with day.operator.session() as db:
        make_crew(db, day.hub_id, name="Bike 9")


def test_who_has_nothing_left_to_do_is_told_so(day: HubDay, routes: list[Route]) -> None:
    """A rider under way with nothing aboard, whose only stops were called off, sees that on the phone."""
    with day.operator.session() as db:
        start_route(db, routes[0].id, at=routes[0].starts_at)
        sheet = sheet_of(db, routes[0].id)
        mark_stop(db, sheet.stops[0].stop.id, state="done", arrived_at=sheet.stops[0].stop.planned_arrival)
        for shown in sheet.stops:
            for task in shown.tasks:
                db.get_one(Order, task.order_id).status = "cancelled"
    with clock.fixed(routes[0].starts_at):
        take(day, ask(day))
    assert revisions(day, routes) == [2, 1]
    assert releases(day) == [routes[0].id]


def test_an_order_of_a_draft_is_taken_out_of_it(day: HubDay, routes: list[Route]) -> None:
    fresh = new_order(day)
    another_crew(day)
    draft = day.plan()
    take(day, ask(day, order_ids=(fresh,), operation="urgent_order"))
    with day.operator.session() as db:
        tasks = list(db.scalars(select(Task).where(Task.order_id == fresh, Task.state != "closed")))
        (of_draft,) = db.scalars(select(Route.id).where(Route.plan_id == draft))
        assert [task.route_id for task in tasks] != [of_draft]
        assert len(tasks) == 1
