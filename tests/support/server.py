"""A real `pannier serve` in a folder of its own, to be killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx

from pannier.accounts.setup_token import TOKEN_FILE
from pannier.app.mail_sink import free_port
from pannier.base.postgres import erase
from pannier.simulate.client import Caller

TIMEOUT_S = 60.0
PERSON = {"name": "Ada", "email": "ada@example.com", "password": "a long password"}
ORGANISATION = {"name": "Rocher", "timezone": "Europe/Monaco", "currency": "EUR", "country": "MC"}


def until[T](look: Callable[[], T | None], what: str, timeout_s: float = TIMEOUT_S) -> T:
    """Look until there is something, and return it."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {timeout_s:.0f} s in vain: {what}")


class Server:
    """A process tree: the server, its worker, its optimiser and its PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)
        self.caller = Caller(self.http)

    def start(self) -> None:
        """Start and wait until it answers."""
        values = {
            "PANNIER_DATA_DIR": str(self.data), "PANNIER_PORT": str(self.port), "PANNIER_HTTPS_PORT": "0",
            "PANNIER_JOB_RETAKE_S": "2", "PANNIER_LOG_FORMAT": "json", "PANNIER_OPTIMISER_PROCESSES": "1",
        }  # fmt: skip
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PANNIER_DATABASE")}
        command = [sys.executable, "-m", "pannier.app.cli", "serve"]
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=kept | values, stdout=log, stderr=log, start_new_session=True
            )
        until(self._answers, f"the server starts; see {self.data / 'server.log'}")

    def set_up(self) -> None:
        """Make the first operator and sign its administrator in."""
        token = (self.data / TOKEN_FILE).read_text().strip()
        self.caller.post("/v1/setup", {"token": token, "organisation": ORGANISATION, "person": PERSON})
        self.caller.sign_in(PERSON["email"], PERSON["password"])

    def kill_tree(self) -> None:
        """Kill the server and everything it started, at once, PostgreSQL too."""
        assert self.process is not None
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            _kill(pid)
        self.process.wait()

    def kill_worker(self) -> None:
        """Kill the worker and what it started; the server lives on."""
        (worker,) = self.workers()
        for pid in [worker, *descendants(worker)]:
            _kill(pid)

    def workers(self) -> list[int]:
        """Return the worker processes."""
        assert self.process is not None
        return [pid for pid in children(self.process.pid) if b"worker" in _command(pid)]

    def stop(self) -> None:
        """End in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(TIMEOUT_S)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.data / "server.log").read_text()[-2000:]
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def running_server(map_folder: Path) -> Iterator[Server]:
    """Run a server on a prepared map in a folder that goes away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pannier-kill-"))
    folder.chmod(0o711)
    server = Server(folder)
    (server.data / "maps").mkdir(parents=True)
    server.data.chmod(0o711)
    (server.data / "maps" / "monaco").symlink_to(map_folder, target_is_directory=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.http.close()
        erase(server.data)
        shutil.rmtree(folder)


def children(pid: int) -> list[int]:
    """Return the processes that a process started and that still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found.append(int(path.parent.name))
    return found


def descendants(pid: int) -> list[int]:
    """Return all processes below one."""
    return [each for child in children(pid) for each in (child, *descendants(child))]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def finished_job(caller: Caller, job_id: str) -> Any:
    """Wait for a job to end and return it; fail when it ended with an error."""

    def look() -> Any:
        job = caller.get(f"/v1/jobs/{job_id}")
        return job if job["state"] in {"finished", "error"} else None

    job = until(look, f"job {job_id} ends")
    assert job["state"] == "finished", job
    return job
