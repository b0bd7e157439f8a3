"""A vehicle that breaks down on the way: what is in it is taken over there by other riders, as a collection."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock, jobs
from pannier.dispatch import proposals
from pannier.dispatch.problems import AlreadyLoaded
from pannier.driving.rounds import find_round
from pannier.hub.on_the_road import bring_back
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import get_order
from pannier.planning.models import Proposal, Route
from pannier.planning.pool import solve_from_here
from pannier.planning.progress import release_route
from pannier.planning.queries import get_route, sheet_of
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.job import KIND
from pannier.planning.running_day.propose import Asked
from pannier.planning.running_day.rider_names import rider_names
from pannier.planning.running_day.schemas import show_proposal
from pannier.planning.solver import Effort
from tests.dispatch.test_proposals import first_route, load
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import Day, sign_in_rider


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    """One rider has everything and has left; another one comes on shift."""
    day = make_hub_day(operator, orders=6, crews=1)
    plan_id = day.plan()
    day.receive()
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    return day


def phone_of(day: HubDay, number: int, route: Route) -> Day:
    crew = day.crews[number]
    return Day(day.operator, day.hub_id, crew, route.id, [], [], [], sign_in_rider(day.operator, crew))


def route_of(day: HubDay, number: int) -> Route:
    with day.operator.session() as db:
        row = db.query(Route).filter(Route.shift_id == day.crews[number].shift.id).one()
        db.expunge(row)
        return row


def leave(
    day: HubDay, client: TestClient, stops: int, *, forgotten: uuid.UUID | None = None
) -> tuple[Day, datetime, list[uuid.UUID]]:
    """Load everything but what is `forgotten`, deliver at the first stops; return phone, moment and orders left."""
    route = route_of(day, 0)
    phone = phone_of(day, 0, route)
    minute = (route.starts_at - local(8)).total_seconds() / 60
    taken = {} if forgotten is None else {"barcodes": barcodes(day, but=forgotten)}
    events = [phone.event("route.load", minute, route_id=str(route.id), data=taken)]
    with day.operator.session() as db:
        visits = [shown for shown in sheet_of(db, route.id).stops if shown.tasks]
    now = route.starts_at
    for shown in visits[:stops]:
        now = shown.stop.planned_departure
        minute = (now - local(8)).total_seconds() / 60
        events += [
            phone.event(
                "attempt.succeed",
                minute,
                route_id=str(route.id),
                order_id=str(task.order_id),
                data={},
            )
            for task in shown.tasks
        ]
    with clock.fixed(now):
        told = phone.send(client, *events)
    assert {result["state"] for result in told} == {"applied"}, told
    return phone, now, [task.order_id for shown in visits[stops:] for task in shown.tasks]


def ask(day: HubDay, at: datetime, operation: str = "vehicle_broken", **change: Any) -> Proposal:
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation=operation, without=(day.crews[0].shift.id,), **change),
        effort=Effort(seed=1, iterations=60),
    )
    with clock.fixed(at):
        with day.operator.session() as db:
            job_id = proposals.ask(db, asked).id
        handler = partial(proposals.run, solve=solve_from_here, network_of=on_the_grid)
        jobs.run(job_id, day.operator.org_id, {KIND: handler})
    with day.operator.session() as db:
        job = jobs.get_job(db, job_id)
        assert job.error is None, job.error
        row = db.get_one(Proposal, job_id)
        db.expunge(row)
        return row


def take(day: HubDay, proposal: Proposal, at: datetime) -> None:
    with clock.fixed(at), day.operator.session() as db:
        proposals.accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def custody(day: HubDay, orders: list[uuid.UUID]) -> set[tuple[str, uuid.UUID | None]]:
    with day.operator.session() as db:
        places = [place for of in custody_of_orders(db, orders).values() for place in of]
        return {(str(place.state), place.route_id) for place in places}


def barcodes(day: HubDay, *, but: uuid.UUID) -> list[str]:
    with day.operator.session() as db:
        places = custody_of_orders(db, [order for order in day.orders if order != but])
        return [place.barcode for of in places.values() for place in of]


def states(day: HubDay, orders: list[uuid.UUID]) -> set[tuple[str, bool]]:
    with day.operator.session() as db:
        return {(str(get_order(db, one).status), get_order(db, one).awaits_handover) for one in orders}


def test_what_is_aboard_is_taken_over_where_the_vehicle_stands_and_then_delivered(
    day: HubDay, client: TestClient
) -> None:
    broken, now, left = leave(day, client, 2)
    assert custody(day, left) == {("loaded", broken.route_id)}
    with day.operator.session() as db:
        day.crews.append(make_crew(db, day.hub_id, name="Bike 7"))
    proposal = ask(day, now)
    assert proposal.diff["broken"] == []
    (line,) = proposal.diff["handovers"]
    assert (line["shift"], len(line["orders"])) == (str(day.crews[1].shift.id), len(left))
    with day.operator.session() as db:
        names = rider_names(db, hub_id=day.hub_id, service_date=DAY)
        shown = show_proposal(db.get_one(Proposal, proposal.id), names)
    assert shown.diff.handovers[0].rider == names[str(day.crews[1].shift.id)]
    take(day, proposal, now)
    assert states(day, left) == {("in_transit", True)}

    other = route_of(day, 1)
    phone = phone_of(day, 1, other)
    with day.operator.session() as db:
        kinds = [shown.stop.kind for shown in sheet_of(db, other.id).stops if shown.tasks]
        assert kinds[0] == "collect"
        assert get_route(db, broken.route_id).state == "completed"
        assert find_round(db, broken.route_id).closed_at is not None
    minute = (now - local(8)).total_seconds() / 60 + 20
    with clock.fixed(now + timedelta(hours=1)):
        for number, order in enumerate(left):
            about = {"route_id": str(other.id), "order_id": str(order)}
            phone.send(client, phone.event("collection.succeed", minute + number, data={}, **about))
    assert states(day, left) == {("in_transit", False)}
    assert custody(day, left) == {("loaded", other.id)}
    with day.operator.session() as db:
        assert {get_order(db, order).route_id for order in left} == {other.id}
    with clock.fixed(now + timedelta(hours=2)):
        for number, order in enumerate(left):
            about = {"route_id": str(other.id), "order_id": str(order)}
            phone.send(client, phone.event("attempt.succeed", minute + 40 + number, data={}, **about))
    assert states(day, left) == {("delivered", False)}


def test_what_nobody_can_take_is_planned_for_the_next_day_with_its_reason(
    day: HubDay, client: TestClient
) -> None:
    _, now, left = leave(day, client, 2)
    proposal = ask(day, now, operation="rider_away")
    assert {one["order_id"] for one in proposal.diff["left_out"]} == {str(order) for order in left}
    take(day, proposal, now)
    assert states(day, left) == {("reattempt_scheduled", False)}
    with day.operator.session() as db:
        assert all(get_order(db, order).service_date > DAY for order in left)


def test_what_came_into_the_hub_since_it_was_taken_over_stays_there_however_late_that_is_told(
    day: HubDay, client: TestClient
) -> None:
    _, now, left = leave(day, client, 2)
    with day.operator.session() as db:
        day.crews.append(make_crew(db, day.hub_id, name="Bike 7"))
    take(day, ask(day, now), now)
    with day.operator.session() as db:
        bring_back(db, left[:1], hub_id=day.hub_id, at=now + timedelta(minutes=40))
    other = route_of(day, 1)
    phone = phone_of(day, 1, other)
    minute = (now - local(8)).total_seconds() / 60 + 20
    about = {"route_id": str(other.id), "order_id": str(left[0])}
    with clock.fixed(now + timedelta(hours=1)):
        phone.send(client, phone.event("collection.succeed", minute, data={}, **about))
    assert {state for state, _ in custody(day, left[:1])} == {"back"}


def test_a_parcel_that_was_left_in_the_hub_is_fetched_there(day: HubDay, client: TestClient) -> None:
    with day.operator.session() as db:
        last = [shown for shown in sheet_of(db, route_of(day, 0).id).stops if shown.tasks][-1]
    forgotten = last.tasks[0].order_id
    _, now, left = leave(day, client, 2, forgotten=forgotten)
    with day.operator.session() as db:
        day.crews.append(make_crew(db, day.hub_id, name="Bike 7"))
    proposal = ask(day, now)
    (line,) = proposal.diff["handovers"]
    with day.operator.session() as db:
        reference = get_order(db, forgotten).reference
    assert reference not in line["orders"]
    assert len(line["orders"]) == len(left) - 1
    take(day, proposal, now)
    assert states(day, [forgotten]) == {("in_transit", False)}  # Nobody takes it over: it is loaded.
    with day.operator.session() as db:
        (visit,) = [
            shown
            for shown in sheet_of(db, route_of(day, 1).id).stops
            if any(task.order_id == forgotten for task in shown.tasks)
        ]
    assert visit.stop.kind == "delivery"


def test_riders_may_meet_elsewhere(day: HubDay, client: TestClient) -> None:
    _, now, _ = leave(day, client, 2)
    with day.operator.session() as db:
        day.crews.append(make_crew(db, day.hub_id, name="Bike 7"))
    here = east(300, 0)
    proposal = ask(day, now, lie_at={day.crews[0].shift.id: here})
    (line,) = proposal.diff["handovers"]
    assert (line["lon"], line["lat"]) == (here.rounded().lon, here.rounded().lat)


def test_who_has_loaded_but_not_left_is_still_not_taken_out_silently(day: HubDay) -> None:

    load(day, day.orders[0], route_id=first_route(day).id)
    with pytest.raises(AlreadyLoaded):
        ask(day, local(7.5), operation="rider_away")
