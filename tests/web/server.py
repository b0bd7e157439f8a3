"""A real server for browsers: `pannier serve` as a child on a free loopback port, on a database of the test run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from pannier.accounts.setup_token import TOKEN_FILE
from pannier.simulate.client import Caller

START = "2026-03-10T08:05:00+01:00"
"""When the day of the tests begins; from then on time runs as usual."""
TIMEOUT_S = 120.0
POLL_S = 0.05


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    url: str
    data: Path
    http: httpx.Client

    def caller(self) -> Caller:
        """Return a client of its API that is not signed in."""
        return Caller(self.http)

    def token(self) -> str:
        """Return the token of the first run."""
        return (self.data / TOKEN_FILE).read_text().strip()


@contextmanager
def serving(data: Path, *, database_url: str, monaco: Path) -> Iterator[Server]:
    """Serve on a fresh database until the block ends."""
    (data / "maps").mkdir(parents=True)
    (data / "maps" / "monaco").symlink_to(monaco, target_is_directory=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pannier.app.cli", "serve", "--until-input-ends"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_environment(data, port, database_url),
            start_new_session=True,
        )
    try:
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
            _wait_until_up(process, http, data)
            yield Server(url, data, http)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=90)
        finally:
            process.kill()


def _environment(data: Path, port: int, database_url: str) -> Mapping[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PANNIER_")}
    return kept | {
        "PANNIER_DATA_DIR": str(data),
        "PANNIER_DATABASE_URL": database_url,
        "PANNIER_PORT": str(port),
        "PANNIER_HTTPS_PORT": "0",
        "PANNIER_CLOCK_START": START,
        "PANNIER_OPTIMISER_PROCESSES": "1",
    }


def _wait_until_up(process: subprocess.Popen[bytes], http: httpx.Client, data: Path) -> None:
    """Wait until requests are answered and the first-run token lies there."""
    end = time.monotonic() + TIMEOUT_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if http.get("/healthz").status_code == 200 and (data / TOKEN_FILE).exists():
                return
        except httpx.TransportError:
            pass
        time.sleep(POLL_S)
    raise RuntimeError(f"The server did not start:\n{(data / 'server.log').read_text()[-3000:]}")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
