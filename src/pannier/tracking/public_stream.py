"""One order live for its recipient: the state is sent again whenever it changed, at most every five seconds.

A clock that runs faster asks for more; a real second always lies between.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pannier.base import clock
from pannier.base.actor import Actor
from pannier.base.problems import Problem
from pannier.base.raw import RawRoute, problem_response
from pannier.base.scope import SYSTEM, acting_as
from pannier.base.transactions import transaction
from pannier.orders.queries import get_order
from pannier.tracking.fanout import the_fanout
from pannier.tracking.links import find_by_token
from pannier.tracking.openapi import RECIPIENT
from pannier.tracking.public_api import LinkGone
from pannier.tracking.recipient import recipient_view
from pannier.tracking.sse import HEARTBEAT_S, EventStream, Message, Slot, message

LEAST_S, LEAST_REAL_S = 5.0, 1.0
_OVER = {"delivered", "partially_delivered", "returned", "cancelled", "lost"}


class OpenRoute(RawRoute):
    """A raw route without sign-in; the link itself is the key."""

    async def endpoint(self, request: Request) -> Response:
        """Handle without authorisation; problems become problem+json here."""
        try:
            return await watch_order(request)
        except Problem as problem:
            return problem_response(problem, request.url.path)


async def watch_order(request: Request) -> Response:
    """Open the live stream of one order; raise LinkGone."""
    token = str(request.path_params["token"])
    topic = await run_in_threadpool(_read, token, _topic)

    def subscribe(slot: Slot) -> Callable[[], None]:
        return the_fanout.join(topic, slot)

    async def source(slot: Slot) -> AsyncIterator[list[Message]]:
        sent: dict[str, Any] = {}
        while True:
            state = await run_in_threadpool(_read, token, lambda db, link: _state(db, link, token))
            changed = {key: value for key, value in state.items() if key != "now"} != sent
            yield [message("state", "state", state)] if changed else []
            if state["phase"] in _OVER:
                return
            sent = {key: value for key, value in state.items() if key != "now"}
            await asyncio.sleep(max(LEAST_REAL_S, LEAST_S / max(1.0, clock.read().factor)))
            await slot.take(HEARTBEAT_S)

    return EventStream(subscribe, source)


def _read(token: str, read: Callable[[Session, Any], Any]) -> Any:
    with transaction(SYSTEM) as db:
        link = find_by_token(db, token)
        if link is None:
            raise LinkGone("This link opens nothing; it may be mistyped or over.")
        with acting_as(db, link.org_id):
            return read(db, link)


def _topic(db: Session, link: Any) -> str:
    return f"live.{link.org_id}.{get_order(db, link.order_id).hub_id}"


def _state(db: Session, link: Any, token: str) -> dict[str, Any]:
    return recipient_view(db, link, token).model_dump(mode="json")


async def _unused(request: Request, actor: Actor) -> Response:
    return await watch_order(request)


RECIPIENT_ROUTE = OpenRoute("/t/{token}/stream", "GET", "public", _unused, RECIPIENT)
