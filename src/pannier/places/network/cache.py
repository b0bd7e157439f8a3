"""Keep matrices on disk by network, profile and point set, and reuse the part of an older one that still fits."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pannier.core.geo import LonLat

KEPT: Final = 32
"""Matrices kept for each network and profile; the ones not used for longest go first."""

Key = tuple[int, int]
IntArray = NDArray[np.int32]


def key_of(point: LonLat) -> Key:
    """Return a point as whole millionths of a degree (0.1 m): the precision in which points are stored."""
    return round(point.lon * 1e6), round(point.lat * 1e6)


@dataclass(frozen=True, eq=False)
class Block:
    """A matrix with the keys of its rows and columns."""

    sources: tuple[Key, ...]
    targets: tuple[Key, ...]
    distance_m: IntArray
    duration_s: IntArray


class MatrixCache:
    """A folder of matrices for one network and one profile. Files are written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def best_for(self, sources: Sequence[Key], targets: Sequence[Key]) -> Block | None:
        """Return the kept matrix that holds most of the wanted cells, None when none holds any."""
        exact = self._path(sources, targets)
        if exact.exists() and (block := self._load(exact)) is not None:
            return block
        wanted = set(sources), set(targets)
        best: tuple[int, Path] | None = None
        for path in self._files():
            overlap = self._overlap(path, *wanted)
            if overlap > (best[0] if best else 0):
                best = overlap, path
        return self._load(best[1]) if best else None

    def keep(self, block: Block) -> None:
        """Store a matrix and drop the oldest beyond the limit."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as stream:
            np.savez(
                stream,
                sources=np.array(block.sources, dtype=np.int32).reshape(-1, 2),
                targets=np.array(block.targets, dtype=np.int32).reshape(-1, 2),
                distance_m=block.distance_m,
                duration_s=block.duration_s,
            )
        Path(stream.name).replace(self._path(block.sources, block.targets))
        for path in self._files()[KEPT:]:
            path.unlink(missing_ok=True)

    def _path(self, sources: Sequence[Key], targets: Sequence[Key]) -> Path:
        text = repr((tuple(sources), tuple(targets)))
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"

    def _files(self) -> list[Path]:
        """Return the kept files, the ones used last first."""
        found = []
        for path in self._folder.glob("*.npz"):
            try:
                found.append((path.stat().st_mtime_ns, path))
            except FileNotFoundError:
                # Another process has just dropped it.
                continue
        return [path for _, path in sorted(found, reverse=True)]

    def _overlap(self, path: Path, sources: set[Key], targets: set[Key]) -> int:
        try:
            with path.open("rb") as stream, np.load(stream) as kept:
                rows = sum((x, y) in sources for x, y in kept["sources"].tolist())
                columns = sum((x, y) in targets for x, y in kept["targets"].tolist())
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return 0
        return rows * columns

    def _load(self, path: Path) -> Block | None:
        """Return a kept matrix and mark it as used; a damaged file counts as none."""
        try:
            with path.open("rb") as stream, np.load(stream) as kept:
                rows = tuple((x, y) for x, y in kept["sources"].tolist())
                columns = tuple((x, y) for x, y in kept["targets"].tolist())
                block = Block(rows, columns, kept["distance_m"], kept["duration_s"])
            os.utime(path)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None
        return block if block.distance_m.shape == (len(rows), len(columns)) else None
