"""Readers: exactly once for database work, poison parked, each organisation on its own."""

import threading
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry, record
from pannier.base.log_tables import Bookmark, ParkedEvent
from pannier.base.reader_loops import LookOut
from pannier.base.readers import TRIES, Reader, behind, read_all, read_batch
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction
from pannier.core.events import HubCreated
from tests.support.organisations import Organisation


def _happen(operator: Organisation, count: int) -> list[uuid.UUID]:
    hubs = [uuid.uuid4() for _ in range(count)]
    with operator.session() as db:
        for hub_id in hubs:
            record(db, HubCreated(hub_id=hub_id))
    return hubs


def _reader(handle: object) -> Reader:
    return Reader(f"test-{uuid.uuid4().hex[:8]}", {"hub.created": (handle,)})  # type: ignore[dict-item]


def test_a_reader_sees_each_event_once_and_in_order(operator: Organisation) -> None:
    hubs = _happen(operator, 120)
    seen: list[uuid.UUID] = []
    reader = _reader(
        lambda db, entry: seen.append(entry.event.hub_id) if entry.org_id == operator.org_id else None
    )
    read_all(reader)
    read_all(reader)
    assert seen == hubs
    with transaction(SYSTEM) as db:
        assert operator.org_id not in behind(reader, db)


def test_a_crashed_reader_resumes_where_its_rows_ended(operator: Organisation) -> None:
    """The first run dies after its second event; what it wrote is gone with it, so the next run writes all once."""
    _happen(operator, 3)
    calls = 0

    def handle(db: Session, entry: LogEntry) -> None:
        nonlocal calls
        calls += 1
        db.add(ParkedEvent(reader="written", seq=entry.seq, error=""))
        if calls == 2:
            raise KeyboardInterrupt

    reader = _reader(handle)
    with pytest.raises(KeyboardInterrupt):
        read_batch(reader, operator.org_id, 50)
    read_batch(reader, operator.org_id, 50)
    with operator.session() as db:
        written = list(db.scalars(select(ParkedEvent.seq).where(ParkedEvent.reader == "written")))
    assert sorted(written) == [2, 3, 4]


def test_a_poison_event_is_parked_and_those_behind_it_are_read(operator: Organisation) -> None:
    hubs = _happen(operator, 5)
    seen = []

    def handle(db: Session, entry: LogEntry) -> None:
        if entry.event.hub_id == hubs[2]:
            raise ValueError("cannot be handled")
        if entry.org_id == operator.org_id:
            seen.append(entry.event.hub_id)

    reader = _reader(handle)
    for _ in range(TRIES + 1):
        read_all(reader)
    with operator.session() as db:
        parked = db.scalars(select(ParkedEvent).where(ParkedEvent.reader == reader.name)).one()
        bookmark = db.scalars(select(Bookmark).where(Bookmark.reader == reader.name)).one()
    assert parked.error == "ValueError: cannot be handled"
    assert bookmark.seq == 6
    assert set(seen) == set(hubs) - {hubs[2]}
    assert operator.events("reader.parked")[0]["seq"] == parked.seq


def test_the_look_out_wakes_only_readers_that_are_concerned(operator: Organisation) -> None:
    seen: list[uuid.UUID] = []
    done = threading.Event()

    def handle(db: Session, entry: LogEntry) -> None:
        if entry.org_id == operator.org_id:
            seen.append(entry.event.hub_id)
            done.set() if len(seen) == 3 else None

    idle = Reader(f"test-{uuid.uuid4().hex[:8]}", {"order.lost": (lambda db, entry: seen.clear(),)})
    look_out = LookOut([_reader(handle), idle])
    look_out.start()
    try:
        hubs = _happen(operator, 3)
        look_out.wake()
        assert done.wait(10)
    finally:
        look_out.stop()
    assert seen == hubs
    with operator.session() as db:
        assert db.scalars(select(Bookmark).where(Bookmark.reader == idle.name)).first() is None
