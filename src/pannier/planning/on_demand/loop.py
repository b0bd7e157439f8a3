"""Looks at orders on demand in a thread of the worker, within a second of whatever happens."""

import threading
import time
import uuid

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from pannier.base.away import is_away
from pannier.base.bus import News, the_bus
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.places.service import network_of
from pannier.planning.on_demand.decide import NetworkOf, decide
from pannier.planning.on_demand.desk import due_desks, put_off
from pannier.planning.on_demand.why import FAULT

log = structlog.get_logger(__name__)
EVERY_S = 0.5
WAKE = "log.grew"
AFTER_A_FAULT_S = 10


def look(*, network_of: NetworkOf = network_of, bind: Engine | None = None) -> int:
    """Look at every hub that is due, each in a transaction of its own; return how many were looked at here."""
    with transaction(SYSTEM, bind=bind) as db:
        due = due_desks(db)
    return sum(_look_at(org_id, hub_id, network_of, bind) for org_id, hub_id in due)


def _look_at(org_id: uuid.UUID, hub_id: uuid.UUID, network_of: NetworkOf, bind: Engine | None) -> bool:
    since = time.monotonic()
    try:
        with transaction(Scope(org_id), actor="on demand", bind=bind) as db:
            desk = decide(db, hub_id, network_of=network_of)
    except Exception as error:
        if is_away(error):
            raise
        # One hub's fault holds up no other; it is tried again, and the console says so.
        log.exception("on_demand.failed", hub=str(hub_id))
        with transaction(Scope(org_id), actor="on demand", bind=bind) as db:
            put_off(db, hub_id, seconds=AFTER_A_FAULT_S, error_code=FAULT)
        return False
    if desk is not None:
        log.debug("on_demand.looked", hub=str(hub_id), took_s=round(time.monotonic() - since, 3))
    return desk is not None


class OnDemandLoop:
    """Looks when the event log grew, and every half second for what time alone changes; several workers do no harm."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="on-demand")
        the_bus.listen(WAKE, self._wake)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present look."""
        self._stopping.set()
        self._news.set()
        self._thread.join(10.0)

    def _wake(self, topic: str, news: News) -> None:
        self._news.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(EVERY_S)
            self._news.clear()
            try:
                look()
            except SQLAlchemyError as error:
                # The database may be away for a while; what is due stays due.
                log.warning("on_demand.waiting", error=str(error))
                self._stopping.wait(1.0)
