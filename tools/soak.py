"""Solve random problems for hours, each by its number: what the engine promises must hold for every one.

It keeps its place in a file, so that it goes on where it ended, and prints the seeds that fail. With `--engine` it
solves with another build of the engine's module.
"""

import argparse
import importlib.util
import sys
import time
import traceback
from pathlib import Path

PLACE = Path("build/soak.txt")
MODULE = "pannier.engine._core"
PROBLEMS = 100_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--first", type=int, help="begin at this seed instead of the place kept")
    parser.add_argument("--count", type=int, default=PROBLEMS, help="problems in all")
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--engine", type=Path, help="a build of the engine's module to use")
    return parser.parse_args()


def use_engine(built: Path) -> None:
    """Load a build of the engine's module before anybody imports the installed one."""
    spec = importlib.util.spec_from_file_location(MODULE, built)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{built} is no module.")
    sys.modules[MODULE] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def failure_of(seed: int, iterations: int) -> str | None:
    """Return in words what fails for a seed."""
    # Not before use_engine().
    from tests.engine.properties import broken_by_seed

    try:
        broken = broken_by_seed(seed, iterations=iterations)
    except Exception:
        return traceback.format_exc(limit=-3)
    return " ".join(broken) or None


def main() -> int:
    given = arguments()
    if given.engine is not None:
        use_engine(given.engine)
    keeps_place = given.first is None
    kept = int(PLACE.read_text()) if keeps_place and PLACE.exists() else 0
    first, last = (kept, given.count) if keeps_place else (given.first, given.first + given.count)
    began, failed, seed = time.monotonic(), 0, first
    while seed < last and time.monotonic() - began < 60 * given.minutes:
        # Where the engine takes the whole process down, this file tells the seed.
        if keeps_place:
            PLACE.parent.mkdir(exist_ok=True)
            PLACE.write_text(str(seed))
        failure = failure_of(seed, given.iterations)
        if failure is not None:
            failed += 1
            print(f"Seed {seed}: {failure}", flush=True)
        seed += 1
    if keeps_place:
        PLACE.write_text(str(seed))
    print(f"Seeds {first} to {seed - 1}: {failed} failed, {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
