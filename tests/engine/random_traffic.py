"""Hours at which ways take longer, drawn onto a random problem."""

from dataclasses import replace
from random import Random

from pannier.core.problem import Matrices, Problem, Traffic, TrafficSlice
from tests.engine.random_fleets import HOUR


def with_traffic(rng: Random, problem: Problem) -> Problem:
    """Return the problem with slices of the day for some of its profiles."""
    matrices = (
        replace(one, traffic=_traffic(rng, one)) if rng.random() < 0.7 else one for one in problem.matrices
    )
    return replace(problem, matrices=tuple(matrices))


def _traffic(rng: Random, matrices: Matrices) -> Traffic:
    areas = rng.randint(1, 3)
    starts = sorted({0, *(rng.randint(1, 18 * HOUR) for _ in range(rng.randint(0, 6)))})
    slices = (
        TrafficSlice(
            start,
            tuple(tuple(rng.choice((1000, 1000, 1300, 2700)) for _ in range(areas)) for _ in range(areas)),
        )
        for start in starts
    )
    return Traffic(tuple(rng.randrange(areas) for _ in range(matrices.size)), tuple(slices))
