"""The windows that a quote is asked for: those named, else slots of the hub's opening hours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pannier.core.order_limits import Day, check_day, check_window
from pannier.orders.problems import refusal
from pannier.orders.service_days import ServiceDays
from pannier.places.models import Hub
from pannier.planning.quotes.values import Asked, Span

PAST = "window_past"


def date_of(days: ServiceDays, asked: Asked, hub: Hub) -> date:
    """Return the service day: the one asked for, else that of an order that names none; raise OrderRefused."""
    on = asked.service_date or days.default_date(hub)
    faults = check_day(on, days.today(hub))
    if faults:
        raise refusal(faults)
    return on


def spans_of(days: ServiceDays, asked: Asked, hub: Hub, on: date) -> list[Span]:
    """Return the windows in question; raise OrderRefused for one that no order could have.

    One that is over already is none to refuse: it is told as not offered.
    """
    day = days.day(hub, on)
    zone = ZoneInfo(hub.timezone)
    named = [Span(*window.resolve(on, zone)) for window in asked.windows]
    faults = [
        replace(fault, pointer=fault.pointer.replace("/window", f"/windows/{n}"))
        for n, span in enumerate(named)
        for fault in check_window(span.start, span.end, day=day, now=days.now)
        if fault.code != PAST
    ]
    if faults:
        raise refusal(tuple(faults))
    return [Span(one.start.astimezone(zone), one.end.astimezone(zone)) for one in named] or list(
        _slots(day, timedelta(minutes=asked.slot_min))
    )


def _slots(day: Day, length: timedelta) -> Iterator[Span]:
    """Yield slots of the opening hours one after another; the last one ends when the hub closes."""
    # Counted in UTC: a day with a change of time has an hour more or less.
    utc = ZoneInfo("UTC")
    start, closes = day.opens_at.astimezone(utc), day.closes_at.astimezone(utc)
    while start < closes:
        end = min(start + length, closes)
        yield Span(start.astimezone(day.zone), end.astimezone(day.zone))
        start = end
