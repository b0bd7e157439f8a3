"""Makes plans ready for quotes as soon as they change, in a thread of each process that answers.

Only for hubs that are asked: an operator who never quotes pays nothing. What is kept is bounded where it is kept
(`standing.MOST_KEPT` plans of `quote_desk.MOST_QUOTERS` quoters each).
"""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from pannier.accounts.people import my_organisation
from pannier.base import clock
from pannier.base.bus import Bus, News, the_bus
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.orders.quoted import has_quotes, latest_quoted
from pannier.places.service import get_hub, network_of
from pannier.planning.problems import NoPlan
from pannier.planning.quotes.make import plan_to_quote_from
from pannier.planning.quotes.reactions import TOPIC
from pannier.planning.retime import NetworkOf
from pannier.planning.standing import MOST_KEPT, standing_plan

log = structlog.get_logger(__name__)
REST = 2.0
"""So many times as long as it worked it rests: on-demand orders change routes every few seconds."""
LEAST_REST_S = 0.2

type HubDay = tuple[uuid.UUID, uuid.UUID, date]


def prepare(hub_day: HubDay, *, network_of: NetworkOf = network_of, bind: Engine | None = None) -> bool:
    """Make the newest plan of an organisation's hub and day ready for quotes; False where nobody asks or plans."""
    org_id, hub_id, on = hub_day
    with transaction(Scope(org_id), actor="quotes", bind=bind) as db:
        if not has_quotes(db, hub_id):
            return False
        hub = get_hub(db, hub_id)
        if on < clock.now().astimezone(ZoneInfo(hub.timezone)).date():
            return False  # The news may be old: who reads the log from its beginning hears of every day there was.
        try:
            plan = plan_to_quote_from(db, hub, on)
        except NoPlan:
            return False
        standing = standing_plan(db, plan, network_of(hub), currency=my_organisation(db).currency)
    with standing.lock:
        standing.desk.prepare(network_of(hub))
        log.debug("quotes.ready", hub=str(hub_id), day=str(on), quoters=standing.desk.quoters)
    return True


class Warmer:
    """Prepares what changed, the newest news last, one plan at a time; old news of the same day count once."""

    def __init__(self, bus: Bus = the_bus, prepare: Callable[[HubDay], bool] = prepare) -> None:
        self._bus, self._prepare = bus, prepare
        self._waiting: dict[HubDay, None] = {}
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="quotes-warm")

    def start(self) -> None:
        """Begin with what was asked for last, then follow the news."""
        self._unlisten = self._bus.listen(TOPIC, self._take)
        self._thread.start()

    def close(self) -> None:
        """End after the present plan."""
        self._unlisten()
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join(10.0)

    def _take(self, topic: str, news: News) -> None:
        del topic
        key = (uuid.UUID(news["org_id"]), uuid.UUID(news["hub_id"]), date.fromisoformat(news["date"]))
        with self._changed:
            self._waiting[key] = None
            self._changed.notify()

    def _next(self) -> HubDay | None:
        with self._changed:
            while not self._waiting and not self._is_stopping:
                self._changed.wait()
            if self._is_stopping:
                return None
            key = next(iter(self._waiting))
            del self._waiting[key]
            return key

    def _run(self) -> None:
        self._begin()
        while (key := self._next()) is not None:
            since = time.monotonic()
            try:
                is_ready = self._prepare(key)
            except Exception:
                # Whoever asks computes it, and is told what is wrong.
                log.exception("quotes.not_prepared", hub=str(key[1]))
                is_ready = False
            took_s = time.monotonic() - since
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_stopping, max(LEAST_REST_S, REST * took_s) if is_ready else 0
                )

    def _begin(self) -> None:
        try:
            with transaction(SYSTEM) as db:
                found = latest_quoted(db, since=clock.now().date(), most=MOST_KEPT)
        except Exception:
            log.exception("quotes.not_begun")
            return
        with self._changed:
            self._waiting = dict.fromkeys(found) | self._waiting
