"""When the times of a shift can be meant: pure rules."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pannier.fleet.problems import ShiftTimes

LONGEST = timedelta(hours=16)


def check_times(starts_at: datetime, ends_at: datetime, *, service_date: date, zone: ZoneInfo) -> None:
    """Raise ShiftTimes unless the shift begins on the service day and ends at most 16 hours later."""
    if not starts_at < ends_at:
        raise ShiftTimes("The shift ends before it starts; exchange the two times.", pointer="/ends_at")
    if ends_at - starts_at > LONGEST:
        raise ShiftTimes("The shift is longer than 16 hours; split it.", pointer="/ends_at")
    local = starts_at.astimezone(zone).date()
    if local != service_date:
        text = f"The shift starts on {local}, in the hub's zone; give that as its date."
        raise ShiftTimes(text, pointer="/date")


def check_break(
    starts_at: datetime,
    ends_at: datetime,
    *,
    break_start: datetime | None,
    break_end: datetime | None,
    break_s: int,
) -> None:
    """Raise ShiftTimes unless there is no break at all, or one that fits into its window within the shift."""
    if break_start is None and break_end is None and break_s == 0:
        return
    if break_start is None or break_end is None or break_s <= 0:
        text = "A break needs break_start, break_end and break_s; give all three or none."
        raise ShiftTimes(text, pointer="/break_s")
    if not starts_at <= break_start < break_end <= ends_at:
        raise ShiftTimes("The break's window lies outside the shift; move it.", pointer="/break_start")
    if timedelta(seconds=break_s) > break_end - break_start:
        raise ShiftTimes("The break is longer than its window; widen the window.", pointer="/break_s")


def check_overtime(overtime_s: int, per_hour_cents: int) -> None:
    """Raise ShiftTimes for a price of overtime that could change nothing."""
    if per_hour_cents and not overtime_s:
        text = "Overtime has a price but no length; give overtime_s too, or leave the price out."
        raise ShiftTimes(text, pointer="/overtime_per_hour_cents")
