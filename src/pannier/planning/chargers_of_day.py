"""From what is said of chargers, by the clock on the wall, to tariffs and plugs of the routing problem."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from pannier.core.energy import NoEnergy
from pannier.core.problem import HubCharger, Plugs, Tariff, TariffSlice
from pannier.core.timewindow import TimeWindow
from pannier.fleet.charger_values import PriceFrom
from pannier.places.local_time import DAY_MIN
from pannier.planning.day import ChargerOfDay, Day
from pannier.planning.streets import HUB, kinds_of

_DAYS = range(3)
"""A shift of the service day may reach into the next one, and overtime a little further."""
_MILLICENTS = 1000


def hub_chargers_of(day: Day) -> tuple[HubCharger, ...]:
    """Return what a plan knows of the hub's own chargers, nothing where power costs the same at all hours."""
    tariff, plugs = tariff_of(day, day.charger), plugs_of(day, day.charger)
    return (HubCharger(HUB, tariff, plugs),) if tariff or plugs else ()


def tariff_of(day: Day, charger: ChargerOfDay) -> Tariff:
    """Return what power costs and emits by time of day, nothing where nobody said anything about it.

    A charger without prices of its own costs, where the grid is known by hour, what the kind says that pays most.
    """
    prices, by_hour = charger.said.prices, day.carbon.grid_mg_by_hour
    if not prices and not by_hour:
        return ()
    starts = {0, *(one.begin_min for one in prices), *(60 * hour for hour in range(len(by_hour)))}
    usual = _usual_millicents(day)
    slices = [
        TariffSlice(
            from_s,
            _price_at(prices, minutes) if prices else usual,
            by_hour[minutes // 60] if by_hour else day.carbon.grid_mg_per_kwh,
        )
        for from_s, minutes in _moments(day, sorted(starts))
    ]
    changes = (
        after
        for before, after in pairwise(slices)
        if (before.kwh_millicents, before.co2e_mg_per_kwh) != (after.kwh_millicents, after.co2e_mg_per_kwh)
    )
    return (slices[0], *changes)


def _moments(day: Day, minutes: Iterable[int]) -> list[tuple[int, int]]:
    """Return when each of these local minutes is on the days that matter; where the clock is put forward, the later."""
    found: list[tuple[int, int]] = []
    for offset in _DAYS:
        for at_min in minutes:
            at_s = _second(day, day.service_date + timedelta(days=offset), at_min)
            # An hour that the clock leaves out would begin after the next one.
            while found and found[-1][0] >= at_s:
                found.pop()
            found.append((at_s, at_min))
    return found


def _price_at(prices: tuple[PriceFrom, ...], minutes: int) -> int:
    """Return the price at a local minute: the last of the day before holds until the first."""
    begun = [one for one in prices if one.begin_min <= minutes]
    return (begun or prices)[-1].kwh_millicents


def _usual_millicents(day: Day) -> int:
    kinds = (kind for kind in kinds_of(day) if not isinstance(kind.energy, NoEnergy))
    return max((round(kind.cost.per_kwh_cents * _MILLICENTS) for kind in kinds), default=0)


def plugs_of(day: Day, charger: ChargerOfDay) -> Plugs | None:
    """Return how many can be plugged in when, None for plenty at all hours.

    Where plugs are plenty at some hours only there is one for each vehicle of the day.
    """
    said = charger.said
    if said.plugs is None and not said.hours:
        return None
    open_ = _joined(
        span
        for offset in range(-1, len(_DAYS))
        for begin_min, end_min in said.hours
        if (span := _span(day, day.service_date + timedelta(days=offset), begin_min, end_min))
    )
    if said.plugs is None:
        return Plugs(max(1, len(day.shifts)), open_)
    reserved = (_span(day, one.on, one.begin_min, one.end_min) for one in said.reserved)
    busy = (_cut(day.seconds(begin), day.seconds(end)) for begin, end in charger.busy)
    taken = sorted((span for span in (*reserved, *busy) if span), key=lambda span: (span.start_s, span.end_s))
    return Plugs(said.plugs, open_, tuple(taken))


def _span(day: Day, on: date, begin_min: int, end_min: int) -> TimeWindow | None:
    """Return the seconds of the service day between two local minutes of a date, None for what is long over."""
    return _cut(_second(day, on, begin_min), _second(day, on, end_min))


def _cut(begin_s: int, end_s: int) -> TimeWindow | None:
    """Return what of a span lies on the days that matter."""
    begin_s, end_s = max(0, begin_s), min(end_s, len(_DAYS) * DAY_MIN * 60)
    return TimeWindow(begin_s, end_s) if begin_s < end_s else None


def _second(day: Day, on: date, minutes: int) -> int:
    """Return the second of the service day at a local minute of a date."""
    midnight = day.midnight.replace(tzinfo=None) + (on - day.service_date)
    return day.seconds((midnight + timedelta(minutes=minutes)).replace(tzinfo=day.zone))


def _joined(spans: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
    """Return openings in order, those that touch as one."""
    found: list[TimeWindow] = []
    for span in sorted(spans, key=lambda span: (span.start_s, span.end_s)):
        if found and span.start_s <= found[-1].end_s:
            found[-1] = TimeWindow(found[-1].start_s, max(found[-1].end_s, span.end_s))
        else:
            found.append(span)
    return tuple(found)
