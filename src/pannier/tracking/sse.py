"""Live streams as server-sent events, one latest-wins slot a viewer: who does not read costs nothing.

A slot keeps the newest message of each key (a rider's position, a route's times) until it can be sent, so a slow
viewer gets the present and never a backlog. The answer is raw ASGI with its own receive loop: a viewer who goes away
is noticed at once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEARTBEAT_S = 15.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


@dataclass(frozen=True, slots=True)
class Message:
    """One event for a viewer; of two with the same key only the newer one is sent."""

    key: str
    event: str
    data: bytes

    def encoded(self, number: int) -> bytes:
        """Return the message as it goes over the wire."""
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, self.event.encode(), self.data)


def message(key: str, event: str, data: Any) -> Message:
    """Return a message with its data as JSON, encoded once for all viewers."""
    return Message(key, event, msgspec.json.encode(data))


class Slot:
    """What one viewer has still to be sent; belongs to one event loop."""

    __slots__ = ("_filled", "_waiting")

    def __init__(self) -> None:
        self._waiting: dict[str, Message] = {}
        self._filled = asyncio.Event()

    def put(self, one: Message) -> None:
        """Keep a message in the place of the older one with its key."""
        self._waiting.pop(one.key, None)
        self._waiting[one.key] = one
        self._filled.set()

    async def take(self, timeout_s: float) -> list[Message]:
        """Return all that waits as soon as something does; nothing when the time is over."""
        try:
            await asyncio.wait_for(self._filled.wait(), timeout_s)
        except TimeoutError:
            return []
        waiting, self._waiting = list(self._waiting.values()), {}
        self._filled.clear()
        return waiting


Subscribe = Callable[[Slot], Callable[[], None]]
Source = Callable[[Slot], AsyncIterator[Iterable[Message]]]


class EventStream(Response):
    """The answer that stays open and sends what `source` yields; an empty yield goes out as a heartbeat.

    It ends when the viewer goes away or the source does. The viewer is subscribed before the source begins, so nothing
    is lost between a snapshot and the first change.
    """

    def __init__(self, subscribe: Subscribe, source: Source) -> None:
        super().__init__()
        self._subscribe, self._source = subscribe, source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the viewer goes away or the source ends."""
        slot = Slot()
        leave = self._subscribe(slot)
        gone = asyncio.ensure_future(_gone(receive))
        pump = asyncio.ensure_future(self._pump(slot, send))
        try:
            await asyncio.wait({gone, pump}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leave()
            for task in (gone, pump):
                task.cancel()
            await asyncio.gather(gone, pump, return_exceptions=True)

    async def _pump(self, slot: Slot, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        number = 0
        async for waiting in self._source(slot):
            parts = [one.encoded(number + place) for place, one in enumerate(waiting, 1)]
            number += len(parts)
            body = b"".join(parts) if parts else b": beat\n\n"
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
