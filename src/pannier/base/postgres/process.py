"""Run the server as a child that ends with us, and start it again when it dies alone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import structlog

from pannier.base.postgres import child
from pannier.base.postgres.account import Account
from pannier.base.postgres.errors import PostgresFailed

_FAST_STOP_S = 30.0
_PAUSE_S = 0.25
_MOST_DEATHS, _DEATHS_WITHIN_S = 60, 60.0
_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}

log = structlog.get_logger(__name__)


class ServerProcess:
    """A `postgres` process with a thread that waits for it.

    The thread that starts a child must live as long as we do: the kernel's death signal fires when that
    thread ends, not only when its process does. So one thread does it, then waits for the child.
    """

    def __init__(self, command: Sequence[str | Path], *, account: Account | None, log_file: Path) -> None:
        self._command = child_command(command, account)
        self._log_file = log_file
        self._keep = threading.Event()
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="postgres", daemon=True)

    @property
    def pid(self) -> int | None:
        """Return the process id while the server lives."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        """Start the server and return at once; it is not ready yet."""
        self._thread.start()
        self._started.wait()

    def keep_alive(self) -> None:
        """Start it again whenever it dies from now on; before, a death is a failed start."""
        self._keep.set()

    def stop(self) -> None:
        """End it: cleanly, then at once, then by force."""
        self._stopping.set()
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self._signal(number)
            self._thread.join(_FAST_STOP_S)
            if not self._thread.is_alive():
                return
        raise PostgresFailed(f"PostgreSQL (process {self.pid}) does not end; see {self._log_file}.")

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _run(self) -> None:
        deaths: deque[float] = deque(maxlen=_MOST_DEATHS)
        while not self._stopping.is_set():
            self._run_once()
            if not self._keep.is_set() or self._stopping.is_set():
                return
            deaths.append(time.monotonic())
            if len(deaths) == _MOST_DEATHS and deaths[-1] - deaths[0] < _DEATHS_WITHIN_S:
                log.critical("postgres.gave_up", log=str(self._log_file))
                return
            log.error("postgres.died", log=str(self._log_file))
            # What is left of the old server needs a moment to notice and to let go of the shared memory.
            self._stopping.wait(_PAUSE_S)

    def _run_once(self) -> None:
        """Start the server and wait until it has ended."""
        try:
            with open(self._log_file, "ab", opener=_private) as out:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    cwd="/",
                    env=_ENVIRONMENT,
                    start_new_session=True,
                )
            self._guard = _guard(self._process.pid)
        finally:
            self._started.set()
        if self._stopping.is_set():
            # `stop` may have come while there was nothing to stop.
            self._signal(signal.SIGINT)
        self._process.wait()
        _dismiss(self._guard)


def child_command(command: Sequence[str | Path], account: Account | None) -> list[str]:
    """Return the command line that becomes `command` in the given account and dies with this process."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    script = str(Path(child.__file__).resolve())
    python = [sys.executable, "-I", "-S", script]
    return [*python, str(os.getpid()), str(uid), str(gid), *map(str, command)]


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read."""
    return os.open(path, flags, 0o600)


def _guard(pid: int, *, needed: bool = sys.platform != "linux") -> subprocess.Popen[bytes] | None:
    """Where the kernel sends no death signal, start a shell that waits for our end of a pipe to close."""
    if not needed:
        return None
    script = 'read _; kill -INT "$1"'
    return subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", str(pid)], stdin=subprocess.PIPE, start_new_session=True
    )


def _dismiss(guard: subprocess.Popen[bytes] | None) -> None:
    """End a guard whose server has ended."""
    if guard is not None:
        guard.kill()
        guard.communicate()
