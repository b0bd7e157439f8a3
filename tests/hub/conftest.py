"""A hub in the morning: a released route whose parcels have not come yet."""

from collections.abc import Iterator

import pytest

from pannier.base import clock
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day


@pytest.fixture(autouse=True)
def now(operator: Organisation) -> Iterator[clock.Fixed]:
    """Half past seven."""
    with clock.fixed(at_minute(-30)) as fixed:
        yield fixed


@pytest.fixture
def day(operator: Organisation, now: clock.Fixed) -> Day:
    """A route of three orders, none of them received."""
    return make_day(operator, received=False)
