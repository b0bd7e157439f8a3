"""From the operator's hours of traffic to the slices of a day's matrices, for one kind of vehicle."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from pannier.core.problem import Traffic, TrafficSlice
from pannier.core.units import divide_up
from pannier.factors.kinds import VehicleKind
from pannier.places.polygons import prepared
from pannier.places.traffic import SlowHours
from pannier.planning.day import Day
from pannier.planning.day_traffic import PERCENT, DayTraffic
from pannier.planning.streets import Places

_PERMILLE = 1000
_DAYS = range(2)
"""A shift of the service day may reach into the next one."""


def traffic_of_day(
    day: Day, places: Places, kind: VehicleKind, least_percent: int | None = None
) -> DayTraffic | None:
    """Return how traffic runs for a kind on this day, None where it is the same at all hours.

    An end of a way is as slow as the hours of its zone say, else as those of the whole city; where several speak,
    the slowest counts. A way is as slow as both its ends on average. The quickest hour counts `least_percent` where
    that is given; what would be quicker is taken for as slow as that.
    """
    spans = [
        (begin_s, end_s, one)
        for one in day.rules.traffic
        for offset in _DAYS
        if one.binds(kind.code, (day.service_date + timedelta(days=offset)).isoweekday())
        for begin_s, end_s in (_span(day, one, offset),)
    ]
    if not spans:
        return None
    areas = _zones_of(day.rules.traffic, places)
    numbers = {area: number for number, area in enumerate(dict.fromkeys(areas))}
    starts = sorted({0, *(moment for begin_s, end_s, _ in spans for moment in (begin_s, end_s))})
    tables = [
        _table(
            [
                _percent(one for begin, end, one in spans if begin <= start < end and _speaks(one, area, day))
                for area in numbers
            ]
        )
        for start in starts
    ]
    quickest = least_percent or min(percent for table in tables for row in table for percent in row)
    slices = tuple(_slice(start, table, quickest) for start, table in zip(starts, tables, strict=True))
    slowest = max(percent for table in tables for row in table for percent in row)
    return DayTraffic(Traffic(tuple(numbers[area] for area in areas), slices), quickest, slowest)


def _span(day: Day, one: SlowHours, offset: int) -> tuple[int, int]:
    """Return the seconds of the service day between which hours lie, by the clock on the wall."""
    midnight = day.midnight.replace(tzinfo=None) + timedelta(days=offset)
    moments = (midnight + timedelta(minutes=minutes) for minutes in (one.begin_min, one.end_min))
    begin_s, end_s = (day.seconds(moment.replace(tzinfo=day.zone)) for moment in moments)
    return begin_s, end_s


def _zones_of(hours: Sequence[SlowHours], places: Places) -> list[frozenset[int]]:
    """Return for each place which of the hours are of a zone that it lies in."""
    zones = [(number, prepared(one.polygon)) for number, one in enumerate(hours) if one.polygon is not None]
    return [frozenset(number for number, holds in zones if holds(point)) for point in places.points]


def _speaks(one: SlowHours, area: frozenset[int], day: Day) -> bool:
    return one.polygon is None or day.rules.traffic.index(one) in area


def _percent(hours: Iterable[SlowHours]) -> int:
    """Return how many hundredths of the network's time an end of a way takes."""
    found = list(hours)
    zoned = [one.longer_percent for one in found if one.polygon is not None]
    return PERCENT + max(zoned or [one.longer_percent for one in found], default=0)


def _table(ends: Sequence[int]) -> list[list[int]]:
    return [[divide_up(one + other, 2) for other in ends] for one in ends]


def _slice(start_s: int, table: list[list[int]], quickest: int) -> TrafficSlice:
    """Return by how many thousandths ways take longer than in the quickest hour, from a moment on."""
    permille = [
        [max(_PERMILLE, divide_up(percent * _PERMILLE, quickest)) for percent in row] for row in table
    ]
    return TrafficSlice(start_s, tuple(map(tuple, permille)))
