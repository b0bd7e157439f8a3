"""Fetch an extract by name from a public index, for users with internet."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx2 as httpx

from pannier.core.geo import BoundingBox
from pannier.places.maps.build import Progress, build_map, ignore
from pannier.places.maps.errors import DownloadFailed
from pannier.places.maps.manifest import MapInfo, check_name
from pannier.places.maps.source import cut_extract

INDEX_URL: Final = "https://download.geofabrik.de/index-v1-nogeom.json"
"""A list of all extracts with their names and addresses; about 500 areas of the world, renewed daily."""


def get_map(
    name: str,
    out_dir: Path,
    *,
    built_at: datetime,
    bbox: BoundingBox | None = None,
    on_progress: Progress = ignore,
    index_url: str = INDEX_URL,
    client: httpx.Client | None = None,
) -> MapInfo:
    """Download the extract of a name ("monaco", "finland"), cut it to a box if one is given, build its map.

    Raises DownloadFailed with what to do instead when the name is unknown or the network is out of reach.
    """
    check_name(name)
    out_dir.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=out_dir, prefix=f".get-{name}-") as scratch,
        client or httpx.Client(follow_redirects=True, timeout=60) as web,
    ):
        on_progress(0.0, f"Looking for an extract named {name}")
        url = _find(_fetch_index(web, index_url), name)
        pbf = Path(scratch) / f"{name}.osm.pbf"
        _download(web, url, pbf, on_progress)
        if bbox is not None:
            on_progress(0.5, "Cutting the extract to the box")
            whole = pbf.rename(Path(scratch) / "whole.osm.pbf")
            cut_extract(whole, pbf, bbox)
        return build_map(
            pbf,
            out_dir,
            name=name,
            built_at=built_at,
            on_progress=lambda share, message: on_progress(0.5 + share / 2, message),
        )


def _fetch_index(web: httpx.Client, url: str) -> list[Mapping[str, Any]]:
    try:
        answer = web.get(url).raise_for_status().json()
        return [feature["properties"] for feature in answer["features"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as problem:
        raise DownloadFailed(
            f"The list of extracts at {url} cannot be read ({problem}). Without internet, copy an .osm.pbf file "
            "to this machine and run `pannier map build FILE.osm.pbf`."
        ) from problem


def _find(extracts: list[Mapping[str, Any]], name: str) -> str:
    """Return the address of the extract with a name; the error lists names that contain it."""
    by_id = {str(entry["id"]): entry for entry in extracts}
    entry = by_id.get(name) or next((e for i, e in by_id.items() if i.endswith(f"/{name}")), None)
    url = (entry or {}).get("urls", {}).get("pbf")
    if isinstance(url, str):
        return url
    near = [i for i, e in by_id.items() if name in i or name in str(e.get("name", "")).lower()]
    hint = f"Similar: {', '.join(sorted(near)[:8])}." if near else "See the provider's list for all names."
    raise DownloadFailed(f"There is no extract named {name!r}. {hint}")


def _download(web: httpx.Client, url: str, target: Path, tell: Progress) -> None:
    """Write the file at an address, telling the progress; a broken transfer leaves nothing behind."""
    try:
        with web.stream("GET", url) as answer, target.open("wb") as stream:
            answer.raise_for_status()
            size = int(answer.headers.get("Content-Length", 0))
            for chunk in answer.iter_bytes(1 << 20):
                stream.write(chunk)
                done = answer.num_bytes_downloaded
                share = done / size / 2 if size else 0.25
                tell(
                    min(share, 0.5),
                    f"Downloading {done / 1e6:.0f} MB" + (f" of {size / 1e6:.0f}" if size else ""),
                )
    except httpx.HTTPError as problem:
        target.unlink(missing_ok=True)
        raise DownloadFailed(f"{url} cannot be downloaded: {problem}. Try again later.") from problem
