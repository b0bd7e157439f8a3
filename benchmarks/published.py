"""Check that published solutions are worth here what they are worth there.

usage: python -m benchmarks.published [SET ...] [--first N]
Each solution beside the data is driven again by the independent checker and, as a plan timed by the core's
scheduler, by Pannier's own checker. Both must accept it, and its cost must be the published one.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.routing.best_known import in_one_unit
from benchmarks.routing.conversion import problem_of
from benchmarks.routing.formats.solutions import read_sol, routes_of_names
from benchmarks.routing.instance import Instance, Tour
from benchmarks.routing.sets import DATA, SETS, convention_of, find_file, read_instance
from benchmarks.routing.single import words_of_tours
from benchmarks.routing.verify import judge


@dataclass(frozen=True)
class Published:
    """Tours of an instance with their published cost."""

    instance: Instance
    tours: tuple[Tour, ...]
    cost: float


def main() -> None:
    """Check the sets named, all of them when none is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}")
    parser.add_argument("--first", type=int, default=None, help="only so many of each set")
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    if unknown := sorted({*asked.sets} - SETS.keys()):
        parser.error(f"{unknown[0]} is no set; the sets are {', '.join(SETS)}.")
    for set_name in asked.sets or SETS:
        found = [*islice(solutions_of(set_name, asked.data), asked.first)]
        wrong = [words for one in found for words in check_published(set_name, one)]
        print(f"{set_name}: {len(found)} published solutions, {len(wrong)} objections")
        for words in wrong[:20]:
            print(f"  {words}")


def check_published(set_name: str, one: Published) -> Iterator[str]:
    """Yield what is wrong with a published solution, or with how we read its instance."""
    convention = convention_of(set_name, None)
    name = one.instance.name
    verdict = judge(one.instance, one.tours, convention.name)
    yield from (f"{name}: {words}" for words in verdict.violations)
    problem = problem_of(one.instance, convention)
    yield from (f"{name}: {words}" for words in words_of_tours(one.instance, problem, one.tours))
    cost = verdict.cost * convention.cost_per_unit
    if abs(cost - one.cost) > 0.01:
        yield f"{name}: costs {cost:.2f}, published is {one.cost:.2f}"


def solutions_of(set_name: str, data: Path) -> Iterator[Published]:
    """Yield the published solutions of a set, as far as the data have any."""
    if set_name == "evrptw-pr":
        for file in ("solutions_pr_erdelic2022.csv", "solutions_pr_prototype_2026-11-22.csv"):
            yield from _of_names(set_name, data, data / "evrptw_schneider" / file)
    folders = [data / folder for folder in SETS[set_name].folders]
    if set_name == "vrptw":
        folders.append(data / "gehring_homberger_vrptw/1000_dimacs_solutions")
    for file in [file for folder in folders for file in sorted(folder.glob("*.sol"))]:
        instance = read_instance(set_name, find_file(set_name, file.stem, data))
        tours, cost = read_sol(file.read_text(encoding="utf-8"), name=file.stem)
        yield Published(instance, tours, in_one_unit(set_name, cost))


def _of_names(set_name: str, data: Path, table: Path) -> Iterator[Published]:
    """Yield the solutions of a table of routes; what is not among the instances is passed over."""
    if not table.is_file():
        return
    with table.open(encoding="utf-8", newline="") as lines:
        rows: Sequence[dict[str, str]] = list(csv.DictReader(lines))
    folder = data / SETS[set_name].folders[0]
    for row in rows:
        file = folder / f"{row['instance']}_21.txt"
        if file.is_file():
            instance = read_instance(set_name, file)
            yield Published(instance, routes_of_names(instance, row["routes"]), float(row["distance"]))


if __name__ == "__main__":
    main()
