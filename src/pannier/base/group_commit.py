"""Share one transaction among all that comes in within a few milliseconds; nobody is answered before its commit.

A thread of its own collects what waits, stores it in one transaction and then answers all of them. When too much waits
the newcomer is sent away instead of queueing without end.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from pannier.base.problems import TooMany

WAIT_S = 0.002


class Overloaded(TooMany):
    """More is waiting to be stored than the database takes."""

    code = "overloaded"
    title = "Too much at once"


class GroupCommit[T, R]:
    """Collects items of T; `store` writes many of them in one committed transaction and returns one R each."""

    def __init__(
        self, name: str, store: Callable[[Sequence[T]], Sequence[R]], *, weigh: Callable[[T], int], most: int
    ) -> None:
        self._name = name
        self._store = store
        self._weigh = weigh
        self._most = most
        self._waiting: list[tuple[T, Future[R]]] = []
        self._weight = 0
        self._lock = threading.Lock()
        self._filled = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def put(self, item: T) -> Future[R]:
        """Return the answer to come, after the commit; raise Overloaded when too much waits."""
        future: Future[R] = Future()
        with self._lock:
            weight = self._weigh(item)
            if self._weight + weight > self._most and self._waiting:
                raise Overloaded("Too much is waiting to be stored; send the same again in a second.")
            self._waiting.append((item, future))
            self._weight += weight
            self._begin()
        self._filled.set()
        return future

    def close(self) -> None:
        """Store what waits and end."""
        with self._lock:
            self._closed, thread, self._thread = True, self._thread, None
        self._filled.set()
        if thread is not None:
            thread.join(10)

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._closed = False
            self._thread = threading.Thread(target=self._run, daemon=True, name=self._name)
            self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._filled.wait()
            pause.wait(WAIT_S)
            with self._lock:
                batch, self._waiting, self._weight = self._waiting, [], 0
                self._filled.clear()
                ends = self._closed
            if batch:
                self._flush(batch)
            if ends:
                return

    def _flush(self, batch: Sequence[tuple[T, Future[R]]]) -> None:
        try:
            answers = self._store([item for item, _ in batch])
        except Exception as error:
            # Whoever waits must hear that nothing was stored; they send it again.
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)
