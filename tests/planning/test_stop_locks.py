"""What a dispatcher fixes of a stop stays when the day is planned again or changed, until it is freed."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.planning.models import Proposal, Route, Stop
from pannier.planning.problems import NothingToLock
from pannier.planning.progress import mark_stop, mark_task, release_route, start_route
from pannier.planning.queries import open_tasks, sheet_of
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.solver import Effort
from pannier.planning.stop_locks import Wish, find_lock, set_lock
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order

TIGHT: dict[str, Any] = {"window_end": local(9.5), "service_s": 900}


def where(day: HubDay, order_id: uuid.UUID) -> tuple[Stop, Route]:
    """Return the stop and the route of an order that waits."""
    with day.operator.session() as db:
        (task,) = open_tasks(db, order_id)
        return db.get_one(Stop, task.stop_id), db.get_one(Route, task.route_id)


def lock(day: HubDay, order_id: uuid.UUID, **wish: Any) -> None:
    with day.operator.session() as db:
        set_lock(db, order_id, Wish(**wish), by="person:1")


def other_shift(day: HubDay, shift_id: uuid.UUID) -> uuid.UUID:
    return next(crew.shift.id for crew in day.crews if crew.shift.id != shift_id)


def move_lock(day: HubDay, order_id: uuid.UUID, **values: Any) -> None:
    """Fix something else than what is, so that only the lock can bring it about."""
    with day.operator.session() as db:
        row = find_lock(db, order_id)
        for name, value in values.items():
            setattr(row, name, value)


def out(day: HubDay) -> list[Route]:
    plan_id = day.plan()
    with day.operator.session() as db:
        return [release_route(db, route.id, at=local(7)) for route in day.routes(plan_id)]


def ask(day: HubDay, **change: Any) -> Proposal:
    wanted = {"operation": "replanned"} | change
    effort = Effort(seed=1, iterations=60)
    asked = Asked(hub_id=day.hub_id, service_date=DAY, change=Change(**wanted), effort=effort)
    with day.operator.session() as db:
        return propose(db, asked, network_of=on_the_grid)


def take(day: HubDay, proposal: Proposal) -> None:
    with day.operator.session() as db:
        accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def test_a_plan_made_again_keeps_the_rider_until_the_lock_is_gone(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=2)
    day.plan()
    usual = where(day, day.orders[0])[1].shift_id
    lock(day, day.orders[0], rider=True)
    move_lock(day, day.orders[0], shift_id=other_shift(day, usual))
    day.plan()
    assert where(day, day.orders[0])[1].shift_id == other_shift(day, usual)
    lock(day, day.orders[0])
    day.plan()
    assert where(day, day.orders[0])[1].shift_id == usual


def test_a_plan_made_again_keeps_the_moment(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    assert where(day, day.orders[0])[0].planned_start < local(10)
    lock(day, day.orders[0], time=True, tolerance_s=600)
    move_lock(day, day.orders[0], starts_at=local(11))
    day.plan()
    assert abs(where(day, day.orders[0])[0].planned_start - local(11)) <= timedelta(minutes=10)


def test_a_rider_who_has_no_shift_any_more_holds_nothing(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    day.plan()
    lock(day, day.orders[0], rider=True)
    move_lock(day, day.orders[0], shift_id=uuid.uuid4())
    day.plan()
    assert where(day, day.orders[0])[1].shift_id == day.crews[0].shift.id


def test_what_is_fixed_binds_a_change_of_the_running_day_too(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=8, crews=2, **TIGHT)
    out(day)
    order = day.orders[3]
    now = where(day, order)[1].shift_id
    lock(day, order, rider=True)
    # The other rider is full until half past nine, so that only the lock brings the order there.
    move_lock(day, order, shift_id=other_shift(day, now))
    take(day, ask(day))
    stop, route = where(day, order)
    assert route.shift_id == other_shift(day, now)
    with day.operator.session() as db:
        assert find_lock(db, order) is not None
    assert stop.state == "pending"


def test_a_lock_that_cannot_be_kept_is_told(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=2)
    (route, *_) = out(day)
    lock(day, day.orders[1], rider=True)
    proposal = ask(day, operation="rider_away", without=(route.shift_id,))
    words = [one for one in proposal.diff["unlocked"] if "could not stay with" in one]
    assert len(words) == 1


def left_behind(day: HubDay, route: Route, stops: int) -> datetime:
    """Drive the first stops; return when the last of them is left."""
    with day.operator.session() as db:
        start_route(db, route.id, at=route.starts_at)
        for shown in sheet_of(db, route.id).stops[: stops + 1]:
            mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
            for task in shown.tasks:
                mark_task(db, task.id, state="closed", outcome="succeeded")
        return shown.stop.planned_departure


def ahead(day: HubDay, route: Route) -> list[uuid.UUID]:
    with day.operator.session() as db:
        stops = sheet_of(db, route.id).stops
        return [task.order_id for shown in stops for task in shown.tasks if task.state != "closed"]


def test_the_order_of_stops_is_fixed_only_once_the_rider_has_left(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6, crews=1)
    (route,) = out(day)
    with pytest.raises(NothingToLock, match="has not left"):
        lock(day, day.orders[5], in_order=True)
    with clock.fixed(left_behind(day, route, 1)):
        before = ahead(day, route)
        lock(day, before[3], in_order=True)
        with operator.session() as db:
            # It lies beside the very next stop, and may come behind the locked ones only.
            fresh = make_order(db, day.hub_id, 1).id
        take(day, ask(day, order_ids=(fresh,)))
        after = ahead(day, route)
    assert after[:4] == before[:4]
    assert fresh in after[4:]


def test_what_waits_on_no_route_has_nothing_to_lock(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=1, crews=1)
    with pytest.raises(NothingToLock, match="plan it first"):
        lock(day, day.orders[0], rider=True)


def put(client: TestClient, org: Organisation, of: uuid.UUID, role: str = "dispatcher", **body: Any) -> Any:
    return client.put(f"/v1/orders/{of}/lock", json=body, headers=org.headers(role))


def test_locks_over_http_show_on_the_route_and_go_again(
    client: TestClient, operator: Organisation, stranger: Organisation
) -> None:
    day = make_hub_day(operator, orders=2, crews=1)
    day.plan()
    order = day.orders[0]
    for role in ("hub_staff", "auditor"):
        assert put(client, operator, order, role, rider=True).status_code == 403
    assert put(client, stranger, order, rider=True).status_code == 404
    answer = put(client, operator, order, rider=True, time=True)
    usual = {"rider": True, "time": True, "order": False, "tolerance_s": 900, "kept": True}
    assert (answer.status_code, answer.json()) == (200, usual)
    assert shown(client, day)[str(order)] == usual
    move_lock(day, order, shift_id=uuid.uuid4())
    assert shown(client, day)[str(order)]["kept"] is False
    assert put(client, operator, order).json()["rider"] is False
    assert shown(client, day)[str(order)] is None
    refused = put(client, operator, order, order=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_lock")
    assert refused.json()["errors"][0]["pointer"] == "/order"


def shown(client: TestClient, day: HubDay) -> dict[str, Any]:
    """Return the lock of each order as routes show it."""
    params = {"hub_id": str(day.hub_id), "date": DAY.isoformat()}
    routes = client.get("/v1/routes", params=params, headers=day.operator.headers()).json()
    return {
        task["order_id"]: task["lock"]
        for route in routes
        for stop in route["stops"]
        for task in stop["orders"]
    }
