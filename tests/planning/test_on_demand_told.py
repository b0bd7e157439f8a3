"""What recipients were told is one promise: orders on demand and proposals go by the same word."""

import uuid
from datetime import datetime, timedelta

import pytest

from pannier.base import clock
from pannier.engine.stability import Stability
from pannier.planning.models import Proposal
from pannier.planning.queries import sheets_of_day
from pannier.planning.running_day.accepting import accept
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.promises import PROMISED_S, TOLD_S
from pannier.planning.running_day.propose import Asked, propose
from pannier.planning.solver import Effort
from pannier.planning.told import note_told, planned_moments, told_moments
from tests.planning.test_on_demand import drive, released_round
from tests.support.fleet_days import DAY, east
from tests.support.on_demand_days import DemandDay, make_demand_day
from tests.support.organisations import Organisation
from tests.support.planned_days import on_the_grid
from tests.support.rounds import make_order

FREE = Stability(0, 0)


@pytest.fixture
def day(operator: Organisation) -> DemandDay:
    """One rider on duty with eight planned orders without windows."""
    day = make_demand_day(operator)
    with day.operator.session() as db:
        day.orders = [make_order(db, day.hub_id, n, window_start=None, window_end=None).id for n in range(8)]
    return day


@pytest.fixture
def at(day: DemandDay) -> datetime:
    """The moment at which the rider leaves the first of the planned stops."""
    route = released_round(day)
    day.on_duty(day.crews[0], route.starts_at)
    return drive(day, route, 1)


def planned(day: DemandDay) -> dict[uuid.UUID, datetime]:
    with day.operator.session() as db:
        return dict(planned_moments(sheets_of_day(db, hub_id=day.hub_id, service_date=DAY)))


def told(day: DemandDay) -> dict[uuid.UUID, datetime]:
    with day.operator.session() as db:
        return told_moments(db, day.hub_id, DAY)


def tell_all(day: DemandDay, by: timedelta) -> None:
    """Let recipients have been told another moment than the plan's."""
    with day.operator.session() as db:
        moments = {order: at + by for order, at in planned(day).items()}
        note_told(db, moments, hub_id=day.hub_id, service_date=DAY, anew=True)


def ask(day: DemandDay, order: uuid.UUID, at: datetime) -> Proposal:
    asked = Asked(
        hub_id=day.hub_id,
        service_date=DAY,
        change=Change(operation="urgent_order", order_ids=(order,)),
        effort=Effort(seed=1, iterations=60),
        stability=FREE,
    )
    with day.operator.session() as db, clock.fixed(at):
        return propose(db, asked, network_of=on_the_grid)


def on_the_way(day: DemandDay, number: int, at: datetime, service_s: int) -> uuid.UUID:
    """Return an order of rounds that has to come before the others."""
    place = east(600)
    with day.operator.session() as db:
        return make_order(
            db,
            day.hub_id,
            number,
            lon=place.lon,
            lat=place.lat,
            service_s=service_s,
            window_start=None,
            window_end=at + timedelta(minutes=8),
        ).id


def test_orders_on_demand_come_between_only_as_far_as_the_word_bears_it(day: DemandDay, at: datetime) -> None:
    """All were told half an hour less two minutes before what is planned: two minutes of patience are left."""
    tell_all(day, -timedelta(seconds=PROMISED_S - 120))
    before = planned(day)
    order = day.wish(20, shop=east(-900))
    day.look(at)
    assert day.row(order).state in {"given", "waiting"}
    later = planned(day)
    assert all(later[one] <= before[one] + timedelta(seconds=120) for one in before)


def test_with_patience_left_the_same_order_comes_between(day: DemandDay, at: datetime) -> None:
    before = planned(day)
    day.wish(20, shop=east(-900))
    day.look(at)
    after = planned(day)
    assert any(after[one] > before[one] + timedelta(seconds=120) for one in before)


def test_a_moment_told_anew_is_what_orders_on_demand_go_by_from_then_on(day: DemandDay, at: datetime) -> None:
    """They were looked at by the first word already, which would have left two minutes."""
    tell_all(day, -timedelta(seconds=PROMISED_S - 120))
    day.look(at)
    tell_all(day, timedelta(0))
    before = planned(day)
    day.wish(20, shop=east(-900))
    day.look(at + timedelta(seconds=1))
    after = planned(day)
    assert any(after[one] > before[one] + timedelta(seconds=120) for one in before)


def test_orders_on_demand_leave_the_words_of_planned_ones_and_have_one_once_a_rider_has_them(
    day: DemandDay, at: datetime
) -> None:
    before = told(day)
    order = day.wish(20, shop=east(-900))
    day.look(at)
    word = day.row(order).arrives_at
    assert word is not None
    assert told(day) == before | {order: word}
    for number in range(3):
        day.wish(21 + number, shop=east(-800 - 50 * number))
        day.look(at + timedelta(seconds=1 + number))
    assert {one: told(day)[one] for one in (*before, order)} == before | {order: word}


def test_a_proposal_after_orders_on_demand_holds_the_moments_told_before_them(
    day: DemandDay, at: datetime
) -> None:
    """The order on demand delayed all others by some minutes: what a proposal moves is measured without them."""
    day.wish(20, shop=east(200), service_s=60, collect_service_s=60)
    day.look(at)
    words, latest, now = told(day), planned(day), at + timedelta(seconds=5)
    proposal = ask(day, on_the_way(day, 40, now, service_s=480), now)
    moved = {uuid.UUID(line["order_id"]): line for line in proposal.diff["orders"] if line["promise_moved"]}
    assert any(latest[one] > words[one] for one in moved)
    for one, line in moved.items():
        off = abs(datetime.fromisoformat(line["after"]) - words[one])
        assert line["missed_s"] == off.total_seconds() - TOLD_S
    with day.operator.session() as db, clock.fixed(now):
        accept(db, proposal.id, by="person:1", network_of=on_the_grid)
    after = told(day)
    assert {one: after[one] for one in words.keys() - moved.keys()} == {
        one: words[one] for one in words.keys() - moved.keys()
    }
    assert all(after[one] == datetime.fromisoformat(line["after"]) for one, line in moved.items())
