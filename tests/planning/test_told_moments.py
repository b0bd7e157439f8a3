"""What a recipient was told stays what was told: changes are measured by it, and it does not drift with them."""

import uuid
from datetime import datetime, timedelta

import pytest

from pannier.base import clock
from pannier.engine.stability import Stability
from pannier.fleet.rules import Rules
from pannier.planning.models import Proposal, ToldMoment
from pannier.planning.progress import cancel_route, mark_stop, mark_task, release_route
from pannier.planning.queries import sheets_of_day
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.promises import TOLD_S
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.running_day.schemas import ProposalIn
from pannier.planning.solver import Effort
from pannier.planning.told import note_told, planned_moments, told_moments
from tests.support.fleet_days import DAY, east
from tests.support.fleets import local, make_crew
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid
from tests.support.rounds import make_order

FREE = Stability(0, 0)


@pytest.fixture
def day(operator: Organisation) -> HubDay:
    """One rider with twelve orders of the morning, about to leave."""
    day = make_hub_day(operator, orders=12, crews=1)
    plan_id = day.plan()
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    return day


def planned(day: HubDay) -> dict[uuid.UUID, datetime]:
    with day.operator.session() as db:
        return dict(planned_moments(sheets_of_day(db, hub_id=day.hub_id, service_date=DAY)))


def told(day: HubDay) -> dict[uuid.UUID, datetime]:
    with day.operator.session() as db:
        return told_moments(db, day.hub_id, DAY)


def ask(day: HubDay, *orders: uuid.UUID, stability: Stability | None = None) -> Proposal:
    change = Change(operation="urgent_order", order_ids=orders)
    effort = Effort(seed=1, iterations=60)
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=change,
        effort=effort,
        stability=stability or Stability(),
    )
    with day.operator.session() as db, clock.fixed(local(7.5)):
        return propose(db, asked, network_of=on_the_grid)


def take(day: HubDay, proposal: Proposal) -> None:
    with day.operator.session() as db, clock.fixed(local(7.5)):
        accept(db, proposal.id, by="person:1", network_of=on_the_grid)


def new_order(day: HubDay, number: int, **values: object) -> uuid.UUID:
    """Return an order between the first two stops of the street."""
    at = east(600)
    with day.operator.session() as db:
        return make_order(db, day.hub_id, number, lon=at.lon, lat=at.lat, **values).id


def tell_all_later(day: HubDay, by: timedelta) -> None:
    """Let recipients have been told another moment than the plan's."""
    with day.operator.session() as db:
        moments = {order: at + by for order, at in planned(day).items()}
        note_told(db, moments, hub_id=day.hub_id, service_date=DAY, anew=True)


def test_recipients_are_told_when_the_route_goes_out(day: HubDay) -> None:
    assert told(day) == planned(day)


def test_small_delays_one_after_another_do_not_move_what_was_told(day: HubDay) -> None:
    """Each new order comes first and delays all others by less than anybody has to hear of."""
    first = told(day)
    for number in range(3):
        fresh = new_order(day, 30 + number, service_s=180)
        proposal = ask(day, fresh, stability=FREE)
        moved = {uuid.UUID(line["order_id"]) for line in proposal.diff["orders"] if line["promise_moved"]}
        take(day, proposal)
        now = told(day)
        assert {order: now[order] for order in first if order not in moved} == {
            order: first[order] for order in first if order not in moved
        }
        first |= {order: now[order] for order in moved}
        assert abs(now[fresh] - planned(day)[fresh]) < timedelta(seconds=TOLD_S)


def test_a_promise_is_moved_by_what_was_told_and_not_by_the_latest_plan(day: HubDay) -> None:
    """Everybody was told nearly as much earlier as is free: a few minutes more are too many for all behind."""
    tell_all_later(day, -timedelta(seconds=TOLD_S - 60))
    fresh = new_order(day, 40, service_s=300, window_end=local(8.3))
    proposal = ask(day, fresh, stability=FREE)
    moved = [line for line in proposal.diff["orders"] if line["promise_moved"]]
    assert len(moved) == proposal.diff["promises_moved"] > 5
    assert {line["reference"] for line in moved} == set(proposal.diff["tell_recipients"])
    assert all(0 < line["missed_s"] <= line["moved_s"] for line in moved)


def test_one_urgent_order_moves_no_promises_for_little_money(day: HubDay) -> None:
    """On the way it costs least and eleven people have to hear; a second rider can take it for some euros more."""
    tell_all_later(day, -timedelta(seconds=TOLD_S - 60))
    with day.operator.session() as db:
        make_crew(db, day.hub_id, name="Bike 9")
    fresh = new_order(day, 40, service_s=300, window_end=local(8.75))
    free, priced = ask(day, fresh, stability=FREE).diff, ask(day, fresh).diff
    assert free["promises_moved"] > 5
    assert priced["promises_moved"] == 0
    assert [line["change"] for line in priced["orders"]] == ["new"]
    assert 0 < priced["cost_cents"] - free["cost_cents"] < 300 * free["promises_moved"]


def test_what_moved_promises_counted_is_told(day: HubDay) -> None:
    tell_all_later(day, -timedelta(seconds=TOLD_S - 60))
    fresh = new_order(day, 40, service_s=300, window_end=local(8.3))
    diff = ask(day, fresh).diff
    count, missed_s = (
        diff["promises_moved"],
        sum(line["missed_s"] for line in diff["orders"] if line["promise_moved"]),
    )
    assert count > 0
    assert diff["promises_cents"] == round(300 * count + 300 * missed_s / 3600)


def test_a_promise_that_was_missed_already_is_not_moved_again_by_a_minute(day: HubDay) -> None:
    tell_all_later(day, -timedelta(hours=1))
    fresh = new_order(day, 40, service_s=60, window_end=local(8.3))
    assert ask(day, fresh, stability=FREE).diff["promises_moved"] == 0


def test_who_is_served_is_told_nothing_more(day: HubDay) -> None:
    with day.operator.session() as db:
        (sheet,) = sheets_of_day(db, hub_id=day.hub_id, service_date=DAY)
        shown = sheet.stops[1]
        mark_stop(db, shown.stop.id, state="done", arrived_at=shown.stop.planned_arrival)
        for task in shown.tasks:
            mark_task(db, task.id, state="closed", outcome="succeeded")
        served = {task.order_id for task in shown.tasks}
    before = told(day)
    take(day, ask(day, new_order(day, 50)))
    assert {order: told(day)[order] for order in served} == {order: before[order] for order in served}


def test_what_changes_count_is_what_the_rules_for_riders_say_unless_asked_otherwise() -> None:
    rules = Rules(rider_changed_cents=7, promise_moved_cents=9)
    body = {"hub_id": uuid.uuid4(), "date": DAY, "operation": "replanned"}
    assert ProposalIn.model_validate(body).asked(rules).stability == Stability(7_000, 9_000)
    asked = ProposalIn.model_validate(body | {"promise_moved_cents": 0}).asked(rules)
    assert asked.stability == Stability(7_000, 0)


def test_routes_that_went_out_before_moments_were_noted_count_as_told_what_was_planned(day: HubDay) -> None:
    with day.operator.session() as db:
        db.query(ToldMoment).delete()
    before = planned(day)
    fresh = new_order(day, 90)
    take(day, ask(day, fresh, stability=FREE))
    assert planned(day) != before | {fresh: planned(day)[fresh]}
    moved = {order for order, at in told(day).items() if at != before.get(order)}
    close = {
        order
        for order, at in planned(day).items()
        if order in before and abs(at - before[order]).seconds <= TOLD_S
    }
    assert close
    assert not moved & close


def test_a_route_that_goes_out_in_the_place_of_one_called_off_is_told_anew(day: HubDay) -> None:
    tell_all_later(day, timedelta(hours=1))
    with day.operator.session() as db:
        for sheet in sheets_of_day(db, hub_id=day.hub_id, service_date=DAY):
            cancel_route(db, sheet.route.id, "test")
    plan_id = day.plan()
    with day.operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7.6))
    assert told(day) == planned(day)
