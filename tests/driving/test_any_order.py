"""Eight hours offline: a day's events in any order, repeated, in batches of any size, from two phones."""

import random
import uuid
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.driving.models import Arrival, Attempt, Duty, Round
from pannier.hub.queries import custody_of_orders
from pannier.orders.queries import get_order
from pannier.planning.queries import get_route, stops_of, tasks_of
from tests.support.fleets import local
from tests.support.organisations import Organisation, make_organisation
from tests.support.rounds import Day, make_day

ORDERS = 4


def whole_day(day: Day) -> list[dict[str, Any]]:
    """A day with a failure, a second try, a reopened delivery, a contradiction and a break; two phones."""
    stops = [{"stop_id": str(stop)} for stop in day.stops]
    events = [
        day.event("duty.start", -10, data={"battery_pct": 90}),
        day.event("route.load", 0),
        day.event("stop.arrive", 10, **stops[0]),
        day.event("attempt.succeed", 12, order=0),
        day.event("stop.arrive", 20, **stops[1]),
        day.event("attempt.fail", 22, order=1, data={"reason": "recipient_absent"}),
        day.event("stop.arrive", 30, **stops[2]),
        day.event("attempt.succeed", 31, order=2),
        day.event("attempt.reopen", 33, order=2),
        day.event("attempt.fail", 34, order=2, data={"reason": "refused"}),
        day.event("break.start", 36),
        day.event("break.end", 50),
        day.event("attempt.succeed", 60, order=1),
        day.event("stop.arrive", 70, **stops[3]),
        day.event("attempt.succeed", 72, order=3),
        day.event("hub.return", 80, data={"battery_pct": 55}),
        day.event("duty.end", 85),
    ]
    second = [
        day.event("attempt.fail", 14, order=0, data={"reason": "closed"}),
        day.event("attempt.succeed", 73, order=3),
    ]
    for counter, event in enumerate(second):
        event["counter"] = counter
    return [event | {"device": "one"} for event in events] + [event | {"device": "two"} for event in second]


def tell(client: TestClient, day: Day, events: list[dict[str, Any]], sizes: list[int]) -> None:
    """Send the events in this order, in batches of these sizes over and over; a batch is of one phone."""
    waiting = list(events)
    turn = 0
    while waiting:
        device = waiting[0]["device"]
        batch = []
        while waiting and waiting[0]["device"] == device and len(batch) < sizes[turn % len(sizes)]:
            event = dict(waiting.pop(0))
            event.pop("device")
            batch.append(event)
        day.send(client, *batch, device=device)
        turn += 1


def state_of(operator: Organisation, day: Day) -> dict[str, Any]:
    """Everything that is known at the end, without ids of rows and times of receipt."""
    name = {order_id: f"order {n}" for n, order_id in enumerate(day.orders)}
    with operator.session() as db:
        attempts = db.scalars(select(Attempt).order_by(Attempt.at, Attempt.counter))
        rounds = list(db.scalars(select(Round)))
        return {
            "attempts": [
                (name[row.order_id], row.outcome, row.reason, row.at, row.holds, row.reopened, row.conflict)
                for row in attempts
            ],
            "orders": [(get_order(db, id).status, get_order(db, id).failures) for id in day.orders],
            "custody": [[place.state for place in custody_of_orders(db, [id])[id]] for id in day.orders],
            "tasks": [(name[task.order_id], task.state, task.outcome) for task in tasks_of(db, day.route_id)],
            "stops": [(stop.state, stop.arrived_at) for stop in stops_of(db, day.route_id)],
            "arrivals": sorted(row.at for row in db.scalars(select(Arrival))),
            "route": get_route(db, day.route_id).state,
            "duties": [(row.started_at, row.ended_at, row.breaks) for row in db.scalars(select(Duty))],
            "rounds": [
                (row.started_at, row.ended_at, row.distance_m, row.energy_j, row.plug_j, row.energy_source)
                for row in rounds
            ],
        }


def drive(client: TestClient, shuffle: random.Random | None, sizes: list[int]) -> dict[str, Any]:
    operator = make_organisation("operator")
    with clock.fixed(local(18)):
        day = make_day(operator, orders=ORDERS)
        events = whole_day(day)
        if shuffle is not None:
            events += shuffle.choices(events, k=len(events) // 3)
            shuffle.shuffle(events)
        tell(client, day, events, sizes)
        return state_of(operator, day)


def test_in_order_the_day_ends_as_expected(client: TestClient):
    state = drive(client, None, [1])
    assert [status for status, _ in state["orders"]] == ["delivered", "delivered", "returning", "delivered"]
    assert state["custody"] == [["delivered"], ["delivered"], ["back"], ["delivered"]]
    assert state["route"] == "completed"
    # 90 % at the start and 55 % at the end of a battery of 1,000 Wh would be 350 Wh.
    ((_, _, _, energy_j, plug_j, source),) = state["rounds"]
    assert source == "reported"
    assert plug_j > energy_j > 0


in_order: dict[str, Any] = {}


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_any_order_with_repeats_ends_in_the_same_state(client: TestClient, seed: int, sizes: list[int]):
    if not in_order:
        in_order.update(drive(client, None, [1]))
    assert drive(client, random.Random(seed), sizes) == in_order


def test_the_log_ends_with_what_holds_however_it_was_told(client: TestClient):
    operator = make_organisation("operator")
    with clock.fixed(local(18)):
        day = make_day(operator, orders=ORDERS)
        events = whole_day(day)
        random.Random(7).shuffle(events)
        tell(client, day, events, [3, 1])
    last: dict[str, str] = {}
    for event in operator.events("attempt.succeeded", "attempt.failed", "attempt.reopened"):
        last[event["order_id"]] = event["type"]
    told = [last[str(order)] for order in day.orders]
    assert told == ["attempt.succeeded", "attempt.succeeded", "attempt.failed", "attempt.succeeded"]
    assert len({uuid.UUID(order) for order in last}) == ORDERS
