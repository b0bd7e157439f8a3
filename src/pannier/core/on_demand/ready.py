"""From when the minutes of an order on demand count."""

from datetime import datetime

from pannier.core.order_limits import Day


def counts_from(
    day: Day, *, placed_at: datetime, known_at: datetime, release_at: datetime | None
) -> datetime:
    """Return from when an order's minutes count on a day: when it is ready, or known if that is later.

    One placed before that day, which comes again or was left over, counts from when the hub opens.
    """
    since = max(known_at, release_at or known_at)
    is_of_before = placed_at.astimezone(day.zone).date() < day.on
    return max(since, day.opens_at) if is_of_before else since
