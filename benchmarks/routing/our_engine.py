"""Pannier's own engine under a budget of CPU seconds, also where it does not know such budgets yet."""

import hashlib
import inspect
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pannier.engine
from pannier.core.plan import Plan
from pannier.core.problem import Problem
from pannier.engine import Budget, solve


def run_engine(
    problem: Problem, *, seconds: float, seed: int, threads: int = 1, iterations: int | None = None
) -> tuple[Plan, float]:
    """Return the plan and the CPU seconds of the process that it took; `iterations` replace the seconds."""
    since = time.process_time()
    budget, stop = _budget(seconds, iterations, since)
    options: dict[str, object] = {"threads": threads} if _takes(solve, "threads") else {}
    plan = solve(problem, budget=budget, seed=seed, stop=stop, **options)  # type: ignore[arg-type]
    return plan, time.process_time() - since


def _budget(seconds: float, iterations: int | None, since: float) -> tuple[Budget, Callable[[], bool] | None]:
    """Return the engine's budget, and what stops it where it can only measure wall time."""
    if iterations is not None:
        return Budget(iterations=iterations), None
    if _takes(Budget, "clock"):
        return Budget(seconds=seconds, clock="cpu"), None  # type: ignore[call-arg]
    return Budget(seconds=seconds), lambda: time.process_time() - since >= seconds


def _takes(function: Callable[..., object], name: str) -> bool:
    """Tell whether a function has an argument of this name."""
    return name in inspect.signature(function).parameters


def engine_version() -> str:
    """Return a digest of what searches: the built modules, or the sources where nothing is built."""
    files = [Path(file) for file in sorted(filter(None, map(_built_file, list(sys.modules.values()))))]
    digest = hashlib.sha256(sys.version.encode())
    for file in files or sorted(Path(pannier.engine.__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _built_file(module: object) -> str | None:
    """Return the file of a module of the engine that a compiler made; it need not lie beside the sources."""
    name, file = getattr(module, "__name__", ""), getattr(module, "__file__", None) or ""
    is_built = name.startswith(pannier.engine.__name__) and file.endswith((".so", ".pyd"))
    return file if is_built else None
