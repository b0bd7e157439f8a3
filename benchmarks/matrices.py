"""Measure matrices on the demo maps: computed, from disk, and with one new stop.

usage: python benchmarks/matrices.py [--points 500] [--kinds cargo_bike,e_van] [MAP_FOLDER ...]
Points are the map's addresses, then points a few metres beside them until there are enough.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from pannier.connect.road_network import Matrix
from pannier.core.geo import LonLat
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.trial import known_addresses
from pannier.places.geocoding.words import address_words
from pannier.places.maps import build_map, open_map
from pannier.places.network import ValhallaNetwork
from pannier.places.profiles import profile_of

DEMO = Path(__file__).resolve().parents[1] / "demo" / "maps"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--points", type=int, default=500)
    parser.add_argument("--kinds", default="cargo_bike,e_van,walker")
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as scratch:
        for folder in asked.folders or build_demo(Path(scratch)):
            measure(folder, Path(scratch) / "cache", asked.points, asked.kinds.split(","))


def build_demo(target: Path) -> list[Path]:
    folders = []
    for name in ("monaco", "helsinki"):
        began = time.perf_counter()
        pbf = DEMO / name / f"{name}.osm.pbf"
        folders.append(build_map(pbf, target, name=name, built_at=datetime.now(UTC)).folder)
        print(f"map {name} with base map built in {time.perf_counter() - began:.1f} s")
    return folders


def measure(folder: Path, cache_dir: Path, count: int, kinds: list[str]) -> None:
    points = some_points(folder, count + 1)
    print(f"\n{folder.name}, {count} x {count} points, 2 threads")
    print(
        f"{'kind':14} {'computed':>9} {'CPU':>8} {'us/cell':>8} {'from disk':>10} {'one more':>9} {'no way':>8}"
    )
    for kind in kinds:
        network, profile = ValhallaNetwork(folder, cache_dir=cache_dir, threads=2), profile_of(kind)
        cpu = time.process_time()
        first = network.matrix(points[:count], profile)
        cpu = time.process_time() - cpu
        again = network.matrix(points[:count], profile)
        assert again.cached
        more = network.matrix(points, profile)
        print(
            f"{kind:14} {first.took_s:7.2f} s {cpu:6.2f} s {cpu / count**2 * 1e6:8.2f} "
            f"{again.took_s:8.3f} s {more.took_s:7.3f} s {no_way(first):8.2%}"
        )


def no_way(matrix: Matrix) -> float:
    return float(np.mean(matrix.duration_s < 0))


def some_points(folder: Path, count: int, seed: int = 7) -> list[LonLat]:
    chance = random.Random(seed)
    index = IndexReader(open_map(folder).addresses_path, address_words())
    points = list(dict.fromkeys(a.point.rounded() for a in known_addresses(index) if a.point))
    chance.shuffle(points)
    while len(points) < count:
        near = chance.choice(points)
        points.append(LonLat(near.lon + chance.gauss(0, 2e-4), near.lat + chance.gauss(0, 2e-4)).rounded())
    return points[:count]


if __name__ == "__main__":
    main()
