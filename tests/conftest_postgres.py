"""One PostgreSQL for a whole test run, started when the first test asks, and one database for each worker.

To be loaded by tests/conftest.py: `pytest_plugins = ["conftest_postgres"]`. Override the fixture
`prepare_schema` there to fill the template that all databases are copied from.

With PANNIER_TEST_DATABASE_URL (a superuser, or a role that may create databases and roles) the tests run
on that server instead; with PANNIER_PG_BIN the embedded one uses those programs.
"""

import fcntl
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from pannier.base.atomic import write_atomically
from pannier.base.postgres import EmbeddedPostgres, Options, Urls, erase, server_from_url
from pannier.base.postgres.urls import DATABASE, OWNER

_FOLDER = "PANNIER_TEST_POSTGRES_FOLDER"
_POLL_S = 0.02
_TIMEOUT_S = 120.0

PrepareSchema = Callable[[Urls], None]
NewDatabase = Callable[[], Urls]


@dataclass(frozen=True)
class TestServer:
    """Addresses on the server: `admin_url` may create databases."""

    __test__ = False
    folder: Path
    admin_url: str
    owner_url: str
    app_url: str
    template: str
    owner: str = ""

    def urls(self, database: str) -> Urls:
        """Return the addresses of a database."""
        return Urls(with_database(self.owner_url, database), with_database(self.app_url, database))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one worker at a time in."""
        with (self.folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def with_database(url: str, database: str) -> str:
    """Return the URL of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def prepare_schema() -> PrepareSchema:
    """Return what fills the template database; by default it stays empty."""
    return lambda urls: None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    """Return the server of this test run."""
    if shared := os.environ.get(_FOLDER):
        yield _wait_for_server(Path(shared))
        return
    folder = _make_folder()
    try:
        with _started(folder) as server:
            yield server
    finally:
        _remove(folder)


@pytest.fixture(scope="session")
def new_database(postgres_server: TestServer, prepare_schema: PrepareSchema) -> Iterator[NewDatabase]:
    """Return a function that makes one more copy of the template; all are dropped at the end."""
    _fill_template(postgres_server, prepare_schema)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made: list[str] = []

    def new() -> Urls:
        name = f"{postgres_server.template}_{worker}_{len(made)}"
        _copy_template(postgres_server, name)
        made.append(name)
        return postgres_server.urls(name)

    yield new
    for name in made:
        _run(postgres_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def postgres_urls(new_database: NewDatabase) -> Urls:
    """Return the database of this worker."""
    return new_database()


def pytest_configure(config: pytest.Config) -> None:
    """With xdist, let the controller start the server when a worker asks: it must outlive each of them."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.add_cleanup(_OnDemand().start())


class _OnDemand:
    """Waits in a thread until the file `wanted` appears, then starts the server and writes `ready.json`."""

    def __init__(self) -> None:
        self.folder = _make_folder()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="test-postgres")

    def start(self) -> Callable[[], None]:
        """Begin to wait and return the function that ends it."""
        os.environ[_FOLDER] = str(self.folder)
        self._thread.start()
        return self._stop

    def _stop(self) -> None:
        self._end.set()
        self._thread.join()
        os.environ.pop(_FOLDER, None)
        _remove(self.folder)

    def _serve(self) -> None:
        while not (self.folder / "wanted").exists():
            if self._end.wait(_POLL_S):
                return
        try:
            with _started(self.folder) as server:
                answer = {name: str(value) for name, value in asdict(server).items()}
                write_atomically(self.folder / "ready.json", json.dumps(answer).encode())
                self._end.wait()
        except Exception as fault:
            write_atomically(self.folder / "ready.json", json.dumps({"error": repr(fault)}).encode())
            raise


def _wait_for_server(folder: Path) -> TestServer:
    """Ask the controller for the server and wait until it is there."""
    (folder / "wanted").touch()
    end = time.monotonic() + _TIMEOUT_S
    while not (folder / "ready.json").exists():
        if time.monotonic() > end:
            raise TimeoutError("The test server did not start; see the controller's output.")
        time.sleep(_POLL_S)
    answer = json.loads((folder / "ready.json").read_text())
    if "error" in answer:
        raise RuntimeError(f"The test server did not start: {answer['error']}")
    return TestServer(**{**answer, "folder": Path(answer["folder"])})


@contextmanager
def _started(folder: Path) -> Iterator[TestServer]:
    """Start the embedded server, or use the one given by URL; either way with an empty template."""
    if given := os.environ.get("PANNIER_TEST_DATABASE_URL"):
        with _given(folder, given) as server:
            yield server
        return
    pg_bin = os.environ.get("PANNIER_PG_BIN")
    options = Options(fsync=False, pg_bin=Path(pg_bin) if pg_bin else None)
    with EmbeddedPostgres(folder / "data", options) as postgres:
        urls = postgres.urls()
        yield TestServer(
            folder, postgres.superuser_url(), urls.owner_url, urls.app_url, template=DATABASE, owner=OWNER
        )


@contextmanager
def _given(folder: Path, url: str) -> Iterator[TestServer]:
    template = f"pannier_{folder.name[-8:].lower()}_template"
    server = TestServer(folder, url, url, url, template=template)
    _run(server, "CREATE DATABASE {}", template)
    try:
        urls = server_from_url(with_database(url, template))
        yield replace(server, owner_url=urls.owner_url, app_url=urls.app_url)
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", template)


def _fill_template(server: TestServer, prepare: PrepareSchema) -> None:
    """Fill the template, once per test run, and close it: a template in use cannot be copied."""
    done = server.folder / "template.done"
    with server.locked():
        if not done.exists():
            prepare(server.urls(server.template))
            _run(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", server.template)
            with psycopg.connect(server.admin_url) as db:
                ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                db.execute(ended, [server.template])
            done.touch()


def _copy_template(server: TestServer, name: str) -> None:
    owner = sql.Identifier(server.owner) if server.owner else sql.SQL("DEFAULT")
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    # Copies of one template at the same time would be in each other's way.
    with server.locked(), psycopg.connect(server.admin_url, autocommit=True) as db:
        db.execute(create.format(sql.Identifier(name), sql.Identifier(server.template), owner))


def _run(server: TestServer, statement: LiteralString, database: str) -> None:
    with psycopg.connect(server.admin_url, autocommit=True) as db:
        db.execute(sql.SQL(statement).format(sql.Identifier(database)))


def _make_folder() -> Path:
    """Return a new folder that the server's account can pass through, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="pannier-test-"))
    folder.chmod(0o711)
    return folder


def _remove(folder: Path) -> None:
    erase(folder / "data")
    shutil.rmtree(folder)
