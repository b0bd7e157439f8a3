"""The transaction edge: one request, one job step, one reader step is one transaction, opened and closed here."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from pannier.base import eventlog
from pannier.base.scope import Scope
from pannier.base.settings import settings

_after_commit: list[Callable[[], None]] = []


@functools.cache
def engine_for(url: str) -> Engine:
    """Return the one engine of this process for `url` (a libpq or SQLAlchemy PostgreSQL URL)."""
    return create_engine(
        sqlalchemy_url(url),
        pool_size=20,
        max_overflow=20,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={"prepare_threshold": 5},
    )


def sqlalchemy_url(url: str) -> str:
    """Return `url` with the psycopg 3 driver named."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgresql", "postgres"} else url


def the_engine() -> Engine:
    """Return the engine of the configured database; raise RuntimeError when none is configured yet."""
    url = settings().database_url
    if not url:
        raise RuntimeError("No database is open; start one with `pannier serve` or set PANNIER_DATABASE_URL.")
    return engine_for(url)


def after_commit(call: Callable[[], None]) -> None:
    """Have `call` run after each commit that wrote events (it wakes the readers)."""
    if call not in _after_commit:
        _after_commit.append(call)


def new_session(scope: Scope, *, actor: str = "system", bind: Engine | None = None) -> Session:
    """Return an open session for `scope`; whoever calls this closes it. Routes and services never do."""
    db = Session(bind or the_engine(), expire_on_commit=False)
    db.info.update(scope=scope, actor=actor, pending=[])
    return db


@contextmanager
def transaction(scope: Scope, *, actor: str = "system", bind: Engine | None = None) -> Iterator[Session]:
    """Open a transaction for `scope`; on leaving, write its events and commit, or roll all back on an error."""
    db = new_session(scope, actor=actor, bind=bind)
    try:
        yield db
        commit(db)
    except BaseException:
        db.rollback()
        raise
    finally:
        db.close()


def commit(db: Session) -> None:
    """Close the events and commit; then tell whoever waits for events."""
    wrote = eventlog.close_events(db)
    db.commit()
    if wrote:
        for call in _after_commit:
            call()
