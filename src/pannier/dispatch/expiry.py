"""Ends offers whose time is over, in a thread of the worker."""

import threading

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from pannier.base import clock
from pannier.base.scope import SYSTEM, Scope
from pannier.base.transactions import transaction
from pannier.dispatch.models import Offer
from pannier.dispatch.offers import expire_due

log = structlog.get_logger(__name__)
EVERY_S = 2.0


def expire_all() -> int:
    """End what is due in all organisations, each in a transaction of its own; return how many offers."""
    now = clock.now()
    with transaction(SYSTEM) as db:
        due = select(Offer.org_id).where(Offer.state == "offered", Offer.expires_at <= now).distinct()
        org_ids = list(db.scalars(due))
    total = 0
    for org_id in org_ids:
        with transaction(Scope(org_id)) as db:
            total += expire_due(db, now)
    return total


class ExpiryLoop:
    """Looks every few seconds; several workers at once do no harm."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="offer-expiry")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present look."""
        self._stop.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                expire_all()
            except SQLAlchemyError as error:
                # The database may be away for a while; offers stay due until it is back.
                log.warning("dispatch.expiry_waiting", error=str(error))
