"""A set of rules of working time as a law states it, and the rules of one route that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from pannier.core.problem import BreakTotal, Counted, WorkRule

S_PER_MIN = 60


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """One row of work_time.toml; None where the law says nothing. Fields ending in _law say where it stands.

    `break_ways` are ways of ending a stretch, `totals_min` pairs of work in all and break in all, both in minutes.
    """

    code: str
    label: str
    law: str
    valid_from: date
    seen: int
    note: str = ""
    country: str | None = None
    for_vehicles: bool = False
    counts: Counted = Counted.WORK
    stretch_min: int | None = None
    break_ways: tuple[tuple[int, ...], ...] = ()
    totals_min: tuple[tuple[int, ...], ...] = ()
    least_piece_min: int = 1
    break_law: str = ""
    day_min: int | None = None
    day_law: str = ""
    week_min: int | None = None
    average_week_min: int | None = None
    average_weeks: int = 1
    week_law: str = ""
    rest_min: int | None = None
    rest_law: str = ""
    works_from: str | None = None
    works_until: str | None = None
    night_law: str = ""

    def __post_init__(self) -> None:
        limits = (self.day_min, self.week_min, self.average_week_min)
        named = (
            (self.stretch_min, self.break_law),
            (self.rest_min, self.rest_law),
            (self.works_from, self.night_law),
        )
        if any(figure is not None and not article for figure, article in named):
            raise ValueError("names no article for one of its figures.")
        if any(limit is not None and limit < 1 for limit in limits):
            raise ValueError("allows no work at all.")
        self.work_rules(left_s=None, split=False)
        if (self.works_from is None) != (self.works_until is None):
            raise ValueError("needs works_from and works_until, or neither.")

    @property
    def hours(self) -> tuple[time, time] | None:
        """Return the local times between which work is allowed, None for all day."""
        if self.works_from is None or self.works_until is None:
            return None
        return time.fromisoformat(self.works_from), time.fromisoformat(self.works_until)

    def quote(self, article: str) -> str:
        """Return where a rule stands, for sentences."""
        return f"{self.law} {article}".strip()

    def may_split(self) -> bool:
        """Tell whether a break may be taken in pieces."""
        first = self.totals_min[0][1] if self.totals_min else 0
        whole = min((way[0] for way in self.break_ways if len(way) == 1), default=0)
        return any(len(way) == 2 for way in self.break_ways) or first - whole >= self.least_piece_min > 1

    def work_rules(self, *, left_s: int | None, split: bool, before_s: int = 0) -> tuple[WorkRule, ...]:
        """Return the rules of a route: its breaks, and no more than `left_s` of what is counted (None: any)."""
        return tuple(self._rules(left_s, split, before_s))

    def _rules(self, left_s: int | None, split: bool, before_s: int) -> Iterator[WorkRule]:
        if self.stretch_min is not None:
            yield WorkRule(
                name=self.quote(self.break_law),
                counts=self.counts,
                stretch_s=self.stretch_min * S_PER_MIN,
                ways=tuple(tuple(piece * S_PER_MIN for piece in way) for way in self.break_ways),
                totals=tuple(
                    BreakTotal(after * S_PER_MIN, rest * S_PER_MIN) for after, rest in self.totals_min
                ),
                least_piece_s=self.least_piece_min * S_PER_MIN,
                before_s=before_s,
                split=split,
            )
        if left_s is not None:
            yield WorkRule(name=self.law, counts=self.counts, longest_s=left_s)
