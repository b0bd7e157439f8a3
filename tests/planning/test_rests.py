"""A break is best taken where the rider waits anyway; how much of it is that, is told."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from pannier.planning.rests import waited_anyway_s
from tests.support.fleets import local


@dataclass
class At:
    planned_arrival: datetime
    planned_start: datetime
    planned_departure: datetime
    window_start: datetime | None = None


def at(arrives: float, starts: float, leaves: float, opens: float | None = None) -> At:
    return At(local(arrives), local(starts), local(leaves), None if opens is None else local(opens))


REST = at(11, 11, 11.5)


@pytest.mark.parametrize(
    ("behind", "anyway_min"),
    [
        # Begun exactly when the window opens: without the break the rider would stand there half an hour.
        ([at(11.75, 12, 12.1, 12)], 30),
        # The window opened a quarter of an hour before: so much earlier all could be.
        ([at(11.75, 12, 12.1, 11.75)], 15),
        # It is long open, so the whole break is time that the route takes longer.
        ([at(11.75, 11.75, 12, 8)], 0),
        ([at(11.75, 11.75, 12)], 0),
        # What the first stop would gain the second waits for.
        ([at(11.75, 11.75, 12, 8), at(12.1, 13, 13.1, 13)], 30),
        ([], 0),
    ],
)
def test_what_windows_behind_make_wait_is_no_price_of_the_break(behind: list[At], anyway_min: int) -> None:
    assert waited_anyway_s([at(8, 8, 8.1), REST, *behind], 1) == 60 * anyway_min
