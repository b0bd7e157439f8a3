"""From a rule of working time and a shift to breaks with windows: whatever route lies in the shift, the rule is kept.

A break that must begin at most a stretch after the shift's beginning, and end at most a stretch before its end, cuts
every route in the shift into stretches that are short enough, also one that begins late or ends early. Routes with
too little work to need it are excused (`Break.after_s`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pannier.core.problem import Break, BreakTotal, WorkRule
from pannier.core.problem.bounds import MOST_BREAKS
from pannier.core.problem.errors import require
from pannier.core.timewindow import TimeWindow
from pannier.core.units import divide_up

type Span = tuple[int, int]
"""The earliest start and the latest end of a route."""


def breaks_of(rule: WorkRule, span: Span, *, split: bool = False) -> tuple[Break, ...]:
    """Return the breaks that keep a rule on every route within the span; with `split` in pieces where allowed."""
    rule = _ahead(rule)
    stretches = list(_ending_stretches(rule, span, split=split)) if rule.stretch_s is not None else []
    return (*stretches, *_filling_totals(rule, span, stretches))


def _ahead(rule: WorkRule) -> WorkRule:
    """Return a rule as it is for what is ahead: break that was had, and what was counted, are asked for no more."""
    if not rule.done_s and not rule.rested_s:
        return rule
    least = {
        max(0, total.after_s - rule.done_s): total.rest_s - rule.rested_s
        for total in rule.totals
        if total.rest_s > rule.rested_s
    }
    return replace(rule, totals=tuple(BreakTotal(after_s, rest_s) for after_s, rest_s in least.items()))


@dataclass(frozen=True)
class _Stretch:
    """What there is to cut: the span, the first stretch, all others, and the break between two of them."""

    start_s: int
    end_s: int
    first_s: int
    other_s: int
    rest_s: int

    @property
    def count(self) -> int:
        """Return how many breaks cut the span into stretches that are short enough."""
        left_s = self.end_s - self.start_s - self.first_s
        count = divide_up(left_s, self.other_s + self.rest_s) if left_s > 0 else 0
        told = f"would need {count} breaks; a shift can have {MOST_BREAKS}."
        require(count <= MOST_BREAKS, "work_rules", told)
        return count

    def start_range(self, number: int) -> Span:
        """Return between when the break of this number, from 1 on, must begin: all ranges are equally wide."""
        count = self.count
        room_s = self.first_s + count * (self.other_s + self.rest_s) - (self.end_s - self.start_s)
        width_s = room_s // count
        latest_s = self.start_s + self.first_s + (number - 1) * (self.other_s + self.rest_s - width_s)
        return latest_s - width_s, latest_s


def _ending_stretches(rule: WorkRule, span: Span, *, split: bool) -> Iterator[Break]:
    """Yield the breaks that end the stretches."""
    stretch_s = rule.stretch_s or 0
    first_s = max(0, stretch_s - rule.before_s)
    if split and (pieces := _in_pieces(rule, span, first_s)):
        yield from pieces
        return
    whole_s = rule.whole_s if split and _may_split_total(rule) else _least_whole_s(rule)
    cut = _Stretch(*span, first_s, stretch_s, whole_s)
    after_s = min(first_s, *(total.after_s for total in rule.totals[:1]), stretch_s)
    for number in range(1, cut.count + 1):
        yield _break(rule, cut.start_range(number), whole_s, after_s, span)


def _least_whole_s(rule: WorkRule) -> int:
    """Return the single break that ends a stretch and is all that is asked for first, too."""
    return max(rule.whole_s, rule.totals[0].rest_s if rule.totals else 0)


def _may_split_total(rule: WorkRule) -> bool:
    return bool(rule.totals) and rule.totals[0].rest_s - rule.whole_s >= rule.least_piece_s


def _in_pieces(rule: WorkRule, span: Span, first_s: int) -> tuple[Break, ...]:
    """Return a break in two pieces, the second after the first; none where the rule or the span does not allow it."""
    start_s, end_s = span
    way = next((way for way in rule.ways if len(way) == 2), None)
    opens_s, latest_s = max(start_s, end_s - (rule.stretch_s or 0)), start_s + first_s
    if way is None or not opens_s <= latest_s < end_s:
        return ()
    middle_s = (opens_s + latest_s) // 2
    if middle_s - way[0] < start_s:
        return ()
    return (
        _break(rule, (opens_s - way[0], middle_s - way[0]), way[0], first_s, span),
        _break(rule, (middle_s, latest_s), way[1], first_s, span),
    )


def _filling_totals(rule: WorkRule, span: Span, planned: list[Break]) -> Iterator[Break]:
    """Yield further breaks where the sum of those planned is less than the rule asks for in all."""
    known = [rest for rest in planned if rest.duration_s >= rule.least_piece_s]
    for total in rule.totals:
        rested_s = sum(rest.duration_s for rest in known if is_sure(rest, total.after_s, span))
        if rested_s >= total.rest_s:
            continue
        more_s = max(rule.least_piece_s, total.rest_s - rested_s)
        cut = _Stretch(*span, total.after_s, total.after_s, more_s)
        for number in range(1, cut.count + 1):
            known.append(_break(rule, cut.start_range(number), more_s, total.after_s, span))
            yield known[-1]


def is_sure(rest: Break, counted_s: int, span: Span) -> bool:
    """Tell whether every route in the span where more than this is counted must contain the break."""
    if rest.after_s is not None and rest.after_s > counted_s:
        return False
    before_s, behind_s = rest.latest_start_s - span[0], span[1] - rest.window.start_s - rest.duration_s
    return max(before_s, behind_s) <= counted_s


def _break(rule: WorkRule, begins: Span, rest_s: int, after_s: int, span: Span) -> Break:
    """Return a break that begins in a range, as far as that lies in the span."""
    earliest_s = max(0, span[0], begins[0])
    latest_s = max(earliest_s, begins[1])
    return Break(TimeWindow(earliest_s, latest_s + rest_s), rest_s, after_s, rule.counts)
