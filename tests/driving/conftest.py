"""A released route and a clock that stands at six in the evening, when the phone comes back online."""

from collections.abc import Iterator

import pytest

from pannier.base import clock
from tests.support.fleets import local
from tests.support.organisations import Organisation
from tests.support.rounds import Day, make_day


@pytest.fixture(autouse=True)
def evening(operator: Organisation) -> Iterator[clock.Fixed]:
    """Six in the evening of the day."""
    with clock.fixed(local(18)) as fixed:
        yield fixed


@pytest.fixture
def day(operator: Organisation, evening: clock.Fixed) -> Day:
    """A route of three orders."""
    return make_day(operator)
