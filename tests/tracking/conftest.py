"""A route under way at half past eight."""

from collections.abc import Iterator

import pytest

from pannier.base import clock
from pannier.tracking import on_duty
from pannier.tracking.following import the_follower
from pannier.tracking.positions import gathering
from tests.support.organisations import Organisation
from tests.support.rounds import Day, at_minute, make_day


@pytest.fixture(autouse=True)
def now(operator: Organisation) -> Iterator[clock.Fixed]:
    """Half past eight; threads of the intake end with the test."""
    with clock.fixed(at_minute(30)) as fixed:
        on_duty.forget()
        yield fixed
        gathering.close()
        the_follower.close()


@pytest.fixture
def day(operator: Organisation, now: clock.Fixed) -> Day:
    """A route of three orders that wants a PIN of nobody."""
    return make_day(operator)
