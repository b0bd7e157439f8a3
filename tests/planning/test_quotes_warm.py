"""Plans are ready for quotes as soon as they change, so that nobody waits for the first answer."""

import queue
import uuid
from functools import partial

import pytest

from pannier.base import clock
from pannier.base.bus import Bus, the_bus
from pannier.base.eventlog import record
from pannier.core.events import RouteReleased
from pannier.planning.progress import release_route
from pannier.planning.queries import get_plan
from pannier.planning.quotes.reactions import TOPIC, news_of
from pannier.planning.quotes.warm import HubDay, Warmer, prepare
from pannier.planning.standing import Standing, standing_plan
from tests.planning.test_quotes import NEW, asked, quoted, window
from tests.support.fleet_days import DAY
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.planned_days import GRID, make_hub_day, on_the_grid

pytestmark = pytest.mark.usefixtures("monaco_installed")
ready = partial(prepare, network_of=on_the_grid)


def standing(operator: Organisation, plan_id: uuid.UUID) -> Standing:
    with operator.session() as db:
        return standing_plan(db, get_plan(db, plan_id), GRID, currency="EUR")


def test_what_was_prepared_answers_the_first_question(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=1)
    plan_id = day.plan()
    quoted(day, asked(NEW, window(9, 11)))
    with operator.session() as db:
        for route in day.routes(plan_id):
            release_route(db, route.id, at=local(7))
    assert ready((operator.org_id, day.hub_id, DAY))
    made = standing(operator, plan_id)
    assert standing(operator, plan_id) is made
    assert made.desk.quoters == 1


def test_of_a_plan_only_its_latest_state_is_kept(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=4, crews=1)
    plan_id = day.plan()
    draft = standing(operator, plan_id)
    with operator.session() as db:
        release_route(db, day.routes(plan_id)[0].id, at=local(7))
    assert standing(operator, plan_id) is not draft


def test_nothing_is_prepared_for_a_hub_that_nobody_asks_or_a_day_without_plan(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    assert not ready((operator.org_id, day.hub_id, DAY))
    quoted(day, asked(NEW, window(9, 11)))
    assert ready((operator.org_id, day.hub_id, DAY))
    assert not ready((operator.org_id, day.hub_id, DAY.replace(day=11)))


def test_a_day_that_is_over_is_not_prepared_when_its_old_news_are_read(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    day.plan()
    quoted(day, asked(NEW, window(9, 11)))
    with clock.fixed(local(23)):
        assert ready((operator.org_id, day.hub_id, DAY))
    with clock.fixed(local(24.1)):
        assert not ready((operator.org_id, day.hub_id, DAY))


def test_news_of_a_change_are_followed_also_after_a_fault() -> None:
    bus, seen = Bus(), queue.SimpleQueue[HubDay]()
    keys = [(uuid.uuid4(), uuid.uuid4(), DAY) for _ in range(2)]

    def preparing(key: HubDay) -> bool:
        # It begins with what other tests have asked for.
        if key in keys:
            seen.put(key)
        raise RuntimeError("The streets are away.")

    warmer = Warmer(bus, preparing)
    warmer.start()
    for key in keys:
        bus.publish(TOPIC, news_of(*key))
    assert [seen.get(timeout=30) for _ in keys] == keys
    warmer.close()


def test_a_released_route_tells_its_hub_and_day(operator: Organisation) -> None:
    day = make_hub_day(operator, orders=3, crews=1)
    told: list[dict[str, str]] = []
    stop = the_bus.listen(TOPIC, lambda topic, news: told.append(news))
    plan_id = day.plan()
    with operator.session() as db:
        route = release_route(db, day.routes(plan_id)[0].id, at=local(7))
        record(db, RouteReleased(route_id=route.id, revision=1))
    operator.read_events("quotes")
    stop()
    # Once for the plan that is ready, once for the route.
    assert told == [news_of(operator.org_id, day.hub_id, DAY)] * 2
