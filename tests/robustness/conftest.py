"""An operator with a hub on the real map, at six in the morning."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pannier.base import clock
from tests.support.orders import MORNING, make_hub
from tests.support.organisations import Organisation


@pytest.fixture
def now() -> Iterator[clock.Fixed]:
    """Six o'clock on 2 March 2026."""
    with clock.fixed(MORNING) as fixed:
        yield fixed


@pytest.fixture
def hub(operator: Organisation, now: clock.Fixed, monaco_installed: Path) -> uuid.UUID:
    """The operator's only hub."""
    return make_hub(operator)
