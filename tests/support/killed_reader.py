"""A process that reads events and is killed after its handler wrote a row and before its transaction ends."""

import sys
import time
import uuid

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from pannier.base.eventlog import LogEntry
from pannier.base.log_tables import ParkedEvent
from pannier.base.readers import Reader, read_batch
from pannier.base.transactions import sqlalchemy_url

READER = "killed"
WRITTEN = "written by a reader"
SAID = "The rows are written."


def note(db: Session, entry: LogEntry) -> None:
    """Write one row for an event."""
    db.add(ParkedEvent(reader=WRITTEN, seq=entry.seq, error=""))
    db.flush()


def _note_and_hang(db: Session, entry: LogEntry) -> None:
    note(db, entry)
    if entry.event.hub_id.int % 2:
        sys.stdout.write(f"{SAID}\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    reader = Reader(READER, {"hub.created": (_note_and_hang,)})
    read_batch(reader, uuid.UUID(sys.argv[2]), 50, create_engine(sqlalchemy_url(sys.argv[1])))
