"""Which server runs on a data folder: a note that `serve` writes and other commands read."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pannier.base.atomic import write_atomically
from pannier.base.settings import Settings

STOP_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Running:
    """A server: its process and its addresses."""

    pid: int
    url: str
    https_port: int


@contextmanager
def noted_running(configured: Settings) -> Iterator[None]:
    """Note that this process serves the data folder, for as long as it does."""
    path = _path(configured.data_dir)
    url = f"http://{_reachable(configured.host)}:{configured.port}"
    note = Running(os.getpid(), url, configured.https_port)
    write_atomically(path, json.dumps(asdict(note)).encode())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_running(data_dir: Path) -> Running | None:
    """Return the server that works on a data folder, or None; notes of dead servers do not count."""
    try:
        note = Running(**json.loads(_path(data_dir).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return note if _is_pannier(note.pid) else None


def stop_running(data_dir: Path, *, timeout_s: float = STOP_TIMEOUT_S) -> bool:
    """Ask the server of a data folder to end and wait for it; False when there is none, TimeoutError when it stays."""
    found = find_running(data_dir)
    if found is None:
        return False
    os.kill(found.pid, signal.SIGTERM)
    end = time.monotonic() + timeout_s
    while _is_pannier(found.pid):
        if time.monotonic() > end:
            raise TimeoutError(f"The server (process {found.pid}) did not end in {timeout_s:.0f} s.")
        time.sleep(0.05)
    return True


def _path(data_dir: Path) -> Path:
    return data_dir / "run" / "server.json"


def _reachable(host: str) -> str:
    """Return an address at which a server that listens everywhere is reached from here."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (compared, not bound)


def _is_pannier(pid: int) -> bool:
    """Tell whether a process lives and is ours: numbers are used again after a crash."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    command = Path(f"/proc/{pid}/cmdline")
    try:
        words = command.read_bytes().decode(errors="replace")
    except OSError:
        # No /proc (macOS): the number has to do.
        return not Path("/proc").is_dir()
    return "pannier" in words
