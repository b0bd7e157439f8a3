"""Pannier's own PostgreSQL: made at the first start, without network, ended with the process that started it."""

import contextlib
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import structlog

from pannier.base.postgres import leftover, lock
from pannier.base.postgres.account import server_account
from pannier.base.postgres.binaries import find_binaries, within_reach
from pannier.base.postgres.cluster import SUPERUSER, create_cluster, load_passwords
from pannier.base.postgres.errors import PostgresFailed
from pannier.base.postgres.home import Home, home_of, make_home
from pannier.base.postgres.process import ServerProcess
from pannier.base.postgres.roles import ensure_database, ensure_rights, ensure_roles
from pannier.base.postgres.tuning import Options, server_settings
from pannier.base.postgres.urls import APP, DATABASE, OWNER, Urls, socket_url
from pannier.base.settings import settings

_READY_TIMEOUT_S = 300.0
_POLL_S = 0.01
_LARGEST_LOG_BYTES = 10_000_000
_LOG_TAIL = 1500

log = structlog.get_logger(__name__)


class EmbeddedPostgres:
    """A server for one data folder; use it as a context manager or call `start` and `stop`."""

    def __init__(self, data_dir: Path, options: Options | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.options = options or Options()
        self._home: Home | None = None
        self._server: ServerProcess | None = None

    def start(self) -> Urls:
        """Start the server, at the first time make its database, and return the addresses.

        Raises DataFolderInUse, NoPostgres or PostgresFailed; whatever fails, nothing is left running.
        """
        account = server_account()
        home = make_home(self.data_dir, account)
        lock.acquire(home.base)
        self._home = home
        try:
            leftover.clear(home.data, home.socket)
            binaries = find_binaries(self.options.pg_bin or settings().pg_bin, major=home.major)
            binaries = within_reach(binaries, account, home=home.base)
            if home.major is None:
                create_cluster(home, binaries, account=account, sync=self.options.fsync)
            _turn_log(home.log)
            command: list[str | Path] = [binaries.folder / "postgres", "-D", home.data, *self._settings(home)]
            self._server = ServerProcess(command, account=account, log_file=home.log)
            self._server.start()
            self._wait_until_ready(home, self._server)
            self._prepare(home)
            self._server.keep_alive()
        except BaseException:
            self.stop()
            raise
        return self.urls()

    def stop(self) -> None:
        """Stop the server cleanly and give the folder back; a second call does nothing."""
        home, server = self._home, self._server
        self._home = self._server = None
        if server is not None:
            server.stop()
        if home is not None:
            lock.release(home.base)
            if home.socket.parent != home.base:
                with contextlib.suppress(OSError):
                    home.socket.rmdir()

    def urls(self, database: str = DATABASE) -> Urls:
        """Return the addresses of a database of the owner on the running server."""
        return _urls(self._running(), database)

    def superuser_url(self, database: str = "postgres") -> str:
        """Return the address for the superuser, for back-ups and tests only."""
        home = self._running()
        password = load_passwords(home.passwords)[SUPERUSER]
        return socket_url(home.socket, user=SUPERUSER, password=password, database=database)

    @property
    def pid(self) -> int | None:
        """Return the server's process id while it lives."""
        return self._server.pid if self._server else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> Home:
        if self._home is None:
            raise PostgresFailed(f"The server of {self.data_dir} is not started; call start() first.")
        return self._home

    def _settings(self, home: Home) -> list[str]:
        pairs = server_settings(self.options, socket=home.socket).items()
        return [argument for name, value in pairs for argument in ("-c", f"{name}={value}")]

    def _wait_until_ready(self, home: Home, server: ServerProcess) -> None:
        """Wait while it starts, which after a power cut may take minutes of recovery."""
        end = time.monotonic() + _READY_TIMEOUT_S
        while (pid := server.pid) and time.monotonic() < end:
            if leftover.is_ready(home.data, pid):
                return
            time.sleep(_POLL_S)
        raise PostgresFailed(f"PostgreSQL did not start; the end of {home.log} says: {_tail(home.log)}")

    def _prepare(self, home: Home) -> None:
        """Make roles, database and rights; all of it may exist already, in whole or in part."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as db:
            ensure_roles(db, load_passwords(home.passwords))
            ensure_database(db)
        with psycopg.connect(self.superuser_url(DATABASE)) as db:
            ensure_rights(db)


def find_running(data_dir: Path) -> Urls | None:
    """Return the addresses of the server that another process runs for this data folder, or None."""
    home = home_of(data_dir.absolute(), server_account())
    pid = leftover.server_pid(home.data)
    if pid is None or not leftover.works_in(pid, home.data) or not leftover.is_ready(home.data, pid):
        return None
    return _urls(home, DATABASE)


def erase(data_dir: Path) -> None:
    """Delete the database of a data folder, wherever it lies; raise DataFolderInUse while it is served."""
    data_dir = data_dir.absolute()
    home = home_of(data_dir, server_account())
    if home.base.exists():
        lock.acquire(home.base)
        try:
            leftover.clear(home.data, home.socket)
            shutil.rmtree(home.base)
        finally:
            lock.release(home.base)
    for path in (home.passwords, home.log, data_dir / "postgres.location"):
        path.unlink(missing_ok=True)


def _urls(home: Home, database: str) -> Urls:
    passwords = load_passwords(home.passwords)
    owner, app = (
        socket_url(home.socket, user=role, password=passwords[role], database=database)
        for role in (OWNER, APP)
    )
    return Urls(owner, app)


def _turn_log(path: Path) -> None:
    """Keep one older log, so that the two together stay small."""
    if path.exists() and path.stat().st_size > _LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))


def _tail(path: Path) -> str:
    return path.read_text(errors="replace")[-_LOG_TAIL:] if path.exists() else "nothing"
