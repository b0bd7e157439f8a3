"""What many runs say together: gaps, vehicles, ratios to rivals, speed; a row for each class and budget."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from benchmarks.routing.planning import OURS

type Result = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One class at one budget; None where nothing can be compared.

    `gap` and `mean_gap` are the median and the mean over instances of the median over seeds, in percent of the
    best known cost, only of runs with as many vehicles as the best known. `ratios` are our cost over the rival's,
    the median over instances (where vehicles come first: those with as many), and our vehicles over the rival's
    in sum.
    """

    set: str
    cls: str
    seconds: float
    instances: int
    runs: int
    broken: int
    gap: float | None
    mean_gap: float | None
    vehicles: float | None
    best_vehicles: float | None
    iterations_per_s: float | None
    ratios: Mapping[str, tuple[float | None, float, int]]


def rows_of(results: Sequence[Result]) -> list[Row]:
    """Return a row for each class and budget in the order they come."""
    groups: dict[tuple[str, str, float], list[Result]] = defaultdict(list)
    for one in results:
        groups[one["set"], one["class"], one["budget"]].append(one)
    return [_row(key, found) for key, found in groups.items()]


def _row(key: tuple[str, str, float], found: Sequence[Result]) -> Row:
    """Return one row."""
    ours = [one for one in found if one["solver"] == OURS]
    good = [one for one in ours if _is_good(one)]
    by_instance = _by_instance(good)
    gaps = [gap for runs in by_instance.values() if (gap := _gap(runs)) is not None]
    ranked = {name: runs for name, runs in by_instance.items() if runs[0].get("best_vehicles") is not None}
    return Row(
        set=key[0],
        cls=key[1],
        seconds=key[2],
        instances=len({one["instance"] for one in ours}),
        runs=len(ours),
        broken=len(ours) - len(good),
        gap=median(gaps) if gaps else None,
        mean_gap=fmean(gaps) if gaps else None,
        vehicles=_sum(median(one["vehicles"] for one in runs) for runs in ranked.values()),
        best_vehicles=_sum(runs[0]["best_vehicles"] for runs in ranked.values()),
        iterations_per_s=_median(one["iterations"] / max(one["seconds"], 0.01) for one in good),
        ratios=_ratios(found, by_instance),
    )


def _is_good(one: Result) -> bool:
    """Tell whether a run gave a plan that breaks nothing and leaves nothing out."""
    return "failed" not in one and not one["violations"] and not one.get("left_out")


def _by_instance(runs: Iterable[Result]) -> dict[str, list[Result]]:
    """Return the runs by instance."""
    found: dict[str, list[Result]] = defaultdict(list)
    for one in runs:
        found[one["instance"]].append(one)
    return found


def _gap(runs: Sequence[Result]) -> float | None:
    """Return the median gap over the seeds in percent, only of runs with the best known vehicles."""
    equal = [one for one in runs if one.get("best_vehicles") in (None, one["vehicles"])]
    return _median(100 * (one["cost"] / one["best_cost"] - 1) for one in equal if one.get("best_cost"))


def _ratios(
    found: Sequence[Result], ours: Mapping[str, Sequence[Result]]
) -> dict[str, tuple[float | None, float, int]]:
    """Return for each rival: median ratio of costs, ratio of vehicles in sum, on how many instances."""
    ratios = {}
    for rival in sorted({one["solver"] for one in found} - {OURS}):
        theirs = _by_instance(one for one in found if one["solver"] == rival and _is_good(one))
        both = [name for name in ours if name in theirs]
        if both:
            costs = _median(_cost_ratio(ours[name], theirs[name]) for name in both)
            vehicles = [sum(_mean(side[name], "vehicles") for name in both) for side in (ours, theirs)]
            ratios[rival] = (costs, vehicles[0] / vehicles[1], len(both))
    return ratios


def _cost_ratio(ours: Sequence[Result], theirs: Sequence[Result]) -> float | None:
    """Return our cost over the rival's; where vehicles come first, only of as many vehicles."""
    is_ranked = ours[0]["objective"] == "hier"
    if is_ranked and _mean(ours, "vehicles") != _mean(theirs, "vehicles"):
        return None
    return _mean(ours, "cost") / _mean(theirs, "cost")


def _mean(runs: Sequence[Result], what: str) -> float:
    """Return the mean of a number over runs."""
    return float(sum(one[what] for one in runs)) / len(runs)


def _median(values: Iterable[float | None]) -> float | None:
    """Return the median of what is there, None of nothing."""
    there = [value for value in values if value is not None]
    return median(there) if there else None


def _sum(values: Iterable[float]) -> float | None:
    """Return the sum, None of nothing."""
    there = list(values)
    return sum(there) if there else None
