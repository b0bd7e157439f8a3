"""The plan of a long benchmark run: which instances, budgets, seeds and solvers, and how each run is known."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.routing.instance import BadFile
from benchmarks.routing.our_engine import engine_version

OURS = "pannier"
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run to make."""

    set: str
    cls: str
    file: str
    objective: str | None
    seconds: float
    seed: int
    solver: str
    threads: int = 1

    def key(self, file_sha: str, version: str) -> str:
        """Return what tells this run from all others; a new engine or another file makes another run."""
        words = (
            self.set,
            self.objective,
            file_sha,
            self.seconds,
            self.seed,
            self.solver,
            self.threads,
            version,
        )
        return " ".join(str(word) for word in words)


@dataclass(frozen=True, kw_only=True)
class ClassOfRuns:
    """One block of the plan."""

    set: str
    name: str
    seconds: list[float]
    seeds: list[int]
    files: str | None = None
    names: list[str] = field(default_factory=list)
    sample: int | None = None
    objective: str | None = None
    peers: list[str] = field(default_factory=list)
    threads: int = 1


def read_plan(path: Path) -> list[ClassOfRuns]:
    """Return the blocks; raises BadFile for a word that is none of theirs."""
    blocks: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("class", [])
    try:
        return [ClassOfRuns(**block) for block in blocks]
    except TypeError as wrong:
        raise BadFile(f"{path}: {wrong}.") from None


def jobs_of(block: ClassOfRuns, data: Path) -> Iterator[Job]:
    """Yield the runs of a block, instance by instance, so that an interrupted block has whole comparisons."""
    for file in _files(block, data):
        for seconds in block.seconds:
            for seed in block.seeds:
                for solver in (OURS, *block.peers):
                    yield Job(
                        set=block.set,
                        cls=block.name,
                        file=file,
                        objective=block.objective,
                        seconds=seconds,
                        seed=seed,
                        solver=solver,
                        threads=block.threads,
                    )


def _files(block: ClassOfRuns, data: Path) -> list[str]:
    """Return the names, or the files of the pattern: all, or a sample spread evenly over the sorted ones."""
    if block.files is None:
        return block.names
    found = [str(path) for path in sorted(data.glob(block.files))]
    if block.sample is None or block.sample >= len(found):
        return found
    step = len(found) / block.sample
    return [found[int((position + 0.5) * step)] for position in range(block.sample)]


def version_of(solver: str) -> str:
    """Return a digest of what solves: our engine, or the rivals' lock file with the adapter."""
    if solver == OURS:
        return engine_version()
    digest = hashlib.sha256()
    for file in (_HERE.parent / "requirements.lock", _HERE / "peers" / f"{solver}_peer.py"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def sha_of(file: str) -> str:
    """Return a digest of an instance: of the file, or of the name where it is generated."""
    content = Path(file).read_bytes() if Path(file).is_file() else file.encode()
    return hashlib.sha256(content).hexdigest()[:12]
