"""Make identifiers that sort by the time they were made (UUID version 7, RFC 9562)."""

import secrets
import threading
import time
from uuid import UUID

_FRACTION_BITS = 12
_NS_PER_MS = 1_000_000

_lock = threading.Lock()
_last_tick = 0


def new_id() -> UUID:
    """Return a new id; ids of one process always ascend, even when the wall clock steps back.

    The first 48 bits are wall-clock milliseconds, the next 12 their fraction (RFC 9562 §6.2, method 3),
    62 bits are random. The demo clock has no part in it: ids stay unique when a day is played twice.
    """
    tick = _next_tick()
    milliseconds, fraction = tick >> _FRACTION_BITS, tick & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def _next_tick() -> int:
    """Return the present in 1/4096 ms, at least one more than last time."""
    global _last_tick
    milliseconds, rest_ns = divmod(time.time_ns(), _NS_PER_MS)
    tick = milliseconds << _FRACTION_BITS | (rest_ns << _FRACTION_BITS) // _NS_PER_MS
    with _lock:
        _last_tick = max(tick, _last_tick + 1)
        return _last_tick
