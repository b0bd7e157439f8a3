"""The raw routes of tracking: positions in, live streams out."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pannier.base import clock
from pannier.base.actor import Actor
from pannier.base.problems import Invalid
from pannier.base.raw import RawRoute, read_body
from pannier.base.transactions import transaction
from pannier.places.service import get_hub
from pannier.tracking.fanout import the_fanout
from pannier.tracking.following import the_follower
from pannier.tracking.live import feed, snapshot
from pannier.tracking.on_duty import sender_of
from pannier.tracking.openapi import LIVE, POSITIONS
from pannier.tracking.positions import Delivery, PointBatch, Stored, gathering, on_duty
from pannier.tracking.public_stream import RECIPIENT_ROUTE
from pannier.tracking.sse import HEARTBEAT_S, EventStream, Message, Slot

_POINTS = msgspec.json.Decoder(PointBatch)


async def take_positions(request: Request, actor: Actor) -> Response:
    """Take positions in; the answer leaves after the commit that holds them."""
    batch = await read_body(request, _POINTS)
    received_at = clock.now()
    sender = await run_in_threadpool(sender_of, actor)
    fixes = on_duty(sender, batch.points, received_at)
    stored = Stored(0, 0)
    if fixes:
        stored = await asyncio.wrap_future(gathering.put(Delivery(sender, received_at, fixes)))
        the_follower.note(sender, fixes[-1])
    body = {
        "stored": stored.stored,
        "duplicates": stored.duplicates,
        "off_duty": len(batch.points) - len(fixes),
    }
    return Response(msgspec.json.encode(body), media_type="application/json")


async def watch(request: Request, actor: Actor) -> Response:
    """Open a live stream of a hub, or of all hubs of the organisation."""
    hub_id = _hub_id(request)
    if hub_id is not None:
        await run_in_threadpool(_check_hub, actor, hub_id)
    topic = f"live.{actor.org_id}.{hub_id}" if hub_id else f"live.{actor.org_id}"

    def subscribe(slot: Slot) -> Callable[[], None]:
        return the_fanout.join(topic, slot)

    async def source(slot: Slot) -> AsyncIterator[list[Message]]:
        yield await run_in_threadpool(_read, actor, lambda db: snapshot(db, hub_id))
        while True:
            waiting = await slot.take(HEARTBEAT_S)
            yield waiting or [await run_in_threadpool(_read, actor, lambda db: feed(db, hub_id))]

    return EventStream(subscribe, source)


def _hub_id(request: Request) -> uuid.UUID | None:
    text = request.query_params.get("hub_id")
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Invalid("hub_id is the id of a hub; list them with GET /v1/hubs.", pointer="hub_id") from None


def _check_hub(actor: Actor, hub_id: uuid.UUID) -> None:
    _read(actor, lambda db: get_hub(db, hub_id))


def _read(actor: Actor, read: Callable[[Any], Any]) -> Any:
    with transaction(actor.scope, actor=actor.name) as db:
        return read(db)


RAW_ROUTES = (
    RawRoute("/v1/positions", "POST", "drive", take_positions, POSITIONS),
    RawRoute("/v1/live", "GET", "live:read", watch, LIVE),
    RECIPIENT_ROUTE,
)
