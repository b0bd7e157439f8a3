"""Messages between the processes of a server: latest-wins news, lost on a crash, never the only copy.

In one process they are plain calls. Across processes one thread sends them in batches by NOTIFY on a connection of
its own: NOTIFY inside business transactions takes a global lock at commit and cuts throughput five to seven times.
"""

import json
import queue
import threading
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import structlog

CHANNEL = "pannier"
BATCH_WAIT_S = 0.003
MAX_PAYLOAD = 7800

log = structlog.get_logger(__name__)
News = dict[str, Any]
Listener = Callable[[str, News], None]


class Bus:
    """One per process; `publish` reaches the listeners of this process at once and those of others shortly after."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, Listener]] = []
        self._out: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._me = uuid.uuid4().hex[:12]
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()

    def listen(self, topic: str, listener: Listener) -> Callable[[], None]:
        """Call `listener(topic, news)` for every topic that starts with `topic`; return how to stop it.

        Listeners run on the sending or receiving thread: they hand the news on and return.
        """
        entry = (topic, listener)
        self._listeners.append(entry)
        return lambda: self._listeners.remove(entry) if entry in self._listeners else None

    def publish(self, topic: str, news: News) -> None:
        """Send news; call it after the commit of what it tells."""
        self._deliver(topic, news)
        if self._threads:
            self._out.put(json.dumps([self._me, topic, news], separators=(",", ":"), default=str))

    def _deliver(self, topic: str, news: News) -> None:
        for prefix, listener in tuple(self._listeners):
            if topic.startswith(prefix):
                listener(topic, news)

    def connect(self, url: str) -> None:
        """Join the other processes over the database at `url` (a libpq URL)."""
        for work in (self._send, self._receive):
            thread = threading.Thread(target=work, args=(url,), daemon=True, name=f"bus{work.__name__}")
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Leave; the threads end by themselves."""
        self._stopped.set()
        self._out.put(None)

    def _send(self, url: str) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    self._send_batches(connection)
            except psycopg.Error as error:
                log.warning("bus.send_lost", error=str(error))
                self._stopped.wait(0.5)

    def _send_batches(self, connection: "psycopg.Connection[Any]") -> None:
        while not self._stopped.is_set():
            first = self._out.get()
            if first is None:
                return
            self._stopped.wait(BATCH_WAIT_S)
            batch = [first]
            while not self._out.empty() and len(batch) < 500:
                item = self._out.get()
                if item is not None:
                    batch.append(item)
            fitting = [item for item in batch if len(item.encode()) <= MAX_PAYLOAD]
            connection.execute("select pg_notify(%s, item) from unnest(%s::text[]) item", (CHANNEL, fitting))

    def _receive(self, url: str) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"listen {CHANNEL}")
                    while not self._stopped.is_set():
                        for note in connection.notifies(timeout=1.0):
                            self._take(note.payload)
            except psycopg.Error as error:
                log.warning("bus.receive_lost", error=str(error))
                self._stopped.wait(0.5)

    def _take(self, payload: str) -> None:
        sender, topic, news = json.loads(payload)
        if sender != self._me:
            self._deliver(topic, news)


the_bus = Bus()
