"""The sets of benchmarks as one table: how a file is read, in which convention, and where data lie."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.routing import convention as rules
from benchmarks.routing.convention import Convention
from benchmarks.routing.formats.li_lim import read_li_lim
from benchmarks.routing.formats.schneider import read_schneider
from benchmarks.routing.formats.solomon import read_solomon
from benchmarks.routing.formats.vrp_rep import read_vrp_rep
from benchmarks.routing.formats.vrplib import read_vrplib
from benchmarks.routing.instance import BadFile, Instance

_SUFFIXES = (".txt", ".vrp", ".xml")
DATA = Path(os.environ.get("PANNIER_BENCHMARKS", "../shared/benchmarks"))


@dataclass(frozen=True)
class BenchmarkSet:
    """One row: the folders that hold files of the set, and the conventions by objective, the usual one first."""

    read: Callable[..., Instance]
    folders: tuple[str, ...]
    conventions: dict[str, Convention]

    @property
    def default_objective(self) -> str:
        """Return the objective that is meant when nobody says."""
        return next(iter(self.conventions))


_SCHNEIDER = ("evrptw_schneider/large", "evrptw_schneider/small")

SETS: dict[str, BenchmarkSet] = {
    "vrptw": BenchmarkSet(
        read_solomon,
        ("solomon_vrptw", *(f"gehring_homberger_vrptw/{size}" for size in (200, 400, 600, 800, 1000))),
        {"dist": rules.DIMACS, "hier": rules.HIERARCHICAL},
    ),
    "cvrp": BenchmarkSet(
        partial(read_vrplib, kind="cvrp"), ("cvrp_x_uchoa", "cvrp_belgium_agv"), {"dist": rules.ROUNDED}
    ),
    "evrptw": BenchmarkSet(
        partial(read_schneider, only_full=True),
        _SCHNEIDER,
        {"hier": rules.HIERARCHICAL, "dist": rules.DOUBLE},
    ),
    "evrptw-pr": BenchmarkSet(
        partial(read_schneider, only_full=False),
        _SCHNEIDER,
        {"hier": rules.HIERARCHICAL, "dist": rules.DOUBLE},
    ),
    "evrp-nl": BenchmarkSet(read_vrp_rep, ("evrp_nl_montoya",), {"dist": rules.HOURS}),
    "pdptw": BenchmarkSet(
        read_li_lim,
        tuple(f"li_lim_pdptw/{size}" for size in (100, 200, 400, 600, 800, 1000)),
        {"hier": rules.HIERARCHICAL, "dist": rules.DOUBLE},
    ),
    "hfvrp": BenchmarkSet(
        partial(read_vrplib, kind="hfvrp"), ("hfvrp_pessoa",), {"dist": rules.HUNDREDTH_COSTS}
    ),
    "mtvrptw": BenchmarkSet(
        partial(read_vrplib, kind="mtvrptw"), ("mtvrptw_release_yang",), {"dist": rules.DIMACS_TENTHS}
    ),
    "mdvrptw": BenchmarkSet(
        partial(read_vrplib, kind="mdvrptw"), ("mdvrptw_vidal",), {"dist": rules.THOUSANDTHS}
    ),
}


def read_instance(set_name: str, path: Path) -> Instance:
    """Return the instance in a file of the set; raises BadFile with one clear sentence."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadFile(f"{path} cannot be read: {wrong}.") from None
    return SETS[set_name].read(text, name=path.stem)


def objective_of(set_name: str, objective: str | None) -> str:
    """Return the objective by the word of the option, the usual one when nobody says."""
    return objective or SETS[set_name].default_objective


def find_file(set_name: str, file: str, data: Path) -> Path:
    """Return the file as given, or the one of this name among the set's data."""
    if Path(file).is_file():
        return Path(file)
    for folder in SETS[set_name].folders:
        for candidate in sorted((data / folder).glob("*")):
            names = (candidate.name.lower(), candidate.stem.lower())
            if candidate.suffix in _SUFFIXES and file.lower() in names:
                return candidate
    raise BadFile(f"{file} is no file, and the data folder {data} has no such instance of {set_name}.")


def convention_of(set_name: str, objective: str | None) -> Convention:
    """Return the convention of an objective; raises BadFile when the set does not know it."""
    known = SETS[set_name].conventions
    asked = objective_of(set_name, objective)
    if asked not in known:
        raise BadFile(f"{set_name} has no objective {asked}; it has {', '.join(known)}.")
    return known[asked]
