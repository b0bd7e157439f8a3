"""Hand a problem to a rival in a process of its own, and read its tours."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.routing.convention import Convention
from benchmarks.routing.instance import BadFile, Instance, Tour
from benchmarks.routing.peers.ordering import order_of
from pannier.core.problem import Problem

ROOT = Path(__file__).resolve().parents[3]
_BENCH = ROOT / ".venv-bench/bin/python"
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


_SETS = {
    "pyvrp": ("vrptw", "cvrp", "pdptw", "hfvrp", "mtvrptw", "mdvrptw"),
    "vroom": ("vrptw", "cvrp", "pdptw", "hfvrp"),
    "ortools": ("vrptw", "cvrp", "pdptw", "hfvrp", "mdvrptw"),
    "routingblocks": ("evrptw-pr",),
}
"""The sets that each rival can express."""


@dataclass(frozen=True)
class PeerResult:
    """What a rival hands in."""

    tours: tuple[Tour, ...]
    seconds: float
    iterations: int
    engine: str


def require_able(peer: str, set_name: str) -> None:
    """Raise BadFile when a rival cannot express a set, installed or not."""
    able = _SETS.get(peer, (set_name,))
    if set_name not in able:
        raise BadFile(f"{peer} cannot solve {set_name}; it can {', '.join(able)}.")


def run_peer(
    peer: str,
    instance: Instance,
    problem: Problem,
    convention: Convention,
    *,
    seconds: float,
    seed: int,
) -> PeerResult:
    """Return the rival's tours; raises BadFile when it cannot express the problem or is not set up."""
    order = order_of(instance, problem)
    order |= {"scale": convention.scale, "vehicles_first": convention.vehicles_first}
    order |= {"seconds": seconds, "seed": seed}
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "order.json").write_text(json.dumps(order), encoding="utf-8")
        np.save(Path(scratch) / "distance.npy", problem.matrices[0].distance_m)
        done = subprocess.run(
            [_python_with(peer), "-m", f"benchmarks.routing.peers.{peer}_peer", scratch],
            cwd=ROOT,
            env={**os.environ, **_ONE_THREAD},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise BadFile(f"{peer}: {(done.stderr.strip() or 'ended without a word').splitlines()[-1]}")
    return _result(json.loads(done.stdout.splitlines()[-1]))


def _result(said: dict[str, Any]) -> PeerResult:
    """Return what the rival printed."""
    tours = tuple(Tour(van, tuple(nodes)) for van, nodes in said["tours"])
    return PeerResult(tours, said["seconds"], said["iterations"], said["engine"])


def _python_with(peer: str) -> str:
    """Return a Python that has the rival: this one, or that of .venv-bench. Their module has their name."""
    if importlib.util.find_spec(peer) is not None:
        return sys.executable
    if not _BENCH.exists():
        raise BadFile(f"{peer} is not installed; run `make bench-setup` first.")
    return str(_BENCH)
