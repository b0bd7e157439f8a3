"""How much of its battery a vehicle used, from what it showed before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FULL_PCT = 100.0
LEAST_PCT = 1.0


@dataclass(frozen=True, slots=True)
class ChargeFact:
    """What a battery showed, in per cent.

    With `refilled_pct` it is what was left before: by a swap (then 100) or a charge that brought it to so much.
    """

    charge_pct: float | None
    refilled_pct: float | None = None


def used_share(facts: Sequence[ChargeFact]) -> float | None:
    """Return the share of one full battery that was used (1.2: one and a fifth), or None when that is not known.

    Not known means: fewer than two figures between two refills, a figure that rose without one, or less than
    one per cent in all, which a display in whole per cents cannot tell from nothing.
    """
    batteries: list[list[float | None]] = [[]]
    for fact in facts:
        batteries[-1].append(fact.charge_pct)
        if fact.refilled_pct is not None:
            batteries.append([fact.refilled_pct])
    used = [_used_pct(shown) for shown in batteries]
    known = [pct for pct in used if pct is not None]
    total = sum(known)
    return total / FULL_PCT if len(known) == len(used) and total >= LEAST_PCT else None


def _used_pct(shown: Sequence[float | None]) -> float | None:
    """Return by how much one battery went down, or None where its figures do not tell."""
    figures = [pct for pct in shown if pct is not None]
    falling = all(later <= before for before, later in pairwise(figures))
    if len(figures) < 2 or len(figures) < len(shown) or not falling:
        return None
    return figures[0] - figures[-1]
