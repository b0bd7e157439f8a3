"""What working-time law asks of one route: breaks after so much work or driving, and so much at most."""

from dataclasses import dataclass
from enum import StrEnum

from pannier.core.problem.bounds import MOST_S
from pannier.core.problem.errors import require, require_whole


class Counted(StrEnum):
    """What a rule counts: all time of the route that is no break, waiting included, or the driving alone."""

    WORK = "work"
    DRIVING = "driving"


@dataclass(frozen=True)
class BreakTotal:
    """Where more than `after_s` is counted in all, the breaks last `rest_s` together at least."""

    after_s: int
    rest_s: int

    def __post_init__(self) -> None:
        require_whole(self.after_s, "totals.after_s", most=MOST_S)
        require_whole(self.rest_s, "totals.rest_s", least=1, most=MOST_S)


@dataclass(frozen=True, kw_only=True)
class WorkRule:
    """One rule of working time, kept over a whole route.

    At most `stretch_s` is counted until a break ends the stretch (None: no such rule); each of `ways` is a way
    of ending it: breaks of at least so many seconds, one after the other. `totals` ask for so much break in all,
    made of breaks of `least_piece_s` at least. `longest_s` is the most that may be counted in the route (None:
    any). `before_s` is what was counted since the last break before the shift begins; who is free from then until the
    route begins has had the breaks that fit in there. With `split` the breaks
    are planned in the shortest pieces that the rule allows.

    For who is on the way already, a rule is kept over the whole shift: `done_s` was counted in it before the route
    begins, `rested_s` is the break had of pieces long enough, and `pieces` are the breaks since the last one that
    ended a stretch, which `before_s` counts on from. With `breaks_given` no breaks are added for the rule: those that
    the vehicle has are what is left of them.
    """

    name: str
    counts: Counted = Counted.WORK
    stretch_s: int | None = None
    ways: tuple[tuple[int, ...], ...] = ()
    totals: tuple[BreakTotal, ...] = ()
    least_piece_s: int = 1
    longest_s: int | None = None
    before_s: int = 0
    split: bool = False
    done_s: int = 0
    rested_s: int = 0
    pieces: tuple[int, ...] = ()
    breaks_given: bool = False

    def __post_init__(self) -> None:
        require_whole(self.stretch_s, "work_rules.stretch_s", least=1, most=MOST_S)
        require_whole(self.longest_s, "work_rules.longest_s", most=MOST_S)
        require_whole(self.before_s, "work_rules.before_s", most=MOST_S)
        require_whole(self.done_s, "work_rules.done_s", most=MOST_S)
        require_whole(self.rested_s, "work_rules.rested_s", most=MOST_S)
        for piece_s in self.pieces:
            require_whole(piece_s, "work_rules.pieces", least=1, most=MOST_S)
        require_whole(self.least_piece_s, "work_rules.least_piece_s", least=1, most=MOST_S)
        for way in self.ways:
            require(bool(way), "work_rules.ways", "one of them has no break.")
            for piece_s in way:
                require_whole(piece_s, "work_rules.ways", least=1, most=MOST_S)
        whole = any(len(way) == 1 for way in self.ways)
        told = "must hold one of a single break, which ends a stretch by itself."
        require(whole or self.stretch_s is None, "work_rules.ways", told)
        ordered = all(
            one.after_s < other.after_s and one.rest_s < other.rest_s
            for one, other in zip(self.totals, self.totals[1:], strict=False)
        )
        require(ordered, "work_rules.totals", "must rise from one to the next.")

    @property
    def whole_s(self) -> int:
        """Return the shortest single break that ends a stretch; 0 where stretches have no end."""
        return min((way[0] for way in self.ways if len(way) == 1), default=0)
