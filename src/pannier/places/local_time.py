"""Local times of day as people write them: HH:MM, with 24:00 as the day's end."""

from datetime import time

DAY_MIN = 24 * 60


def minutes_of(clock: str) -> int:
    """Return the minutes of a local time since midnight; 24:00 is the day's end."""
    if clock == "24:00":
        return DAY_MIN
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute
