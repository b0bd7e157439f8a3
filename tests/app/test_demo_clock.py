"""The demo's clock is told to run and to stand still through the API."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pannier.base import clock
from pannier.base.settings import settings
from tests.support.organisations import Organisation

START = datetime(2026, 3, 10, 18, tzinfo=UTC)


@pytest.fixture
def scaled() -> Iterator[None]:
    path = settings().run_dir / "clock"
    clock.start(path, start=START, factor=60.0)
    yield
    clock.stop(path)


@pytest.mark.usefixtures("scaled")
def test_a_running_clock_is_held_and_runs_on(client: TestClient, operator: Organisation) -> None:
    headers = operator.headers("operator_admin")
    held = client.post("/v1/demo/clock", json={"run": False}, headers=headers).json()
    assert held["running"] is False
    assert client.get("/v1/clock", headers=headers).json()["now"] == held["now"]
    assert client.post("/v1/demo/clock", json={"run": True}, headers=headers).json()["running"] is True


def test_the_real_clock_cannot_be_held(client: TestClient, operator: Organisation) -> None:
    answer = client.post("/v1/demo/clock", json={"run": False}, headers=operator.headers("operator_admin"))
    assert (answer.status_code, answer.json()["code"]) == (409, "clock_runs")
