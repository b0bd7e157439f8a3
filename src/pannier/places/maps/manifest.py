"""What a map folder contains: `manifest.json` as a value."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pannier.core.geo import BoundingBox, LonLat
from pannier.places.maps.errors import BadExtract, MapMissing

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
ATTRIBUTION: Final = (
    '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">© OpenStreetMap</a>'
    " contributors (ODbL)"
)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True)
class MapInfo:
    """One built map; `fingerprint` changes whenever routes or addresses may change."""

    name: str
    folder: Path
    bounds: BoundingBox
    source_sha256: str
    fingerprint: str
    built_at: datetime
    counts: Mapping[str, int]
    tools: Mapping[str, str]
    attribution: str
    has_basemap: bool

    @property
    def center(self) -> LonLat:
        """Return the middle of the map."""
        return self.bounds.center.rounded()

    @property
    def basemap_path(self) -> Path:
        """Return the base map's file, which need not exist."""
        return self.folder / "base.pmtiles"

    @property
    def addresses_path(self) -> Path:
        """Return the address index."""
        return self.folder / "addresses.sqlite"

    @property
    def routing_dir(self) -> Path:
        """Return the folder of routing tiles and their settings."""
        return self.folder / "routing"


def check_name(name: str) -> str:
    """Return a map's name if it can be a folder and part of an address; raises BadExtract otherwise."""
    if not _NAME.fullmatch(name):
        raise BadExtract(f"{name!r} cannot be a map's name; use small letters, digits, - and _.")
    return name


def fingerprint_of(source_sha256: str, tools: Mapping[str, str], settings: str) -> str:
    """Return the hash of all that decides what the built map answers."""
    text = json.dumps([FORMAT, source_sha256, dict(sorted(tools.items())), settings])
    return hashlib.sha256(text.encode()).hexdigest()


def write_manifest(info: MapInfo, folder: Path) -> None:
    """Write the manifest into a folder under construction."""
    box = info.bounds
    body = {
        "format": FORMAT,
        "name": info.name,
        "bounds": [box.west, box.south, box.east, box.north],
        "center": [info.center.lon, info.center.lat],
        "source_sha256": info.source_sha256,
        "fingerprint": info.fingerprint,
        "built_at": info.built_at.isoformat(),
        "counts": dict(info.counts),
        "tools": dict(info.tools),
        "attribution": info.attribution,
        "basemap": info.has_basemap,
    }
    (folder / MANIFEST).write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


def open_map(folder: Path) -> MapInfo:
    """Return what a map folder contains; raises MapMissing when it is absent, incomplete or too old."""
    try:
        body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise MapMissing(
            f"There is no map in {folder}; make one with `pannier map build FILE.osm.pbf`."
        ) from None
    if body.get("format") != FORMAT:
        raise MapMissing(f"The map in {folder} was built by another version; build it again.")
    return _info(body, folder)


def _info(body: Mapping[str, Any], folder: Path) -> MapInfo:
    return MapInfo(
        name=body["name"],
        folder=folder,
        bounds=BoundingBox(*body["bounds"]),
        source_sha256=body["source_sha256"],
        fingerprint=body["fingerprint"],
        built_at=datetime.fromisoformat(body["built_at"]),
        counts=body["counts"],
        tools=body["tools"],
        attribution=body["attribution"],
        has_basemap=(folder / "base.pmtiles").is_file(),
    )


def list_maps(maps_dir: Path) -> list[MapInfo]:
    """Return all complete maps of a folder by name."""
    folders = sorted(path.parent for path in maps_dir.glob(f"*/{MANIFEST}"))
    return [open_map(folder) for folder in folders if not folder.name.startswith(".")]
