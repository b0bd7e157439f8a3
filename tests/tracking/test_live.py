"""Live streams: a snapshot, then the newest of everything; nobody sees another organisation's."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.testclient import TestClient

from pannier.base.actor import Actor
from pannier.base.bus import the_bus
from pannier.tracking.fanout import Fanout, the_fanout
from pannier.tracking.raw import watch
from pannier.tracking.sse import EventStream, Message, Slot, message
from tests.support.organisations import Organisation
from tests.support.rounds import Day


class Viewer:
    """A connection that reads what a stream sends until it leaves."""

    def __init__(self) -> None:
        self.sent = b""
        self.left = asyncio.Event()
        self.news = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, part: Any) -> None:
        self.sent += part.get("body", b"")
        self.news.set()

    def events(self) -> list[tuple[str, Any]]:
        found = []
        for block in self.sent.decode().split("\n\n"):
            lines = dict(
                line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":"
            )
            if "event" in lines:
                found.append((lines["event"], json.loads(lines["data"])))
        return found

    async def until(self, kind: str, count: int = 1) -> None:
        async with asyncio.timeout(5):
            while sum(1 for name, _ in self.events() if name == kind) < count:
                self.news.clear()
                await self.news.wait()


def request(query: bytes = b"") -> Request:
    return Request(
        {"type": "http", "method": "GET", "path": "/v1/live", "query_string": query, "headers": []}
    )


def actor(operator: Organisation) -> Actor:
    return Actor(operator.org_id, operator.org_id, frozenset({"live:read"}))


def news(org_id: uuid.UUID, hub_id: uuid.UUID, rider: str = "r", lon: float = 7.0) -> None:
    the_bus.publish(f"live.{org_id}.{hub_id}", {"type": "position", "rider_id": rider, "lon": lon})


def test_every_viewer_of_a_hub_gets_its_news_and_no_other(day: Day, stranger: Organisation):
    async def scene() -> list[Viewer]:
        viewers = [Viewer() for _ in range(4)]
        streams = [
            await watch(request(f"hub_id={day.hub_id}".encode()), actor(day.operator)),
            await watch(request(f"hub_id={day.hub_id}".encode()), actor(day.operator)),
            await watch(request(), actor(day.operator)),
            await watch(request(), actor(stranger)),
        ]
        tasks = [
            asyncio.ensure_future(stream({"type": "http"}, viewer.receive, viewer.send))
            for stream, viewer in zip(streams, viewers, strict=True)
        ]
        for viewer in viewers:
            await viewer.until("feed")
        await asyncio.to_thread(news, day.operator.org_id, day.hub_id)
        await asyncio.to_thread(news, day.operator.org_id, uuid.uuid4())
        for viewer, count in zip(viewers, (1, 1, 1, 0), strict=True):
            await viewer.until("position", count)
        assert the_fanout.count() == 4
        for viewer in viewers:
            viewer.left.set()
        await asyncio.gather(*tasks)
        return viewers

    viewers = asyncio.run(scene())
    assert [name for name, _ in viewers[0].events()].count("position") == 1
    assert [name for name, _ in viewers[3].events()] == ["feed"]
    assert the_fanout.count() == 0


def test_a_slow_viewer_gets_the_newest_of_each_rider():
    async def scene() -> list[Message]:
        slot = Slot()
        fanout = Fanout(the_bus)
        leave = fanout.join("live.x.y", slot)
        for lon in range(50):
            the_bus.publish("live.x.y", {"type": "position", "rider_id": "a", "lon": lon})
            the_bus.publish("live.x.y", {"type": "position", "rider_id": "b", "lon": -lon})
        await asyncio.sleep(0)
        leave()
        return await slot.take(1)

    waiting = asyncio.run(scene())
    assert [json.loads(one.data)["lon"] for one in waiting] == [49, -49]


def test_a_quiet_stream_beats_and_a_finished_one_ends():
    async def source(slot: Slot) -> AsyncIterator[list[Message]]:
        yield []
        yield [message("a", "a", {"n": 1})]

    async def scene() -> bytes:
        viewer = Viewer()
        await EventStream(lambda slot: lambda: None, source)({"type": "http"}, viewer.receive, viewer.send)
        return viewer.sent

    assert asyncio.run(scene()) == b'retry: 3000\n\n: beat\n\nid: 1\nevent: a\ndata: {"n":1}\n\n'


def test_a_hub_of_others_cannot_be_watched(client: TestClient, day: Day, stranger: Organisation):
    address = f"/v1/live?hub_id={day.hub_id}"
    assert client.get(address, headers=stranger.headers()).status_code == 404
    assert client.get("/v1/live?hub_id=x", headers=day.operator.headers()).status_code == 422
    assert client.get(address, headers=day.headers).status_code == 403
    assert client.get(address).status_code == 401


def test_arrivals_and_outcomes_reach_the_live_view(client: TestClient, day: Day):
    heard: list[dict[str, Any]] = []
    stop = the_bus.listen(f"live.{day.operator.org_id}", lambda topic, item: heard.append(item))
    day.send(client, day.event("route.load", 0), day.event("attempt.succeed", 11, order=0))
    day.operator.read_events("live", "eta")
    stop()
    kinds = [(item["type"], item.get("state")) for item in heard]
    assert ("route", "in_progress") in kinds
    assert ("stop", "succeeded") in kinds
    assert ("eta", None) in kinds


def test_a_recipients_stream_ends_with_the_delivery(client: TestClient, day: Day):
    from pannier.tracking.links import link_for

    day.send(client, day.event("route.load", 0), day.event("attempt.succeed", 11, order=0))
    with day.operator.session() as db:
        url = link_for(db, day.orders[0])
    answer = client.get(f"{url[url.index('/t/') :]}/stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert '"phase":"delivered"' in answer.text
