"""The whole list of who reacts to what, which routes exist and which long work there is; nothing else is wired.

AT_ONCE reactions run in the transaction that caused them. AFTERWARDS readers run in the worker, each with a bookmark
of its own, so a slow or failing one holds up nobody else.
"""

from collections.abc import Callable
from typing import Protocol

from pannier.accounts import api as accounts_api
from pannier.accounts.authenticate import authenticate
from pannier.app import system_api
from pannier.base import eventlog
from pannier.base.edge import Router, authenticate_with
from pannier.base.job_queue import enqueue_requested
from pannier.base.jobs import Handler as JobHandler
from pannier.base.raw import RawRoute
from pannier.base.readers import Handler, Reader
from pannier.factors import api as factors_api


class Loop(Protocol):
    """Something that works in a thread of its own until stopped."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Finish what is at hand and end."""


ROUTERS: tuple[Router, ...] = (system_api.router, accounts_api.router, factors_api.router)

RAW_ROUTES: tuple[RawRoute, ...] = ()

AT_ONCE: dict[str, tuple[eventlog.AtOnce, ...]] = {}

AFTERWARDS: dict[str, dict[str, tuple[Handler, ...]]] = {
    "jobs": {"job.requested": (enqueue_requested,)},
}

SENDERS: tuple[Callable[[], Loop], ...] = ()

JOBS: dict[str, JobHandler] = {}


def wire() -> None:
    """Connect all parts of this process; call once before the first request."""
    authenticate_with(authenticate)
    eventlog.react_at_once(AT_ONCE)


def all_readers() -> tuple[Reader, ...]:
    """Return the readers of the event log."""
    return tuple(Reader(name, handlers) for name, handlers in AFTERWARDS.items())
