"""Slow down guessing: a few failures a minute per caller and name, and some more per caller whatever the name."""

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pannier.base.problems import TooMany

PER_NAME = 10
PER_CALLER = 100
WITHIN_S = 60.0
MOST_KEYS = 10_000


class Attempts:
    """Which attempts of the last minute failed or are under way; the caller says what time it is."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}

    def wait_s(self, key: str, limit: int, now_s: float) -> int:
        """Return the seconds until there may be one more attempt under `key`; 0 means now."""
        times = self._seen.get(key, deque())
        while times and now_s - times[0] >= WITHIN_S:
            times.popleft()
        return 0 if len(times) < limit else int(WITHIN_S - (now_s - times[0])) + 1

    def add(self, key: str, now_s: float) -> None:
        """Count one attempt."""
        if key not in self._seen and len(self._seen) >= MOST_KEYS:
            self._make_room(now_s)
        self._seen.setdefault(key, deque()).append(now_s)

    def take_back(self, key: str, at_s: float) -> None:
        """Forget one attempt, because it succeeded."""
        times = self._seen.get(key)
        if times and at_s in times:
            times.remove(at_s)

    def __len__(self) -> int:
        return len(self._seen)

    def _make_room(self, now_s: float) -> None:
        """Drop what no longer counts, and the oldest tenth of the rest if that is not enough."""
        self._seen = {
            key: times for key, times in self._seen.items() if times and now_s - times[-1] < WITHIN_S
        }
        if len(self._seen) >= MOST_KEYS:
            self._seen = dict(list(self._seen.items())[MOST_KEYS // 10 :])


_lock = threading.Lock()
_attempts = Attempts()


@contextmanager
def attempt(caller: str, name: str) -> Iterator[None]:
    """Let one try to sign in pass; raise TooMany after too many failures. A success does not count."""
    at_s = time.monotonic()
    limits = ((f"{caller}|{name}", PER_NAME), (caller, PER_CALLER))
    _count(limits, at_s)
    yield
    with _lock:
        for key, _ in limits:
            _attempts.take_back(key, at_s)


def _count(limits: Sequence[tuple[str, int]], now_s: float) -> None:
    with _lock:
        wait_s = max(_attempts.wait_s(key, limit, now_s) for key, limit in limits)
        if wait_s:
            raise TooMany(f"Too many attempts; try again in {wait_s} s.", retry_after_s=wait_s)
        for key, _ in limits:
            _attempts.add(key, now_s)


def forget() -> None:
    """Forget all attempts, for tests."""
    global _attempts
    with _lock:
        _attempts = Attempts()
