"""Doors around one parking place, drawn onto a random problem."""

from dataclasses import replace
from random import Random

import numpy as np

from pannier.core.problem import UNREACHABLE, Matrices, Problem


def with_walks(rng: Random, problem: Problem) -> Problem:
    """Return the problem with up to three groups of doors for some of its profiles, near to and far from good."""
    matrices = (_walked(rng, one, problem) if rng.random() < 0.8 else one for one in problem.matrices)
    return replace(problem, matrices=tuple(matrices))


def _walked(rng: Random, matrices: Matrices, problem: Problem) -> Matrices:
    """Return the matrices with groups among the places where no vehicle of theirs ends, reloads or charges."""
    own = [vehicle for vehicle in problem.vehicles if vehicle.profile == matrices.profile]
    taken = {station.place for station in problem.stations}
    taken |= {place for one in own for place in (one.end_place, *one.trips.reload_places)}
    free = [place for place in range(matrices.size) if place not in taken]
    rng.shuffle(free)
    groups = [-1] * matrices.size
    for number in rng.sample(range(9), rng.randint(1, 3)):
        for _ in range(rng.choice((1, 2, 2, 3, 4))):
            if free:
                groups[free.pop()] = number
    return on_foot(matrices, groups, lambda: rng.choice((0, 1, rng.randint(0, 60), rng.randint(0, 900))))


def on_foot(matrices: Matrices, groups: list[int], seconds) -> Matrices:
    """Return the matrices with nothing driven within the groups, and ways there that `seconds()` draws."""
    parts = [
        np.array(part)
        for part in (
            matrices.distance_m,
            matrices.duration_s,
            matrices.energy_base_j,
            matrices.energy_j_per_kg,
        )
    ]
    for one, group in enumerate(groups):
        for other, its in enumerate(groups):
            if one != other and group == its >= 0:
                for part, value in zip(parts, (0, seconds(), 0, 0), strict=True):
                    part[one, other] = value
    assert all((part != UNREACHABLE).all() == (parts[0] != UNREACHABLE).all() for part in parts)
    return Matrices(matrices.profile, *parts, traffic=matrices.traffic, stop_groups=tuple(groups))
