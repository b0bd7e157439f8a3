"""Fixtures of real maps: built once for this code and shared by all test processes and later runs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pannier.base.settings import settings
from pannier.places.address_index import AddressIndex
from pannier.places.maps import MapMissing, build_map, open_map
from pannier.places.maps.build import tool_versions
from pannier.places.network import ValhallaNetwork

ROOT = Path(__file__).resolve().parents[1]
DEMO_MAPS = ROOT / "demo" / "maps"
BUILT_AT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
DECIDING = (
    "src/pannier/places/maps/*.py",
    "src/pannier/places/geocoding/*.py",
    "src/pannier/core/address.py",
    "src/pannier/data/address_words.toml",
    "demo/maps/*/*",
)


def _code_hash() -> str:
    """Return a hash of everything that decides what a built map contains."""
    digest = hashlib.sha256(repr(sorted(tool_versions().items())).encode())
    for pattern in DECIDING:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other test processes out while a map is built."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def cached_map(name: str) -> Path:
    """Return the folder of a built demo map; builds it when no run before has."""
    shelf = Path(tempfile.gettempdir()) / f"pannier-test-maps-{os.getuid()}" / _code_hash()
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(shelf / f"{name}.lock"):
        try:
            return open_map(shelf / name).folder
        except MapMissing:
            source = DEMO_MAPS / name
            ready = source / f"{name}.pmtiles"
            pbf = source / f"{name}.osm.pbf"
            return build_map(pbf, shelf, name=name, built_at=BUILT_AT, basemap=ready).folder


@pytest.fixture(scope="session")
def monaco_map() -> Path:
    """The folder of the built Monaco map; never write into it."""
    return cached_map("monaco")


@pytest.fixture(scope="session")
def helsinki_map() -> Path:
    """The folder of the built map of Helsinki's centre; never write into it."""
    return cached_map("helsinki")


@pytest.fixture(scope="session")
def monaco_network(monaco_map: Path) -> ValhallaNetwork:
    """Monaco's streets without a matrix cache."""
    return ValhallaNetwork(monaco_map)


@pytest.fixture(scope="session")
def monaco_geocoder(monaco_map: Path) -> AddressIndex:
    """Monaco's addresses."""
    return AddressIndex(monaco_map)


@pytest.fixture(scope="session")
def monaco_installed(engine: Engine, monaco_map: Path) -> Path:
    """Monaco as the map `monaco` of this session's installation, for services and routes."""
    maps = settings().maps_dir
    maps.mkdir(parents=True, exist_ok=True)
    target = maps / "monaco"
    if not target.exists():
        target.symlink_to(monaco_map, target_is_directory=True)
    return target
