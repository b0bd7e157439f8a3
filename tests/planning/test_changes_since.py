"""A plan tells what happened to its routes since it was made."""

from datetime import timedelta

from starlette.testclient import TestClient

from pannier.base import clock
from pannier.planning.models import OnDemandOrder
from pannier.planning.progress import release_route
from pannier.planning.reassign import reassign
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.solver import Effort
from tests.planning.test_api import get
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import make_hub_day, on_the_grid
from tests.support.rounds import make_order


def test_a_plan_that_nobody_touched_tells_no_change(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    assert get(client, operator, f"plans/{day.plan()}")["changes"] == []


def test_released_routes_and_accepted_proposals_are_told_with_their_time(
    client: TestClient, operator: Organisation, morning: clock.Fixed
) -> None:
    day = make_hub_day(operator, orders=4, crews=1)
    plan_id = day.plan()
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    morning.move_to(local(7.5))
    with operator.session() as db:
        order_id = make_order(db, day.hub_id, 5).id
    change = Change(operation="orders_inserted", order_ids=(order_id,))
    asked = Asked(hub_id=day.hub_id, service_date=DAY, change=change, effort=Effort(seed=1, iterations=60))
    with operator.session() as db:
        proposal_id = propose(db, asked, network_of=on_the_grid).id
    assert [one["kind"] for one in get(client, operator, f"plans/{plan_id}")["changes"]] == ["released"]
    with operator.session() as db:
        accept(db, proposal_id, by="person:1", network_of=on_the_grid)
    changes = get(client, operator, f"plans/{plan_id}")["changes"]
    assert changes == [
        {"kind": "proposal", "count": 1, "at": "2026-03-10T07:30:00+01:00", "operation": "orders_inserted"},
        {"kind": "released", "count": 1, "at": "2026-03-10T07:00:00+01:00", "operation": None},
    ]


def test_a_route_that_a_person_gave_to_another_shift_is_told(
    client: TestClient, operator: Organisation, morning: clock.Fixed
) -> None:
    day = make_hub_day(operator, orders=2, crews=2)
    plan_id = day.plan()
    (route,) = day.routes(plan_id)
    free = next(crew.shift.id for crew in day.crews if crew.shift.id != route.shift_id)
    morning.move_to(local(7.5))
    with operator.session() as db:
        reassign(db, route.id, free, network_of=on_the_grid)
    assert get(client, operator, f"plans/{plan_id}")["changes"] == [
        {"kind": "reassigned", "count": 1, "at": "2026-03-10T07:30:00+01:00", "operation": None}
    ]


def test_orders_on_demand_on_its_routes_are_told(client: TestClient, operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    plan_id = day.plan()
    since = clock.now()
    with operator.session() as db:
        for order_id, hours in ((day.orders[0], 1), (day.orders[1], 2)):
            row = OnDemandOrder(
                order_id=order_id, hub_id=day.hub_id, service_date=DAY, state="given", known_at=since,
                ready_at=since, leave_by=since, deliver_by=since, given_at=since + timedelta(hours=hours),
            )  # fmt: skip
            db.add(row)
    (change,) = get(client, operator, f"plans/{plan_id}")["changes"]
    assert (change["kind"], change["count"], change["at"]) == ("on_demand", 2, "2026-03-10T07:00:00+01:00")
