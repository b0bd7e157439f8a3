"""Make a table of the benchmark runs: markdown on the screen, or between the markers of a page.

usage: python -m benchmarks.table [--write docs/reference/performance.md]
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.bench import RESULTS
from benchmarks.routing.planning import OURS, engine_version
from benchmarks.routing.summary import Row, rows_of

BEGIN, END = "<!-- benchmarks:begin -->", "<!-- benchmarks:end -->"
_HEAD = (
    "| Set | Class | CPU s | Instances, runs | Gap to best known, median / mean | Vehicles (best known) "
    "| Cost to rivals | Iterations a second |"
)


def main() -> None:
    """Print the table or write it into a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--write", type=Path, default=None)
    asked = parser.parse_args()
    text = table_of(rows_of(current(read_results(asked.results))))
    if asked.write is None:
        print(text)
    else:
        page = asked.write.read_text(encoding="utf-8")
        asked.write.write_text(between_markers(page, text), encoding="utf-8")


def read_results(path: Path) -> list[dict[str, Any]]:
    """Return the runs; a line that was cut off is passed over."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def current(results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rivals' runs and, class by class, ours of the engine as it is built now, or else of the last that ran.

    A change that leaves the search of a class as it was asks for no new runs of it.
    """
    now = engine_version()
    last: dict[tuple[str, str, float], str] = {}
    for one in results:
        row = one["set"], one["class"], one["budget"]
        if one["solver"] == OURS and last.get(row) != now:
            last[row] = one["key"].split()[-1]
    return [
        one
        for one in results
        if one["solver"] != OURS or one["key"].endswith(last[one["set"], one["class"], one["budget"]])
    ]


def table_of(rows: Sequence[Row]) -> str:
    """Return the rows as markdown."""
    rule = "|---" * (_HEAD.count("|") - 1) + "|"
    return "\n".join([_HEAD, rule, *(_line(row) for row in rows if row.runs)])


def _line(row: Row) -> str:
    """Return one row as markdown."""
    broken = f", {row.broken} without a complete plan" if row.broken else ""
    gap = "" if row.gap is None else f"{row.gap:.2f} / {row.mean_gap:.2f} %"
    vehicles = "" if row.vehicles is None else f"{row.vehicles:g} ({row.best_vehicles:g})"
    speed = "" if row.iterations_per_s is None else f"{row.iterations_per_s:,.0f}"
    rivals = ", ".join(_rival(name, *ratio) for name, ratio in row.ratios.items())
    counted = f"{row.instances}, {row.runs}{broken}"
    return (
        f"| {row.set} | {row.cls} | {row.seconds:g} | {counted} | {gap} | {vehicles} | {rivals} | {speed} |"
    )


def _rival(name: str, cost: float | None, vehicles: float, instances: int) -> str:
    """Return how we stand to one rival."""
    ratio = "-" if cost is None else f"{cost:.3f}"
    return f"{name} {ratio} (vehicles {vehicles:.2f}, {instances} instances)"


def between_markers(page: str, text: str) -> str:
    """Return the page with the text between the markers; exits when they are not there."""
    if BEGIN not in page or END not in page:
        sys.exit(f"The page lacks the lines {BEGIN} and {END}.")
    before, rest = page.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}"


if __name__ == "__main__":
    main()
