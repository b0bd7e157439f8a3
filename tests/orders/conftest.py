"""A morning at a hub in Monaco."""

import uuid
from collections.abc import Iterator

import pytest

from pannier.base import clock
from tests.support.orders import MORNING, make_hub
from tests.support.organisations import Organisation


@pytest.fixture(autouse=True)
def now() -> Iterator[clock.Fixed]:
    """Six o'clock on 2 March 2026."""
    with clock.fixed(MORNING) as fixed:
        yield fixed


@pytest.fixture
def hub(operator: Organisation) -> uuid.UUID:
    """The operator's only hub."""
    return make_hub(operator)
