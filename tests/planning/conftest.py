"""The tests of planning with tables stand at five in the morning of the day."""

from collections.abc import Iterator

import pytest

from pannier.base import clock
from tests.support.fleets import local


@pytest.fixture(autouse=True)
def morning() -> Iterator[clock.Fixed]:
    """Five o'clock, before the hub opens."""
    with clock.fixed(local(5)) as fixed:
        yield fixed
