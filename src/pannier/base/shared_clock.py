"""A clock in a small memory-mapped file: all processes that open it show the same time.

It holds eight-byte numbers. Two of them change while it is in use: the latest time anyone saw, and the anchor,
the moment of real time from which it runs. An anchor of 0 means that it is held: it stands still and may be moved.
The real time behind it is the monotonic clock of the machine, which is the same in all processes and
does not jump when the wall clock is corrected.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

_MAGIC = 0x70616E6E69657231
_LAYOUT = struct.Struct("=6q")
_NUMBER = struct.Struct("@q")
_START_OFFSET = 3 * _NUMBER.size
_ANCHOR_OFFSET = 4 * _NUMBER.size
_SEEN_OFFSET = 5 * _NUMBER.size
_SEEN_STEP_US = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Mode(StrEnum):
    """How a clock moves."""

    SYSTEM = "system"
    SCALED = "scaled"
    JUMP = "jump"
    FIXED = "fixed"


_CODES = {1: Mode.SCALED, 2: Mode.JUMP}


class SharedClock:
    """One opened clock file; make it with `create` or `open`."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._threads = threading.Lock()
        self._map = mmap.mmap(file, _LAYOUT.size)
        magic, mode, factor_micro, *_ = _LAYOUT.unpack_from(self._map)
        if magic != _MAGIC or mode not in _CODES:
            raise ValueError("This is not a clock file; delete it and start the server again.")
        self.mode = _CODES[mode]
        self._factor_micro: int = factor_micro

    @classmethod
    def create(
        cls, path: Path, *, start: datetime, factor: float, mode: Mode, resume: bool, held: bool = False
    ) -> "SharedClock":
        """Write a new clock file in place of any old one and open it.

        `resume` keeps the old one's time; a `held` clock stands still until `let_run`.
        """
        code = next((code for code, known in _CODES.items() if known is mode), None)
        if code is None or factor <= 0:
            raise ValueError(f"A clock is scaled or jumps, with a factor above 0; not {mode}, {factor}.")
        start_us = _to_us(start)
        if resume and (old := cls.open(path)):
            start_us = max(start_us, old.seen_us)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        anchor_ns = 0 if held else time.monotonic_ns()
        fresh.write_bytes(_LAYOUT.pack(_MAGIC, code, round(factor * 1e6), start_us, anchor_ns, start_us))
        # Processes with the old file keep a whole, if outdated, clock; nobody ever maps half a file.
        fresh.replace(path)
        return cls(os.open(path, os.O_RDWR))

    @classmethod
    def open(cls, path: Path) -> "SharedClock | None":
        """Open the clock file, or return None when there is none."""
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return None
        return cls(file)

    def __del__(self) -> None:
        if hasattr(self, "_map"):
            self._map.close()
        os.close(self._file)

    @property
    def factor(self) -> float:
        """Return the demo seconds that pass in one real second."""
        return self._factor_micro / 1e6

    @property
    def seen_us(self) -> int:
        """Return the latest time that any process saw, in µs since 1970."""
        return self._number(_SEEN_OFFSET)

    @property
    def held(self) -> bool:
        """Tell whether a scaled clock stands still until it is let run."""
        return self.mode is Mode.SCALED and not self._number(_ANCHOR_OFFSET)

    @property
    def moves_when_told(self) -> bool:
        """Tell whether it may be moved by `jump_to`."""
        return self.mode is Mode.JUMP or self.held

    def now(self) -> datetime:
        """Return the time it shows, never before one that was seen."""
        # The anchor is read first: whoever lets the clock run writes it last.
        anchor_ns, seen_us = self._number(_ANCHOR_OFFSET), self.seen_us
        if self.mode is Mode.JUMP or not anchor_ns:
            return _from_us(seen_us)
        elapsed_ns = time.monotonic_ns() - anchor_ns
        now_us = self._number(_START_OFFSET) + elapsed_ns * self._factor_micro // 1_000_000_000
        if now_us - seen_us >= _SEEN_STEP_US:
            self._see(now_us)
        return _from_us(max(now_us, seen_us))

    def jump_to(self, when: datetime) -> datetime:
        """Move on to `when` unless that is past, and return the time it shows then."""
        # The file lock keeps other processes out, the other one the threads of this process.
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                later_us = max(_to_us(when), self.seen_us)
                self._see(later_us)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
        return _from_us(later_us)

    def let_run(self) -> None:
        """Let a held clock run on from the time it shows; one that runs already goes on as it is."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                if self.held:
                    _NUMBER.pack_into(self._map, _START_OFFSET, self.seen_us)
                    _NUMBER.pack_into(self._map, _ANCHOR_OFFSET, time.monotonic_ns())
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def hold(self) -> None:
        """Let a scaled clock stand still at the time it shows, until `let_run`."""
        now_us = _to_us(self.now())
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                if self.mode is Mode.SCALED:
                    _NUMBER.pack_into(self._map, _ANCHOR_OFFSET, 0)
                    self._see(max(now_us, self.seen_us))
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _number(self, offset: int) -> int:
        return int(_NUMBER.unpack_from(self._map, offset)[0])

    def _see(self, now_us: int) -> None:
        """Remember a time as seen: one aligned store, so that others read the old or the new number."""
        _NUMBER.pack_into(self._map, _SEEN_OFFSET, now_us)


def _to_us(when: datetime) -> int:
    """Return whole microseconds since 1970."""
    return (when - _EPOCH) // _MICROSECOND


def _from_us(microseconds: int) -> datetime:
    """Return the moment that many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)
