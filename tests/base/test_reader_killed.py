"""A reader whose process is killed between its rows and its commit goes on as if it had never begun."""

import subprocess
import sys
import uuid
from pathlib import Path

from sqlalchemy import select

from pannier.base.eventlog import record
from pannier.base.log_tables import Bookmark, ParkedEvent
from pannier.base.postgres import Urls
from pannier.base.readers import Reader, read_batch
from pannier.core.events import HubCreated
from tests.support import killed_reader
from tests.support.organisations import Organisation

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_readers_rows_are_written_once_by_the_next(
    operator: Organisation, postgres_urls: Urls
) -> None:
    """The process writes rows for two events, hangs at the second, and is killed with SIGKILL."""
    hubs = [uuid.UUID(int=n) for n in (2, 4, 5, 6)]
    for hub_id in hubs:
        with operator.session() as db:
            record(db, HubCreated(hub_id=hub_id))
    command = [
        sys.executable,
        "-m",
        "tests.support.killed_reader",
        postgres_urls.app_url,
        str(operator.org_id),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == killed_reader.SAID
        assert _written(operator) == []
        process.kill()
    reader = Reader(killed_reader.READER, {"hub.created": (killed_reader.note,)})
    while read_batch(reader, operator.org_id, 50) is not None:
        pass
    assert _written(operator) == [2, 3, 4, 5]
    with operator.session() as db:
        assert db.scalars(select(Bookmark.seq).where(Bookmark.reader == reader.name)).one() == 5


def _written(operator: Organisation) -> list[int]:
    with operator.session() as db:
        query = select(ParkedEvent.seq).where(ParkedEvent.reader == killed_reader.WRITTEN)
        return list(db.scalars(query.order_by(ParkedEvent.seq)))
