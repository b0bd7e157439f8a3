"""What an order asks of plans: time aboard, goods, whom it goes with, when it is due, and further windows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.accounts.goods import my_classes
from pannier.core.order_limits import Fault
from pannier.core.order_wishes import check_due, check_more_windows
from pannier.orders.models import Order
from pannier.orders.service_days import ServiceDays
from pannier.orders.submission import Submission, Window, moment_on
from pannier.places.models import Hub

WISHES = (
    "max_aboard_s", "goods", "together", "apart", "due_at", "more_windows", "on_demand", "leave_within_s",
    "deliver_within_s",
)  # fmt: skip
TIMED = ("service_date", "window_start", "window_end", "due_at", "more_windows")
"""The columns that `check_wishes` looks at."""


def wishes_of(sent: Submission, known: Order | None, day: date, zone: ZoneInfo) -> dict[str, Any]:
    """Return the columns that a submission asks for; a file keeps what it has no column for."""
    values = {
        "max_aboard_s": sent.max_aboard_s, "goods": sent.goods, "together": sent.together, "apart": sent.apart,
        "due_at": sent.due_at and moment_on(sent.due_at, day, zone),
        "more_windows": stored_windows(sent.more_windows, day, zone), "on_demand": sent.on_demand,
        "leave_within_s": sent.leave_within_s, "deliver_within_s": sent.deliver_within_s,
    }  # fmt: skip
    held = {name for name in values if known is not None and name in sent.keeps}
    return {name: getattr(known, name) if name in held else value for name, value in values.items()}


def stored_windows(windows: Iterable[Window], day: date, zone: ZoneInfo) -> list[list[str]]:
    """Return windows as a row holds them."""
    return [[at.astimezone(zone).isoformat() for at in one.resolve(day, zone)] for one in windows]


def windows_of(stored: Iterable[Sequence[str]]) -> list[tuple[datetime, datetime]]:
    """Return the windows that a row holds."""
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in stored]


def moved_wishes(order: Order, days: timedelta, zone: ZoneInfo) -> dict[str, Any]:
    """Return what depends on the day, some days later at the same hours of the hub's zone."""
    if not days:
        return {}
    later = [
        [(at.astimezone(zone) + days).isoformat() for at in one] for one in windows_of(order.more_windows)
    ]
    due_at = order.due_at and order.due_at.astimezone(zone) + days
    return {"more_windows": later, "due_at": due_at}


def check_wishes(values: Mapping[str, Any], hub: Hub, days: ServiceDays) -> tuple[Fault, ...]:
    """Return what is wrong with the windows of an order and with when it is due."""
    day = days.day(hub, values["service_date"])
    start, end, more = values["window_start"], values["window_end"], windows_of(values["more_windows"])
    if more and start is None:
        text = "Further windows need a first one; give `window`, too."
        return (Fault("/more_windows", "windows_without_first", text),)
    first = [(start, end)] if start is not None and end is not None else []
    last_end = more[-1][1] if more else end
    return check_more_windows([*first, *more], day=day, now=days.now) or check_due(
        values["due_at"], last_end, day=day
    )


class Goods:
    """The classes of goods of the organisation, read when they are first asked for in a request or chunk."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._codes: list[str] | None = None

    def check(self, code: str | None) -> tuple[Fault, ...]:
        """Return the fault of an unknown class."""
        if code is None:
            return ()
        if self._codes is None:
            self._codes = [one.code for one in my_classes(self._db)]
        if code in self._codes:
            return ()
        known = f"use one of {', '.join(self._codes)}" if self._codes else "the organisation has none"
        return (Fault("/goods", "goods_unknown", f"{code!r} is no class of goods here; {known}."),)
