"""Slow down guessing: a few sign-in attempts a minute per caller and name."""

import threading
import time
from collections import deque

from pannier.base.problems import TooMany

PER_MINUTE = 10
MOST_KEYS = 10_000

_lock = threading.Lock()
_seen: dict[str, deque[float]] = {}


def slow_down(key: str) -> None:
    """Count one attempt under `key`; raise TooMany above PER_MINUTE within the last minute."""
    now = time.monotonic()
    with _lock:
        if len(_seen) > MOST_KEYS:
            _seen.clear()
        times = _seen.setdefault(key, deque())
        while times and now - times[0] > 60:
            times.popleft()
        if len(times) >= PER_MINUTE:
            wait_s = int(61 - (now - times[0]))
            raise TooMany(f"Too many attempts; try again in {wait_s} s.", retry_after_s=wait_s)
        times.append(now)


def forget() -> None:
    """Forget all attempts, for tests."""
    with _lock:
        _seen.clear()
