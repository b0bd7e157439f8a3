"""Measure address search on all addresses of the demo maps, written with slips.

usage: python benchmarks/geocoding.py [--seed 1] [--misses] [MAP_FOLDER ...]
Builds the demo maps in a temporary folder when no map folder is given. The promise: at least 97 % within
25 m or left to a person, at most 0.3 % confidently wrong on the four demanded slips together.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pannier.core.statistics.proportion import wilson_interval
from pannier.places.address_index import AddressIndex
from pannier.places.geocoding.index import IndexReader
from pannier.places.geocoding.rows import HouseRow
from pannier.places.geocoding.search import find
from pannier.places.geocoding.trial import DEMANDED, SLIPS, Known, Trial, judge, known_addresses, run_trial
from pannier.places.geocoding.words import address_words
from pannier.places.maps.build import build_map
from pannier.places.maps.manifest import open_map

DEMO = Path(__file__).resolve().parents[1] / "demo" / "maps"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="print every confidently wrong answer")
    asked = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, seed {asked.seed}")
    with tempfile.TemporaryDirectory() as scratch:
        folders = asked.folders or build_demo(Path(scratch))
        totals = [trial for folder in folders for trial in measure(folder, asked.seed, asked.misses)]
    demanded = [trial for trial in totals if trial.slip in DEMANDED]
    n, wrong = sum(t.n for t in demanded), sum(t.wrong for t in demanded)
    limits = wilson_interval(wrong, n)
    print(
        f"\nfour demanded slips, all maps: n={n}, right or review {1 - wrong / n:.2%}, confidently wrong "
        f"{wrong / n:.3%} (95 % interval {limits.low:.3%} to {limits.high:.3%})"
    )
    return 0 if wrong / n <= 0.003 else 1


def build_demo(target: Path) -> list[Path]:
    for name in ("monaco", "helsinki"):
        source = DEMO / name
        build_map(
            source / f"{name}.osm.pbf",
            target,
            name=name,
            built_at=datetime.now(UTC),
            basemap=source / f"{name}.pmtiles",
        )
    return [target / "monaco", target / "helsinki"]


def measure(folder: Path, seed: int, misses: bool) -> list[Trial]:
    words = address_words()
    geocoder = AddressIndex(folder)
    known = known_addresses(IndexReader(open_map(folder).addresses_path, words))
    print(
        f"\n{folder.name}: {len(known)} addresses\n{'slip':20} {'n':>6} {'right':>8} {'review':>8} "
        f"{'of these shown':>15} {'wrong':>8} {'ms each':>8}"
    )
    done = []
    for slip in SLIPS:
        began = time.perf_counter()
        trial = run_trial(geocoder, known, slip, words=words, seed=seed)
        each = (time.perf_counter() - began) / max(1, trial.n) * 1000
        show(trial, each)
        done.append(trial)
        if misses and trial.misses:
            print(*(f"    {miss}" for miss in trial.misses), sep="\n")
    show_held_out(folder, known)
    return done


def show(trial: Trial, each_ms: float) -> None:
    n = max(1, trial.n)
    shown = f"{trial.shown / trial.review:.1%}" if trial.review else "-"
    print(
        f"{trial.slip:20} {trial.n:6} {trial.right / n:8.1%} {trial.review / n:8.1%} {shown:>15} "
        f"{trial.wrong / n:8.2%} {each_ms:8.2f}"
    )


class HeldOut(IndexReader):
    """The index of a map from which one address is missing."""

    hidden: Known | None = None

    def houses_on(self, street_id: int) -> list[HouseRow]:
        houses = super().houses_on(street_id)
        if self.hidden is None or self.streets[street_id].name != self.hidden.street:
            return houses
        return [house for house in houses if house.label != self.hidden.number]


def show_held_out(folder: Path, known: list[Known]) -> None:
    """Look for each address while the map does not know it: a neighbour must not pass for it."""
    words = address_words()
    index = HeldOut(open_map(folder).addresses_path, words)
    outcomes = []
    for entry in known:
        index.hidden = entry
        outcomes.append(judge(entry, find(entry.written(number_first=True), index, words)))
    n = len(outcomes)
    shares = [f"{outcomes.count(outcome) / n:.1%} {outcome}" for outcome in ("right", "review", "wrong")]
    print(f"each address missing from the map in turn: {', '.join(shares)}")


if __name__ == "__main__":
    sys.exit(main())
