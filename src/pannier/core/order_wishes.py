"""What an order may ask of plans beyond its load: bounds of the time aboard, of when it is due, of its windows."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from pannier.core.order_limits import Day, Fault, check_window

LEAST_ABOARD_S = 60
MOST_ABOARD_S = 24 * 3600
MOST_WINDOWS = 6
LEAST_WITHIN_S = 60
MOST_WITHIN_S = 12 * 3600


def check_aboard(kind: str, max_aboard_s: int | None) -> tuple[Fault, ...]:
    """Return what is wrong with how long an order's goods may be aboard."""
    if max_aboard_s is None:
        return ()
    if kind == "return":
        text = "Only what is delivered can be aboard for so long at most; leave max_aboard_min empty."
        return (Fault("/max_aboard_min", "aboard_of_return", text),)
    if not LEAST_ABOARD_S <= max_aboard_s <= MOST_ABOARD_S:
        text = (
            f"Goods may be aboard for 1 to {MOST_ABOARD_S // 60} minutes at most, not {max_aboard_s / 60:g}."
        )
        return (Fault("/max_aboard_min", "aboard_out_of_range", text),)
    return ()


def check_on_demand(*, on_demand: bool, leave_s: int | None, deliver_s: int | None) -> tuple[Fault, ...]:
    """Return what is wrong with within how long an order on demand leaves and is there."""
    given = {"leave": leave_s, "deliver": deliver_s}
    if not on_demand:
        told = next((name for name, value in given.items() if value is not None), None)
        text = f"Only an order on demand has {told}_within_min; set on_demand, or give a window instead."
        return () if told is None else (Fault(f"/{told}_within_min", "not_on_demand", text),)
    for name, value in given.items():
        if value is not None and not LEAST_WITHIN_S <= value <= MOST_WITHIN_S:
            text = (
                f"An order on demand has 1 to {MOST_WITHIN_S // 60} minutes, not {value / 60:g}; correct it."
            )
            return (Fault(f"/{name}_within_min", "within_out_of_range", text),)
    if leave_s is not None and deliver_s is not None and deliver_s <= leave_s:
        text = f"It leaves within {leave_s / 60:g} minutes, so it is there later than that; give more to deliver."
        return (Fault("/deliver_within_min", "delivered_before_left", text),)
    return ()


def check_due(due_at: datetime | None, window_end: datetime | None, *, day: Day) -> tuple[Fault, ...]:
    """Return what is wrong with when an order is due: another day, or not before its window ends."""
    if due_at is None:
        return ()
    local = due_at.astimezone(day.zone)
    if local.date() != day.on and not day.opens_at <= due_at <= day.closes_at:
        text = f"It is due on {local.date()}, the service day is {day.on}; correct the date or due_at."
        return (Fault("/due_at", "due_other_day", text),)
    if window_end is not None and due_at >= window_end:
        text = (
            f"It is due at {local:%H:%M}, but must have begun by then: its window ends; give an earlier time."
        )
        return (Fault("/due_at", "due_after_window", text),)
    return ()


def check_more_windows(
    windows: Sequence[tuple[datetime, datetime]], *, day: Day, now: datetime
) -> tuple[Fault, ...]:
    """Return what is wrong with an order's windows, the first one included, which is checked by itself."""
    if len(windows) > MOST_WINDOWS:
        text = f"An order has at most {MOST_WINDOWS} windows, not {len(windows)}."
        return (Fault("/more_windows", "too_many_windows", text),)
    for earlier, (start, end) in pairwise(windows):
        # One that is over already is no fault behind or before one that is not.
        faults = [one for one in check_window(start, end, day=day, now=now) if one.code != "window_past"]
        if faults:
            return (Fault("/more_windows", faults[0].code, faults[0].detail),)
        if start <= earlier[1]:
            text = (
                f"The windows {_span(earlier, day)} and {_span((start, end), day)} overlap or are not in order;"
                " give them one after the other."
            )
            return (Fault("/more_windows", "windows_overlap", text),)
    return ()


def _span(window: tuple[datetime, datetime], day: Day) -> str:
    return "-".join(f"{at.astimezone(day.zone):%H:%M}" for at in window)
