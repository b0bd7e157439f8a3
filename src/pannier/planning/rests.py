"""How much of a break is waiting that there would be anyway: pure arithmetic on planned times."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol


class Planned(Protocol):
    """A stop with its planned times and its window; nothing is begun before it opens."""

    planned_arrival: datetime
    planned_start: datetime
    planned_departure: datetime
    window_start: datetime | None


def waited_anyway_s(stops: Sequence[Planned], position: int) -> int:
    """Return how many seconds of the break at `position` would be waited for windows behind it without the break.

    Without it everything behind comes earlier by its length, as far as no window opens later than that. What the route
    then still ends earlier is what the break costs in time; the rest is waited anyway.
    """
    rest = stops[position]
    length = rest.planned_departure - rest.planned_arrival
    earlier = length
    for stop in stops[position + 1 :]:
        if stop.window_start is not None:
            earlier = min(earlier, max(timedelta(), stop.planned_start - stop.window_start))
    return int((length - earlier).total_seconds())
