"""A running day is changed around what is in the vehicles: a scanned parcel stays where it is."""

import uuid
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from pannier.base import jobs
from pannier.dispatch import proposals
from pannier.dispatch.problems import AlreadyLoaded
from pannier.hub.models import ParcelCustody
from pannier.orders.models import Order
from pannier.planning.models import Proposal, Route
from pannier.planning.pool import solve_from_here
from pannier.planning.progress import release_route
from pannier.planning.queries import orders_of_route
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.job import KIND
from pannier.planning.running_day.propose import Asked
from pannier.planning.solver import Effort
from tests.support.fleet_days import DAY
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    """One rider has everything; another one comes on shift who would be cheaper only by force."""
    day = make_hub_day(operator, orders=6, crews=1)
    plan_id = day.plan()
    day.receive()
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
        day.crews.append(make_crew(db, day.hub_id, name="Bike 7"))
    return day


def first_route(day: HubDay) -> Route:
    with day.operator.session() as db:
        return db.scalars(select(Route).where(Route.shift_id == day.crews[0].shift.id)).one()


def load(day: HubDay, *orders: uuid.UUID, route_id: uuid.UUID) -> list[str]:
    """Scan the parcels of orders into the vehicle of a route; return their barcodes."""
    with day.operator.session() as db:
        rows = list(db.scalars(select(ParcelCustody).where(ParcelCustody.order_id.in_(orders))))
        for row in rows:
            row.state, row.route_id = "loaded", route_id
        return [row.barcode for row in rows]


def ask(day: HubDay, **change: Any) -> Proposal:
    """Ask and search as a worker would."""
    wanted = {"operation": "replanned"} | change
    effort = Effort(seed=1, iterations=40)
    asked = Asked(hub_id=day.hub_id, service_date=DAY, change=Change(**wanted), effort=effort)
    with day.operator.session() as db:
        job_id = proposals.ask(db, asked).id
    handler = partial(proposals.run, solve=solve_from_here, network_of=on_the_grid)
    jobs.run(job_id, day.operator.org_id, {KIND: handler})
    with day.operator.session() as db:
        assert jobs.get_job(db, job_id).error is None
        return db.get_one(Proposal, job_id)


def take(day: HubDay, proposal: Proposal) -> Proposal:
    with day.operator.session() as db:
        return proposals.accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def orders_on(day: HubDay, route: Route) -> list[uuid.UUID]:
    with day.operator.session() as db:
        return orders_of_route(db, route.id)


def test_who_is_away_with_parcels_in_the_vehicle_is_refused_by_the_parcel(day: HubDay) -> None:
    route = first_route(day)
    (barcode,) = load(day, day.orders[2], route_id=route.id)
    with pytest.raises(AlreadyLoaded, match=barcode) as refused:
        ask(day, operation="rider_away", without=(route.shift_id,))
    assert refused.value.errors[0].pointer == "/shift_ids/0"


def test_without_parcels_in_the_vehicle_the_other_rider_takes_over(day: HubDay) -> None:
    route = first_route(day)
    take(day, ask(day, operation="rider_away", without=(route.shift_id,)))
    with day.operator.session() as db:
        holders = {db.get_one(Order, order).route_id for order in day.orders}
    assert holders
    assert route.id not in holders


def test_what_was_loaded_since_the_proposal_is_refused_on_acceptance_by_the_parcel(day: HubDay) -> None:
    route = first_route(day)
    proposal = ask(day, operation="rider_away", without=(route.shift_id,))
    (barcode,) = load(day, day.orders[4], route_id=route.id)
    before = orders_on(day, route)
    with pytest.raises(AlreadyLoaded, match=barcode):
        take(day, proposal)
    assert orders_on(day, route) == before
    with day.operator.session() as db:
        assert db.get_one(Proposal, proposal.id).state == "open"


def test_a_loaded_parcel_is_locked_to_its_vehicle_in_the_search(day: HubDay) -> None:
    """With the first vehicle's battery nearly empty everything goes to the other, but for what is loaded."""
    route = first_route(day)
    empty = {"operation": "low_battery", "charge_wh": {route.vehicle_id: 1.0}}
    free = ask(day, **empty)
    assert {line["shift"] for line in free.diff["orders"]} == {str(day.crews[1].shift.id)}
    (barcode,) = load(day, day.orders[0], route_id=route.id)
    held = ask(day, **empty)
    changed = {line["order_id"]: line for line in held.diff["orders"]}
    assert changed[str(day.orders[0])]["shift"] != str(day.crews[1].shift.id)
    assert changed[str(day.orders[1])]["shift"] == str(day.crews[1].shift.id)
    assert any(barcode in words for words in held.diff["broken"])
