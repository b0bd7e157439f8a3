"""Look at an OpenStreetMap extract before anything is built from it, and cut one to an area."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import osmium

from pannier.core.geo import BoundingBox
from pannier.places.maps.errors import BadExtract

KEPT_RELATIONS: Final = frozenset({"multipolygon", "restriction", "street", "associatedStreet"})


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_extract(pbf: Path) -> BoundingBox:
    """Return the area of an extract; raises BadExtract when the file is none."""
    if not pbf.is_file():
        raise BadExtract(f"There is no file {pbf}; give the path of an .osm.pbf extract.")
    try:
        with osmium.io.Reader(str(pbf)) as reader:
            box = reader.header().box()
        if box.valid():
            low, high = box.bottom_left, box.top_right
            return BoundingBox(low.lon, low.lat, high.lon, high.lat)
        return _bounds_of_nodes(pbf)
    except RuntimeError as problem:
        raise BadExtract(f"{pbf.name} cannot be read as an OpenStreetMap extract: {problem}.") from problem


def _nodes(pbf: Path) -> Iterator[Any]:
    yield from osmium.FileProcessor(str(pbf), osmium.osm.NODE)


def _bounds_of_nodes(pbf: Path) -> BoundingBox:
    """Return the box around all nodes, for files that do not say their area."""
    west = south = 400.0
    east = north = -400.0
    for node in _nodes(pbf):
        lon, lat = node.location.lon, node.location.lat
        west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
    if west > east:
        raise BadExtract(f"{pbf.name} holds no points, so no map can be made of it.")
    return BoundingBox(west, south, east, north)


def cut_extract(pbf: Path, target: Path, box: BoundingBox) -> None:
    """Write the part of an extract inside a box; streets and areas that cross its border stay whole.

    The new file says the box as its area, so that the map ends there and not where the last street does.
    """
    kept = _points_inside(pbf, box)
    _add_what_contains(pbf, kept, osmium.osm.WAY)
    _add_what_contains(pbf, kept, osmium.osm.RELATION)
    kept.complete_backward_references(str(pbf), relation_depth=1)
    header = osmium.io.Header()
    header.add_box(
        osmium.osm.Box(osmium.osm.Location(box.west, box.south), osmium.osm.Location(box.east, box.north))
    )
    with osmium.SimpleWriter(str(target), header=header, overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(pbf)).with_filter(kept.id_filter()):
            writer.add(thing)


def _points_inside(pbf: Path, box: BoundingBox) -> Any:
    inside = osmium.IdTracker()
    for node in _nodes(pbf):
        if _contains(box, node.location):
            inside.add_node(node.id)
    return inside


def _add_what_contains(pbf: Path, kept: Any, kind: Any) -> None:
    """Keep the ways, or the relations that matter, which are made of something kept."""
    found = [
        thing.id
        for thing in osmium.FileProcessor(str(pbf), kind).with_filter(kept.contains_filter())
        if kind == osmium.osm.WAY or thing.tags.get("type") in KEPT_RELATIONS
    ]
    add = kept.add_way if kind == osmium.osm.WAY else kept.add_relation
    for number in found:
        add(number)


def _contains(box: BoundingBox, location: Any) -> bool:
    return bool(box.west <= location.lon <= box.east and box.south <= location.lat <= box.north)
