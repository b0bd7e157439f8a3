"""Whoever asks for a change waits for the answer: one urgent order is searched for less long than what changes more."""

import uuid

import pytest

from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.planning.progress import release_route
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.patience import patience_s
from pannier.planning.running_day.propose import Asked, find, pose
from pannier.planning.solver import Effort
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import make_hub_day, on_the_grid


def urgent(orders: int = 1) -> Change:
    return Change(operation="urgent_order", order_ids=tuple(uuid.uuid4() for _ in range(orders)))


@pytest.mark.parametrize(("open_orders", "seconds"), [(3, 0.1), (300, 0.1), (1_000, 0.3), (5_000, 1.0)])
def test_one_urgent_order_is_searched_for_by_how_many_are_open(open_orders, seconds):
    assert patience_s(urgent(), open_orders) == pytest.approx(seconds)


def test_whatever_changes_more_gets_a_second():
    assert patience_s(urgent(orders=2), 300) == 1.0
    assert patience_s(Change(operation="rider_away", without=(uuid.uuid4(),)), 300) == 1.0


@pytest.mark.parametrize(
    ("asked", "told"),
    [(Effort(budget_s=None), 0.1), (Effort(budget_s=3.0), 3.0), (Effort(iterations=5), 20.0)],
)
def test_the_search_is_told_what_was_asked_else_what_the_change_needs(
    operator: Organisation, asked: Effort, told: float
) -> None:
    day = make_hub_day(operator, orders=4)
    plan_id = day.plan()
    heard: list[Effort] = []

    def listen(problem: Problem, start: Plan, effort: Effort, **how: object) -> Plan:
        del problem, how
        heard.append(effort)
        return start

    with day.operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    with day.operator.session() as db:
        change = Change(operation="urgent_order", order_ids=(day.orders[0],))
        wanted = Asked(hub_id=day.hub_id, service_date=DAY, change=change, effort=asked)
        find(pose(db, wanted, network_of=on_the_grid), solve=listen)
    assert {one.budget_s for one in heard} == {told}
