"""A running day is changed by a proposal: what was driven stays, who has parcels keeps them, a person decides."""

import uuid
from datetime import date, datetime

import pytest

from pannier.base import clock
from pannier.fleet.models import WorkRecord
from pannier.fleet.rules import change_fleet_rules
from pannier.orders.models import Order
from pannier.planning.models import Proposal, Route
from pannier.planning.problems import (
    NothingRuns,
    OrderNotFree,
    ProposalClosed,
    ProposalOutdated,
    RiderHasParcels,
)
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import list_routes, sheet_of, sheets_of
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.load import load_running_day
from pannier.planning.running_day.propose import Asked, discard, propose
from pannier.planning.solver import Effort
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order

FEW = Effort(seed=1, iterations=60)


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    return make_hub_day(operator, orders=8, crews=2)


def ask(day: HubDay, **change: object) -> Proposal:
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation="replanned", **change),
        effort=FEW,  # type: ignore[arg-type]
    )
    with day.operator.session() as db:
        return propose(db, asked, network_of=on_the_grid)


def take(day: HubDay, proposal: Proposal) -> Proposal:
    with day.operator.session() as db:
        return accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def let_out(day: HubDay) -> list[Route]:
    """Release every route of a plan."""
    plan_id = day.plan()
    with day.operator.session() as db:
        return [release_route(db, route.id, at=local(7)) for route in day.routes(plan_id)]


def drive(day: HubDay, route: Route, stops: int) -> list[uuid.UUID]:
    """Drive the first stops of a route as planned, and return the orders delivered there."""
    with day.operator.session() as db:
        start_route(db, route.id, at=route.starts_at)
        sheet, served = sheet_of(db, route.id), []
        for shown in sheet.stops[: stops + 1]:
            mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
            for task in shown.tasks:
                mark_task(db, task.id, state="closed", outcome="succeeded")
                served.append(task.order_id)
    return served


def at_stop(day: HubDay, route: Route, number: int) -> datetime:
    """Return the moment at which a rider leaves a stop."""
    with day.operator.session() as db:
        return sheet_of(db, route.id).stops[number].stop.planned_departure


def who_has(day: HubDay) -> dict[uuid.UUID, uuid.UUID]:
    """Return the rider of each open order."""
    with day.operator.session() as db:
        routes = list_routes(db, hub_id=day.hub_id, service_date=DAY, states=("released", "in_progress"))
        return {
            task.order_id: sheet.route.rider_id
            for sheet in sheets_of(db, routes)
            for shown in sheet.stops
            for task in shown.tasks
            if task.state != "closed"
        }


def new_order(day: HubDay, number: int = 50) -> uuid.UUID:
    with day.operator.session() as db:
        return make_order(db, day.hub_id, number).id


def test_a_day_on_which_nobody_is_out_has_no_running_plan(day: HubDay) -> None:
    with pytest.raises(NothingRuns):
        ask(day)


def test_a_new_order_is_proposed_first_and_then_on_a_riders_route(day: HubDay) -> None:
    let_out(day)
    before, fresh = who_has(day), new_order(day)
    proposal = ask(day, order_ids=(fresh,))
    assert (who_has(day), proposal.state) == (before, "open")
    (line,) = [one for one in proposal.diff["orders"] if one["order_id"] == str(fresh)]
    assert (line["change"], line["shift_before"]) == ("new", None)
    assert line["shift"] in proposal.diff["tell_shifts"]
    accepted = take(day, proposal)
    after = who_has(day)
    assert accepted.state == "accepted"
    assert {order: rider for order, rider in after.items() if order != fresh} == before
    with day.operator.session() as db:
        order = db.get_one(Order, fresh)
        route = db.get_one(Route, order.route_id)
        assert (order.status, route.rider_id, route.revision) == ("planned", after[fresh], 2)
    assert take(day, proposal).state == "accepted"


def test_what_a_rider_has_done_stays_and_what_is_aboard_stays_with_him(day: HubDay) -> None:
    routes = let_out(day)
    served = drive(day, routes[0], 2)
    aboard = {order for order, rider in who_has(day).items() if rider == routes[0].rider_id}
    with day.operator.session() as db:
        rows = {shown.stop.id: shown.stop.state for shown in sheet_of(db, routes[0].id).stops[:3]}
    fresh = new_order(day)
    with clock.fixed(at_stop(day, routes[0], 2)):
        proposal = ask(day, order_ids=(fresh,))
        assert proposal.known[0]["position_source"] == "plan"
        take(day, proposal)
    after = who_has(day)
    assert served
    assert not set(served) & after.keys()
    assert {after[order] for order in aboard} == {routes[0].rider_id}
    assert fresh in after
    with day.operator.session() as db:
        sheet = sheet_of(db, routes[0].id)
        assert {shown.stop.id: shown.stop.state for shown in sheet.stops[:3]} == rows
        assert [shown.stop.position for shown in sheet.stops] == list(range(len(sheet.stops)))
        assert len(sheet.route.geometry) == len(sheet.stops)


def test_a_sick_rider_who_has_not_left_gives_the_orders_to_who_is_free(day: HubDay) -> None:
    (away,) = let_out(day)
    (other,) = (crew for crew in day.crews if crew.shift.id != away.shift_id)
    take(day, ask(day, without=(away.shift_id,)))
    assert set(who_has(day).values()) == {other.rider.id}
    with day.operator.session() as db:
        assert db.get_one(Route, away.id).state == "cancelled"
        (new,) = list_routes(db, hub_id=day.hub_id, service_date=DAY, states=("released",))
        assert {db.get_one(Order, order).route_id for order in day.orders} == {new.id}
        assert {db.get_one(Order, order).status for order in day.orders} == {"planned"}


def test_an_order_that_nobody_could_take_is_refused_by_name(day: HubDay) -> None:
    let_out(day)
    for values, said in (
        ({"status": "confirmed"}, "is confirmed"),
        ({"service_date": date(2026, 3, 11)}, "another"),
    ):
        with day.operator.session() as db:
            order = make_order(db, day.hub_id, 70, **values)
        with pytest.raises(OrderNotFree, match=said):
            ask(day, order_ids=(order.id,))


def test_who_has_parcels_aboard_is_not_simply_taken_out(day: HubDay) -> None:
    routes = let_out(day)
    drive(day, routes[0], 1)
    with pytest.raises(RiderHasParcels):
        ask(day, without=(routes[0].shift_id,))


def test_an_order_that_is_locked_to_its_rider_stays_there(day: HubDay) -> None:
    let_out(day)
    before = who_has(day)
    proposal = ask(day, keep_rider=tuple(before), order_ids=(new_order(day),))
    take(day, proposal)
    after = who_has(day)
    assert {order: after[order] for order in before} == before


def test_a_battery_that_is_nearly_empty_is_told_before_it_is(day: HubDay) -> None:
    routes = let_out(day)
    drive(day, routes[0], 1)
    with clock.fixed(at_stop(day, routes[0], 1)):
        fine = ask(day)
        low = ask(day, charge_wh={routes[0].vehicle_id: 1.0})
    assert fine.diff["broken"] == []
    assert low.known[0]["charge_source"] == "dispatcher"
    assert "aboard" in low.diff["broken"][0]
    with pytest.raises(ProposalClosed):
        take(day, low)


def test_a_proposal_ends_when_it_is_discarded_or_the_routes_change(day: HubDay) -> None:
    let_out(day)
    first, second, third = (ask(day, order_ids=(new_order(day, 60 + n),)) for n in range(3))
    with day.operator.session() as db:
        assert discard(db, first.id, by="person:1").state == "discarded"
    with pytest.raises(ProposalClosed):
        take(day, first)
    take(day, second)
    with pytest.raises(ProposalOutdated):
        take(day, third)


def test_what_was_delivered_since_the_proposal_stays_delivered(day: HubDay) -> None:
    routes = let_out(day)
    drive(day, routes[0], 1)
    with clock.fixed(at_stop(day, routes[0], 1)):
        proposal = ask(day, order_ids=(new_order(day),))
    served = drive(day, routes[0], 2)
    with clock.fixed(at_stop(day, routes[0], 2)):
        take(day, proposal)
    assert not set(served) & who_has(day).keys()


def test_hours_and_breaks_of_a_rider_on_the_way_are_those_of_the_whole_shift(day: HubDay) -> None:
    with day.operator.session() as db:
        change_fleet_rules(db, {"work_time_rules": "de"})
    route = let_out(day)[0]
    drive(day, route, 1)
    with day.operator.session() as db, clock.fixed(local(13)):
        db.add(
            WorkRecord(
                id=uuid.uuid4(),
                rider_id=route.rider_id,
                shift_id=route.shift_id,
                started_at=route.starts_at,
                break_s=0,
            )
        )
        db.flush()
        running = load_running_day(
            db,
            hub_id=day.hub_id,
            service_date=DAY,
            change=Change(operation="replanned"),
            network=on_the_grid(None),
        )
    vehicle = running.problem.vehicles[running.problem.vehicle_index[str(route.shift_id)]]
    # Eight hours: thirty minutes of break after six, and ten hours at most from the beginning, not from now.
    assert [rest.duration_s for rest in running.underway[0].breaks] == [1800]
    assert vehicle.limits.duration_s >= 36_000
    assert vehicle.breaks[0].window.end_s <= running.day.seconds(local(8)) + 6 * 3600 + 1800
