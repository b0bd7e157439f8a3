"""Which buffers to try next: more where something is missed, less where that was more than enough."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from pannier.core.endurance import Targets
from pannier.core.problem import Problem
from pannier.engine.endurance.judging import Watched
from pannier.engine.slack.buffers import Buffers, drifts_of
from pannier.engine.slack.honest import required_left_out
from pannier.engine.slack.tried import Tried, misses_promises, misses_reserve

_FIRST_PRICE = 3
"""A broken promise first counts so many times less than serving an order costs: most days need little more."""
_STEP = 3.0
_CLOSE = 1.4
_SAFE_SHARE = 0.5
"""Of the routes that may touch the reserve: batteries are spared for so many."""


def next_buffers(problem: Problem, history: Sequence[Tried], targets: Targets) -> Buffers:
    """Return the buffers of the next round, from all plans tried so far."""
    last = history[-1]
    price = _next_price(problem, history, targets)
    return Buffers(
        promise_millicents=price,
        reserve_j=_next_reserve(problem, history, targets),
        drift_s=drifts_of(last.watched.judgement) if price else {},
    )


def _next_price(problem: Problem, history: Sequence[Tried], targets: Targets) -> int:
    """Return what a broken promise counts next: between the dearest price that missed and the cheapest above it."""
    if targets.promises is None:
        return 0
    # Of several plans at one price the last one counts: larger reserves change what the price has to do.
    misses = {one.buffers.promise_millicents: _misses(one, targets) for one in history}
    low = max((price for price, missed in misses.items() if missed), default=None)
    high = min((price for price in misses if low is None or price > low), default=None)
    if low is None:
        return high or 0
    if high is None:
        return round(low * _STEP) if low else _first_price(problem, history[0])
    if low == 0:
        return round(high / _STEP)
    return high if high < low * _CLOSE else round(math.sqrt(low * high))


def _misses(one: Tried, targets: Targets) -> bool:
    return misses_promises(one.watched.judgement, targets) > 0


def _first_price(problem: Problem, first: Tried) -> int:
    served = max(1, len(problem.tasks) - len(first.plan.left_out))
    return max(1000, first.plan.cost.total_millicents // (_FIRST_PRICE * served))


def _next_reserve(problem: Problem, history: Sequence[Tried], targets: Targets) -> Mapping[str, int]:
    """Return by how much each kind's reserve is raised."""
    last = history[-1]
    raised = last.buffers.reserve_j
    if targets.reserve is None:
        return {}
    if required_left_out(problem, last.plan) > required_left_out(problem, history[0].plan):
        return {kind: joules // 2 for kind, joules in raised.items()}
    if misses_reserve(last.watched.judgement, targets) == 0:
        return raised
    return {**raised, **_more(last.watched, raised, targets.reserve * _SAFE_SHARE)}


def _more(watched: Watched, raised: Mapping[str, int], share: float) -> dict[str, int]:
    """Return the reserves of the kinds whose batteries came below theirs on more than this share of routes."""
    found: dict[str, int] = {}
    for kind, margins_j in watched.margins_j.items():
        least_j = float(np.quantile(margins_j, share))
        if least_j < 0:
            found[kind] = raised.get(kind, 0) + math.ceil(-least_j)
    return found
