"""Rules of working time of a shift that has begun: what was driven, worked and rested in it counts on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from pannier.core.problem import Counted, WorkRule


class Doing(StrEnum):
    """How time of a shift was spent."""

    DRIVING = "driving"
    STANDING = "standing"
    BREAK = "break"


@dataclass(frozen=True)
class Spent:
    """Some seconds of a shift, and how they were spent."""

    doing: Doing
    seconds: int


def after(rule: WorkRule, spent: Iterable[Spent]) -> WorkRule:
    """Return a rule for the rest of a shift of which so much is over, in that order."""
    for one in spent:
        if one.seconds <= 0:
            continue
        if one.doing is Doing.BREAK:
            rule = _rested(rule, one.seconds)
        elif is_counted(rule.counts, one):
            rule = replace(rule, before_s=rule.before_s + one.seconds, done_s=rule.done_s + one.seconds)
    return rule


def is_counted(counts: Counted, spent: Spent) -> bool:
    """Tell whether a rule that counts this counts so spent time."""
    return spent.doing is Doing.DRIVING or (counts is Counted.WORK and spent.doing is Doing.STANDING)


def _rested(rule: WorkRule, rest_s: int) -> WorkRule:
    pieces = (*rule.pieces, rest_s) if rule.ways else ()
    rested_s = rule.rested_s + (rest_s if rest_s >= rule.least_piece_s else 0)
    if any(_is_taken(way, pieces) for way in rule.ways):
        return replace(rule, before_s=0, pieces=(), rested_s=rested_s)
    return replace(rule, pieces=pieces, rested_s=rested_s)


def _is_taken(way: tuple[int, ...], pieces: tuple[int, ...]) -> bool:
    """Tell whether breaks hold one way of ending a stretch, piece by piece in its order."""
    taken = 0
    for rest_s in pieces:
        taken += taken < len(way) and rest_s >= way[taken]
    return taken == len(way)
