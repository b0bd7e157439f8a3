"""Build a map folder from an OpenStreetMap extract: routing tiles, address index, base map, manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pannier.core.geo import BoundingBox
from pannier.places.geocoding.extract import read_addresses
from pannier.places.geocoding.store import write_index
from pannier.places.geocoding.words import address_words
from pannier.places.maps.basemap import build_basemap, tippecanoe_program
from pannier.places.maps.errors import BadExtract
from pannier.places.maps.manifest import (
    ATTRIBUTION,
    MapInfo,
    check_name,
    fingerprint_of,
    open_map,
    write_manifest,
)
from pannier.places.maps.routing import build_routing, settings_template
from pannier.places.maps.source import check_extract, sha256_of

Progress = Callable[[float, str], None]
TOOLS: Final = ("pyvalhalla", "osmium", "shapely", "tippecanoe")


def ignore(share: float, message: str) -> None:
    """Take notice of no progress."""


def build_map(
    pbf: Path,
    out_dir: Path,
    *,
    name: str,
    built_at: datetime,
    on_progress: Progress = ignore,
    basemap: Path | None = None,
) -> MapInfo:
    """Build `out_dir/name` from an extract and return what it contains.

    Nothing is seen under that name until all is built; an older map of the name is replaced in one step.
    `basemap` takes a ready PMTiles file instead of making one; where the tile program is missing and none
    is given, the map works without a base map. Raises BadExtract and ToolFailed.
    """
    check_name(name)
    on_progress(0.0, f"Reading {pbf.name}")
    bounds = check_extract(pbf)
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_dir, prefix=f".{name}-") as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        info = _fill(folder, pbf, bounds, name=name, built_at=built_at, basemap=basemap, tell=on_progress)
        write_manifest(info, folder)
        _put_in_place(folder, out_dir / name, Path(scratch) / "old")
    on_progress(1.0, f"Map {name} is ready")
    return open_map(out_dir / name)


def _fill(
    folder: Path,
    pbf: Path,
    bounds: BoundingBox,
    *,
    name: str,
    built_at: datetime,
    basemap: Path | None,
    tell: Progress,
) -> MapInfo:
    tell(0.05, "Making routing tiles")
    build_routing(pbf.resolve(), folder / "routing")
    tell(0.55, "Making the address index")
    counts = write_index(read_addresses(pbf), folder / "addresses.sqlite", address_words())
    tell(0.65, "Making the base map")
    target, program = folder / "base.pmtiles", tippecanoe_program()
    made = make_basemap(pbf, target, bounds, ready=basemap, program=program, tell=tell)
    tools, source = tool_versions(), sha256_of(pbf)
    digest = hashlib.sha256(json.dumps(settings_template(), sort_keys=True).encode()).hexdigest()
    deciding = {tool: tools[tool] for tool in ("pyvalhalla", "osmium")}
    mark = fingerprint_of(source, deciding, digest)
    return MapInfo(name, folder, bounds, source, mark, built_at, counts, tools, ATTRIBUTION, made)


def make_basemap(
    pbf: Path,
    target: Path,
    bounds: BoundingBox,
    *,
    ready: Path | None,
    program: Path | None,
    tell: Progress,
) -> bool:
    """Write the base map: a ready one, else one made by the tile program; tell when there is neither."""
    if ready is not None:
        if not ready.is_file() or ready.read_bytes()[:7] != b"PMTiles":
            raise BadExtract(f"{ready} is no PMTiles file; leave it out or give one.")
        shutil.copyfile(ready, target)
        return True
    if program is None:
        tell(0.9, "No base map: the program tippecanoe is not installed; give a ready one with --basemap")
        return False
    build_basemap(pbf, target, bounds, program=program)
    return True


def tool_versions() -> dict[str, str]:
    """Return the versions of the libraries that decide what a map contains."""
    found = {}
    for tool in TOOLS:
        try:
            found[tool] = version(tool)
        except PackageNotFoundError:
            found[tool] = "none"
    return found


def _put_in_place(folder: Path, target: Path, old: Path) -> None:
    """Move the finished folder to its name; the old one is gone only when the new one can take its place."""
    if target.exists():
        target.rename(old)
    folder.rename(target)
