"""Ways, batteries, pictures, clocks and the caller."""

import io
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2 as httpx
import pytest
from PIL import Image

from pannier.core.geo import LonLat, encode_polyline6, great_circle_m
from pannier.driving.photos import clean_photo, clean_signature
from pannier.simulate import pictures
from pannier.simulate.along import Way, heading_deg, moved
from pannier.simulate.battery import Battery
from pannier.simulate.behaviour import Behaviour
from pannier.simulate.client import Caller
from pannier.simulate.errors import Gone, NoAnswer, Refused
from pannier.simulate.moments import JumpingTime, RunningTime, settle
from pannier.simulate.offline import Coverage

EAST = LonLat(7.43, 43.73)
START = LonLat(7.42, 43.73)
DAY = datetime(2026, 3, 10, 7, tzinfo=UTC)


def test_half_of_a_straight_way_is_its_middle_and_heads_east() -> None:
    way = Way.of(encode_polyline6([START, EAST]))
    assert way is not None
    point, heading = way.at(0.5)
    assert point.lon == pytest.approx(7.425, abs=1e-5)
    assert heading == pytest.approx(90, abs=0.1)
    assert way.at(2.0)[0] == pytest.approx(EAST)


def test_a_place_is_no_way() -> None:
    assert Way.of("") is None
    assert Way.of(encode_polyline6([START])) is None


def test_north_is_zero_and_a_fix_is_moved_by_metres() -> None:
    assert heading_deg(START, LonLat(7.42, 43.74)) == pytest.approx(0)
    assert great_circle_m(START, moved(START, east_m=30, north_m=40)) == pytest.approx(50, abs=0.5)


def test_battery_falls_as_planned_and_is_full_after_a_swap() -> None:
    battery = Battery(random.Random(1), 0.0)
    battery.begin(None, 100.0)
    battery.reach({"kind": "delivery", "charge_pct": 80.0})
    assert battery.shown() == {"battery_pct": 80.0}
    battery.reach({"kind": "swap", "charge_pct": 100.0})
    assert battery.shown() == {"battery_pct": 100.0}


def test_a_walker_has_no_battery_to_show() -> None:
    battery = Battery(random.Random(1), 0.1)
    battery.begin(None, None)
    battery.reach({"kind": "delivery", "charge_pct": None})
    assert battery.shown() == {}


def test_proofs_are_real_pictures_and_each_its_own() -> None:
    content = pictures.photo(1, "A-1")
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (pictures.WIDTH, pictures.HEIGHT)
    assert clean_photo(content).suffix == ".jpg"
    assert clean_signature(pictures.signature(1, "A-1")).suffix == ".svg"
    assert content != pictures.photo(1, "A-2")


def test_some_phones_lose_the_network_within_their_shift() -> None:
    shift = {"starts_at": "2026-03-10T08:00:00+01:00", "ends_at": "2026-03-10T16:00:00+01:00"}
    found = [Coverage.of(f"rider {n}", shift, seed=1, behaviour=Behaviour()) for n in range(200)]
    away = [coverage for coverage in found if coverage.start is not None]
    assert 40 < len(away) < 85
    assert all(coverage.end is not None and coverage.lost(coverage.start) for coverage in away)  # type: ignore[arg-type]
    assert not found[0].lost(DAY - timedelta(hours=3))


def caller(*answers: httpx.Response, naps: list[float] | None = None) -> Caller:
    waiting = iter(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        return next(waiting)

    http = httpx.Client(transport=httpx.MockTransport(handle), base_url="http://test")
    return Caller(http, sleep=(naps if naps is not None else []).append)


def test_a_busy_server_is_asked_again_after_the_time_it_names() -> None:
    naps: list[float] = []
    busy = httpx.Response(429, headers={"Retry-After": "3"})
    assert caller(busy, httpx.Response(200, json={"a": 1}), naps=naps).get("/x") == {"a": 1}
    assert naps == [3.0]


def test_a_refusal_carries_code_and_words() -> None:
    problem = {
        "code": "order_not_found",
        "detail": "No such order.",
        "errors": [{"pointer": "/id", "detail": "unknown"}],
    }
    with pytest.raises(
        Refused, match=r"GET /x was refused with 404 order_not_found: No such order. /id: unknown"
    ) as error:
        caller(httpx.Response(404, json=problem)).get("/x")
    assert error.value.code == "order_not_found"


def test_a_server_that_never_answers_is_given_up() -> None:
    with pytest.raises(NoAnswer):
        caller(*(httpx.Response(503) for _ in range(20))).get("/x")


def test_a_server_that_has_ended_is_not_asked_again() -> None:
    naps: list[float] = []
    http = httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(503)), base_url="http://test"
    )
    with pytest.raises(Gone, match="the server has ended"):
        Caller(http, sleep=naps.append, is_gone=lambda: True).another().get("/x")
    assert naps == []


class Clock:
    """A server's clock and readers, answered without HTTP."""

    def __init__(self, *, running: bool, behind: list[int] | None = None) -> None:
        self.now = DAY
        self.running = running
        self.behind = behind or []
        self.jumps: list[str] = []

    def get(self, path: str) -> Any:
        if path == "/readyz":
            return {"behind": {"orders": self.behind.pop(0)} if self.behind else {}}
        return {"now": self.now.isoformat(), "factor": 3600.0, "running": self.running}

    def post(self, path: str, body: dict[str, str]) -> Any:
        self.jumps.append(body["now"])
        return body


def test_jumping_time_goes_to_the_next_event_and_never_back() -> None:
    server = Clock(running=False)
    time = JumpingTime(server)  # type: ignore[arg-type]  # answers like a caller
    time.reach(DAY + timedelta(minutes=5))
    time.reach(DAY)
    assert server.jumps == [(DAY + timedelta(minutes=5)).isoformat()]
    assert time.now() == DAY + timedelta(minutes=5)


def test_jumping_time_waits_for_readers_that_are_far_behind() -> None:
    server = Clock(running=False, behind=[900, 10])
    JumpingTime(server).reach(DAY + timedelta(hours=1))  # type: ignore[arg-type]  # answers like a caller
    assert server.behind == []


def test_running_time_passes_at_the_servers_factor() -> None:
    time = RunningTime(Clock(running=True))  # type: ignore[arg-type]  # answers like a caller
    time.reach(DAY + timedelta(seconds=60))
    assert DAY + timedelta(seconds=60) <= time.now() < DAY + timedelta(hours=4)


def test_readers_that_never_catch_up_are_named() -> None:
    server = Clock(running=False, behind=[3] * 1000)
    with pytest.raises(TimeoutError, match="orders 3"):
        settle(server, timeout_s=0.0)  # type: ignore[arg-type]  # answers like a caller
