"""A fresh organisation with its people, and ways to let its readers and jobs run to the end."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pannier.accounts import people, sign_in
from pannier.app import wiring
from pannier.base import jobs, readers
from pannier.base.log_tables import LogRow
from pannier.base.scope import SYSTEM, Scope, acting_as
from pannier.base.transactions import transaction


@dataclass
class Organisation:
    """An organisation under test."""

    org_id: uuid.UUID
    kind: str
    scope: Scope
    tokens: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a transaction in its scope; committed on leaving."""
        with transaction(self.scope, actor="test") as db:
            yield db

    def headers(self, role: str = "dispatcher") -> dict[str, str]:
        """Return the headers of a signed-in person with this role, made at the first call."""
        if role not in self.tokens:
            self.tokens[role] = self.sign_in_new(role)
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def sign_in_new(self, *roles: str) -> str:
        """Make a person with these roles and return a session token."""
        with transaction(SYSTEM) as db, acting_as(db, self.org_id):
            person = people.create_person(db, name="Test Person", roles=roles)
            return sign_in.open_session(db, person)

    def events(self, *types: str) -> list[dict[str, Any]]:
        """List the data of the organisation's events, of these types if any are named."""
        with self.session() as db:
            rows = db.scalars(select(LogRow).order_by(LogRow.seq))
            return [{"type": row.type, **row.data} for row in rows if not types or row.type in types]

    def read_events(self, *names: str) -> None:
        """Run the AFTERWARDS readers (all, or those named) until this organisation's log is read."""
        read_events(self.org_id, names)

    def run_jobs(self) -> list[jobs.Job]:
        """Run the organisation's pending jobs in this process; return them ended."""
        return run_jobs(self.org_id)


def make_organisation(kind: str, **details: str) -> Organisation:
    """Set up an organisation with a name of its own."""
    values = {
        "name": f"{kind} {uuid.uuid4().hex[:6]}",
        "timezone": "Europe/Monaco",
        "currency": "EUR",
        "country": "MC",
    }
    with transaction(SYSTEM) as db:
        made = people.create_organisation(db, kind=kind, **(values | details))
        return Organisation(made.id, kind, Scope(made.id))


def read_events(org_id: uuid.UUID, names: Sequence[str] = ()) -> None:
    """Run readers over one organisation until none finds more; raise what a handler raises."""
    chosen = [reader for reader in wiring.all_readers() if not names or reader.name in names]
    busy = True
    while busy:
        busy = False
        for reader in chosen:
            while (count := readers.read_batch(reader, org_id, 50)) is not None:
                busy = busy or count > 0


def run_jobs(org_id: uuid.UUID) -> list[jobs.Job]:
    """Run pending jobs, oldest first, and return them as they ended."""
    with transaction(Scope(org_id)) as db:
        waiting = list(
            db.scalars(select(jobs.Job.id).where(jobs.Job.state == "pending").order_by(jobs.Job.id))
        )
    for job_id in waiting:
        jobs.run(job_id, org_id, wiring.JOBS)
    with transaction(Scope(org_id)) as db:
        return list(db.scalars(select(jobs.Job).where(jobs.Job.id.in_(waiting)).order_by(jobs.Job.id)))
