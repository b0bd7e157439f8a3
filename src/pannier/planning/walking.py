"""Which doors a kind of vehicle parks for once: near each other on foot, light enough, and worth the walk."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pannier.connect.road_network import UNREACHABLE, RoadNetwork
from pannier.core.geo import LonLat, great_circle_m
from pannier.factors.kinds import VehicleKind, vehicle_kind
from pannier.fleet.walk_rules import WalkRule
from pannier.places.profiles import profile_of
from pannier.planning.areas import WALKER, Hours, limits_of, streets_around
from pannier.planning.day import Day
from pannier.planning.doors import Door, doors_of, near_doors, never_doors
from pannier.planning.streets import KindStreets, Places, kinds_of
from pannier.planning.walks import Walks

MOST_DOORS = 10
"""Doors of one group; what a rider carries ends most of them sooner."""
_AT_ONCE = 100
"""Places whose ways on foot are asked for together: few questions, and few ways between places that are far apart."""
_KM_PER_HOUR = 1 / 3.6
_ROUNDS = 3
"""Doors that found no place in the group of their neighbours look for another one so often."""

type Ways = dict[tuple[int, int], tuple[int, int]]
"""Metres and seconds on foot, where there is a way."""


def streets_of_day(day: Day, places: Places, network: RoadNetwork) -> dict[str, KindStreets]:
    """Return what driving takes on a day for each of its kinds, with the doors that riders walk to."""
    streets = {kind.code: streets_around(day, network, places.points, kind) for kind in kinds_of(day)}
    return with_walks(day, places, streets, network)


def with_walks(
    day: Day, places: Places, streets: Mapping[str, KindStreets], network: RoadNetwork
) -> dict[str, KindStreets]:
    """Return the streets with groups of doors for the kinds whose riders walk.

    Where the day says what was parked for before, those groups hold; else they are made anew.
    """
    found = dict(streets)
    for kind in kinds_of(day):
        rule = day.rules.walks.get(kind.code)
        if day.parked is not None:
            groups = _as_before(day.parked.get(kind.code, {}), day, places, network, streets[kind.code])
        elif rule is not None:
            groups = _Chooser(day, places, streets[kind.code], network, kind, rule).walks()
        else:
            continue
        if groups.groups:
            found[kind.code] = replace(streets[kind.code], walks=groups)
    return found


def ways_on_foot(network: RoadNetwork, places: Places, clusters: Sequence[Sequence[int]]) -> Ways:
    """Return the ways on foot within each cluster of places; others may be among them.

    Nobody walks faster than the walkers' pace, whatever a network without paces of its own says.
    """
    found: Ways = {}
    pace_mps = _KM_PER_HOUR * float(vehicle_kind(WALKER).routing.options["walking_speed"])
    for members in _batches(clusters):
        matrix = network.matrix([places.points[place] for place in members], profile_of(WALKER))
        for row, one in enumerate(members):
            for column, other in enumerate(members):
                metres = int(matrix.distance_m[row, column])
                if metres != UNREACHABLE:
                    found[one, other] = (
                        metres,
                        max(math.ceil(metres / pace_mps), int(matrix.duration_s[row, column])),
                    )
    return found


def _batches(clusters: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the places of several clusters at a time."""
    batch: list[int] = []
    for cluster in clusters:
        if batch and len(batch) + len(cluster) > _AT_ONCE:
            yield batch
            batch = []
        batch = [*batch, *cluster]
    if batch:
        yield batch


def _as_before(
    parked: Mapping[LonLat, LonLat], day: Day, places: Places, network: RoadNetwork, streets: KindStreets
) -> Walks:
    """Return the groups in which doors were planned; where the parking place is gone, the door next to it is one."""
    never = never_doors(day, places)
    clusters: dict[LonLat, list[int]] = defaultdict(list)
    for place, point in enumerate(places.points):
        if point in parked and place not in never:
            clusters[parked[point]].append(place)
    several = {point: doors for point, doors in clusters.items() if len(doors) > 1}
    ways = ways_on_foot(network, places, list(several.values()))
    groups = {}
    for point, doors in several.items():
        drivable = [door for door in doors if streets.round_trip(door)]
        if drivable:
            parking = min(drivable, key=lambda door: (great_circle_m(point, places.points[door]), door))
            groups[parking] = tuple(door for door in doors if _both(ways, parking, door))
    return _walks(groups, ways)


def _both(ways: Ways, one: int, other: int) -> bool:
    return one == other or ((one, other) in ways and (other, one) in ways)


def _walks(groups: Mapping[int, Sequence[int]], ways: Ways) -> Walks:
    """Return the groups whose doors are all joined, with the seconds between them."""
    kept = {parking: _joined(doors, ways) for parking, doors in groups.items()}
    kept = {parking: doors for parking, doors in kept.items() if len(doors) > 1 and parking in doors}
    seconds = {
        (one, other): ways[one, other][1]
        for doors in kept.values()
        for one in doors
        for other in doors
        if one != other
    }
    return Walks(kept, seconds)


def _joined(doors: Sequence[int], ways: Ways) -> tuple[int, ...]:
    found: list[int] = []
    for door in doors:
        if all(_both(ways, one, door) for one in found):
            found.append(door)
    return tuple(found)


@dataclass
class _Chooser:
    """Makes the groups of one kind; the same day has the same ones."""

    day: Day
    places: Places
    streets: KindStreets
    network: RoadNetwork
    kind: VehicleKind
    rule: WalkRule

    @cached_property
    def _limits(self) -> list[Hours]:
        return limits_of(self.day, self.kind)

    def walks(self) -> Walks:
        """Return all groups."""
        doors = {door.place: door for door in doors_of(self.day, self.places, self.kind, self.rule)}
        near = near_doors(self.places, list(doors), self.rule.within_m)
        groups: dict[int, list[int]] = {}
        ways: Ways = {}
        for _ in range(_ROUNDS):
            taken = {door for members in groups.values() for door in members}
            clusters = list(_clusters(near, taken))
            ways |= ways_on_foot(self.network, self.places, clusters)
            made = [self._group([doors[place] for place in cluster], ways) for cluster in clusters]
            groups |= {members[0].place: [door.place for door in members] for members in made if members}
            if not any(made):
                break
        return _walks(groups, ways)

    def _group(self, cluster: Sequence[Door], ways: Ways) -> list[Door]:
        """Return the doors worth walking to from one of a cluster, that one first; none without any."""
        drivable = [door for door in cluster if self.streets.round_trip(door.place)]
        if not drivable:
            return []
        parking = min(drivable, key=lambda door: self._away(door, cluster, ways))
        members, carried = [parking], parking
        for door in sorted(
            cluster, key=lambda one: (ways.get((parking.place, one.place), (0, 0)), one.place)
        ):
            joined = carried.with_door(door)
            if door is parking or not self._is_near(parking, door, ways) or not joined.fits(self.rule):
                continue
            if joined.has_time(tour_s([*members, door], ways)) and self._saved_s(members, door, ways) > 0:
                members.append(door)
                carried = joined
        return members if len(members) > 1 else []

    def _away(self, parking: Door, cluster: Sequence[Door], ways: Ways) -> tuple[int, int, int]:
        """Return by what a parking place is the best: most doors within reach, then least to walk."""
        metres = [
            ways[parking.place, door.place][0]
            for door in cluster
            if door is not parking and self._is_near(parking, door, ways)
        ]
        return -len(metres), sum(metres), parking.place

    def _is_near(self, parking: Door, door: Door, ways: Ways) -> bool:
        """Tell whether riders may walk there; where is parked lies in no area with hours that the door is not in."""
        walked_into = door.areas - parking.areas
        return (
            parking.areas <= door.areas
            and all(self._limits[area].on_foot for area in walked_into)
            and _both(ways, parking.place, door.place)
            and ways[parking.place, door.place][0] <= self.rule.within_m
        )

    def _saved_s(self, members: Sequence[Door], door: Door, ways: Ways) -> float:
        """Return what walking to one more door saves: parking there and the way, less the longer walk."""
        place = door.place
        if not all(_both(ways, one.place, place) for one in members):
            return -1
        longer_s = tour_s([*members, door], ways) - tour_s(members, ways)
        shut = (not self._limits[area].windows for area in door.areas - members[0].areas)
        if not self.streets.round_trip(place) or any(shut):
            return float("inf")
        drives = [self.streets.duration_s[one.place, place] for one in members]
        driven_s = min((int(one) for one in drives if one != UNREACHABLE), default=0)
        return self.kind.times.parking_s + driven_s - longer_s


def tour_s(doors: Sequence[Door], ways: Ways) -> int:
    """Return the seconds of a walk from the first door to the others and back, always to the nearest one left."""
    here, left, taken_s = doors[0].place, {door.place for door in doors[1:]}, 0
    while left:
        there = min(left, key=lambda place: (ways[here, place][1], place))
        taken_s += ways[here, there][1]
        left.remove(there)
        here = there
    return taken_s + (ways[here, doors[0].place][1] if here != doors[0].place else 0)


def _clusters(near: Mapping[int, Sequence[int]], taken: Iterable[int]) -> Iterator[list[int]]:
    """Yield doors with those near them that no other cluster has, most neighbours first."""
    gone = set(taken)
    free = {door: [one for one in others if one not in gone] for door, others in near.items()}
    for door in sorted(free, key=lambda one: (-len(free[one]), one)):
        others = [one for one in free[door] if one not in gone][: MOST_DOORS - 1]
        if door not in gone and others:
            gone |= {door, *others}
            yield [door, *others]
