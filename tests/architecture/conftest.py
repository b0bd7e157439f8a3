"""A world of one operator, made once for all tests that walk the routes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pannier.accounts import limits
from pannier.base import clock
from pannier.tracking import on_duty
from pannier.tracking.following import the_follower
from pannier.tracking.positions import gathering
from tests.support.fleets import local
from tests.support.organisations import make_organisation
from tests.support.world import World, make_world


@pytest.fixture(scope="session")
def world(app: object, monaco_installed: Path) -> Iterator[World]:
    """The operator's evening of the day; the tests themselves run `in_the_evening`."""
    limits.forget()
    with TestClient(app, raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        with clock.fixed(local(18)):
            on_duty.forget()
            made = make_world(client, make_organisation("operator"))
        yield made
        gathering.close()
        the_follower.close()


@pytest.fixture(autouse=True)
def in_the_evening() -> Iterator[None]:
    """Hold the clock for one test: the world lasts for all tests, and others have clocks of their own."""
    with clock.fixed(local(18)):
        yield
