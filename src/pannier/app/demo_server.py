"""The demo's server: `pannier serve` as a child with the demo's settings; it ends when we end, however we end."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

from pannier.app.demo_world import DemoError
from pannier.app.mail_sink import free_port
from pannier.simulate.client import Caller

START_TIMEOUT_S = 120.0
POLL_S = 0.05


@dataclass
class DemoServer:
    """One running server of a data folder."""

    data: Path
    port: int
    https_port: int
    clock: Mapping[str, str]
    """PANNIER_CLOCK_… variables."""
    demo: bool = True
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Return the file with what it printed."""
        return self.data / "server.log"

    def start(self) -> None:
        """Start it; `wait` until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pannier.app.cli", "serve", "--until-input-ends"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                # Ctrl-C is for us alone: we end the day first, then the server.
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it answers; raises DemoError with the end of its log when it does not."""
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                raise DemoError(f"The server did not start. The end of {self.log}:\n{self._tail()}")
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(POLL_S)
        raise DemoError(f"The server did not answer in {START_TIMEOUT_S:.0f} s; see {self.log}.")

    def wait_until_stopped(self) -> None:
        """Return when it has ended, by whomever."""
        if self.process is not None:
            self.process.wait()

    @property
    def exit_code(self) -> int | None:
        """Return with which code it ended by itself or was ended from outside; None while it runs."""
        return None if self.process is None else self.process.poll()

    def caller(self) -> Caller:
        """Return a caller of this server, not signed in."""
        limits = httpx.Limits(max_connections=8)
        http = httpx.Client(base_url=self.url, timeout=60, limits=limits, trust_env=False)
        return Caller(http, is_gone=lambda: self.exit_code is not None)

    def stop(self) -> None:
        """End it cleanly; a second call does nothing."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _environment(self) -> dict[str, str]:
        """Return the child's settings; a demo never sees the database or mail server of a real installation."""
        if not self.demo:
            return dict(os.environ) | self._ports()
        kept = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith("PANNIER_") or name in _KEPT
        }
        own = {"PANNIER_DATA_DIR": str(self.data), "PANNIER_DEMO": "true"}
        return kept | dict(self.clock) | own | self._ports()

    def _ports(self) -> dict[str, str]:
        return {
            "PANNIER_HOST": "127.0.0.1",
            "PANNIER_PORT": str(self.port),
            "PANNIER_HTTPS_PORT": str(self.https_port),
        }

    def _tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-15:])


_KEPT = frozenset({"PANNIER_PG_BIN", "PANNIER_LOG_LEVEL", "PANNIER_LOG_FORMAT", "PANNIER_HTTPS_HOST"})


def own_server(data: Path) -> DemoServer:
    """Return a server of a real data folder for the length of a command: on a free port, for this machine alone."""
    return DemoServer(data, free_port(), 0, {}, demo=False)
