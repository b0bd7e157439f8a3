"""Why a stop is with its rider: the two next best, with money, seconds and grams, by the plan as it stands."""

import uuid

import pytest

from pannier.planning.models import Route
from pannier.planning.problems import StopNotFound
from pannier.planning.progress import release_route
from pannier.planning.queries import sheet_of
from pannier.planning.show_why import show_why
from pannier.planning.standing import forget
from pannier.planning.why_here import why_here
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import HubDay, make_hub_day, on_the_grid


def first_visit(day: HubDay, route: Route) -> uuid.UUID:
    with day.operator.session() as db:
        return next(shown.stop.id for shown in sheet_of(db, route.id).stops if shown.tasks)


def test_a_stop_is_told_with_the_other_riders(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=6, crews=3)
    route = day.routes(day.plan())[0]
    stop_id = first_visit(day, route)
    with operator.session() as db:
        shown = show_why(db, stop_id, why_here(db, stop_id, network_of=on_the_grid))
    (order,) = shown.orders
    assert order.reference.startswith("R-")
    others = {str(crew.shift.id) for crew in day.crews} - {str(route.shift_id)}
    assert order.elsewhere
    assert {str(one.shift_id) for one in order.elsewhere} <= others
    best = order.elsewhere[0]
    assert best.forbidden == ""
    assert best.starts_at is not None
    # An idle rider's route costs its fixed price, so the plan is dearer with any of them.
    assert all(one.extra_cents >= 0 for one in order.elsewhere)


def test_a_released_plan_is_answered_as_the_draft_was(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=2)
    route = day.routes(day.plan())[0]
    stop_id = first_visit(day, route)
    with operator.session() as db:
        before = show_why(db, stop_id, why_here(db, stop_id, network_of=on_the_grid))
    with operator.session() as db:
        release_route(db, route.id, at=local(6))
    forget()
    with operator.session() as db:
        after = show_why(db, stop_id, why_here(db, stop_id, network_of=on_the_grid))
    assert after == before


def test_an_unknown_stop_is_none(operator: Organisation) -> None:
    with operator.session() as db, pytest.raises(StopNotFound):
        why_here(db, uuid.uuid4(), network_of=on_the_grid)
