"""Fixtures for all tests: one embedded PostgreSQL a session, a fresh organisation a test, a client on the app."""

import threading
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine
from starlette.testclient import TestClient

from pannier.accounts import limits, tokens
from pannier.app import wiring
from pannier.app.web import create_app
from pannier.base import schema
from pannier.base import settings as settings_module
from pannier.base.encryption import in_memory
from pannier.base.postgres import Urls
from pannier.base.transactions import engine_for
from pannier.tracking.following import the_follower
from pannier.tracking.positions import gathering
from tests.support.organisations import Organisation, make_organisation

pytest_plugins = ["tests.conftest_postgres", "tests.conftest_map"]

# A busy machine is no failure, and the same examples are drawn each time.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def prepare_schema() -> Callable[[Urls], None]:
    """Return what fills the template database that every worker's database is copied from."""
    return lambda urls: schema.upgrade(urls.owner_url)


@pytest.fixture(scope="session")
def engine(postgres_urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The runtime engine (bound by row-level security) on a database with all tables."""
    data_dir = tmp_path_factory.mktemp("data")
    with (
        settings_module.override(database_url=postgres_urls.app_url, data_dir=data_dir),
        in_memory(),
    ):
        wiring.wire()
        engine = engine_for(postgres_urls.app_url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def app(engine: Engine) -> object:
    """The HTTP application."""
    return create_app()


@pytest.fixture
def client(app: object) -> Iterator[TestClient]:
    """A client without sign-in; pass `headers=operator.headers("dispatcher")`."""
    limits.forget()
    with TestClient(app, raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client
    gathering.close()
    the_follower.close()


@pytest.fixture
def operator(engine: Engine) -> Organisation:
    """A fresh operator; no other test sees its rows."""
    return make_organisation("operator")


@pytest.fixture
def stranger(engine: Engine) -> Organisation:
    """Another operator, who must never see the first one's rows."""
    return make_organisation("operator")


@pytest.fixture(autouse=True)
def _quick_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with as little work as argon2 allows; tests marked `slow_passwords` hash like the product."""
    if "slow_passwords" not in request.keywords:
        monkeypatch.setattr(tokens, "_hasher", lambda: QUICK)


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Fail a test that leaves a reader or job loop running."""
    before = {thread.name for thread in threading.enumerate()}
    yield
    left = {t.name for t in threading.enumerate()} - before
    assert not {name for name in left if name.startswith(("reader-", "jobs"))}
