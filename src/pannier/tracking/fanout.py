"""From the bus to the viewers of this process: one listener, topics with the slots of those who watch them."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from pannier.base.bus import Bus, the_bus
from pannier.tracking.sse import Message, Slot, message

_KEYS = {
    "position": ("rider_id",),
    "eta": ("route_id",),
    "stop": ("stop_id", "order_id"),
    "route": ("route_id",),
}


def message_of(news: dict[str, Any]) -> Message:
    """Return what viewers are sent for a piece of news; its kind and ids make the key."""
    kind = str(news["type"])
    data = {name: value for name, value in news.items() if name != "type"}
    key = ":".join([kind, *(str(news.get(name)) for name in _KEYS.get(kind, ()))])
    return message(key, kind, data)


class Fanout:
    """Hands news to slots; the bus calls from any thread, slots belong to the event loop of their viewer."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._viewers: dict[str, dict[Slot, asyncio.AbstractEventLoop]] = {}
        self._stop: Callable[[], None] | None = None

    def join(self, topic: str, slot: Slot) -> Callable[[], None]:
        """Let a slot of the running event loop get the news of a topic; return how to leave."""
        loop = asyncio.get_running_loop()
        with self._lock:
            self._viewers.setdefault(topic, {})[slot] = loop
            if self._stop is None:
                self._stop = self._bus.listen("live.", self._take)
        return lambda: self._leave(topic, slot)

    def count(self) -> int:
        """Return how many viewers there are."""
        with self._lock:
            return sum(len(slots) for slots in self._viewers.values())

    def _leave(self, topic: str, slot: Slot) -> None:
        with self._lock:
            slots = self._viewers.get(topic, {})
            slots.pop(slot, None)
            if not slots:
                self._viewers.pop(topic, None)
            if not self._viewers and self._stop is not None:
                self._stop()
                self._stop = None

    def _take(self, topic: str, news: dict[str, Any]) -> None:
        # A viewer of all hubs watches `live.<org>`, one of a hub `live.<org>.<hub>`.
        org_topic = topic.rpartition(".")[0]
        by_loop: dict[asyncio.AbstractEventLoop, list[Slot]] = {}
        with self._lock:
            for name in (topic, org_topic):
                for slot, loop in self._viewers.get(name, {}).items():
                    by_loop.setdefault(loop, []).append(slot)
        if not by_loop:
            return
        one = message_of(news)
        for loop, slots in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, slots, one)


def _put(slots: list[Slot], one: Message) -> None:
    for slot in slots:
        slot.put(one)


the_fanout = Fanout(the_bus)
