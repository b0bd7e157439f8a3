"""The background process: readers of the event log, long jobs, and the senders of mail and webhooks."""

import signal
import threading
from collections.abc import Callable

import structlog

from pannier.app import wiring
from pannier.base.bus import News, the_bus
from pannier.base.encryption import use_store
from pannier.base.job_queue import JobRunner
from pannier.base.key_table import TableKeyStore
from pannier.base.reader_loops import LookOut
from pannier.base.settings import settings
from pannier.base.transactions import after_commit

log = structlog.get_logger(__name__)
WAKE = "log.grew"


def announce_events() -> None:
    """Tell the worker processes, after each commit of events, that there is something to read."""
    after_commit(lambda: the_bus.publish(WAKE, {}))


class Worker:
    """All background loops of one process."""

    def __init__(self, url: str) -> None:
        self._look_out = LookOut(wiring.all_readers())
        self._loops: list[wiring.Loop] = [
            self._look_out,
            JobRunner(url, wiring.JOBS, retake_after_s=settings().job_retake_s),
            *(make() for make in wiring.SENDERS),
        ]
        self._url = url
        the_bus.listen(WAKE, self._wake)

    def _wake(self, topic: str, news: News) -> None:
        self._look_out.wake()

    def start(self) -> None:
        """Start all loops."""
        the_bus.connect(self._url)
        announce_events()
        for loop in self._loops:
            loop.start()
        log.info("worker.started", loops=len(self._loops))

    def stop(self) -> None:
        """Stop all loops; the last one waits longest."""
        for loop in self._loops:
            loop.stop()
        the_bus.close()


def run(ready: Callable[[], None] = lambda: None) -> None:
    """Work until SIGTERM or SIGINT; the database is the one in the settings."""
    url = settings().database_url
    if not url:
        raise SystemExit("No database: set PANNIER_DATABASE_URL, or use `pannier serve`, which has its own.")
    wiring.wire()
    use_store(TableKeyStore())
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    worker = Worker(url)
    worker.start()
    ready()
    ended.wait()
    worker.stop()
