"""Best known values, from the tables beside the data."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path


@dataclass(frozen=True)
class BestKnown:
    """The cost in the set's own unit; vehicles only where they count."""

    cost: float
    vehicles: int | None = None


_MOST_UNSCALED = 10_000_000
"""Far above the largest cost of the mixed-fleet set in units, far below the smallest in hundred-thousandths."""


@dataclass(frozen=True)
class _Table:
    """A file with its columns for cost and vehicles."""

    file: str
    cost: str
    vehicles: str | None = None


_TABLES: dict[tuple[str, str], tuple[_Table, ...]] = {
    ("vrptw", "hier"): (
        _Table("solomon_vrptw/bks.csv", "hier_distance", "hier_vehicles"),
        _Table("gehring_homberger_vrptw/bks.csv", "hier_distance", "hier_vehicles"),
    ),
    # Solomon's best distances are in double precision and longer than the same tours cut to tenths.
    ("vrptw", "dimacs"): (_Table("gehring_homberger_vrptw/bks.csv", "dimacs_distance"),),
    ("cvrp", "round"): (
        _Table("cvrp_x_uchoa/bks.csv", "best_distance"),
        _Table("cvrp_belgium_agv/bks.csv", "best_distance"),
    ),
    ("evrptw", "hier"): (
        _Table("evrptw_schneider/bks_large.csv", "full_distance", "full_vehicles"),
        _Table("evrptw_schneider/bks_small.csv", "distance", "vehicles"),
    ),
    ("evrptw-pr", "hier"): (
        _Table("evrptw_schneider/bks_large.csv", "pr_best_distance", "pr_best_vehicles"),
    ),
    ("evrp-nl", "hours"): (_Table("evrp_nl_montoya/bks.csv", "best_total_time_h"),),
    ("pdptw", "hier"): (_Table("li_lim_pdptw/bks.csv", "hier_distance", "hier_vehicles"),),
    ("hfvrp", "exact"): (_Table("hfvrp_pessoa/bks.csv", "best_cost"),),
    ("mtvrptw", "dimacs"): (_Table("mtvrptw_release_yang/bks.csv", "best_cost"),),
    ("mdvrptw", "exact"): (_Table("mdvrptw_vidal/bks.csv", "best_cost"),),
}


def best_known(set_name: str, convention: str, instance: str, folders: Iterable[Path]) -> BestKnown | None:
    """Return the best known value of an instance, None when no table has it; the data may lie in any of the folders."""
    for table, folder in product(_TABLES.get((set_name, convention), ()), folders):
        if not (folder / table.file).is_file():
            continue
        with (folder / table.file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["instance"].lower() == instance.removesuffix("_21").lower() and row[table.cost]:
                    return _row(row, table)
    return None


def _row(row: dict[str, str], table: _Table) -> BestKnown:
    """Return one row of a table."""
    vehicles = int(float(row[table.vehicles])) if table.vehicles and row[table.vehicles] else None
    return BestKnown(in_one_unit(table.file, float(row[table.cost])), vehicles)


def in_one_unit(file: str, cost: float) -> float:
    """Return a cost of the mixed-fleet set in its usual unit, others as they are.

    About half of that set's published costs are in hundred-thousandths: PyVRP's thousandths of hundredths.
    """
    is_scaled = file.startswith("hfvrp") and cost > _MOST_UNSCALED
    return cost / 100_000 if is_scaled else cost
