"""Polygons of zones: checked, rounded, asked for points. GeoJSON in, GeoJSON out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from shapely import prepare, set_precision
from shapely.errors import ShapelyError
from shapely.geometry import Point, mapping, shape
from shapely.validation import explain_validity

from pannier.core.geo import LonLat
from pannier.places.problems import InvalidZone

MAX_CORNERS: Final = 5_000
KINDS: Final = ("Polygon", "MultiPolygon")
TOUCH: Final = 1e-9
"""Zones drawn side by side may share this many square degrees (about 10 m²) by inaccuracy."""


def checked_polygon(geojson: Mapping[str, Any]) -> dict[str, Any]:
    """Return the polygon rounded to six digits; raises InvalidZone that says what is wrong with it."""
    if geojson.get("type") not in KINDS:
        raise _invalid(f"The polygon is a {geojson.get('type')!r}; send a GeoJSON Polygon or MultiPolygon.")
    area = _read(geojson)
    if not area.is_valid:
        raise _invalid(f"The polygon is broken: {explain_validity(area)}.")
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise _invalid("The polygon leaves the earth; coordinates are longitude first, then latitude.")
    rounded = set_precision(area, 1e-6)
    if rounded.is_empty or rounded.area <= 0 or rounded.geom_type not in KINDS:
        raise _invalid("The polygon has no area.")
    return {"type": rounded.geom_type, "coordinates": _lists(mapping(rounded)["coordinates"])}


def _read(geojson: Mapping[str, Any]) -> Any:
    try:
        area = shape(dict(geojson))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        raise _invalid(f"The polygon cannot be read: {problem}.") from problem
    corners = sum(1 for _ in corners_of(area))
    if area.is_empty or corners > MAX_CORNERS:
        raise _invalid(f"The polygon has {corners} corners; between 3 and {MAX_CORNERS} are allowed.")
    return area


def corners_of(area: Any) -> Iterator[tuple[float, float]]:
    """Yield all corners of a polygon or several."""
    for part in getattr(area, "geoms", [area]):
        for ring in [part.exterior, *part.interiors]:
            yield from ring.coords


def rings_of(geojson: Mapping[str, Any]) -> list[tuple[LonLat, ...]]:
    """Return the outer ring of each part of a polygon."""
    parts = geojson["coordinates"] if geojson["type"] == "MultiPolygon" else [geojson["coordinates"]]
    return [tuple(LonLat(lon, lat) for lon, lat, *_ in part[0]) for part in parts]


def prepared(geojson: Mapping[str, Any]) -> Callable[[LonLat], bool]:
    """Return what tells for many points whether they lie in a polygon, its border included."""
    area = shape(dict(geojson))
    prepare(area)
    return lambda point: bool(area.covers(Point(point.lon, point.lat)))


def contains(geojson: Mapping[str, Any], point: LonLat) -> bool:
    """Say whether a point lies in a polygon, its border included."""
    return bool(shape(dict(geojson)).covers(Point(point.lon, point.lat)))


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two polygons share more ground than drawing side by side explains."""
    return bool(shape(dict(one)).intersection(shape(dict(other))).area > TOUCH)


def _lists(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, 6)
    return [_lists(part) for part in coordinates]


def _invalid(text: str) -> InvalidZone:
    return InvalidZone(text, pointer="/polygon")
