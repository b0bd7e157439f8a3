"""Tell land from sea by the coastline of an extract.

OpenStreetMap draws coastlines so that land lies on their left. An extract cuts them off at its border;
loose ends are led straight to the nearest edge of the map before the box is divided into land and sea.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from shapely.geometry import LineString, Point, box
from shapely.ops import linemerge, polygonize, unary_union

from pannier.core.geo import BoundingBox

_STEP: Final = 3e-6
"""How far beside a piece of coast one looks for the side it belongs to, in degrees (0.3 m)."""


def divide(area: BoundingBox, coast: Sequence[LineString]) -> tuple[Any, Any]:
    """Return land and sea inside the box; sea is None where there is no coast."""
    frame = box(area.west, area.south, area.east, area.north)
    if not coast:
        return frame, None
    pieces = [line.intersection(frame) for line in coast]
    lines = unary_union([*pieces, *_loose_ends(area, coast), frame.exterior])
    land: list[Any] = []
    sea: list[Any] = []
    for part in polygonize(lines):
        (land if _land_on_left(part, frame, coast) >= 0 else sea).append(part)
    return (unary_union(land) if land else None), (unary_union(sea) if sea else None)


def _loose_ends(area: BoundingBox, coast: Sequence[LineString]) -> list[LineString]:
    """Return straight lines from ends of the coast inside the box to its nearest edge."""
    merged = linemerge(list(coast)) if len(coast) > 1 else coast[0]
    found = []
    for line in getattr(merged, "geoms", [merged]):
        if line.is_ring:
            continue
        for lon, lat in (line.coords[0], line.coords[-1]):
            if area.west < lon < area.east and area.south < lat < area.north:
                found.append(LineString([(lon, lat), _nearest_edge(area, lon, lat)]))
    return found


def _nearest_edge(area: BoundingBox, lon: float, lat: float) -> tuple[float, float]:
    edges = ((area.west, lat), (area.east, lat), (lon, area.south), (lon, area.north))
    shrink = math.cos(math.radians(lat))
    return min(edges, key=lambda edge: math.hypot((edge[0] - lon) * shrink, edge[1] - lat))


def _land_on_left(part: Any, frame: Any, coast: Sequence[LineString]) -> float:
    """Return the length of coast that has the part on its left minus that on its right."""
    balance = 0.0
    for line in coast:
        if not line.intersects(part.boundary):
            continue
        points = list(line.coords)
        for (x1, y1), (x2, y2) in pairwise(points):
            balance += _side_of(part, frame, (x1, y1), (x2, y2))
    return balance


def _side_of(part: Any, frame: Any, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the length of one piece of coast, positive when the part lies on its left, else negative."""
    length = math.dist(start, end)
    middle = Point((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if length == 0 or not frame.contains(middle):
        return 0.0
    left = (-(end[1] - start[1]) / length * _STEP, (end[0] - start[0]) / length * _STEP)
    if part.contains(Point(middle.x + left[0], middle.y + left[1])):
        return length
    return -length if part.contains(Point(middle.x - left[0], middle.y - left[1])) else 0.0
