"""Migrations that change rows: they run as the tables' owner, which row security binds like everybody else."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from pannier.base import schema
from pannier.base.postgres import Urls
from pannier.base.settings import override
from pannier.base.transactions import engine_for
from pannier.orders.models import Order
from pannier.planning.models import Proposal
from tests.conftest_postgres import NewDatabase
from tests.support.fleet_days import DAY
from tests.support.fleets import make_hub
from tests.support.organisations import Organisation, make_organisation
from tests.support.planned_days import HubDay
from tests.support.rounds import make_order

WITH_NAMES = {"orders": [{"rider_before": "Ana", "rider": "Ben"}], "tell_riders": ["Ana"]}
WITH_SHIFTS = {"orders": [], "tell_shifts": [], "broken": [], "unlocked": []}


@pytest.fixture
def old(engine: object, new_database: NewDatabase) -> Iterator[Urls]:
    """A database of its own that may be taken back to what it once was."""
    urls = new_database()
    with override(database_url=urls.app_url):
        yield urls
        engine_for(urls.app_url).dispose()


def again_from(urls: Urls, revision: str) -> None:
    """Let a database be as after `revision`, and migrate it from there."""
    engine_for(urls.app_url).dispose()
    schema.downgrade(urls.owner_url, revision)
    schema.upgrade(urls.owner_url)


def in_stock() -> HubDay:
    """Return a hub and an order whose goods lie in it, as custody alone tells."""
    operator = make_organisation("operator")
    with operator.session() as db:
        hub_id = make_hub(db).id
        day = HubDay(operator, hub_id, [], [make_order(db, hub_id, 1).id])
    day.receive()
    set_goods_hub(day, None)
    return day


def set_goods_hub(day: HubDay, hub_id: uuid.UUID | None) -> None:
    with day.operator.session() as db:
        db.get_one(Order, day.orders[0]).goods_hub_id = hub_id


def goods_hub(day: HubDay) -> uuid.UUID | None:
    with day.operator.session() as db:
        return db.get_one(Order, day.orders[0]).goods_hub_id


def propose(day: HubDay, diff: dict[str, object]) -> None:
    with day.operator.session() as db:
        kept = {"change": {}, "base": {}, "steps": {}, "known": [], "took_s": 0.1}
        db.add(Proposal(hub_id=day.hub_id, service_date=DAY, diff=diff, **kept))


def proposals(operator: Organisation) -> list[dict[str, object]]:
    with operator.session() as db:
        return list(db.scalars(select(Proposal.diff)))


def test_a_data_statement_sees_the_rows_of_every_organisation(old: Urls) -> None:
    one, other = in_stock(), in_stock()
    propose(one, WITH_NAMES)
    again_from(old, "0014")
    assert [goods_hub(day) for day in (one, other)] == [one.hub_id, other.hub_id]
    assert proposals(one.operator) == []


def test_what_migrations_once_missed_is_put_right(old: Urls) -> None:
    day = in_stock()
    propose(day, WITH_NAMES)
    propose(day, WITH_SHIFTS)
    again_from(old, "0022")
    assert goods_hub(day) == day.hub_id
    assert proposals(day.operator) == [WITH_SHIFTS]


def test_goods_on_their_way_to_another_hub_keep_it(old: Urls) -> None:
    day, elsewhere = in_stock(), uuid.uuid4()
    set_goods_hub(day, elsewhere)
    again_from(old, "0022")
    assert goods_hub(day) == elsewhere
