"""Solve one benchmark instance and say how good the plan is.

usage: python -m benchmarks.run vrptw r101 --seconds 10 --seed 1 --json
FILE is a path, or the name of an instance in the data folder (`--data`, PANNIER_BENCHMARKS).
docs/reference/benchmarks.md explains the sets, their conventions and scales.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.routing.asked import Asked
from benchmarks.routing.instance import BadFile
from benchmarks.routing.report import Run
from benchmarks.routing.sets import DATA, SETS
from benchmarks.routing.single import run_one

PEERS = ("pyvrp", "vroom", "ortools", "routingblocks")


def main() -> None:
    """Solve what the command line names; a file that cannot be read ends with one sentence."""
    asked, as_json = _asked()
    try:
        run = run_one(asked)
    except BadFile as wrong:
        sys.exit(f"{wrong}")
    print(run.as_json() if as_json else run.as_table())
    sys.exit(_status(run))


def _asked() -> tuple[Asked, bool]:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", choices=[*SETS, "city"])
    parser.add_argument("file", help="a file, an instance's name, or for city the number of stops")
    parser.add_argument("--seconds", type=_at_least(0.0), default=10.0, help="CPU seconds of one thread")
    parser.add_argument(
        "--iterations", type=_at_least(0), default=None, help="instead of seconds: the same every time"
    )
    parser.add_argument("--seed", type=_at_least(0), default=1)
    parser.add_argument("--threads", type=_at_least(1), default=1)
    parser.add_argument("--objective", choices=["hier", "dist"], default=None)
    parser.add_argument("--peer", choices=PEERS, default=None, help="let a rival solve it instead")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--routes", action="store_true", help="show the routes too")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    known = vars(parser.parse_args())
    as_json = bool(known.pop("json"))
    return Asked(set_name=known.pop("set"), **known), as_json


def _at_least[T: (int, float)](least: T) -> Callable[[str], T]:
    """Return what reads a number of an option; argparse says in its own words what is none."""

    def read(text: str) -> T:
        value = type(least)(text)
        if not least <= value < 2**31:
            raise argparse.ArgumentTypeError(f"{text} is not between {least} and {2**31 - 1}")
        return value

    read.__name__ = "whole number" if isinstance(least, int) else "number"
    return read


def _status(run: Run) -> int:
    """Return the exit status: a plan that breaks a rule is a failure."""
    return 1 if run.violations else 0


if __name__ == "__main__":
    main()
