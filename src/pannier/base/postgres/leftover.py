"""Clear up after a crash: a server that outlived its parent, its stragglers, its process id file.

To be called with the data folder's lock held, so that whatever still works there belongs to nobody.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

_POLL_S = 0.02
_FAST_STOP_S = 30.0
_STRAGGLERS_S = 10.0

log = structlog.get_logger(__name__)


def clear(data: Path, socket: Path) -> None:
    """Stop any server that works in `data`, and remove its process id files there and beside the socket.

    A running server is taken over by a clean restart, so that it becomes our child and ends with us.
    """
    pid = server_pid(data)
    if pid is not None and works_in(pid, data):
        log.warning("postgres.takeover", pid=pid, folder=str(data))
        _signal([pid], signal.SIGINT)
        _wait(lambda: not works_in(pid, data), timeout_s=_FAST_STOP_S)
    if not _wait(lambda: not _all_in(data), timeout_s=_STRAGGLERS_S):
        _signal(_all_in(data), signal.SIGKILL)
        _wait(lambda: not _all_in(data), timeout_s=_STRAGGLERS_S)
    if sys.platform == "linux":
        # The number may by now be a stranger's, which would make PostgreSQL refuse to start.
        for path in (data / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)


def server_pid(data: Path) -> int | None:
    """Return the process id that the server wrote into its folder, or None."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def is_ready(data: Path, pid: int) -> bool:
    """Say whether the server with this process id has written that it accepts connections."""
    try:
        lines = (data / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"


def works_in(pid: int, data: Path) -> bool:
    """Say whether a process is alive and a server of this folder; PostgreSQL's processes stay in it."""
    if sys.platform == "linux":
        try:
            return os.readlink(f"/proc/{pid}/cwd") == str(data.resolve())
        except OSError:
            return False
    ps = ["ps", "-ww", "-p", str(pid), "-o", "command="]
    done = subprocess.run(ps, capture_output=True, text=True, check=False)
    return str(data) in done.stdout


def _all_in(data: Path) -> list[int]:
    """Return all processes of the folder's server; elsewhere than on Linux only the first is known."""
    if sys.platform != "linux":
        pid = server_pid(data)
        return [pid] if pid is not None and works_in(pid, data) else []
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if works_in(pid, data)]


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _wait(done: Callable[[], bool], *, timeout_s: float) -> bool:
    """Wait until `done` holds; return False when it does not in time."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_S)
    return True
