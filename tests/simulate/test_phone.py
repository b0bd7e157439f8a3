"""A phone without network keeps everything and sends it later, out of order and twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pannier.core.geo import LonLat
from pannier.simulate.errors import Refused
from pannier.simulate.journal import Journal
from pannier.simulate.phone import Phone

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


class Server:
    """Takes calls in the place of a caller and keeps what came."""

    def __init__(self) -> None:
        self.events: list[list[dict[str, Any]]] = []
        self.points: list[list[dict[str, Any]]] = []
        self.files: list[dict[str, str]] = []
        self.on_duty = True
        self.state = "applied"

    def post(self, path: str, body: dict[str, Any]) -> Any:
        if path == "/v1/rider/events":
            self.events.append(body["events"])
            return {
                "results": [{"id": e["id"], "state": self.state, "detail": "why"} for e in body["events"]]
            }
        if not self.on_duty:
            raise Refused("POST /v1/positions", status=409, code="not_on_duty", detail="…")
        self.points.append(body["points"])
        return {"stored": len(body["points"])}

    def upload(self, path: str, *, file: tuple[str, bytes, str], fields: dict[str, str]) -> None:
        self.files.append(fields)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def phone(server: Server) -> Phone:
    return Phone(server, Journal(), "Ana", 1)  # type: ignore[arg-type]  # answers like a caller


def test_with_network_everything_goes_out_at_once_and_only_once(phone: Phone, server: Server) -> None:
    event_id = phone.event("duty.start", NOON)
    phone.position(NOON, LonLat(7.42, 43.73))
    phone.proof(NOON, b"picture", kind="photo", event_id=event_id, order_id="o")
    phone.send()
    phone.send()
    assert [len(batch) for batch in server.events] == [1]
    assert [len(batch) for batch in server.points] == [1]
    assert [fields["event_id"] for fields in server.files] == [str(event_id)]


def test_without_network_everything_waits_and_comes_shuffled_with_a_part_twice(
    phone: Phone, server: Server
) -> None:
    phone.offline = True
    ids = [str(phone.event("stop.arrive", NOON + timedelta(minutes=n), about=str(n))) for n in range(10)]
    phone.send()
    assert server.events == []
    phone.back_online()
    sent = [event["id"] for batch in server.events for event in batch]
    assert len(sent) == 15
    assert set(sent) == set(ids)
    assert sent[:10] != ids
    assert {event["counter"] for batch in server.events for event in batch} == set(range(1, 11))


def test_positions_wait_until_the_server_knows_of_the_duty(phone: Phone, server: Server) -> None:
    server.on_duty = False
    phone.position(NOON, LonLat(7.42, 43.73))
    phone.send()
    server.on_duty = True
    phone.send()
    assert [len(batch) for batch in server.points] == [1]


def test_an_event_that_is_not_taken_is_a_trouble_of_the_day(phone: Phone, server: Server) -> None:
    server.state = "rejected"
    phone.event("duty.end", NOON)
    phone.send()
    assert phone.journal.troubles == ["Ana: duty.end was rejected (None: why)"]


def test_the_same_event_has_the_same_id_after_a_restart(phone: Phone, server: Server) -> None:
    again = Phone(server, Journal(), "Ana", 1)  # type: ignore[arg-type]  # answers like a caller
    assert phone.event("duty.start", NOON) == again.event("duty.start", NOON)
    assert phone.event("duty.end", NOON) != again.event("duty.start", NOON)
