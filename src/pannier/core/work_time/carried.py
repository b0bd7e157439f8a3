"""What earlier work leaves of a shift: the daily rest, and the hours left of the day, the week and the average."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pannier.core.units import duration_text
from pannier.core.work_time.rule_set import S_PER_MIN, RuleSet


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A time of work on a service day, breaks not counted; `is_known` where it was told and not only planned."""

    service_date: date
    starts_at: datetime
    ends_at: datetime
    work_s: int
    is_known: bool = True


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """From when on a rider may work, how long at most (None: any), and why in sentences."""

    earliest: datetime | None = None
    left_s: int | None = None
    reasons: tuple[str, ...] = ()


def allowance(rules: RuleSet, service_date: date, earlier: Iterable[Worked]) -> Allowance:
    """Return what is left for a shift of this day after the rider's earlier work; pure.

    The rest counts from the last work of earlier days. Split shifts of one day share its hours. Weeks begin on Monday.
    """
    known = sorted(earlier, key=lambda one: one.starts_at)
    limits = list(_limits(rules, service_date, known))
    left_s = min((left for left, _ in limits), default=None)
    earliest = _rested(rules, service_date, known)
    reasons = [words for left, words in limits if left == left_s and words]
    return Allowance(earliest=earliest, left_s=left_s, reasons=tuple(reasons[:1]))


def _rested(rules: RuleSet, service_date: date, earlier: list[Worked]) -> datetime | None:
    ends = [one.ends_at for one in earlier if one.service_date < service_date]
    if rules.rest_min is None or not ends:
        return None
    return max(ends) + timedelta(minutes=rules.rest_min)


def _limits(rules: RuleSet, on: date, earlier: list[Worked]) -> Iterator[tuple[int, str]]:
    """Yield what is left by each limit, with a sentence where earlier work took some of it."""
    monday = on - timedelta(days=on.weekday())
    of_day = sum(one.work_s for one in earlier if one.service_date == on)
    of_week = sum(one.work_s for one in earlier if monday <= one.service_date <= on)
    since = monday - timedelta(weeks=rules.average_weeks - 1)
    of_all = sum(one.work_s for one in earlier if since <= one.service_date <= on)
    weeks = rules.average_weeks
    average_min = None if rules.average_week_min is None else rules.average_week_min * weeks
    for limit_min, done_s, span, article in (
        (rules.day_min, of_day, "day", rules.day_law),
        (rules.week_min, of_week, "week", rules.week_law),
        (average_min, of_all, f"{weeks} weeks", rules.week_law),
    ):
        if limit_min is not None:
            left_s = max(0, limit_min * S_PER_MIN - done_s)
            yield left_s, _words(rules, limit_min, done_s, left_s, span, article) if done_s else ""


def _words(rules: RuleSet, limit_min: int, done_s: int, left_s: int, span: str, article: str) -> str:
    most, done, left = (duration_text(seconds) for seconds in (limit_min * S_PER_MIN, done_s, left_s))
    this = f"this {span}" if span in {"day", "week"} else f"the last {span}"
    return f"{left} of {most} are left: {done} of {this} are worked or planned ({rules.quote(article)})."
