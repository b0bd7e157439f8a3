"""The readers at work: one look-out sees what is new, each reader runs in a thread of its own when it is concerned.

Without the look-out every reader would ask the database after every commit; with it, a commit costs one question.
"""

import threading
import uuid
from collections.abc import Sequence

import structlog
from sqlalchemy import Engine, select

from pannier.base.log_tables import LogCounter, LogRow
from pannier.base.readers import Reader, behind, read_on
from pannier.base.scope import SYSTEM
from pannier.base.transactions import transaction

IDLE_S = 0.25
RETRY_S = 1.0
# Another worker may die with an organisation in hand; then its share is looked at again after this long.
SWEEP_S = 20.0

log = structlog.get_logger(__name__)


class ReaderLoop:
    """Runs one reader in a thread of its own; `concern` gives it an organisation to read on in."""

    def __init__(self, reader: Reader, bind: Engine | None = None) -> None:
        self.reader = reader
        self._bind = bind
        self._lock = threading.Lock()
        self._waiting: set[uuid.UUID] = set()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"reader-{reader.name}")

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def concern(self, org_id: uuid.UUID) -> None:
        """Read on in this organisation soon."""
        with self._lock:
            self._waiting.add(org_id)
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish the present batch and end."""
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                waiting, self._waiting = self._waiting, set()
            failed = [org_id for org_id in waiting if not self._stop.is_set() and not self._read(org_id)]
            if failed and not self._stop.wait(RETRY_S):
                for org_id in failed:
                    self.concern(org_id)

    def _read(self, org_id: uuid.UUID) -> bool:
        try:
            return read_on(self.reader, org_id, self._bind) is not None
        except Exception as error:
            # The database may be away for a while; nothing is lost, the bookmark stays.
            log.warning("reader.waiting", reader=self.reader.name, error=str(error))
            return False


class LookOut:
    """Asks once for what is new in the log and concerns the readers whose events are among it."""

    def __init__(self, readers: Sequence[Reader], bind: Engine | None = None) -> None:
        self._loops = [ReaderLoop(reader, bind) for reader in readers]
        self._bind = bind
        self._seen: dict[uuid.UUID, int] = {}
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="reader-look-out")

    def start(self) -> None:
        """Begin to look and to read."""
        for loop in self._loops:
            loop.start()
        self._thread.start()

    def wake(self) -> None:
        """Look now instead of at the next glance."""
        self._wake.set()

    def stop(self) -> None:
        """End the look-out and all readers after their present batches."""
        self._stop.set()
        self._wake.set()
        self._thread.join(10.0)
        for loop in self._loops:
            loop.stop()

    def _run(self) -> None:
        glances = 0
        while not self._stop.is_set():
            try:
                if glances % int(SWEEP_S / IDLE_S) == 0:
                    self._sweep()
                self._look()
            except Exception as error:
                log.warning("readers.waiting", error=str(error))
                self._stop.wait(RETRY_S)
            glances += 0 if self._wake.wait(IDLE_S) else 1
            self._wake.clear()

    def _sweep(self) -> None:
        """Concern every reader with what its bookmark has not passed, also what this process never saw."""
        with transaction(SYSTEM, bind=self._bind) as db:
            waiting = [(loop, behind(loop.reader, db)) for loop in self._loops]
        for loop, orgs in waiting:
            for org_id in orgs:
                loop.concern(org_id)

    def _look(self) -> None:
        with transaction(SYSTEM, bind=self._bind) as db:
            newest = dict(db.execute(select(LogCounter.org_id, LogCounter.last_seq)).all())
            for org_id, seq in newest.items():
                # What was there before the first look is the sweep's; an organisation that is new is ours.
                since = self._seen.get(org_id, 0 if self._seen else seq)
                if seq > since:
                    query = select(LogRow.type).where(
                        LogRow.org_id == org_id, LogRow.seq > since, LogRow.seq <= seq
                    )
                    self._concern(org_id, set(db.scalars(query.distinct())))
        self._seen |= newest

    def _concern(self, org_id: uuid.UUID, types: set[str]) -> None:
        for loop in self._loops:
            if not types.isdisjoint(loop.reader.handlers):
                loop.concern(org_id)
