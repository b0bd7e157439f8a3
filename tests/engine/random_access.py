"""Hours of places for some kinds of vehicle, drawn onto a random problem."""

from dataclasses import replace
from random import Random

from pannier.core.problem import Access, Problem
from pannier.core.timewindow import TimeWindow
from tests.engine.random_fleets import HOUR


def with_access(rng: Random, problem: Problem) -> Problem:
    """Return the problem with up to three areas that may overlap, open at no hour, some, or nearly all."""
    vehicles = tuple(replace(vehicle, kind=vehicle.profile) for vehicle in problem.vehicles)
    kinds = sorted({vehicle.kind for vehicle in vehicles})
    if not kinds:
        return problem
    areas = tuple(_area(rng, f"area {n}", len(problem.places), kinds) for n in range(rng.randint(1, 3)))
    return replace(problem, access=areas, vehicles=vehicles)


def _area(rng: Random, name: str, places: int, kinds: list[str]) -> Access:
    inside = tuple(sorted(rng.sample(range(places), rng.randint(0, places))))
    some = tuple(rng.sample(kinds, rng.randint(1, len(kinds))))
    return Access(name, inside, some, _windows(rng))


def _windows(rng: Random) -> tuple[TimeWindow, ...]:
    found, start = [], rng.randint(0, 10 * HOUR)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        end = start + rng.choice((0, 300, HOUR, 5 * HOUR, rng.randint(0, 12 * HOUR)))
        found.append(TimeWindow(start, end))
        start = end + rng.randint(1, 3 * HOUR)
    return tuple(found)
