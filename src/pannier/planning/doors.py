"""The doors of a day that somebody could walk to: what is handed over there, and when."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from pannier.core.geo import LonLat, great_circle_m
from pannier.factors.kinds import VehicleKind
from pannier.fleet.walk_rules import WalkRule
from pannier.planning.areas import areas_at, limits_of
from pannier.planning.day import Day, Span
from pannier.planning.streets import HUB, Places
from pannier.planning.tasks_of_orders import LAST_S

_M_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Door:
    """A place with all that is handed over, or taken in, there; or several doors of one walk together."""

    place: int
    grams: int
    parcels: int
    busy_s: int
    opens_s: int
    closes_s: int
    needs: frozenset[str]
    areas: frozenset[int]

    def with_door(self, other: "Door") -> "Door":
        """Return both together; served at the same hours."""
        return replace(
            self,
            grams=self.grams + other.grams,
            parcels=self.parcels + other.parcels,
            busy_s=self.busy_s + other.busy_s,
            opens_s=max(self.opens_s, other.opens_s),
            closes_s=min(self.closes_s, other.closes_s),
            # Who may not be where the other may shares no walk; a name that nobody has marks it.
            needs=self.needs if self.needs == other.needs else self.needs | {""},
        )

    def fits(self, rule: WalkRule) -> bool:
        """Tell whether a rider carries it at once, and the same riders may bring all of it."""
        return self.grams <= rule.carry_g and self.parcels <= rule.carry_parcels and "" not in self.needs

    def has_time(self, walk_s: int) -> bool:
        """Tell whether the hours that all have in common are enough for everything on one walk."""
        return self.opens_s + self.busy_s + walk_s <= self.closes_s


def doors_of(day: Day, places: Places, kind: VehicleKind, rule: WalkRule) -> Iterator[Door]:
    """Yield the doors of a kind from which what is handed over can be carried."""
    never, limits = never_doors(day, places), limits_of(day, kind)
    found: dict[int, Door] = {}
    for door in _ends(day, places, kind.times.door_s):
        if door.place not in never:
            before = found.get(door.place)
            found[door.place] = door if before is None else before.with_door(door)
    for door in found.values():
        if door.fits(rule):
            yield replace(door, areas=areas_at(limits, places.points[door.place]))


def never_doors(day: Day, places: Places) -> frozenset[int]:
    """Return where vehicles themselves have to come: hub, stations, and where shifts end."""
    ends = (places.at(shift.end_at) for shift in day.shifts)
    return frozenset((HUB, *places.of_station.values(), *ends))


def _ends(day: Day, places: Places, door_s: int) -> Iterator[Door]:
    """Yield each end of each order by itself."""
    for order in day.orders:
        what = (order.weight_g, order.parcels)
        opens_s, closes_s = _hours(day, order.windows)
        needs, place = frozenset(order.needs), places.of_order[order.id]
        yield Door(place, *what, order.service_s + door_s, opens_s, closes_s, needs, frozenset())
        at = order.collection
        if at is not None:
            opens_s, closes_s = _hours(day, [(at.window_start, at.window_end)])
            place = places.of_collection[order.id]
            yield Door(place, *what, at.service_s + door_s, opens_s, closes_s, needs, frozenset())


def _hours(day: Day, spans: Sequence[Span]) -> tuple[int, int]:
    """Return from when to when somebody is there, windows of one order taken together."""
    starts = [0 if start is None else day.seconds(start) for start, _ in spans]
    ends = [LAST_S if end is None else day.seconds(end) for _, end in spans]
    return min(starts, default=0), max(ends, default=LAST_S)


def near_doors(places: Places, doors: Sequence[int], within_m: int) -> dict[int, list[int]]:
    """Return for each door the others within so many metres as the crow flies, the nearest first."""
    at = {door: places.points[door] for door in doors}
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for door, point in at.items():
        cells[_cell(point, within_m)].append(door)
    found = {}
    for door, point in at.items():
        east, north = _cell(point, within_m)
        around = product(range(east - 1, east + 2), range(north - 1, north + 2))
        others = (one for cell in around for one in cells.get(cell, ()) if one != door)
        away = {one: great_circle_m(point, at[one]) for one in others}
        found[door] = sorted(
            (one for one, metres in away.items() if metres <= within_m), key=lambda one: (away[one], one)
        )
    return found


def _cell(point: LonLat, size_m: int) -> tuple[int, int]:
    """Return the square that a point lies in, at least so wide."""
    # A degree of longitude is shortest at the northern edge; a band of whole degrees has squares of one width.
    width = size_m / (_M_PER_DEGREE * math.cos(math.radians(min(89.0, abs(math.trunc(point.lat)) + 1.0))))
    return math.floor(point.lon / width), math.floor(point.lat * _M_PER_DEGREE / size_m)
