"""Zones with hours on a hub's day: who may be where, and ways that lead around what is closed."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from pannier.connect.road_network import Matrix, Profile, RoadNetwork
from pannier.core.geo import LonLat
from pannier.core.problem import Access
from pannier.core.timewindow import TimeWindow
from pannier.factors.kinds import VehicleKind, vehicle_kind
from pannier.places.polygons import prepared, rings_of
from pannier.places.profiles import profile_of
from pannier.places.zone_rules import ZoneRule
from pannier.planning.day import AreaOfDay, Day
from pannier.planning.streets import HUB, KindStreets, Places, kinds_of, streets_of

type Parked = Mapping[str, Mapping[int, int]]
"""For kinds whose riders walk: where is parked for each door."""
WALKER = "walker"
"""The kind by whose ways and pace riders walk."""
_DAYS = range(-1, 3)
"""Days around the service day whose hours a shift of it may meet."""
_ALWAYS = TimeWindow(0, 48 * 3600)
"""A window over the service day and the one behind it closes nothing to a shift."""
_WHOLE_DAY = ((0, 24 * 60),)


@dataclass(frozen=True)
class Hours:
    """When vehicles of some kinds may be in an area on this day; no window: never."""

    area: str
    polygon: Mapping[str, Any]
    kinds: tuple[str, ...]
    windows: tuple[TimeWindow, ...]
    on_foot: bool = False
    """Whether riders may walk in at any hour, from where their vehicle may stand."""

    @cached_property
    def holds(self) -> Callable[[LonLat], bool]:
        """Return what tells of many points whether they lie inside, the border included."""
        return prepared(self.polygon)


def hours_of_day(day: Day) -> tuple[Hours, ...]:
    """Return when each kind of the day may be in each area, where that is not all day long.

    Kinds that may be there at the same hours stand together.
    """
    found: list[Hours] = []
    for area in day.areas:
        alike: dict[tuple[TimeWindow, ...], list[str]] = {}
        for kind in kinds_of(day):
            rules = [rule for rule in area.rules if rule.binds(kind)]
            windows = _windows(day, rules)
            if rules and not any(window.covers(_ALWAYS) for window in windows):
                alike.setdefault(windows, []).append(kind.code)
        on_foot = not any(rule.binds(vehicle_kind(WALKER)) for rule in area.rules)
        found.extend(
            Hours(area.name, area.polygon, tuple(kinds), windows, on_foot) for windows, kinds in alike.items()
        )
        found.extend(_blocked(day, area))
    return tuple(found)


def _blocked(day: Day, area: AreaOfDay) -> Iterator[Hours]:
    """Yield the hours of a blocked street: all of the day but those at which it is blocked."""
    for closed in area.closed:
        kinds = tuple(kind.code for kind in kinds_of(day) if not closed.kinds or kind.code in closed.kinds)
        start_s, end_s = day.seconds(closed.starts_at), day.seconds(closed.ends_at)
        if kinds and end_s > 0 and start_s < _ALWAYS.end_s:
            before = (TimeWindow(0, start_s),) if start_s > 0 else ()
            behind = (TimeWindow(end_s, _ALWAYS.end_s),) if end_s < _ALWAYS.end_s else ()
            on_foot = bool(closed.kinds) and WALKER not in closed.kinds
            yield Hours(area.name, area.polygon, kinds, (*before, *behind), on_foot)


def _windows(day: Day, rules: Sequence[ZoneRule]) -> tuple[TimeWindow, ...]:
    """Return the hours that rules leave a kind, as seconds of the service day, those that touch joined."""
    joined: list[TimeWindow] = []
    # Hours that come after every shift help nobody.
    last_s = max((day.seconds(shift.ends_at) + shift.overtime_s for shift in day.shifts), default=0)
    for window in sorted(window for offset in _DAYS for window in _of_date(day, rules, offset)):
        if joined and window.start_s <= joined[-1].end_s + 1:
            last = joined.pop()
            window = TimeWindow(last.start_s, max(last.end_s, window.end_s))
        joined.append(window)
    return tuple(window for window in joined if window.start_s <= last_s)


def _of_date(day: Day, rules: Sequence[ZoneRule], offset: int) -> Iterator[TimeWindow]:
    """Yield the hours that begin on a day so long after the service day; the whole day where no rule speaks of it.

    The hours of several rules add up; a rule that leaves none forbids whatever the others say.
    """
    midnight = day.midnight.replace(tzinfo=None) + timedelta(days=offset)
    holding = [rule.hours for rule in rules if rule.holds_on(midnight.isoweekday())]
    if not all(holding):
        return
    for begin, end in (span for hours in holding or [_WHOLE_DAY] for span in hours):
        # Local clocks: a day with a change of time has 23 or 25 hours.
        moments = (midnight + timedelta(minutes=at) for at in (begin, end if end > begin else end + 24 * 60))
        start_s, end_s = (day.seconds(moment.replace(tzinfo=day.zone)) for moment in moments)
        if end_s >= 0:
            yield TimeWindow(max(0, start_s), end_s)


def access_of(day: Day, places: Places, parked: Parked = MappingProxyType({})) -> tuple[Access, ...]:
    """Return the hours of places for the problem; the hub's own place is never closed to its vehicles.

    Hours of a door that is walked to are those of where is `parked`, and its own where nobody may walk either.
    """
    found: list[Access] = []
    for hours in hours_of_day(day):
        inside = {place for place, point in enumerate(places.points) if place != HUB and hours.holds(point)}
        alike: dict[tuple[int, ...], list[str]] = {}
        for kind in hours.kinds:
            alike.setdefault(tuple(sorted(_bound(hours, inside, parked.get(kind, {})))), []).append(kind)
        found.extend(
            Access(hours.area, where, tuple(kinds), hours.windows) for where, kinds in alike.items() if where
        )
    return tuple(found)


def _bound(hours: Hours, inside: Set[int], parked: Mapping[int, int]) -> set[int]:
    """Return the places of an area to which its hours are for a kind, with the doors that are walked to from them."""
    walked_in = {door for door in inside if hours.on_foot and parked.get(door, door) not in inside}
    return (set(inside) - walked_in) | {door for door, parking in parked.items() if parking in inside}


def streets_around(
    day: Day, network: RoadNetwork, points: Sequence[LonLat], kind: VehicleKind
) -> KindStreets:
    """Return the matrix of a kind that drives through no area closed to it at some hour.

    Only ways that begin or end inside an area lead into it. That is on the safe side: whoever comes by while the
    area is open could have taken the shorter way.
    """
    limits = limits_of(day, kind)
    if not limits:
        return streets_of(network, points, profile_of(kind))
    members: dict[frozenset[int], list[int]] = {}
    for index, point in enumerate(points):
        members.setdefault(areas_at(limits, point), []).append(index)
    made = _empty(len(points))
    # Every way is asked for once, from the places that lie in the same areas to those that do.
    for one, starts in members.items():
        for other, ends in members.items():
            profile = profile_of(kind, exclude=rings_but(limits, one | other))
            found = network.matrix(
                [points[at] for at in starts],
                profile,
                targets=None if one == other else [points[at] for at in ends],
            )
            made = _with(made, found, starts, ends)
    return made


def profile_between(limits: Sequence[Hours], kind: VehicleKind, start: LonLat, end: LonLat) -> Profile:
    """Return how a kind drives from one point to another: into areas with hours only where one of them lies inside.

    `limits` are those of the kind.
    """
    return profile_of(kind, exclude=rings_but(limits, areas_at(limits, start) | areas_at(limits, end)))


def limits_of(day: Day, kind: VehicleKind) -> list[Hours]:
    """Return the hours that a kind has to mind."""
    return [hours for hours in hours_of_day(day) if kind.code in hours.kinds]


def areas_at(limits: Sequence[Hours], point: LonLat) -> frozenset[int]:
    """Return the areas that a point lies in, by their positions."""
    return frozenset(index for index, hours in enumerate(limits) if hours.holds(point))


def rings_but(limits: Sequence[Hours], open_: frozenset[int]) -> list[tuple[LonLat, ...]]:
    """Return the outer rings of all areas but some."""
    return [
        ring for index, hours in enumerate(limits) if index not in open_ for ring in rings_of(hours.polygon)
    ]


def _empty(size: int) -> KindStreets:
    nowhere = np.full((size, size), -1, dtype=np.int32)
    return KindStreets(nowhere, nowhere.copy(), cached=True)


def _with(whole: KindStreets, part: Matrix, starts: Sequence[int], ends: Sequence[int]) -> KindStreets:
    """Return the whole with the ways from some places to some."""
    cells = np.ix_(starts, ends)
    whole.distance_m[cells], whole.duration_s[cells] = part.distance_m, part.duration_s
    own = {starts[one.index]: one.detail for one in part.problems if one.role == "source"}
    return KindStreets(
        whole.distance_m,
        whole.duration_s,
        whole.took_s + part.took_s,
        whole.cached and part.cached,
        {**whole.off_road, **own},
    )
