"""Which of many plans are worth showing: none that another one beats in everything, and none twice."""

from collections.abc import Sequence

from pannier.engine.choices.figures import Aim, Figures

MOST = 5
FEWEST = 3
_SAME = {Aim.COST: 0.0005, Aim.PROMISES: 0.001, Aim.GRAMS: 0.003, Aim.FAIRNESS: 60.0}
"""Differences that nobody would call one: shares of cost and grams, a share of promises, seconds."""
_ALIKE = {Aim.COST: 0.003, Aim.PROMISES: 0.005, Aim.GRAMS: 0.01, Aim.FAIRNESS: 300.0}
"""Differences that a dispatcher would not choose by."""
_RELATIVE = frozenset((Aim.COST, Aim.GRAMS))


def gap(one: Figures, other: Figures, aim: Aim) -> float:
    """Return by how much one is worse than the other: as a share of the other for cost and grams."""
    there = other.of(aim)
    worse = one.of(aim) - there
    return worse / there if aim in _RELATIVE and there else worse


def beats(one: Figures, other: Figures) -> bool:
    """Tell whether one is nowhere worse and somewhere better, small differences left aside.

    What only weighs is no aim of its own, but who gives way there beats nobody: riders' areas are somebody's wish.
    """
    gaps = {aim: gap(one, other, aim) for aim in Aim}
    return (
        one.total_millicents <= other.total_millicents * (1 + _SAME[Aim.COST])
        and all(gaps[aim] <= _SAME[aim] for aim in Aim)
        and any(gaps[aim] < -_SAME[aim] for aim in Aim)
    )


def thinned(found: Sequence[Figures]) -> list[int]:
    """Return the positions of three to five plans that differ; fewer where there are no more.

    First the one with the least of what is paid and what counts besides, which is kept always. The best at each aim are
    kept, then the one that gives up least of everything, then those that differ most.
    """
    front = [i for i, one in enumerate(found) if not any(beats(other, one) for other in found)]
    kept: list[int] = []
    least = min(front, key=lambda i: found[i].total_millicents)
    for position in (least, *_best(found, front), *_compromises(found, front)):
        if len(kept) < MOST and not any(_alike(found[position], found[other]) for other in kept):
            kept.append(position)
    for position in sorted(
        front, key=lambda i: -min((_distance(found[i], found[k]) for k in kept), default=0)
    ):
        near = any(_distance(found[position], found[other]) < 1 for other in kept)
        if len(kept) < FEWEST and position not in kept and not near:
            kept.append(position)
    return sorted(kept, key=lambda i: found[i].total_millicents)


def best_at(found: Sequence[Figures], position: int) -> tuple[Aim, ...]:
    """Return the aims at which no other of the plans is better, and some other one is worse."""
    one = found[position]
    return tuple(
        aim
        for aim in Aim
        if all(gap(one, other, aim) <= 0 for other in found)
        and any(gap(one, other, aim) < -_SAME[aim] for other in found)
    )


def _best(found: Sequence[Figures], front: Sequence[int]) -> list[int]:
    return [min(front, key=lambda i: (found[i].of(aim), found[i].of(Aim.COST))) for aim in Aim]


def _compromises(found: Sequence[Figures], front: Sequence[int]) -> list[int]:
    """Return the positions by how little they give up: each figure from 0 for the best to 1 for the worst."""
    span = {aim: [found[i].of(aim) for i in front] for aim in Aim}

    def given_up(position: int) -> float:
        lost = 0.0
        for aim, values in span.items():
            width = max(values) - min(values)
            lost += (found[position].of(aim) - min(values)) / width if width else 0.0
        return lost

    return sorted(front, key=given_up)


def _alike(one: Figures, other: Figures) -> bool:
    return all(abs(gap(one, other, aim)) < _ALIKE[aim] for aim in Aim)


def _distance(one: Figures, other: Figures) -> float:
    """Return how far two plans are from each other, in differences that can just be told."""
    return max(abs(gap(one, other, aim)) / _SAME[aim] for aim in Aim)
