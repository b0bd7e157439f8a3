"""The position history's day partitions: made ahead, dropped when their time is over. Only the tables' owner can."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import timedelta

import structlog
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from pannier.base import clock
from pannier.base.transactions import sqlalchemy_url
from pannier.tracking.partitions import drop_before, ensure_days

DAYS_AHEAD = 14
LOOK_EVERY_S = 3600.0

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def positions_kept(owner_url: str, days: int) -> Iterator[None]:
    """Keep positions so many days: seen to now, and every hour as long as the block lasts."""
    keep_positions(owner_url, days)
    stop = threading.Event()
    thread = threading.Thread(
        target=_keep_on, args=(owner_url, days, stop), name="position-days", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


def keep_positions(owner_url: str, days: int) -> list[str]:
    """Make the partitions of the next two weeks and drop those that are older; return the names of the latter."""
    today = clock.now().date()
    engine = create_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    with engine.begin() as connection:
        ensure_days(connection, today, DAYS_AHEAD)
        return drop_before(connection, today - timedelta(days=days))


def _keep_on(owner_url: str, days: int, stop: threading.Event) -> None:
    while not stop.wait(LOOK_EVERY_S):
        try:
            dropped = keep_positions(owner_url, days)
        except SQLAlchemyError as error:
            # An hour later is early enough: positions without a partition fall into the default one.
            log.warning("positions.not_dropped", error=str(error))
            continue
        if dropped:
            log.info("positions.dropped", partitions=dropped)
