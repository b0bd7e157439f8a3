"""Position intake and live streams of one server process on an embedded PostgreSQL, open loop over real sockets.

Run: .venv/bin/python benchmarks/positions_and_sse.py [viewers] [rate] [points] [seconds]
Prints the machine, the answers by status, the times from sending to the acknowledged commit, the times from a phone to
a viewer's socket, and whether every acknowledged position is in the database.
"""

import asyncio
import json
import os
import platform
import random
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

RIDERS = 50


def main() -> None:
    given = [int(value) for value in sys.argv[1:5]]
    viewers, rate, points, seconds = given + [1000, 200, 5, 10][len(given) :]
    with tempfile.TemporaryDirectory(prefix="pannier-bench-") as folder:
        os.environ["PANNIER_DATA_DIR"] = folder
        from pannier.base import schema
        from pannier.base.postgres import EmbeddedPostgres, Options

        database = EmbeddedPostgres(Path(folder), Options())
        urls = database.start()
        try:
            schema.upgrade(urls.owner_url)
            os.environ["PANNIER_DATABASE_URL"] = urls.app_url
            run(viewers, rate, points, seconds)
        finally:
            database.stop()


def run(viewers: int, rate: int, points: int, seconds: int) -> None:
    from pannier.app import wiring
    from pannier.base.settings import reload_settings

    reload_settings()
    wiring.wire()
    hub_id, watcher, riders = set_up()
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", "--factory", "pannier.app.web:create_app", "--port", str(port),
            "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning",
            "--timeout-graceful-shutdown", "1", "--backlog", "4096",
        ]
    )  # fmt: skip
    try:
        wait_for(port)
        asyncio.run(measure(port, hub_id, watcher, riders, (viewers, rate, points, seconds)))
    finally:
        server.terminate()
        server.wait(10)


def set_up() -> tuple[uuid.UUID, str, list[str]]:
    """Make an operator with a hub, a dispatcher and riders on duty; return the hub and the tokens."""
    from pannier.accounts import people, sign_in
    from pannier.base.scope import SYSTEM, acting_as
    from pannier.base.transactions import transaction
    from pannier.driving.duties import settle_duty
    from pannier.driving.models import RiderEvent
    from pannier.fleet.riders import RiderValues, create_rider
    from pannier.places.models import Hub

    now = datetime.now(UTC)
    with transaction(SYSTEM) as db:
        made = people.create_organisation(
            db, kind="operator", name="Bench", timezone="Europe/Monaco", currency="EUR", country="MC"
        )
        with acting_as(db, made.id):
            hub = Hub(
                name="Port", code="P", address="Quai", lon=7.42, lat=43.73, timezone="Europe/Monaco",
                opens="06:00", closes="22:00", loading_s=0, map_name="monaco",
            )  # fmt: skip
            db.add(hub)
            db.flush()
            dispatcher = people.create_person(db, name="D", roles=["dispatcher"])
            watcher = sign_in.open_session(db, dispatcher)
            tokens = []
            for number in range(RIDERS):
                rider = create_rider(db, RiderValues(hub_id=hub.id, name=f"Rider {number}"))
                start = now - timedelta(hours=1)
                db.add(
                    RiderEvent(
                        id=uuid.uuid4(), rider_id=rider.id, type="duty.start", counter=1, device_time=start,
                        at=start, received_at=now, data={},
                    )
                )  # fmt: skip
                db.flush()
                settle_duty(db, rider.id, since=now - timedelta(days=1))
                tokens.append(sign_in.open_session(db, people.get_person(db, rider.person_id)))
            return hub.id, watcher, tokens


class Viewer(asyncio.Protocol):
    """A dispatcher's live view: notes how old each position is when it arrives."""

    ages_s: ClassVar[list[float]] = []
    ready = 0

    def __init__(self, hub_id: uuid.UUID, token: str) -> None:
        self.hub_id, self.token, self.first = hub_id, token, True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        head = f"GET /v1/live?hub_id={self.hub_id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        transport.write(head.encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.time()
        if self.first and b"event: feed" in data:
            self.first = False
            Viewer.ready += 1
        place = data.find(b'"at":"')
        while place >= 0:
            at = datetime.fromisoformat(data[place + 6 : data.index(b'"', place + 6)].decode())
            Viewer.ages_s.append(now - at.timestamp())
            place = data.find(b'"at":"', place + 6)


class Phone(asyncio.Protocol):
    """One kept connection that posts batches and notes how long each answer took."""

    took_s: ClassVar[list[float]] = []
    codes: ClassVar[Counter[str]] = Counter()
    stored = 0

    def __init__(self) -> None:
        self.due: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def send(self, token: str, body: bytes, due: float) -> None:
        self.due.append(due)
        head = (
            f"POST /v1/positions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        for answer in data.split(b"HTTP/1.1 ")[1:]:
            Phone.took_s.append(now - self.due.pop(0))
            Phone.codes[answer[:3].decode()] += 1
        for counted in data.split(b'"stored":')[1:]:
            Phone.stored += int(counted.split(b",")[0])


async def measure(
    port: int, hub_id: uuid.UUID, watcher: str, riders: list[str], sizes: tuple[int, int, int, int]
) -> None:
    viewers, rate, points, seconds = sizes
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    for start in range(0, viewers, 50):
        wave = [
            loop.create_connection(lambda: Viewer(hub_id, watcher), "127.0.0.1", port)
            for _ in range(min(50, viewers - start))
        ]
        await asyncio.gather(*wave)
        while Viewer.ready < min(viewers, start + 50) and time.perf_counter() - began < 120:
            await asyncio.sleep(0.01)
    connected_s = time.perf_counter() - began
    phones = [(await loop.create_connection(Phone, "127.0.0.1", port))[1] for _ in range(RIDERS)]
    Viewer.ages_s.clear()
    await post_all(phones, riders, rate, points, seconds)
    await asyncio.sleep(3)
    report(viewers, connected_s, sizes)


async def post_all(phones: list[Phone], riders: list[str], rate: int, points: int, seconds: int) -> None:
    began = time.perf_counter()
    sent, total = 0, rate * seconds
    while sent < total:
        upto = min(total, int((time.perf_counter() - began) * rate) + 1)
        while sent < upto:
            number = sent % len(riders)
            phones[number].send(riders[number], batch(points), began + sent / rate)
            sent += 1
        await asyncio.sleep(0.001)


def batch(points: int) -> bytes:
    now = datetime.now(UTC)
    made = [
        {
            "device_time": (now - timedelta(milliseconds=points - n - 1)).isoformat(),
            "lon": round(7.41 + random.random() / 50, 6),
            "lat": round(43.73 + random.random() / 100, 6),
            "accuracy_m": 5.0,
            "speed_mps": 4.1,
            "battery_pct": 80,
        }
        for n in range(points)
    ]
    return json.dumps({"points": made}).encode()


def report(viewers: int, connected_s: float, sizes: tuple[int, int, int, int]) -> None:
    from sqlalchemy import func, select

    from pannier.base.scope import SYSTEM
    from pannier.base.transactions import transaction
    from pannier.tracking.models import Position

    with transaction(SYSTEM) as db:
        kept = db.scalar(select(func.count()).select_from(Position)) or 0
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}"
    )
    print(
        f"{viewers} viewers, {sizes[1]} requests/s x {sizes[2]} positions for {sizes[3]} s, {RIDERS} riders"
    )
    print(f"viewers connected with snapshot: {Viewer.ready} in {connected_s:.1f} s")
    print(f"answers {dict(Phone.codes)}; sending to acknowledged commit {spread(Phone.took_s)}")
    print(f"phone to viewer's socket {spread(Viewer.ages_s)} ({len(Viewer.ages_s)} messages, latest wins)")
    verdict = "none lost" if kept >= Phone.stored else "LOST POSITIONS"
    print(f"acknowledged {Phone.stored} positions, in the database {kept}: {verdict}")


def spread(values: list[float]) -> str:
    if not values:
        return "nothing"
    ranked = sorted(values)
    picks = (0.5, 0.95, 0.99)
    parts = [
        f"p{round(100 * share)} {1000 * ranked[int(share * (len(ranked) - 1))]:.1f} ms" for share in picks
    ]
    return ", ".join(parts)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(2400):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()
