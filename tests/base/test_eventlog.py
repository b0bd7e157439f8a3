"""The event log: gapless under concurrent writers, chained by hash, forgotten with its transaction."""

import threading
import uuid
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import select

from pannier.base.eventlog import record, savepoint, verify_chain
from pannier.base.log_tables import LogRow
from pannier.base.postgres import Urls
from pannier.base.scope import Scope, UnscopedSession
from pannier.base.transactions import transaction
from pannier.core.events import HubCreated, OrderAccepted
from tests.support.organisations import Organisation


def _accept(operator: Organisation, count: int = 1) -> None:
    with operator.session() as db:
        for _ in range(count):
            record(db, OrderAccepted(order_id=uuid.uuid4(), source="api"))


def test_no_event_is_lost_or_numbered_twice_by_eight_writers(operator: Organisation) -> None:
    threads = [threading.Thread(target=lambda: [_accept(operator, 3) for _ in range(10)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with operator.session() as db:
        seqs = list(db.scalars(select(LogRow.seq).order_by(LogRow.seq)))
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(seqs) == 1 + 8 * 10 * 3
        assert verify_chain(db) == (len(seqs), None)


def test_an_event_of_a_failed_transaction_never_happened(operator: Organisation) -> None:
    with pytest.raises(ZeroDivisionError), operator.session() as db:
        record(db, HubCreated(hub_id=uuid.uuid4()))
        _ = 1 / 0
    assert operator.events("hub.created") == []


def test_a_savepoint_that_fails_takes_only_its_own_events_with_it(operator: Organisation) -> None:
    kept = uuid.uuid4()
    with operator.session() as db:
        record(db, HubCreated(hub_id=kept))
        with pytest.raises(ZeroDivisionError), savepoint(db):
            record(db, HubCreated(hub_id=uuid.uuid4()))
            _ = 1 / 0
    assert [event["hub_id"] for event in operator.events("hub.created")] == [str(kept)]


def _tamper(urls: Urls, operator: Organisation, statement: str) -> None:
    """Change the log as only an owner of the database can, by putting its guards aside."""
    with psycopg.connect(urls.owner_url) as db:
        db.execute("set local pannier.system = 'on'")
        db.execute("alter table events disable trigger user")
        db.execute(statement.encode(), {"org": operator.org_id})
        db.execute("alter table events enable trigger user")


def test_a_changed_entry_breaks_the_chain(operator: Organisation, postgres_urls: Urls) -> None:
    _accept(operator, 3)
    _tamper(
        postgres_urls,
        operator,
        "update events set actor = 'somebody else' where org_id = %(org)s and seq = 2",
    )
    with operator.session() as db:
        count, fault = verify_chain(db)
    assert count == 1
    assert fault is not None
    assert "Entry 2" in fault


def test_a_removed_entry_breaks_the_chain(operator: Organisation, postgres_urls: Urls) -> None:
    _accept(operator, 3)
    _tamper(postgres_urls, operator, "delete from events where org_id = %(org)s and seq = 3")
    with operator.session() as db:
        count, fault = verify_chain(db)
    assert (count, fault) == (2, "Entry 3 is missing; the next one found is 4.")


@pytest.mark.parametrize(
    "statement", ["update events set actor = 'somebody else'", "delete from events", "truncate events"]
)
def test_the_database_refuses_to_change_the_log(
    operator: Organisation, postgres_urls: Urls, statement: LiteralString
) -> None:
    _accept(operator, 3)
    with psycopg.connect(postgres_urls.owner_url) as db:
        db.execute("set local pannier.system = 'on'")
        with pytest.raises(psycopg.IntegrityError, match="append-only"):
            db.execute(statement)
    with operator.session() as db:
        assert verify_chain(db) == (4, None)


def test_an_event_needs_an_organisation(engine: object) -> None:
    with pytest.raises(UnscopedSession), transaction(Scope(system=True)) as db:
        record(db, HubCreated(hub_id=uuid.uuid4()))
