"""Put houses and pieces of street together into streets; the same name far away is another street."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pannier.core.address import AddressWords, canonical
from pannier.places.geocoding.extract import RawAddresses, RawHouse, RawPlace
from pannier.places.geometry import METRES_PER_DEGREE, degrees_for, metres_between

GAP_M: Final = 600.0
"""Pieces of one name farther apart than this are different streets, often in different towns."""

LOCALITY_REACH_M: Final = 5_000.0
"""A street without addresses belongs to the nearest locality within this distance."""


@dataclass(frozen=True)
class Street:
    """One street: its spellings, where it lies (middle) and the houses on it."""

    name: str
    aliases: tuple[str, ...]
    lon: float
    lat: float
    postcode: str
    city: str
    houses: tuple[RawHouse, ...]


def gather_streets(raw: RawAddresses, words: AddressWords) -> list[Street]:
    """Return all streets, ordered by name and place, so that equal extracts give equal indexes."""
    names: dict[str, list[str]] = defaultdict(list)
    aliases: dict[str, list[str]] = defaultdict(list)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    houses: dict[str, list[RawHouse]] = defaultdict(list)
    for way in raw.ways:
        key = canonical(way.names[0], words)
        names[key].append(way.names[0])
        aliases[key] += way.names[1:]
        points[key] += way.points
    for house in raw.houses:
        key = canonical(house.street, words)
        names[key].append(house.street)
        points[key].append((house.lon, house.lat))
        houses[key].append(house)
    towns = [place for place in raw.places if place.kind == "town"]
    streets = []
    for key in sorted(points):
        name = Counter(names[key]).most_common(1)[0][0]
        other = tuple(dict.fromkeys(a for a in aliases[key] if a != name))
        streets += _split(name, other, points[key], houses=houses[key], towns=towns)
    return streets


def _split(
    name: str,
    aliases: tuple[str, ...],
    points: Sequence[tuple[float, float]],
    *,
    houses: Sequence[RawHouse],
    towns: Sequence[RawPlace],
) -> list[Street]:
    streets = []
    for cluster in clusters(points, GAP_M):
        spots = set(cluster)
        own = tuple(h for h in houses if (h.lon, h.lat) in spots)
        lon, lat = cluster[len(cluster) // 2]
        city = _most_common(h.city for h in own) or _nearest_town(lon, lat, towns)
        postcode = _most_common(h.postcode for h in own)
        streets.append(Street(name, aliases, lon, lat, postcode, city, own))
    return streets


def clusters(points: Sequence[tuple[float, float]], gap_m: float) -> list[list[tuple[float, float]]]:
    """Return groups of points in which each has a neighbour nearer than the gap.

    Works on a grid of half gaps: cells of one group touch each other. The gap is kept within its half.
    """
    lon_step, lat_step = degrees_for(gap_m / 2, points[0][1])
    cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for lon, lat in points:
        cells[int(lon / lon_step), int(lat / lat_step)].append((lon, lat))
    groups = []
    while cells:
        groups.append(_flood(cells, min(cells)))
    return groups


def _flood(
    cells: dict[tuple[int, int], list[tuple[float, float]]], start: tuple[int, int]
) -> list[tuple[float, float]]:
    group, edge = cells.pop(start), [start]
    while edge:
        x, y = edge.pop()
        for near in [(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)]:
            if near in cells:
                group += cells.pop(near)
                edge.append(near)
    return group


def _most_common(values: Iterable[str]) -> str:
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else ""


def _nearest_town(lon: float, lat: float, towns: Sequence[RawPlace]) -> str:
    within = degrees_for(LOCALITY_REACH_M, lat)
    near = [t for t in towns if abs(t.lon - lon) < within[0] and abs(t.lat - lat) * METRES_PER_DEGREE < 1e5]
    if not near:
        return ""
    best = min(near, key=lambda t: metres_between(lon, lat, t.lon, t.lat))
    return best.names[0] if metres_between(lon, lat, best.lon, best.lat) < LOCALITY_REACH_M else ""
